BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $savedCache = $env:XDG_CACHE_HOME
    $savedWeights = $env:CYCLEGANPS_FID_WEIGHTS
    $env:XDG_CACHE_HOME = "$TestDrive/cache"
    $env:CYCLEGANPS_FID_WEIGHTS = ''
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 2 -TestCount 2 -Size 32
    $study = @{ DataRoot = "$TestDrive/data"; Scale = 'Tiny'; Output = "$TestDrive/study"; WarningAction = 'SilentlyContinue' }
    $script = "$PSScriptRoot/../examples/study.ps1"
}

AfterAll {
    $env:XDG_CACHE_HOME = $savedCache
    $env:CYCLEGANPS_FID_WEIGHTS = $savedWeights
}

Describe 'examples/study.ps1' {
    It 'trains all techniques, and writes a report and a table' {
        & $script @study 6> $null | Out-Null
        $runs = @(Get-CycleGanRun -Path "$TestDrive/study/runs/*")
        $runs | Should -HaveCount 6
        @($runs | Where-Object Status -NE 'Finished') | Should -HaveCount 0
        @($runs.Technique | Sort-Object -Unique) | Should -HaveCount 6
        $table = Get-Content -LiteralPath "$TestDrive/study/study.md" -Raw
        $table | Should -BeLike '*| Baseline | 1 |*| LeakyReLU + EdgeSmoothing | 1 |*Mean ± deviation*| WganGp | 1 |*'
        Get-Content -LiteralPath "$TestDrive/study/report.html" -Raw | Should -BeLike '*</html>*'
    }

    It 'keeps what is finished when it runs again' {
        $before = (Get-Item -LiteralPath "$TestDrive/study/runs/LeakyReLU-seed1/generatorAB.pt").LastWriteTimeUtc
        & $script @study -Technique Baseline, LeakyReLU 6> $null | Out-Null
        (Get-Item -LiteralPath "$TestDrive/study/runs/LeakyReLU-seed1/generatorAB.pt").LastWriteTimeUtc | Should -Be $before
        @(Get-Content -LiteralPath "$TestDrive/study/study.md" | Where-Object { $_ -match '^\| (Baseline|LeakyReLU)' }) | Should -HaveCount 4
    }

    It 'resumes what is not finished' {
        $record = "$TestDrive/study/runs/Baseline-seed1/run.json"
        Set-Content -LiteralPath $record -Value ((Get-Content -LiteralPath $record -Raw) -replace '"finished"', '"stopped"')
        & $script @study -Technique Baseline, LeakyReLU 6> $null | Out-Null
        (Get-CycleGanRun -Path "$TestDrive/study/runs/Baseline-seed1").Status | Should -Be 'Finished'
    }

    It 'changes keys in braces, and trains as long as the budget says' {
        $changed = $study + @{ Technique = 'Modern{DiffAugment=false; LambdaCycle=5}'; Budget = 2 }
        $changed.Output = "$TestDrive/changed"
        & $script @changed 6> $null | Out-Null
        $run = Get-Content -LiteralPath "$TestDrive/changed/runs/Modern-DiffAugment-false-LambdaCycle-5-seed1/run.json" -Raw | ConvertFrom-Json
        $run.options.DiffAugment | Should -BeFalse
        $run.options.LambdaCycle | Should -Be 5
        $run.options.ZeroGradientPenalty | Should -Be 4
        $run.options.Epochs | Should -Be 2
    }

    It 'trains its runs in parts, each run in one of them' {
        $parts = $study + @{ Technique = 'Baseline, LeakyReLU, WganGp' }
        $parts.Output = "$TestDrive/parts"
        & $script @parts -Shard 2/2 6> $null | Should -BeNullOrEmpty
        (Get-CycleGanRun -Path "$TestDrive/parts/runs/*").Name | Should -Be 'LeakyReLU-seed1'
        "$TestDrive/parts/report.html" | Should -Not -Exist
        & $script @parts -Shard 1/2 6> $null | Out-Null
        @(Get-CycleGanRun -Path "$TestDrive/parts/runs/*") | Should -HaveCount 3
        & $script @parts 6> $null | Out-Null
        "$TestDrive/parts/report.html" | Should -Exist
        { & $script @parts -Shard 3/2 6> $null } | Should -Throw -ExpectedMessage '*no part 3 of 2*'
        { & $script @parts -Shard Auto 6> $null } | Should -Throw -ExpectedMessage '*SLURM_ARRAY_TASK_COUNT*'
    }

    It 'does not mix settings in one folder' {
        { & $script @study -Scale Small 6> $null } | Should -Throw -ExpectedMessage '*other settings*'
    }
}
