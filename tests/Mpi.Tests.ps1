# One run that several ranks of an MPI job train, with each MPI that is installed.

BeforeDiscovery {
    # Debian has both under names of their own; elsewhere there is one.
    $names = @('mpirun.openmpi', 'mpirun.mpich' | Where-Object { Get-Command -Name $_ -CommandType Application -ErrorAction Ignore })
    if ($names.Count -eq 0) { $names = @('mpirun' | Where-Object { Get-Command -Name $_ -CommandType Application -ErrorAction Ignore }) }
    $launchers = @($names | ForEach-Object { @{ Launcher = $_ } })
    $none = $launchers.Count -eq 0
    if ($none) { $launchers = @(@{ Launcher = 'mpirun' }) }
}

Describe 'Training with <Launcher>' -Tag 'needs an MPI (openmpi-bin or mpich)' -Skip:$none -ForEach $launchers {
    BeforeAll {
        Import-Module -Name "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
        $root = Split-Path -Parent $PSScriptRoot
        $work = New-Item -ItemType Directory -Path "$TestDrive/$Launcher"
        $data = New-CycleGanDemoData -Path "$work/data" -Count 6 -TestCount 1 -Size 32 -Seed 1
        $config = "$work/run.psd1"
        @"
@{ DataRoot = '$($data.Path)'; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 2; PoolSize = 0; Seed = 5; Device = 'Cpu'
   LogInterval = 1; SampleInterval = 0; CheckpointMinutes = 0; Workers = 1; Threads = 1 }
"@ > $config
        # Root, and more ranks than cores, are what a container of tests has.
        $options = if ((& $Launcher --version) -join ' ' -match 'Open MPI|OpenRTE|prte') { '--allow-run-as-root', '--oversubscribe' } else { @() }

        # Runs a command at so many ranks: all that they write, and whether the job went well.
        function Invoke-Rank([int] $Count, [string] $Command) {
            $lines = & $Launcher @options -n $Count "$root/cgps" -c "`$ProgressPreference = 'SilentlyContinue'; $Command" 2>&1
            [pscustomobject]@{ Text = $lines -join "`n"; IsWell = $LASTEXITCODE -eq 0 }
        }
    }

    It 'gives the losses of one process with their batches together, once' {
        $job = Invoke-Rank -Count 2 -Command "Start-CycleGanTraining '$config' -Output '$work/two' | ForEach-Object { 'row {0}' -f `$_.Step }"
        $job.IsWell | Should -BeTrue -Because $job.Text
        @([regex]::Matches($job.Text, 'row \d+') | ForEach-Object Value) | Should -Be @(1..6 | ForEach-Object { "row $_" })
        $null = Start-CycleGanTraining $config -Set @{ BatchSize = 2 } -Output "$work/one"
        $two = @(Get-CycleGanLoss "$work/two")
        $one = @(Get-CycleGanLoss "$work/one")
        # Sums in another order, and what six steps make of that; measured, 1e-6.
        foreach ($step in 0..5) {
            [math]::Abs($two[$step].Generator - $one[$step].Generator) | Should -BeLessThan 1e-3
            [math]::Abs($two[$step].Discriminator - $one[$step].Discriminator) | Should -BeLessThan 1e-3
        }
        (Get-Content -Raw "$work/two/run.json" | ConvertFrom-Json).ranks | Should -Be 2
    }

    It 'goes on bit for bit, with as many ranks and not with one process' {
        $whole = Invoke-Rank -Count 2 -Command "Start-CycleGanTraining '$config' -Set @{ PoolSize = 3 } -Output '$work/whole/run' | Out-Null"
        $whole.IsWell | Should -BeTrue -Because $whole.Text
        $part = Invoke-Rank -Count 2 -Command "Start-CycleGanTraining '$config' -Set @{ PoolSize = 3 } -Output '$work/parts/run' | Select-Object -First 2 | Out-Null"
        $part.Text | Should -Match 'run stopped after step 2 of 6\. To go on with 2 ranks'
        { Start-CycleGanTraining "$work/parts/run" -Resume } | Should -Throw '*is trained by 2 ranks, and cannot go on with one process*'
        $rest = Invoke-Rank -Count 2 -Command "Start-CycleGanTraining '$work/parts/run' -Resume | Out-Null"
        $rest.IsWell | Should -BeTrue -Because $rest.Text
        foreach ($file in 'generatorAB.pt', 'generatorBA.pt', 'checkpoints/epoch-0002/optimizers.pt', 'checkpoints/epoch-0002/pools.rank1.pt') {
            (Get-FileHash "$work/parts/run/$file").Hash | Should -Be (Get-FileHash "$work/whole/run/$file").Hash -Because $file
        }
    }

    It 'ends all where one has other settings, before anything is written' {
        $filters = "if ((`$env:PMI_RANK ?? `$env:OMPI_COMM_WORLD_RANK) -eq '1') { 8 } else { 4 }"
        $job = Invoke-Rank -Count 2 -Command "Start-CycleGanTraining '$config' -Set @{ Filters = $filters } -Output '$work/none'"
        $job.IsWell | Should -BeFalse
        $job.Text | Should -Match 'Rank 1 has Filters 8, and rank 0 4: all ranks need the same config'
        "$work/none" | Should -Not -Exist
    }

    It 'loses no more than what is after the last checkpoint where a rank is killed' {
        $kill = "if (`$_.Step -eq 5 -and (`$env:PMI_RANK ?? `$env:OMPI_COMM_WORLD_RANK) -eq '0') { Stop-Process -Id `$PID -Force }"
        $job = Invoke-Rank -Count 2 -Command "Start-CycleGanTraining '$config' -Output '$work/killed' | ForEach-Object { $kill }"
        $job.IsWell | Should -BeFalse
        (Get-CycleGanRun "$work/killed").Status | Should -Be 'Interrupted'
        $rest = Invoke-Rank -Count 2 -Command "Start-CycleGanTraining '$work/killed' -Resume | Out-Null"
        $rest.IsWell | Should -BeTrue -Because $rest.Text
        (Get-CycleGanRun "$work/killed").Status | Should -Be 'Finished'
    }
}
