# The build's check of the help pages: each case spoils a copy of docs/ in one way.
BeforeDiscovery {
    $page = 'commands/Export-CycleGanModel.md'
    $cases = @(
        @{ Fault = 'a page without a cmdlet'; File = 'commands/Get-Nothing.md'; Content = '# Get-Nothing'
            Message = 'There is no cmdlet Get-Nothing: rename the page, or delete it.'
        }
        @{ Fault = 'a parameter without a heading'; File = $page; Old = '### -Part\n\n[^#]*'; New = ''
            Message = "The parameter -Part of Export-CycleGanModel has no prose: say what it means under '### -Part'."
        }
        @{ Fault = 'a parameter without prose'; File = $page; Old = '(### -Part\n)\n[^#]*'; New = '$1'; At = '### -Part'
            Message = 'The parameter -Part of Export-CycleGanModel has no prose: say what it means.'
        }
        @{ Fault = 'prose for no parameter'; File = $page; Old = '## INPUTS'; New = "### -Nothing`n`nNothing.`n`n## INPUTS"; At = '### -Nothing'
            Message = 'Export-CycleGanModel has no parameter -Nothing: rename the heading, or delete what stands under it.'
        }
        @{ Fault = 'a parameter described twice'; File = $page; Old = '## INPUTS'; New = "### -Part`n`nAgain.`n`n### -Force`n`n## INPUTS"; At = '### -Force'
            Message = 'The parameter -Force is described twice; keep one.'
        }
        @{ Fault = 'a default that the cmdlet has'; File = $page; Old = '### -Activation'; New = "``````yaml`nDefault value: Float32`n```````n`n### -Activation"; At = '### -Precision'
            Message = 'The default of -Precision, Float32, is in the compiled cmdlet already: delete it here.'
        }
        @{ Fault = 'a fact that the cmdlet has'; File = $page; Old = '### -Activation'; New = "``````yaml`nRequired: True`n```````n`n### -Activation"; At = '```yaml'
            Message = "Only 'Default value:' belongs here; all else that is known of a parameter the compiled cmdlet says."
        }
        @{ Fault = 'an example that does not parse'; File = $page; Old = '-Precision Float16'; New = '-Precision Float16 |'; At = 'Export-CycleGanModel generatorAB.pt'
            Message = 'The example does not parse: An empty pipe element is not allowed.'
        }
        @{ Fault = 'a fault in an example''s second line'; File = 'commands/Measure-Fid.md'; Old = '-Real data/testB -Fake anime\n'; New = "-Real (data/testB -Fake anime`n"; At = 'Measure-Fid -Real ('
            Message = "The example does not parse: Missing closing ')' in expression."
        }
        @{ Fault = 'an example with a parameter that is not there'; File = $page; Old = '-Precision Float16'; New = '-Bits 16'; At = 'Export-CycleGanModel generatorAB.pt'
            Message = 'The example gives -Bits, but Export-CycleGanModel has no such parameter.'
        }
        @{ Fault = 'an example of another cmdlet'; File = $page; Old = 'Export-CycleGanModel generatorAB.pt .*'; New = 'Get-CycleGanRun'; At = 'Get-CycleGanRun'
            Message = 'The example does not call Export-CycleGanModel.'
        }
        @{ Fault = 'an example without a sentence'; File = $page; Old = 'Writes the weights as float16, in half the space.'; New = ''; At = '### Example 2: A smaller file'
            Message = 'The example lacks a sentence that says what it does, under its code.'
        }
        @{ Fault = 'an example out of order'; File = $page; Old = '### Example 2:'; New = '### Example 4:'; At = '### Example 4:'
            Message = "The heading must be '### Example 2: ' and a title."
        }
        @{ Fault = 'an example without code'; File = $page; Old = '(### Example 2: A smaller file\n\n)```powershell\n.*\n```'; New = '$1'; At = '### Example 2:'
            Message = 'An example begins with a code block, fenced as ```powershell.'
        }
        @{ Fault = 'a section that help does not have'; File = $page; Old = '## NOTES|## INPUTS'; New = '## REMARKS'; At = '## REMARKS'
            Message = "There is no section 'REMARKS' in a page;"
        }
        @{ Fault = 'no synopsis'; File = $page; Old = '## SYNOPSIS\n\n.*\n'; New = ''
            Message = "The page of Export-CycleGanModel needs one paragraph under '## SYNOPSIS'."
        }
        @{ Fault = 'a list, which Get-Help has no form for'; File = $page; Old = 'ONNX models are written, but not read back.'; New = '- ONNX models'; At = '- ONNX models'
            Message = "Only paragraphs belong under 'DESCRIPTION': Get-Help has no other form for it."
        }
        @{ Fault = 'an output that the cmdlet does not declare'; File = $page; Old = '### ModelSummary'; New = '### LossRecord'; At = '### LossRecord'
            Message = "'LossRecord' is no OutputType of Export-CycleGanModel; those are: ModelSummary."
        }
        @{ Fault = 'an output by less than its whole name'; File = 'commands/New-CycleGanConfig.md'; Old = '### System.IO.FileInfo'; New = '### FileInfo'; At = '### FileInfo'
            Message = "'FileInfo' is no OutputType of New-CycleGanConfig; those are: System.IO.FileInfo."
        }
        @{ Fault = 'an output without prose'; File = $page; Old = '## OUTPUTS\n\n### ModelSummary\n[^#]*'; New = ''
            Message = "The output ModelSummary of Export-CycleGanModel has no prose: say what it holds under '## OUTPUTS'."
        }
        @{ Fault = 'an input of no known type'; File = $page; Old = '### System.IO.FileInfo'; New = '### System.IO.FileInformation'; At = '### System.IO.FileInformation'
            Message = "There is no type 'System.IO.FileInformation': name one of the module's types, or write the whole name of another."
        }
        @{ Fault = 'a link to no page'; File = $page; Old = '\(Convert-ToAnime.md\)'; New = '(Convert-Photo.md)'; At = '- [Convert-ToAnime]'
            Message = "The link leads to 'Convert-Photo.md', which is not there."
        }
        @{ Fault = 'code of a topic that does not parse'; File = 'about_CycleGanPS.md'; Old = 'Get-CycleGanLoss runs/run -Last 5'; New = 'Get-CycleGanLoss runs/run -Newest 5'; At = 'Get-CycleGanLoss runs/run'
            Message = 'The example gives -Newest, but Get-CycleGanLoss has no such parameter.'
        }
    )
}

