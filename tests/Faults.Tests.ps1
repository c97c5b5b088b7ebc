BeforeAll {
    # A small number of rounds; more by hand: ./cgps tests/faults.ps1 -Rounds 20.
    $outcomes = @(& "$PSScriptRoot/faults.ps1" -Rounds 2 -PassThru)
}

Describe 'Trainings to which things happen' {
    It 'survive <Name>' -TestCases @(
        @{ Name = 'kills at random moments'; Pattern = 'killed*' }
        @{ Name = 'requests to terminate'; Pattern = '*SIGTERM' }
        @{ Name = 'interrupts'; Pattern = '*SIGINT' }
        @{ Name = 'a second process on the same run'; Pattern = 'a second process*' }
        @{ Name = 'lost and damaged images'; Pattern = 'an image*' }
        @{ Name = 'full disks'; Pattern = 'a full disk*' }
        @{ Name = 'read-only folders'; Pattern = '*read-only' }
    ) {
        $found = @($outcomes | Where-Object Name -Like $Pattern)
        $found.Count | Should -BeGreaterThan 0
        # What this machine does not allow has said so on the screen.
        @($found | Where-Object Result -EQ 'Failed' | ForEach-Object { "$($_.Name): $($_.Message)" }) -join '; ' | Should -Be ''
    }
}
