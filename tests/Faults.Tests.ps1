BeforeAll {
    # A small number of rounds; more by hand: ./cgps tests/faults.ps1 -Rounds 20.
    $outcomes = @(& "$PSScriptRoot/faults.ps1" -Rounds 2 -PassThru)
}

Describe 'Trainings to which things happen' {
    It 'survive <Name>' -TestCases @(
        @{ Name = 'kills at random moments'; Pattern = 'killed*' }
        @{ Name = 'requests to terminate'; Pattern = '*SIGTERM' }
        @{ Name = 'interrupts'; Pattern = '*SIGINT' }
        @{ Name = 'hang-ups'; Pattern = '*SIGHUP' }
        @{ Name = 'a second process on the same run'; Pattern = 'a second process*' }
        @{ Name = 'lost and damaged images'; Pattern = 'an image*' }
        @{ Name = 'a disk that is full at a checkpoint'; Pattern = 'a full disk*a checkpoint' }
        @{ Name = 'a disk that is full at samples'; Pattern = 'a full disk*samples' }
        @{ Name = 'a disk that is full at the losses'; Pattern = 'a full disk*the losses' }
        @{ Name = 'read-only folders'; Pattern = '*read-only' }
    ) {
        $found = @($outcomes | Where-Object Name -Like $Pattern)
        $found | Should -HaveCount 1
        if ($found[0].Result -eq 'Skipped') { Set-ItResult -Skipped -Because $found[0].Message }
        $found[0].Message | Should -Be ''
        $found[0].Result | Should -Be 'Passed'
    }
}
