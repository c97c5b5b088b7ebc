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

    It 'a link to <Target> under the name of <Case> is refused at once' -TestCases @(
        foreach ($target in 'pipe', '/dev/zero') {
            foreach ($case in @(
                    @{ Case = 'a picture'; Name = 'x.jpg'; Run = { Convert-ToAnime -LiteralPath $args[0] -Model "$fixtures/onnx/animegan-style.onnx" -Destination "$TestDrive/linked" -ErrorAction Stop } }
                    @{ Case = 'a measured picture'; Name = 'y.jpg'; Run = { Measure-SlicedWasserstein $args[0] "$TestDrive/data/testA" -ErrorAction Stop } }
                    @{ Case = 'a model'; Name = 'm.pt'; Run = { Get-CycleGanModel $args[0] -ErrorAction Stop } }
                    @{ Case = 'an ONNX model'; Name = 'm.onnx'; Run = { Convert-ToAnime "$TestDrive/data/testA" -Model $args[0] -Destination "$TestDrive/linked" } }
                    @{ Case = 'statistics'; Name = 's.npz'; Run = { Measure-Fid $args[0] $args[0] } }
                    @{ Case = 'weights'; Name = 'w.pth'; Run = { Measure-Fid "$TestDrive/data/testA" "$TestDrive/data/testB" -Weights $args[0] } }
                    @{ Case = 'a config'; Name = 'c.psd1'; Run = { Start-CycleGanTraining -Config $args[0] -Output "$TestDrive/runs/linked" } }
                    @{ Case = 'a log'; Name = 'losses.csv'; Run = { Export-CycleGanLossPlot -Path "$TestDrive/linked.png" -Run $args[0] } }
                    @{ Case = 'a record of a run'; Name = 'run.json'; Run = { Get-CycleGanRun -LiteralPath (Split-Path $args[0]) -ErrorAction Stop } }
                )) { $case + @{ Target = $target } }
        }
    ) {
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/links $(Split-Path -Leaf $Target)" -Force).FullName
        if ($Target -eq 'pipe' -and -not (Test-Path -LiteralPath "$folder/pipe")) { & mkfifo "$folder/pipe" }
        $null = New-Item -ItemType SymbolicLink -Path "$folder/$Name" -Target $Target
        { & $Run "$folder/$Name" } | Should -Throw -ExpectedMessage "*$Name*is a $(if ($Target -eq 'pipe') { 'pipe' } else { 'device' }), not a file*"
    }

    It 'a link to an empty file is an empty picture' {
        Set-Content -LiteralPath "$TestDrive/nothing" -Value '' -NoNewline
        $null = New-Item -ItemType SymbolicLink -Path "$TestDrive/empty.jpg" -Target "$TestDrive/nothing"
        { ConvertTo-EdgeSmoothedImage -LiteralPath "$TestDrive/empty.jpg" -Destination "$TestDrive/out" -ErrorAction Stop } |
            Should -Throw -ErrorId 'UnreadableImage,*' -ExpectedMessage '*empty.jpg*is empty*'
    }
}
