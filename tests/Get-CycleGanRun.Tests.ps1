BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 4 -TestCount 2 -Size 32 -Seed 1
    $tiny = @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; LogInterval = 1; Seed = 3 }
    $null = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/plain"
    $null = Start-CycleGanTraining -Config ($tiny + @{ Activation = 'LeakyReLU' }) -Output "$TestDrive/runs/leaky"
    $null = New-Item -ItemType Directory -Path "$TestDrive/runs/nothing"
}

Describe 'Get-CycleGanRun' {
    It 'sums up each run that a wildcard finds' {
        $runs = @(Get-CycleGanRun -Path "$TestDrive/runs/*" | Sort-Object Name)
        $runs.Name | Should -Be @('leaky', 'plain')
        $runs.Technique | Should -Be @('LeakyReLU', 'Baseline')
        $runs.Status | Should -Be @('Finished', 'Finished')
        $runs[1].Step | Should -Be 4
        $runs[1].Seed | Should -Be 3
        $runs[1].Generator | Should -Be (Get-CycleGanLoss -Path "$TestDrive/runs/plain")[-1].Generator
    }

    It 'tells how far each is, and its best score' {
        Copy-Item -LiteralPath "$TestDrive/runs/plain" -Destination "$TestDrive/half" -Recurse
        $record = Get-Content -LiteralPath "$TestDrive/half/run.json" -Raw
        Set-Content -LiteralPath "$TestDrive/half/run.json" -Value ($record.Replace('"finished"', '"stopped"') -replace '"step": 4,', '"step": 1,')
        # Two seconds a step.
        $rows = Import-Csv -LiteralPath "$TestDrive/half/losses.csv" | ForEach-Object { $_.Seconds = 2 * [int] $_.Step; $_ }
        Set-Content -LiteralPath "$TestDrive/half/losses.csv" -Value ($rows | ConvertTo-Csv -UseQuotes Never)
        Set-Content -LiteralPath "$TestDrive/half/scores.csv" -Value 'Epoch,Step,Fid,Kid,Swd,Error,Images,Weights,IsBest,EvaluationSeconds', '1,4,,0.0254,,,2,w.pth,True,0.5'
        $run = Get-CycleGanRun "$TestDrive/half"
        $run.PercentComplete | Should -Be 25
        $run.Remaining | Should -Be ([timespan]::FromSeconds(6))
        $run.BestMeasure, $run.BestScore, $run.BestEpoch | Should -Be 'Kid', 0.0254, 1
        $run | Out-String | Should -Match 'Stopped .* 1/1  25 % .* KID 25[.,]40'
        $whole = Get-CycleGanRun "$TestDrive/runs/plain"
        $whole.PercentComplete | Should -Be 100
        $whole.Remaining, $whole.BestScore | Should -Be $null, $null
    }

    It 'sees what another process trains' {
        Copy-Item -LiteralPath "$TestDrive/runs/plain" -Destination "$TestDrive/held" -Recurse
        $record = Get-Content -LiteralPath "$TestDrive/held/run.json" -Raw
        Set-Content -LiteralPath "$TestDrive/held/run.json" -Value ($record.Replace('"finished"', '"running"') -replace '"step": 4,', '"step": 1,' -replace '"steps": 4,', '"steps": 8,')
        $lock = [IO.File]::Open("$TestDrive/held/run.lock", 'OpenOrCreate', 'Write', 'None')
        try {
            $run = Get-CycleGanRun "$TestDrive/held"
        }
        finally {
            $lock.Dispose()
        }
        # As its log has it, which is ahead of its record.
        $run.Status, $run.Step, $run.PercentComplete | Should -Be 'Running', 4, 50
    }

    It 'takes text and folders from the pipeline, and gives what stands for the folder' {
        $runs = @("$TestDrive/runs/plain", (Get-Item -LiteralPath "$TestDrive/runs/leaky"), [IO.DirectoryInfo] "$TestDrive/runs/plain" | Get-CycleGanRun)
        $runs.Name | Should -Be @('plain', 'leaky', 'plain')
        ($runs | Get-Item).FullName | Should -Be $runs.Path
        ($runs[1] | Get-CycleGanLoss -Last 1).Run | Should -Be 'leaky'
        @(Get-CycleGanLoss $runs[1] -Last 1).Run | Should -Be 'leaky'
        ($runs[1] | Get-CycleGanModel).Name | Should -Be @('generatorAB.pt', 'generatorBA.pt')
    }

    It 'looks in runs/ by default' {
        Push-Location -LiteralPath $TestDrive
        try {
            @(Get-CycleGanRun) | Should -HaveCount 2
        }
        finally {
            Pop-Location
        }
    }

    It 'calls a run interrupted whose process is gone' {
        $record = Get-Content -LiteralPath "$TestDrive/runs/plain/run.json" -Raw
        Set-Content -LiteralPath "$TestDrive/runs/plain/run.json" -Value $record.Replace('"finished"', '"running"')
        (Get-CycleGanRun -Path "$TestDrive/runs/plain").Status | Should -Be 'Interrupted'
    }

    It 'names a folder that is no run' {
        Get-CycleGanRun -LiteralPath "$TestDrive/runs/nothing" -ErrorAction SilentlyContinue -ErrorVariable faults | Should -BeNullOrEmpty
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
        "$($faults[0])" | Should -BeLike '*nothing*'
    }
}
