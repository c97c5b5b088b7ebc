BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $real = "$PSScriptRoot/fixtures/metrics/swd/real"
    $fake = "$PSScriptRoot/fixtures/metrics/swd/fake"
}

Describe 'Measure-SlicedWasserstein' {
    It 'gives one score a level and their mean' {
        $scores = @(Measure-SlicedWasserstein -Real $real -Fake $fake)
        $scores.Level | Should -Be @('64', '32', '16', 'Mean')
        $scores[0].PSTypeNames | Should -Contain 'CycleGanPS.Core.Metrics.SlicedWassersteinScore'
        $scores[3].Swd | Should -BeGreaterThan 10
        $scores[0].RealCount | Should -Be 4
        $scores[0].FakeCount | Should -Be 3
    }

    It 'repeats its numbers, and finds no distance between a set and itself' {
        $first = (Measure-SlicedWasserstein $real $fake -Seed 3)[3].Swd
        (Measure-SlicedWasserstein $real $fake -Seed 3)[3].Swd | Should -Be $first
        (Measure-SlicedWasserstein $real $real)[3].Swd | Should -BeLessThan 0.001
    }

    It 'takes files from the pipeline' {
        $folder = (Measure-SlicedWasserstein $real $fake)[3].Swd
        (Get-ChildItem -LiteralPath $fake | Sort-Object Name | Measure-SlicedWasserstein -Real $real)[3].Swd | Should -Be $folder
    }

    It 'measures at a given size' {
        (Measure-SlicedWasserstein $real $fake -Size 32).Level | Should -Be @('32', '16', 'Mean')
    }

    It 'names a folder that is not there' {
        { Measure-SlicedWasserstein -Real $real -Fake "$TestDrive/nowhere" } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'names a file that is no picture' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/bad [1]"
        Set-Content -LiteralPath "$TestDrive/bad [1]/broken.png" -Value 'no picture'
        { Measure-SlicedWasserstein -Real $real -Fake "$TestDrive/bad [1]" -ErrorAction Stop } | Should -Throw -ErrorId 'UnreadableImage,*'
    }
}
