# What the gallery's analyser would say of the scripts, as far as the language's own parser can tell.

BeforeDiscovery {
    $root = Split-Path -Parent $PSScriptRoot
    # What git would not keep is not ours.
    $files = foreach ($folder in 'tests', 'bench', 'examples', 'module', 'build') {
        Get-ChildItem -LiteralPath (Join-Path -Path $root -ChildPath $folder) -Recurse -File -Include '*.ps1', '*.psd1', '*.psm1' |
            Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
    }
    $scripts = foreach ($file in $files) { @{ Name = [IO.Path]::GetRelativePath($root, $file.FullName).Replace('\', '/'); Path = $file.FullName } }
}

BeforeAll {
    function Find-Node([type] $Type) { $tree.FindAll({ $args[0] -is $Type }.GetNewClosure(), $true) }

    # The calls of named commands: what they are called, and where.
    function Get-Call { Find-Node ([Management.Automation.Language.CommandAst]) | Where-Object { $_.GetCommandName() } }

    # Says where each of the nodes is.
    filter Format-Place { "line $($_.Extent.StartLineNumber): $($_.Extent.Text -replace '(?s)\n.*', ' ...')" }
}

Describe '<Name>' -ForEach $scripts {
    BeforeAll {
        $tokens = $faults = $null
        $tree = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $tokens, [ref] $faults)
        $functions = @(Find-Node ([Management.Automation.Language.FunctionDefinitionAst]))
        $text = [IO.File]::ReadAllText($Path)
    }

    It 'can be parsed' {
        @($faults | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Message)" }) -join '; ' | Should -Be ''
    }

    It 'has no alias' {
        $aliases = Get-Call | Where-Object {
            $called = $_.GetCommandName()
            # A module's own is part of it.
            @(Get-Alias -Name ([WildcardPattern]::Escape($called)) -ErrorAction Ignore | Where-Object Source -NE 'CycleGanPS') -and $called -notin @($functions | ForEach-Object Name)
        }
        @($aliases | Format-Place) -join '; ' | Should -Be ''
    }

    It 'writes to streams, and not past them' {
        @(Get-Call | Where-Object { $_.GetCommandName() -eq 'Write-Host' } | Format-Place) -join '; ' | Should -Be ''
    }

    It 'runs in strict mode, unless it is data, or a test, which has it from its runner' {
        $own = @(Get-Call | Where-Object { $_.Extent.Text -eq 'Set-StrictMode -Version Latest' -and $_.Parent.Parent.Parent -eq $tree })
        $own.Count | Should -Be $(if ($Name -like '*.psd1' -or $Name -like '*.Tests.ps1') { 0 } else { 1 })
    }

    It 'names functions by an approved verb and a singular noun' {
        $approved = (Get-Verb).Verb
        # Those that change what the machine is in would have to offer -WhatIf.
        $changing = 'New', 'Set', 'Remove', 'Start', 'Stop', 'Restart', 'Reset', 'Update'
        $odd = $functions | Where-Object {
            $verb, $noun = $_.Name -split '-', 2
            $verb -cnotin $approved -or $verb -in $changing -or -not $noun -or $noun -cmatch '(?<!s|u|i)s$'
        }
        @($odd | Format-Place) -join '; ' | Should -Be ''
    }

    It 'names the parameters of commands that take more than two' {
        $many = Get-Call | Where-Object {
            if ($_.GetCommandName() -notmatch '^[A-Z]\w+-\w+$') { return $false }
            $positional = 0
            $isValue = $false
            foreach ($element in $_.CommandElements | Select-Object -Skip 1) {
                if ($element -is [Management.Automation.Language.CommandParameterAst]) {
                    $known = Get-Command -Name $_.GetCommandName() -ErrorAction Ignore
                    $isSwitch = $known -and $known.Parameters -and $known.Parameters.ContainsKey($element.ParameterName) -and $known.Parameters[$element.ParameterName].SwitchParameter
                    $isValue = -not $element.Argument -and -not $isSwitch
                }
                elseif ($isValue) { $isValue = $false }
                elseif ($element -isnot [Management.Automation.Language.VariableExpressionAst] -or -not $element.Splatted) { $positional++ }
            }
            $positional -gt 2
        }
        @($many | Format-Place) -join '; ' | Should -Be ''
    }

    It 'uses each parameter of its own' {
        $unused = foreach ($block in Find-Node ([Management.Automation.Language.ScriptBlockAst])) {
            $parameters = @(
                if ($block.ParamBlock) { $block.ParamBlock.Parameters }
                if ($block.Parent -is [Management.Automation.Language.FunctionDefinitionAst] -and $block.Parent.Parameters) { $block.Parent.Parameters }
            )
            $used = @($block.FindAll({ $args[0] -is [Management.Automation.Language.VariableExpressionAst] -and $args[0].Parent -isnot [Management.Automation.Language.ParameterAst] }, $true))
            $parameters | Where-Object { $_.Name.VariablePath.UserPath -notin @($used | ForEach-Object { $_.VariablePath.UserPath }) }
        }
        @($unused | Format-Place) -join '; ' | Should -Be ''
    }

    It 'has no global variable' {
        @(Find-Node ([Management.Automation.Language.VariableExpressionAst]) | Where-Object { $_.VariablePath.IsGlobal } | Format-Place) -join '; ' | Should -Be ''
    }

    It 'is marked as UTF-8 where it is more than ASCII' {
        $bytes = [IO.File]::ReadAllBytes($Path)
        $isMarked = $bytes.Count -ge 3 -and $bytes[0] -eq 0xEF -and $bytes[1] -eq 0xBB -and $bytes[2] -eq 0xBF
        $isMarked | Should -Be ($text -cmatch '[^\x00-\x7F]')
    }

    It 'has no white space at the ends of lines, and one end at the end' {
        @($text -split '\n' | Where-Object { $_ -match '\s$' }) -join '; ' | Should -Be ''
        $text | Should -Match '\S\n\z'
    }

    It 'gives with each -Skip a reason, as a tag' {
        $silent = Get-Call | Where-Object {
            $parameters = @($_.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName)
            $_.GetCommandName() -in 'Describe', 'Context', 'It' -and $parameters -contains 'Skip' -and $parameters -notcontains 'Tag'
        }
        @($silent | Format-Place) -join '; ' | Should -Be ''
    }
}
