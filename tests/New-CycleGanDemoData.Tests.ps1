BeforeAll { Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1" }

Describe 'New-CycleGanDemoData' {
    It 'draws unpaired training pictures and paired test pictures' {
        $summary = New-CycleGanDemoData -Path "$TestDrive/demo" -Count 3 -TestCount 2 -Size 32 -Seed 4
        $summary.PSTypeNames | Should -Contain 'CycleGanPS.Core.Demo.DemoDataSummary'
        $summary.TrainImages | Should -Be 3
        $summary.TestPairs | Should -Be 2
        $summary.Seed | Should -Be 4
        @(Get-ChildItem -LiteralPath "$TestDrive/demo/trainA" -File) | Should -HaveCount 3
        @(Get-ChildItem -LiteralPath "$TestDrive/demo/trainB" -File) | Should -HaveCount 3
        (Get-ChildItem -LiteralPath "$TestDrive/demo/testA" -File).Name |
            Should -Be (Get-ChildItem -LiteralPath "$TestDrive/demo/testB" -File).Name
    }

    It 'draws the same faces from the same seed' {
        $null = New-CycleGanDemoData -Path "$TestDrive/again" -Count 1 -TestCount 0 -Size 32 -Seed 4
        $null = New-CycleGanDemoData -Path "$TestDrive/other" -Count 1 -TestCount 0 -Size 32 -Seed 5
        $first = [Convert]::ToBase64String([IO.File]::ReadAllBytes("$TestDrive/demo/trainA/face-0001.png"))
        [Convert]::ToBase64String([IO.File]::ReadAllBytes("$TestDrive/again/trainA/face-0001.png")) | Should -Be $first
        [Convert]::ToBase64String([IO.File]::ReadAllBytes("$TestDrive/other/trainA/face-0001.png")) | Should -Not -Be $first
    }

    It 'refuses a folder that is not empty, and replaces its own pictures with -Force' {
        { New-CycleGanDemoData -Path "$TestDrive/demo" -Count 1 } | Should -Throw -ErrorId 'OutputExists,*'
        Set-Content -LiteralPath "$TestDrive/demo/trainA/mine.txt" -Value 'mine'
        $null = New-CycleGanDemoData -Path "$TestDrive/demo" -Count 1 -TestCount 1 -Size 32 -Force
        (Get-ChildItem -LiteralPath "$TestDrive/demo/trainA" -File).Name | Should -Be @('face-0001.png', 'mine.txt')
    }

    It 'makes no test folders without test pairs, so that one can train on what there is' {
        $null = New-CycleGanDemoData -Path "$TestDrive/few" -Count 1 -TestCount 1 -Size 32
        $null = New-CycleGanDemoData -Path "$TestDrive/few" -Count 2 -TestCount 0 -Size 32 -Force
        (Get-ChildItem -LiteralPath "$TestDrive/few").Name | Should -Be @('trainA', 'trainB')
        $config = @{ DataRoot = "$TestDrive/few"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1 }
        (Start-CycleGanTraining -Config $config -Output "$TestDrive/run")[-1].Step | Should -Be 2
    }

    It 'writes nothing with -WhatIf' {
        New-CycleGanDemoData -Path "$TestDrive/planned" -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/planned" | Should -Not -Exist
    }

    It 'takes a path relative to the session, with brackets in it' {
        Push-Location -LiteralPath $TestDrive
        try {
            $null = New-CycleGanDemoData -Path 'faces [1]' -Count 1 -TestCount 0 -Size 16
        } finally {
            Pop-Location
        }
        [IO.File]::Exists("$TestDrive/faces [1]/trainB/face-0001.png") | Should -BeTrue
    }

    It 'refuses <Name> <Value>' -TestCases @(
        @{ Name = 'Size'; Value = 8 }
        @{ Name = 'Size'; Value = 5000 }
        @{ Name = 'Count'; Value = 0 }
        @{ Name = 'TestCount'; Value = -1 }
    ) {
        $arguments = @{ Path = "$TestDrive/refused"; $Name = $Value }
        { New-CycleGanDemoData @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        "$TestDrive/refused" | Should -Not -Exist
    }
}
