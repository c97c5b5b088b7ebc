BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
}

Describe 'Get-CycleGanDevice' {
    It 'lists the processor, with threads and memory' {
        $cpu = Get-CycleGanDevice | Where-Object Kind -EQ 'Cpu'
        $cpu.Name | Should -Be 'cpu'
        $cpu.Threads | Should -BeGreaterThan 0
        $cpu.MemoryBytes | Should -BeGreaterThan 100MB
    }

    It 'marks one device as the default' {
        @(Get-CycleGanDevice | Where-Object Default) | Should -HaveCount 1
    }
}
