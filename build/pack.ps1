<#
.SYNOPSIS
    Packs the module for the PowerShell Gallery: one .nupkg for all systems, without libtorch.
.DESCRIPTION
    Takes what ./cgps has built, the native libraries of each system, and the licences of what is redistributed. What was compiled ahead,
    for the kind of machine that this runs on, lies apart from the assemblies for all. Gives the file. It can be signed as any NuGet
    package, and published: Publish-PSResource -NupkgPath FILE -Repository NAME -ApiKey KEY.
    With -ProjectUri the package knows where it comes from, so that Get-Help -Online and Update-Help work, and the two files that Update-Help
    fetches, to be attached to the release, are given behind it.
.EXAMPLE
    ./cgps build/pack.ps1 -Destination ~/packages
.EXAMPLE
    ./cgps build/pack.ps1 -Destination ~/packages -ProjectUri https://github.com/OWNER/NAME
#>
[CmdletBinding()]
param(
    # The folder that the package goes to.
    [string] $Destination = "$PSScriptRoot/CycleGanPS.Package/bin",

    # The address of the repository whose tags and releases are published.
    [uri] $ProjectUri
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# What a system needs so that all works that takes no libtorch. LibTorchSharp beside it makes the rest work once there is one.
$needed = 'SkiaSharp', 'HarfBuzzSharp', 'onnxruntime'
$systems = @{
    'linux-x64' = $needed + 'LibTorchSharp'
    'linux-arm64' = $needed
    'osx-arm64' = $needed + 'LibTorchSharp'
    'win-x64' = $needed + 'LibTorchSharp'
}
# What hosts of packages take.
$mostBytes = 250MB

$root = Split-Path -Parent $PSScriptRoot
$source = Join-Path $root 'module/CycleGanPS'
$compiled = Join-Path $root 'src/CycleGanPS/bin/Release/net10.0'
$project = Join-Path $PSScriptRoot 'CycleGanPS.Package'
$natives = Join-Path $project 'bin/Release/net10.0/runtimes'
$module = Join-Path $project 'obj/CycleGanPS'

$log = & dotnet build $project --configuration Release --nologo --verbosity quiet --disable-build-servers
if ($LASTEXITCODE) { throw "The native libraries could not be gathered:`n$($log -join "`n")" }

if (Test-Path -LiteralPath $module) { Remove-Item -LiteralPath $module -Recurse -Force }
$null = New-Item -ItemType Directory -Path "$module/bin/lib", "$module/licenses", $Destination -Force
Copy-Item -Path "$source/*.psd1", "$source/*.ps1xml", "$source/en-US" -Destination $module -Recurse
Copy-Item -LiteralPath "$root/LICENSE", "$root/CHANGELOG.md" -Destination $module
Copy-Item -Path "$compiled/CycleGanPS.dll", "$compiled/CycleGanPS.pdb", "$compiled/CycleGanPS.Loader.dll" -Destination "$module/bin"
Copy-Item -LiteralPath $natives -Destination "$module/bin" -Recurse
$ahead = New-Item -ItemType Directory -Path "$module/bin/runtimes/$([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)/lib"
foreach ($file in Get-ChildItem -Path "$source/bin/lib/*.dll", "$source/bin/lib/*.pdb") {
    $plain = Get-Item -LiteralPath "$compiled/$($file.Name)"
    Copy-Item -LiteralPath $plain.FullName -Destination "$module/bin/lib"
    if ($plain.Length -ne $file.Length) { Copy-Item -LiteralPath $file.FullName -Destination $ahead }
}
foreach ($system in $systems.Keys) {
    foreach ($library in $systems[$system]) {
        if (-not (Get-ChildItem -Path "$module/bin/runtimes/$system/native" -Filter "*$library.*")) { throw "$system lacks $library." }
    }
}

# Of every package that something is taken from.
$assets = Get-Content -LiteralPath "$project/obj/project.assets.json" -Raw | ConvertFrom-Json -AsHashtable
$folder = @($assets.packageFolders.Keys)[0]
foreach ($library in $assets.libraries.Values) {
    # What brings no text says in its description whose it is, and under which licence.
    $texts = @($library.files -match '^(LICENSE|THIRD-?PARTY)[^/]*$') + @($library.files -match '\.nuspec$')
    $place = New-Item -ItemType Directory -Path "$module/licenses/$($library.path.Replace('/', '-'))"
    foreach ($text in $texts) { Copy-Item -LiteralPath "$folder/$($library.path)/$text" -Destination $place }
}
Copy-Item -LiteralPath "$root/src/CycleGanPS.Core/Images/Fonts/LICENSE-DejaVu.txt" -Destination "$module/licenses"

$online = if ($ProjectUri) { & "$PSScriptRoot/online.ps1" -Module $module -ProjectUri $ProjectUri -Destination $Destination }

$version = (Import-PowerShellDataFile -LiteralPath "$module/CycleGanPS.psd1").ModuleVersion
$package = Join-Path (Convert-Path -LiteralPath $Destination) "CycleGanPS.$version.nupkg"
if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package }
Compress-PSResource -Path $module -DestinationPath $Destination
$file = Get-Item -LiteralPath $package
if ($file.Length -gt $mostBytes) { throw "$package has $([Math]::Round($file.Length / 1MB)) MB, and $($mostBytes / 1MB) MB are taken." }
Write-Information ('{0}: {1:N1} MB' -f $file.Name, ($file.Length / 1MB)) -InformationAction Continue
$file
$online
