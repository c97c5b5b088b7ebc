BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $fixtures = "$PSScriptRoot/fixtures/metrics"
}

Describe 'Export-FidStatistics' {
    It 'writes .npz only, and replaces nothing without -Force' {
        { Export-FidStatistics "$fixtures/swd/real" "$TestDrive/statistics.txt" } | Should -Throw -ErrorId 'InvalidArgument,*'
        Set-Content -LiteralPath "$TestDrive/there.npz" -Value 'old'
        { Export-FidStatistics "$fixtures/swd/real" "$TestDrive/there.npz" } | Should -Throw -ErrorId 'OutputExists,*'
        { Export-FidStatistics "$fixtures/swd/real" "$TestDrive/nowhere/a.npz" } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'finds out before the pictures come that it may not write' {
        Set-Content -LiteralPath "$TestDrive/taken.npz" -Value 'old'
        $made = [Collections.Generic.List[object]]::new()
        { Get-ChildItem -LiteralPath "$fixtures/swd/real" -File | ForEach-Object { $made.Add($_); $_ } |
                Export-FidStatistics -Destination "$TestDrive/taken.npz" -Weights "$fixtures/../pytorch/plain.pt" } | Should -Throw -ErrorId 'OutputExists,*'
        $made | Should -HaveCount 0
    }

    It 'writes nothing with -WhatIf' {
        Export-FidStatistics "$fixtures/swd/real" "$TestDrive/new.npz" -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/new.npz" | Should -Not -Exist
    }

    It 'leaves nothing behind when the weights are no Inception network' {
        { Export-FidStatistics "$fixtures/swd/real" "$TestDrive/new.npz" -Weights "$fixtures/../pytorch/plain.pt" } | Should -Throw -ErrorId 'WeightsRejected,*'
        "$TestDrive/new.npz" | Should -Not -Exist
    }
}
