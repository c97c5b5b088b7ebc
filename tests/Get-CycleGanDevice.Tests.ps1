BeforeDiscovery {
    # What the module is held against is told by Linux.
    $isElsewhere = -not (Test-Path -LiteralPath /proc/meminfo) -or -not (Get-Command nproc -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
}

Describe 'Get-CycleGanDevice' {
    It 'lists the processor once, under the name that -Device takes' {
        $cpu = @(Get-CycleGanDevice | Where-Object Kind -EQ 'Cpu')
        $cpu | Should -HaveCount 1
        $cpu[0].Name | Should -Be 'cpu'
    }

    It 'marks one device as the default, and it is the processor only where there is no other' {
        $devices = @(Get-CycleGanDevice)
        @($devices | Where-Object Default) | Should -HaveCount 1
        @($devices | Where-Object Default)[0].Kind | Should -Be $(if ($devices.Count -gt 1) { 'Cuda' } else { 'Cpu' })
    }

    Context 'CYCLEGANPS_TORCH' {
        BeforeAll { $saved = $env:CYCLEGANPS_TORCH }

        AfterAll { $env:CYCLEGANPS_TORCH = $saved }

        It 'names where libtorch is loaded from' {
            $env:CYCLEGANPS_TORCH = Convert-Path -LiteralPath "$PSScriptRoot/../module/CycleGanPS/bin/lib"
            & "$PSScriptRoot/../cgps" -c '(Get-CycleGanDevice | Where-Object Kind -EQ Cpu).Name' | Should -Be 'cpu'
        }

        It 'is told where it names a folder without' {
            $env:CYCLEGANPS_TORCH = "$TestDrive"
            $said = (& "$PSScriptRoot/../cgps" -c 'try { Get-CycleGanDevice } catch { "$_" }') -join ' '
            $said | Should -BeLike "*$([WildcardPattern]::Escape("$TestDrive"))*is missing.*"
        }
    }

    Context 'the processor' -Tag 'needs Linux, which tells of its processors and its memory' -Skip:$isElsewhere {
        BeforeAll {
            $saved = $env:OMP_NUM_THREADS
            # In a process of its own: the number is settled once in each.
            function Get-ThreadCount($Wanted) {
                $env:OMP_NUM_THREADS = $Wanted
                [int] (& "$PSScriptRoot/../cgps" -c '(Get-CycleGanDevice | Where-Object Kind -EQ Cpu).Threads')
            }
        }

        AfterAll { $env:OMP_NUM_THREADS = $saved }

        It 'has the threads that OMP_NUM_THREADS asks for' {
            Get-ThreadCount '1' | Should -Be 1
        }

        It 'has one thread a core by default' {
            $threads = Get-ThreadCount $null
            $processors = [int] (& nproc)
            # Two processors may be one core.
            $threads | Should -BeGreaterOrEqual ($processors / 2)
            $threads | Should -BeLessOrEqual $processors
        }

        It 'has the memory of the machine, or of the container' {
            $all = [long] ((Get-Content -LiteralPath /proc/meminfo | Where-Object { $_ -match '^MemTotal:' }) -replace '\D') * 1KB
            foreach ($file in '/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes') {
                $limit = [long]::MaxValue
                if ((Test-Path -LiteralPath $file) -and [long]::TryParse((Get-Content -LiteralPath $file -TotalCount 1), [ref] $limit)) { $all = [Math]::Min($all, $limit) }
            }
            $memory = (Get-CycleGanDevice | Where-Object Kind -EQ 'Cpu').MemoryBytes
            $memory | Should -BeLessOrEqual $all
            # .NET leaves a quarter of a container to others.
            $memory | Should -BeGreaterOrEqual (0.74 * $all)
        }
    }
}
