BeforeDiscovery {
    $missing = @('sbatch', 'slurmctld', 'slurmd', 'munged' | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) })
    $cannot = $missing.Count -gt 0 -or (id -u) -ne '0'
    # Which Slurm starts by pmi2, as the job does if not told otherwise.
    $noMpich = -not (Get-Command mpirun.mpich -ErrorAction Ignore)
}

Describe 'Array jobs of Slurm' -Tag 'needs Slurm (slurm-wlm and munge), and root' -Skip:$cannot {
    BeforeAll {
        Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
        $root = Resolve-Path "$PSScriptRoot/.."
        $cluster = "$TestDrive/slurm"
        bash "$PSScriptRoot/slurm.sh" start $cluster
        $env:SLURM_CONF = "$cluster/slurm.conf"
        $data = New-CycleGanDemoData -Path "$TestDrive/data" -Count 4 -TestCount 60 -Size 64 -Seed 3
        $config = @{ DataRoot = $data.Path; ImageSize = 64; Filters = 16; ResidualBlocks = 2; Epochs = 1; Seed = 5; SampleInterval = 0; Device = 'Cpu' }
        $null = Start-CycleGanTraining -Config $config -Output "$TestDrive/run"

        # Submits a script from the project's folder, and gives the job's number.
        function Submit-Job([string] $Script, [hashtable] $Variables, [string[]] $Options) {
            $exported = ($Variables.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ','
            Push-Location $root
            try { [int](sbatch --parsable --chdir=$root --output="$TestDrive/job-%A-%a.log" "--export=ALL,$exported" @Options "examples/cluster/$Script") } finally { Pop-Location }
        }

        # Waits until a job has left the queue; its tasks' states by their numbers.
        function Wait-Job([int] $Job) {
            $end = [datetime]::UtcNow.AddMinutes(5)
            while ((squeue -h -j $Job) -and [datetime]::UtcNow -lt $end) { Start-Sleep -Milliseconds 300 }
            $states = @{}
            scontrol show job -o $Job | ForEach-Object {
                $task = if ($_ -match 'ArrayTaskId=(\d+)') { [int] $Matches[1] } else { 0 }
                $states[$task] = if ($_ -match 'JobState=(\w+)') { $Matches[1] }
            }
            $states
        }

        # The rule is that of ShardTests.
        function Get-ShardName([string] $Folder, [int] $Number, [int] $Count) {
            Get-ChildItem -LiteralPath $Folder -File | ForEach-Object Name | Where-Object {
                $hash = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($_))
                [Buffers.Binary.BinaryPrimitives]::ReadUInt64BigEndian($hash) % $Count -eq $Number - 1
            }
        }

        function Get-FileName([string] $Folder) { Get-ChildItem -LiteralPath $Folder -File | ForEach-Object Name | Sort-Object }
    }

    AfterAll {
        bash "$PSScriptRoot/slurm.sh" stop $cluster
        $env:SLURM_CONF = $null
    }

    It 'translate in shards; a task that was killed goes on where it was' {
        $anime = "$TestDrive/anime"
        $variables = @{ PHOTOS = "$($data.Path)/testA"; MODEL = "$TestDrive/run"; ANIME = $anime }
        # Large, so that a task lasts for seconds.
        $large = "$TestDrive/large"
        $null = New-Item -ItemType Directory -Path $large
        $null = Get-ChildItem -LiteralPath $variables.PHOTOS | Convert-ToAnime -Model "$TestDrive/run/generatorAB.pt" -Size 320 -Destination $large
        $variables.PHOTOS = $large
        $job = Submit-Job -Script translate.sbatch -Variables $variables -Options '--array=1-2'
        $second = @(Get-ShardName -Folder $large -Number 2 -Count 2)
        $end = [datetime]::UtcNow.AddMinutes(2)
        while (@(Get-ChildItem -LiteralPath $anime -ErrorAction Ignore | Where-Object Name -In $second).Count -lt 2 -and [datetime]::UtcNow -lt $end) { Start-Sleep -Milliseconds 50 }
        scancel --signal=KILL --full "${job}_2"
        $states = Wait-Job $job
        $states[1] | Should -Be 'COMPLETED'
        $states[2] | Should -BeIn 'FAILED', 'CANCELLED'
        "$anime/.shards/001-of-002.json" | Should -Exist
        "$anime/.shards/002-of-002.json" | Should -Not -Exist
        $done = @(Get-ChildItem -LiteralPath $anime | Where-Object Name -In $second)
        $done.Count | Should -BeLessThan $second.Count

        # An array of one task would be a set of one shard.
        $variables.SHARD = '2/2'
        $again = Submit-Job -Script translate.sbatch -Variables $variables -Options @()
        (Wait-Job $again)[0] | Should -Be 'COMPLETED'
        Get-FileName $anime | Should -Be (Get-FileName $large)
        "$anime/.shards/002-of-002.json" | Should -Exist
        $done | ForEach-Object { (Get-Item -LiteralPath $_.FullName).LastWriteTimeUtc | Should -Be $_.LastWriteTimeUtc }
    }

    It 'train a study in parts, and compare when all are through' {
        $variables = @{ DATA = $data.Path; STUDY = "$TestDrive/study"; SCALE = 'Tiny'; SEEDS = '1'; TECHNIQUES = 'Baseline+LeakyReLU' }
        $job = Submit-Job -Script study.sbatch -Variables $variables -Options '--array=0-1'
        $compare = Submit-Job -Script study.sbatch -Variables ($variables + @{ COMPARE = '1' }) -Options "--dependency=afterok:$job"
        (Wait-Job $job).Values | Should -Be @('COMPLETED', 'COMPLETED')
        (Wait-Job $compare)[0] | Should -Be 'COMPLETED'
        "$TestDrive/study/report.html" | Should -Exist
    }

    It 'train one run with two ranks, which go on where they were stopped' -Skip:$noMpich -Tag 'needs MPICH' {
        $config = "$TestDrive/ranks.psd1"
        "@{ DataRoot = '$($data.Path)'; ImageSize = 64; Filters = 16; ResidualBlocks = 2; Epochs = 400; Seed = 5; SampleInterval = 0; LogInterval = 1; Device = 'Cpu' }" > $config
        $variables = @{ CONFIG = $config; RUN = "$TestDrive/ranks" }
        $job = Submit-Job -Script train.sbatch -Variables $variables -Options @()
        $end = [datetime]::UtcNow.AddMinutes(2)
        while (@(Get-Content "$TestDrive/ranks/losses.csv" -ErrorAction Ignore).Count -lt 4 -and [datetime]::UtcNow -lt $end) { Start-Sleep -Milliseconds 100 }
        scancel $job
        $null = Wait-Job $job
        $stopped = Get-Content -Raw "$TestDrive/ranks/run.json" | ConvertFrom-Json
        $stopped.status | Should -Be 'stopped'
        $stopped.ranks | Should -Be 2

        $again = Submit-Job -Script train.sbatch -Variables $variables -Options @()
        while (@(Get-Content "$TestDrive/ranks/losses.csv").Count -lt $stopped.step + 4 -and [datetime]::UtcNow -lt $end) { Start-Sleep -Milliseconds 100 }
        scancel $again
        $null = Wait-Job $again
        (Get-Content -Raw "$TestDrive/ranks/run.json" | ConvertFrom-Json).step | Should -BeGreaterThan $stopped.step
        @(Get-CycleGanLoss "$TestDrive/ranks" | ForEach-Object Step) | Should -Be @(1..@(Get-CycleGanLoss "$TestDrive/ranks").Count)
    }
}
