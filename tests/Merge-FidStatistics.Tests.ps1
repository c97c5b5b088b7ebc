BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $fixtures = "$PSScriptRoot/fixtures/metrics"
}

Describe 'Merge-FidStatistics' {
    It 'adds parts to what the whole set has' {
        $merged = Merge-FidStatistics "$fixtures/part-*.npz" "$TestDrive/merged.npz"
        $merged.GetType().FullName | Should -Be 'CycleGanPS.Core.Metrics.FidStatisticsSummary'
        $merged.Count | Should -Be 300
        $merged.WeightsName | Should -Be 'none.pth'
        (Measure-Fid "$TestDrive/merged.npz" "$fixtures/statistics-pytorch-fid.npz" -WarningAction SilentlyContinue).Fid | Should -BeLessThan 0.000001
    }

    It 'takes files from the pipeline' {
        (Get-ChildItem -Path "$fixtures/part-*.npz" | Merge-FidStatistics -Destination "$TestDrive/piped.npz").Count | Should -Be 300
    }

    It 'says why a file of pytorch-fid cannot be added' {
        { Merge-FidStatistics "$fixtures/statistics-pytorch-fid.npz" "$TestDrive/no.npz" } | Should -Throw -ErrorId 'UnreadableStatistics,*' -ExpectedMessage '*count and sums*'
        "$TestDrive/no.npz" | Should -Not -Exist
    }
}
