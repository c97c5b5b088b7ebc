BeforeDiscovery {
    $manifest = Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $cmdlets = foreach ($name in $manifest.CmdletsToExport) { @{ Name = $name } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $common = [Management.Automation.Cmdlet]::CommonParameters
    [xml] $document = Get-Content -LiteralPath "$PSScriptRoot/../module/CycleGanPS/en-US/CycleGanPS.dll-Help.xml" -Raw
    $documented = @($document.helpItems.command | ForEach-Object { $_.details.name })

    # The text of help paragraphs, however many there are.
    function Get-Text($Paragraphs) { (@($Paragraphs | ForEach-Object { $_.Text }) -join ' ').Trim() }

    # The parameters that a node of the document has below it, of which there may be none.
    function Get-Parameter([Xml.XmlElement] $Node, [string] $Path = '.') { $Node.SelectNodes("$Path/*[local-name()='parameter']") }

    # The parameters of a command that are its own.
    function Get-OwnParameter([string] $Name) {
        (Get-Command -Name $Name -Module CycleGanPS).Parameters.Values | Where-Object { $common -notcontains $_.Name }
    }
}

Describe 'The help file' {
    It 'describes every exported command' {
        $exported = @(Get-Command -Module CycleGanPS -CommandType Cmdlet, Function | ForEach-Object { $_.Name })
        @($exported | Where-Object { $documented -notcontains $_ }) -join ', ' | Should -Be ''
    }

    It 'describes no command that is not exported' {
        $exported = @(Get-Command -Module CycleGanPS -CommandType Cmdlet, Function | ForEach-Object { $_.Name })
        @($documented | Where-Object { $exported -notcontains $_ }) -join ', ' | Should -Be ''
    }

    It 'describes no command twice' {
        @($documented | Group-Object | Where-Object Count -GT 1) | Should -HaveCount 0
    }
}

Describe 'The help of <Name>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help -Name $Name -Full
        $entry = $document.helpItems.command | Where-Object { $_.details.name -eq $Name }
    }

    It 'has a synopsis' {
        $help.Synopsis | Should -Match '^\s*\S.*\.\s*$'
        # What the engine makes up for a command without help.
        $help.Synopsis | Should -Not -BeLike "*$Name*"
    }

    It 'has a description' {
        (Get-Text $help.description).Length | Should -BeGreaterThan 80
    }

    It 'has examples with code and a sentence' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterThan 0
        foreach ($example in $examples) {
            $example.code | Should -BeLike "*$Name*"
            Get-Text $example.remarks | Should -Not -BeNullOrEmpty
        }
    }

    It 'has examples that the command can be called with' {
        foreach ($example in @($help.examples.example)) {
            $errors = $null
            $script = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $errors)
            @($errors) | Should -HaveCount 0
            $calls = $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
            foreach ($call in $calls) {
                $command = Get-Command -Name $call.GetCommandName() -ErrorAction Ignore
                if ($command.ModuleName -ne 'CycleGanPS') { continue }
                foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                    $command.Parameters.Keys | Should -Contain $parameter.ParameterName
                }
            }
        }
    }

    It 'describes every parameter' {
        $missing = foreach ($parameter in Get-OwnParameter $Name) {
            $found = @($help.parameters.parameter | Where-Object { $_.name -eq $parameter.Name })
            if ($found.Count -ne 1 -or -not (Get-Text $found[0].description)) { $parameter.Name }
        }
        $missing -join ', ' | Should -Be ''
    }

    It 'describes no parameter that is not there' {
        $own = @(Get-OwnParameter $Name | ForEach-Object { $_.Name })
        @(Get-Parameter $entry "*[local-name()='parameters']" | ForEach-Object { $_.name } | Where-Object { $own -notcontains $_ }) -join ', ' | Should -Be ''
    }

    It 'says of each parameter what it is' {
        foreach ($parameter in Get-OwnParameter $Name) {
            $found = $entry.parameters.parameter | Where-Object { $_.name -eq $parameter.Name }
            $sets = @($parameter.ParameterSets.Values)
            $found.required | Should -Be "$($sets[0].IsMandatory)".ToLowerInvariant() -Because $parameter.Name
            $found.position | Should -Be $(if ($sets[0].Position -lt 0) { 'named' } else { "$($sets[0].Position)" }) -Because $parameter.Name
            $found.pipelineInput -ne 'False' |
                Should -Be ($sets[0].ValueFromPipeline -or $sets[0].ValueFromPipelineByPropertyName) -Because $parameter.Name
            $found.aliases | Should -Be $(if ($parameter.Aliases.Count) { $parameter.Aliases -join ', ' } else { 'none' }) -Because $parameter.Name
        }
    }

    It 'has the syntax of every parameter set' {
        $sets = @((Get-Command -Name $Name -Module CycleGanPS).ParameterSets)
        @($entry.syntax.syntaxItem) | Should -HaveCount $sets.Count
        $expected = @($sets | ForEach-Object { @($_.Parameters | Where-Object { $common -notcontains $_.Name } | ForEach-Object { $_.Name } | Sort-Object) -join ' ' } | Sort-Object)
        $written = @($entry.syntax.syntaxItem | ForEach-Object { @(Get-Parameter $_ | ForEach-Object { $_.name } | Sort-Object) -join ' ' } | Sort-Object)
        $written -join '; ' | Should -Be ($expected -join '; ')
    }

    It 'links to commands and topics that are there' {
        $topics = $documented + 'about_CycleGanPS'
        @($entry.relatedLinks.navigationLink | ForEach-Object { $_.linkText } | Where-Object { $topics -notcontains $_ }) -join ', ' | Should -Be ''
    }
}

Describe 'about_CycleGanPS' {
    BeforeAll {
        $about = "$(Get-Help -Name about_CycleGanPS)"
    }

    It 'is found' {
        $about | Should -Match 'LONG DESCRIPTION'
    }

    It 'names every config key' {
        $config = New-CycleGanConfig -Path "$TestDrive/keys.psd1"
        $keys = @(Get-Content -LiteralPath $config.FullName | ForEach-Object { if ($_ -match '^\s*(?:#\s*)?([A-Z]\w+)\s+=\s') { $Matches[1] } })
        $keys.Count | Should -BeGreaterThan 20
        @($keys | Where-Object { $about -cnotmatch "\b$_\b" }) -join ', ' | Should -Be ''
    }
}

Describe 'Get-Help' {
    It 'does not load the tensor library' {
        # In a process of its own: here another test may have loaded it.
        $executable = [Environment]::ProcessPath
        $arguments = @(if ([IO.Path]::GetFileNameWithoutExtension($executable) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })
        $manifest = Join-Path (Split-Path -Parent $PSScriptRoot) 'module/CycleGanPS/CycleGanPS.psd1'
        $script = Join-Path $TestDrive 'help.ps1'
        Set-Content -LiteralPath $script -Value @'
param($Manifest)
$ErrorActionPreference = 'Stop'
function Measure-Loaded { @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'TorchSharp' }).Count }
Import-Module $Manifest
$null = Get-Help Start-CycleGanTraining -Full
$null = Get-Help about_CycleGanPS
(Get-Help Convert-ToAnime).Synopsis
Measure-Loaded
# It would be seen if it were loaded.
$null = Get-CycleGanDevice
Measure-Loaded
'@
        $lines = @(& $executable @arguments -File $script $manifest)
        $lines | Should -HaveCount 3
        $lines[0] | Should -BeLike '*generator*'
        $lines[1] | Should -Be '0'
        $lines[2] | Should -Be '1'
    }
}