BeforeAll {
    $root = Split-Path -Parent $PSScriptRoot
    $tool = "$root/build/CycleGanPS.Help/bin/Release/net10.0/CycleGanPS.Help.dll"

    function Copy-Page {
        $docs = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory -Path "$docs/commands"
        Copy-Item -Path "$root/docs/about_*.md" -Destination $docs
        Copy-Item -Path "$root/docs/commands/*.md" -Destination "$docs/commands"
        $docs
    }

    # What the tool says of a folder of pages, its exit code, and the folder that it writes to.
    function Invoke-HelpTool([string] $Docs) {
        $PSNativeCommandUseErrorActionPreference = $false
        $lines = @(& dotnet exec $tool $Docs "$root/module/CycleGanPS/bin/CycleGanPS.dll" "$Docs/out" 2>&1 | ForEach-Object { "$_" })
        [pscustomobject]@{ Lines = $lines; ExitCode = $LASTEXITCODE; Out = "$Docs/out" }
    }
}

Describe 'The pages of the help' {
    It 'are without fault, and make the help that the module has' {
        $result = Invoke-HelpTool (Copy-Page)
        $result.Lines -join "`n" | Should -Be ''
        $result.ExitCode | Should -Be 0
        $made = @(Get-ChildItem -LiteralPath $result.Out)
        @($made.Name | Sort-Object) | Should -Be @('about_CycleGanPS.help.txt', 'CycleGanPS.dll-Help.xml')
        foreach ($file in $made) {
            [IO.File]::ReadAllText($file.FullName) | Should -Be ([IO.File]::ReadAllText("$root/module/CycleGanPS/en-US/$($file.Name)"))
        }
    }

    It 'show as text without Markdown''s marks' {
        foreach ($name in (Import-PowerShellDataFile -LiteralPath "$root/module/CycleGanPS/CycleGanPS.psd1").CmdletsToExport) {
            $help = Get-Help -Name $name -Full
            # A cmdlet may have none.
            $parameters = $help.parameters.PSObject.Properties['parameter']?.Value
            $meanings = foreach ($parameter in $parameters) { $parameter.description.Text }
            @($help.Synopsis; $help.description.Text; $meanings; $help.examples.example.remarks.Text) -match '`|\*\*|\]\(' |
                Should -HaveCount 0 -Because $name
        }
    }

    It 'show a topic within 80 columns' {
        $lines = Get-Content -LiteralPath "$root/module/CycleGanPS/en-US/about_CycleGanPS.help.txt"
        @($lines | Where-Object Length -GT 80) -join "`n" | Should -Be ''
        @($lines -match '^ *\|') -join "`n" | Should -Be ''
    }
}

Describe 'The build' {
    It 'refuses <Fault>' -ForEach $cases {
        $docs = Copy-Page
        $path = "$docs/$File"
        # By the table, since strict mode has no variable for a key that a case lacks.
        if ($_['Content']) {
            Set-Content -LiteralPath $path -Value $_.Content
        } else {
            $text = [IO.File]::ReadAllText($path)
            $text | Should -Match $Old
            [IO.File]::WriteAllText($path, ($text -replace $Old, $New))
        }
        # What is missing is told of the page's first line.
        $line = if ($_['At']) { (Select-String -LiteralPath $path -SimpleMatch $_.At | Select-Object -Last 1).LineNumber } else { 1 }

        $result = Invoke-HelpTool $docs
        $result.ExitCode | Should -Be 1
        $expected = "$path($line): error HELP: $Message"
        @($result.Lines | Where-Object { $_.StartsWith($expected) }) | Should -HaveCount 1 -Because ($result.Lines -join "`n")
        Test-Path -LiteralPath $result.Out | Should -BeFalse
    }

    It 'refuses a cmdlet without a page' {
        $docs = Copy-Page
        Remove-Item -LiteralPath "$docs/commands/Get-CycleGanDevice.md"
        $result = Invoke-HelpTool $docs
        $result.ExitCode | Should -Be 1
        $result.Lines | Should -Contain "$docs/commands/Get-CycleGanDevice.md(1): error HELP: The cmdlet Get-CycleGanDevice has no page: write one like those of the other cmdlets."
    }

    It 'tells all faults at once' {
        $docs = Copy-Page
        foreach ($name in 'Get-CycleGanDevice', 'Measure-Fid') { Set-Content -LiteralPath "$docs/commands/$name.md" -Value '# Something else' }
        $result = Invoke-HelpTool $docs
        @($result.Lines -match "heading of the first level, '# (Get-CycleGanDevice|Measure-Fid)'") | Should -HaveCount 2
    }
}
