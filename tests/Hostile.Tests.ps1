BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $fixtures = "$PSScriptRoot/fixtures"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 4 -TestCount 2 -Size 32 -Seed 1
}

Describe 'Files that mean harm' {
    It 'a model whose pickle calls a command is refused, and nothing runs' {
        { Get-ChildItem -LiteralPath "$TestDrive/data/testA" -File | Convert-ToAnime -Model "$fixtures/pytorch/hostile-system.pt" -Destination "$TestDrive/out" -ErrorAction Stop } |
            Should -Throw -ExpectedMessage '*system*'
        "$([Environment]::CurrentDirectory)/cyclegan-was-executed" | Should -Not -Exist
        "$TestDrive/out" | Should -Not -Exist
    }

    It 'statistics that are cut off are refused by name' {
        $whole = [IO.File]::ReadAllBytes("$fixtures/metrics/statistics-pytorch-fid.npz")
        [IO.File]::WriteAllBytes("$TestDrive/cut.npz", $whole[0..($whole.Length / 2)])
        { Measure-Fid -Real "$TestDrive/cut.npz" -Fake "$fixtures/metrics/statistics-pytorch-fid.npz" -ErrorAction Stop } |
            Should -Throw -ExpectedMessage '*cut.npz*'
    }

    It 'a picture that claims 100,000 pixels a side is one error among good ones' {
        $folder = New-Item -ItemType Directory -Path "$TestDrive/mixed"
        Copy-Item -LiteralPath "$fixtures/images/huge.png" -Destination $folder.FullName
        Get-ChildItem -LiteralPath "$TestDrive/data/testA" -File | Copy-Item -Destination $folder.FullName
        $run = "$TestDrive/runs/small"
        $null = Start-CycleGanTraining -Config @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; DecayEpoch = 0 } -Output $run
        $results = @(Get-ChildItem -LiteralPath $folder.FullName -File | Convert-ToAnime -Model $run -Destination "$TestDrive/anime" -ErrorVariable faults -ErrorAction SilentlyContinue)
        $results | Should -HaveCount 2
        @($faults) | Should -HaveCount 1
        "$faults" | Should -BeLike '*huge.png*'
    }

    It 'a config <Name> is refused, and nothing runs' -TestCases @(
        @{ Name = 'nested ten thousand deep'; Text = '@{ DataRoot = ' + '@(' * 10000 + ')' * 10000 + ' }' }
        @{ Name = 'of megabytes'; Text = '@{ DataRoot = "' + 'x' * 5MB + '"; Nonsense = 1 }' }
        @{ Name = 'with a command'; Text = '@{ DataRoot = $(New-Item -ItemType File -Path "MARK") }' }
        @{ Name = 'with a type from elsewhere'; Text = '@{ Epochs = [IO.File]::WriteAllText("MARK", "") }' }
        @{ Name = 'with zero bytes'; Text = "@{ Epochs = 1 `0 }" }
        @{ Name = 'with a number beyond all numbers'; Text = '@{ Epochs = 1e400 }' }
        @{ Name = 'that is no table'; Text = '"DataRoot"' }
        @{ Name = 'that is empty'; Text = '' }
    ) {
        Set-Content -LiteralPath "$TestDrive/config.psd1" -Value $Text.Replace('MARK', "$TestDrive/mark") -NoNewline
        { Start-CycleGanTraining -Config "$TestDrive/config.psd1" -Output "$TestDrive/runs/never" -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidConfig,*'
        "$TestDrive/mark" | Should -Not -Exist
        "$TestDrive/runs/never" | Should -Not -Exist
    }
}
