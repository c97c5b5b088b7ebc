BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    Set-StrictMode -Version Latest
    $data = New-CycleGanDemoData -Path "$TestDrive/data" -Count 4 -TestCount 4 -Size 32 -Seed 3
    $config = @{
        DataRoot = $data.Path; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 3; Seed = 5; SampleInterval = 0; Device = 'Cpu'
        EvaluateInterval = 1; EvaluateWith = 'PairedError'; KeepBest = $true
    }
    $run = "$TestDrive/run [a]"
    $null = New-Item -ItemType Directory -Path "$($data.Path)/others"
    Get-ChildItem -LiteralPath "$($data.Path)/testB" | Copy-Item -Destination { "$($data.Path)/others/other-$($_.Name)" }
    $losses = @(Start-CycleGanTraining -Config $config -Output $run -InformationVariable told)
}

Describe 'Get-CycleGanScore' {
    It 'gives one record an evaluation, of its own type' {
        $scores = @(Get-CycleGanScore -LiteralPath $run)
        $scores.Epoch | Should -Be @(1, 2, 3)
        $scores[0].PSTypeNames | Should -Contain 'CycleGanPS.Core.Runs.ScoreRecord'
        $scores[0].IsBest, $scores[0].Images, $scores[0].Run | Should -Be @($true, 4, 'run [a]')
        $scores | ForEach-Object { $_.Swd | Should -BeGreaterThan 0 }
        @($scores.Fid -ne $null) | Should -HaveCount 0
    }

    It 'tells each evaluation while training, apart from the losses' {
        $losses | ForEach-Object { $_.PSTypeNames | Should -Contain 'CycleGanPS.Core.Runs.LossRecord' }
        @($told) | Should -HaveCount 3
        "$($told[0])" | Should -BeLike 'run `[a`] after epoch 1: Mean absolute error 0.*, SWD * 1000 *; the best so far.'
    }

    It 'gives the error that Measure-PairedError finds for the model that is left' {
        $null = Get-ChildItem -LiteralPath "$($data.Path)/testA" | Convert-ToAnime -Model "$run/generatorAB.pt" -Destination "$TestDrive/anime"
        $error1 = (Measure-PairedError -Real "$($data.Path)/testB" -Fake "$TestDrive/anime").MeanAbsoluteError
        @(Get-CycleGanScore -LiteralPath $run)[-1].Error | Should -BeGreaterThan ($error1 - 1e-9)
        @(Get-CycleGanScore -LiteralPath $run)[-1].Error | Should -BeLessThan ($error1 + 1e-9)
    }

    It 'gives the best, whose generator is kept' {
        $best = Get-CycleGanScore -LiteralPath $run -Best
        $best.Error | Should -Be (@(Get-CycleGanScore -LiteralPath $run).Error | Measure-Object -Minimum).Minimum
        (Get-CycleGanModel -LiteralPath "$run/generatorAB.best.pt").Steps | Should -Be $best.Step
    }

    It 'takes runs from the pipeline, and gives nothing for one that is not evaluated' {
        @(Get-CycleGanRun -LiteralPath $run | Get-CycleGanScore) | Should -HaveCount 3
        $plain = $config.Clone()
        'EvaluateInterval', 'EvaluateWith', 'KeepBest' | ForEach-Object { $plain.Remove($_) }
        $plain.Epochs = 1
        $null = Start-CycleGanTraining -Config $plain -Output "$TestDrive/plain"
        @(Get-CycleGanScore "$TestDrive/plain") | Should -HaveCount 0
    }

    It 'fails for a folder that is no run' {
        { Get-CycleGanScore -LiteralPath $data.Path -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'refuses a training that could not be evaluated, before anything is written: <Case>' -TestCases @(
        @{ Case = 'no weights'; Change = @{ EvaluateWith = 'Kid'; EvaluateWeights = 'nowhere.pth' }; Id = 'WeightsMissing,*' }
        @{ Case = 'no truths'; Change = @{ TestB = 'others' }; Id = 'InvalidArgument,*' }
        @{ Case = 'nothing to end'; Change = @{ EvaluateInterval = 0; KeepBest = $false; StopAfter = 2 }; Id = 'InvalidConfig,*' }
        @{ Case = 'an unknown measure'; Change = @{ EvaluateWith = 'Beauty' }; Id = 'InvalidConfig,*' }
    ) {
        $other = $config.Clone()
        foreach ($key in $Change.Keys) { $other[$key] = $key -eq 'TestB' ? "$($data.Path)/$($Change[$key])" : $Change[$key] }
        { Start-CycleGanTraining -Config $other -Output "$TestDrive/refused" } | Should -Throw -ErrorId $Id
        "$TestDrive/refused" | Should -Not -Exist
    }
}
