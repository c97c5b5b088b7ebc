<#
.SYNOPSIS
    Tells a module that is about to be packed where its project lies, and makes the files that Update-Help fetches from there.
.DESCRIPTION
    Get-Help NAME -Online then opens docs/commands/NAME.md of the module's version, under the tag vVERSION. Update-Help looks into what the
    newest release has attached, where the two files that this gives belong: one says which version of the help there is, the other has it.
.EXAMPLE
    build/online.ps1 -Module obj/CycleGanPS -ProjectUri https://github.com/OWNER/NAME -Destination bin
#>
[CmdletBinding()]
param(
    # The folder of the module, which is changed.
    [Parameter(Mandatory)] [string] $Module,

    # The address of the repository, as a browser opens it.
    [Parameter(Mandatory)] [uri] $ProjectUri,

    # Where the files for Update-Help go.
    [Parameter(Mandatory)] [string] $Destination
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not $ProjectUri.IsAbsoluteUri -or $ProjectUri.Scheme -notin 'https', 'http') {
    throw "'$ProjectUri' is no address that a browser opens. Give the repository's, such as https://github.com/OWNER/NAME."
}
$project = $ProjectUri.AbsoluteUri.TrimEnd('/')
$updates = "$project/releases/latest/download/"

$manifest = "$Module/CycleGanPS.psd1"
$facts = Import-PowerShellDataFile -LiteralPath $manifest
$text = Get-Content -LiteralPath $manifest -Raw
$text = $text.Replace("    GUID ", "    HelpInfoUri          = '$updates'`n    GUID ").Replace(
    "            LicenseUri ", "            ProjectUri   = '$project'`n            LicenseUri ")
Set-Content -LiteralPath $manifest -Value $text -NoNewline

$helpFile = "$Module/en-US/CycleGanPS.dll-Help.xml"
$help = [xml]::new()
$help.Load($helpFile)
$maml = 'http://schemas.microsoft.com/maml/2004/10'
foreach ($command in $help.helpItems.command) {
    # The first link that has an address is the one that -Online opens.
    $link = $help.CreateElement('maml', 'navigationLink', $maml)
    $link.AppendChild($help.CreateElement('maml', 'linkText', $maml)).InnerText = 'Online version:'
    $link.AppendChild($help.CreateElement('maml', 'uri', $maml)).InnerText =
        "$project/blob/v$($facts.ModuleVersion)/docs/commands/$($command.details.name).md"
    $null = $command['relatedLinks', 'http://schemas.microsoft.com/maml/dev/command/2004/10'].PrependChild($link)
}
$help.Save($helpFile)

# Four numbers, as Update-Help compares them.
$version = [version]"$($facts.ModuleVersion).0"
$info = [xml]@"
<?xml version="1.0" encoding="utf-8"?>
<HelpInfo xmlns="http://schemas.microsoft.com/powershell/help/2010/05">
  <HelpContentURI>$updates</HelpContentURI>
  <SupportedUICultures>
    <UICulture>
      <UICultureName>en-US</UICultureName>
      <UICultureVersion>$version</UICultureVersion>
    </UICulture>
  </SupportedUICultures>
</HelpInfo>
"@
$name = Join-Path (Convert-Path -LiteralPath $Destination) "CycleGanPS_$($facts.GUID)"
$info.Save("${name}_HelpInfo.xml")
Compress-Archive -Path "$Module/en-US/*" -DestinationPath "${name}_en-US_HelpContent.zip" -Force
Get-Item -LiteralPath "${name}_HelpInfo.xml", "${name}_en-US_HelpContent.zip"
