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
