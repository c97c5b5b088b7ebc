BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-Item -ItemType Directory -Path "$TestDrive/run [a]"
    $rows = 1..5 | ForEach-Object { "1,$_,0.5,0.4,0.6,9.25,0.75,0.6,0.5,0.0002,$_.5,2" }
    Set-Content -LiteralPath "$TestDrive/run [a]/losses.csv" -Value (@('Epoch,Step,Discriminator,DiscriminatorA,DiscriminatorB,Generator,Adversarial,Cycle,Identity,LearningRate,Seconds,ImagesPerSecond') + $rows)
}

Describe 'Get-CycleGanLoss' {
    It 'gives the records of a run by literal path' {
        $records = @(Get-CycleGanLoss -LiteralPath "$TestDrive/run [a]")
        $records.Step | Should -Be @(1, 2, 3, 4, 5)
        $records[0].Generator | Should -Be 9.25
        $records[0].PSTypeNames | Should -Contain 'CycleGanPS.Core.Runs.LossRecord'
    }

    It 'takes runs from the pipeline and only the last records' {
        (Get-Item -LiteralPath "$TestDrive/run [a]" | Get-CycleGanLoss -Last 2).Step | Should -Be @(4, 5)
    }

    It 'says of each record whose it is' {
        $record = Get-CycleGanLoss -LiteralPath "$TestDrive/run [a]" -Last 1
        $record.Run, $record.Path | Should -Be @('run [a]', (Join-Path $TestDrive 'run [a]'))
    }

    It 'ends at once with -Wait where nobody is training' {
        @(Get-CycleGanLoss -LiteralPath "$TestDrive/run [a]" -Wait) | Should -HaveCount 5
    }

    It 'goes on with -Wait as long as the run is training' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/trained"
        $log = "$TestDrive/trained/losses.csv"
        Copy-Item -LiteralPath "$TestDrive/run [a]/losses.csv" -Destination $log
        $lock = [IO.File]::Open("$TestDrive/trained/run.lock", 'OpenOrCreate', 'Write', 'None')
        try {
            # What comes down the pipeline stands for the training: it writes two more records, and then ends.
            $steps = @(Get-CycleGanLoss -LiteralPath "$TestDrive/trained" -Last 1 -Wait | ForEach-Object {
                    if ($_.Step -lt 7) { Add-Content -LiteralPath $log -Value "1,$($_.Step + 1),0.5,0.4,0.6,9.25,0.75,0.6,0.5,0.0002,9,2" } else { $lock.Dispose() }
                    $_.Step
                })
        }
        finally {
            $lock.Dispose()
        }
        $steps | Should -Be @(5, 6, 7)
    }

    It 'writes an error for what is not a run, and goes on' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/other"
        $records = @(Get-CycleGanLoss -LiteralPath "$TestDrive/other", "$TestDrive/run [a]" -ErrorAction SilentlyContinue -ErrorVariable faults)
        $records | Should -HaveCount 5
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
    }
}
