# What Tab offers, in a folder with a run, a model, a config and what is none of these.

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

    function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }

    $null = New-CycleGanDemoData "$TestDrive/data" -Count 2 -TestCount 1
    $small = @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 8; ResidualBlocks = 1; Epochs = 1; SampleInterval = 0 }
    $null = Start-CycleGanTraining $small -Output "$TestDrive/runs/first one"
    Copy-Item -LiteralPath "$TestDrive/runs/first one/generatorAB.pt" -Destination "$TestDrive/other.pt"
    Set-Content -LiteralPath "$TestDrive/x.psd1" -Value '@{ }'
    Set-Content -LiteralPath "$TestDrive/notes.txt" -Value 'none of these'
    Push-Location -LiteralPath $TestDrive
}

AfterAll { Pop-Location }

Describe 'Completion' {
    It 'offers the runs first where a run is asked for, and what they are' -ForEach @(
        @{ Line = 'Get-CycleGanRun ' }, @{ Line = 'Get-CycleGanLoss -Path ' }, @{ Line = 'Compare-CycleGanRun ' }, @{ Line = 'Export-CycleGanLossPlot -Run ' }
        @{ Line = 'Start-CycleGanTraining -Resume -Config ' }, @{ Line = 'Convert-ToAnime -Model ' }
    ) {
        $first = @(Get-Completion $Line)[0]
        $first.ListItemText | Should -Be 'first one'
        $first.CompletionText | Should -Match "^'.*runs.first one'$"
        $first.ToolTip | Should -Match '^Baseline.*32 pixels, Finished at epoch 1 of 1, model of \d+\.\d MB$'
    }

    It 'offers <Wanted> to <Line>, and no other file' -ForEach @(
        @{ Line = 'Convert-ToAnime -Model '; Wanted = 'other.pt' }
        @{ Line = 'Get-CycleGanModel '; Wanted = 'other.pt' }
        @{ Line = 'Start-CycleGanTraining '; Wanted = 'x.psd1' }
    ) {
        $found = (Get-Completion $Line).ListItemText
        $found | Should -Contain $Wanted
        $found | Should -Contain 'data'
        $found | Should -Not -Contain 'notes.txt'
    }

    It 'goes on within a folder' {
        (Get-Completion 'Convert-ToAnime -Model runs/f').ListItemText | Should -Be 'first one'
        (Get-Completion "Convert-ToAnime -Model './runs/first one/gen").ListItemText | Should -Be 'generatorAB.pt', 'generatorBA.pt'
        (Get-Completion 'Convert-ToAnime -Model oth').ToolTip | Should -Match '^\d+\.\d MB, \d{4}-\d\d-\d\d: '
    }

    It 'offers the installed weights' {
        $saved = $env:XDG_CACHE_HOME
        $env:XDG_CACHE_HOME = "$TestDrive/cache"
        try {
            $null = New-Item -ItemType Directory -Path "$TestDrive/cache/CycleGanPS"
            Set-Content -LiteralPath "$TestDrive/cache/CycleGanPS/pt_inception-1.pth" -Value 'weights'
            @((Get-Completion 'Measure-Fid a b -Weights ').ListItemText)[0] | Should -Be 'pt_inception-1.pth'
        }
        finally { $env:XDG_CACHE_HOME = $saved }
    }

    It 'offers each key of the config with its default, and says what it does' {
        $all = Get-Completion 'Start-CycleGanTraining x.psd1 -Set '
        $all.ListItemText | Should -Contain 'Filters'
        $all.Count | Should -BeGreaterThan 30
        $key = @(Get-Completion 'Start-CycleGanTraining x.psd1 -Set filt')
        $key.CompletionText | Should -Be '@{ Filters = 64 }'
        $key.ToolTip | Should -Match '^\w.*\.$'
        foreach ($text in $all.CompletionText) { (& ([scriptblock]::Create($text))).Count | Should -Be 1 }
    }
}

Describe 'Start-CycleGanTraining -Set' {
    BeforeAll {
        $null = New-Item -ItemType Directory -Path "$TestDrive/elsewhere"
        $file = "$TestDrive/small.psd1"
        Set-Content -LiteralPath $file -Value @('@{', "    DataRoot = 'data'", '    ImageSize = 32', '    Filters = 8', '    ResidualBlocks = 1', '    Epochs = 1', '    SampleInterval = 0', '    TestA = "data/none"', '}')
    }

    It 'changes keys, takes keys out, and leaves the folders of the config where they are' {
        Push-Location -LiteralPath "$TestDrive/elsewhere"
        try { $null = Start-CycleGanTraining $file -Set @{ filters = 16; TestA = $null; TestB = '../data/testA' } -Output run }
        finally { Pop-Location }
        $config = Import-PowerShellDataFile -LiteralPath "$TestDrive/elsewhere/run/config.psd1"
        $config.Filters | Should -Be 16
        $config.Epochs | Should -Be 1
        $config.TrainA | Should -Be (Join-Path $TestDrive 'data/trainA')
        $config.TestA | Should -Be (Join-Path $TestDrive 'data/testA')
        $config.TestB | Should -Be (Join-Path $TestDrive 'data/testA')
    }

    It 'goes for a hashtable, too' {
        { Start-CycleGanTraining $small -Set @{ Filters = -1 } -WhatIf } | Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage '*Filters*'
    }

    It 'names <Why>' -ForEach @(
        @{ Why = 'a key that there is not'; Table = @{ Filter = 8 }; Message = '*small.psd1 with -Set cannot be used: Filter is not a key; did you mean Filters?' }
        @{ Why = 'a value that will not do'; Table = @{ Epochs = 'many' }; Message = "*Epochs is 'many', but must be*" }
    ) {
        { Start-CycleGanTraining $file -Set $Table -WhatIf } | Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage $Message
    }

    It 'is refused where a run goes on with its own config' {
        { Start-CycleGanTraining "$TestDrive/runs/first one" -Resume -Set @{ Filters = 8 } } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*leave out -Set*'
    }
}
