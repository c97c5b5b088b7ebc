BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 1 -TestCount 3 -Size 32 -Seed 1
}

Describe 'Measure-PairedError' {
    It 'is zero for the truth itself' {
        $score = Measure-PairedError -Real "$TestDrive/data/testB" -Fake "$TestDrive/data/testB"
        $score.Pairs | Should -Be 3
        $score.MeanAbsoluteError | Should -Be 0
        $score.Psnr | Should -Be ([double]::PositiveInfinity)
    }

    It 'is symmetric, and above zero for other pictures' {
        $score = Measure-PairedError -Real "$TestDrive/data/testB" -Fake "$TestDrive/data/testA"
        $score.MeanAbsoluteError | Should -BeGreaterThan 0.01
        $score.MeanAbsoluteError | Should -Be (Measure-PairedError -Real "$TestDrive/data/testA" -Fake "$TestDrive/data/testB").MeanAbsoluteError
    }

    It 'gives one score a picture with -PerImage' {
        $scores = @(Measure-PairedError -Real "$TestDrive/data/testB" -Fake "$TestDrive/data/testA" -PerImage)
        $scores | Should -HaveCount 3
        $scores[0].Name | Should -Not -BeNullOrEmpty
    }

    It 'fails when no names agree' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/others"
        Copy-Item -LiteralPath (Get-ChildItem -LiteralPath "$TestDrive/data/testA" -File)[0].FullName -Destination "$TestDrive/others/stranger.png"
        { Measure-PairedError -Real "$TestDrive/data/testB" -Fake "$TestDrive/others" -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'TooFewImages,*'
    }
}
