# What needs no tensor library, in a module that has none.

BeforeAll {
    $source = Convert-Path -LiteralPath "$PSScriptRoot/../module/CycleGanPS"
    $fixtures = Join-Path $PSScriptRoot 'fixtures'
    $module = "$TestDrive/CycleGanPS"
    $null = New-Item -ItemType Directory -Path "$module/bin/lib"
    Copy-Item -Path "$source/*.ps*1*" -Destination $module
    Copy-Item -Path "$source/bin/*.dll" -Destination "$module/bin"
    Get-ChildItem -LiteralPath "$source/bin/lib" | Where-Object Name -CNotMatch '^lib(torch|c10|gomp|omp|iomp)|^(torch_|torch\.|c10)' | Copy-Item -Destination "$module/bin/lib"

    Import-Module "$source/CycleGanPS.psd1"
    $null = New-CycleGanDemoData "$TestDrive/data" -Count 4 -TestCount 4
    $null = New-Item -ItemType Directory -Path "$TestDrive/run"
    $losses = @(
        'Epoch,Step,Discriminator,DiscriminatorA,DiscriminatorB,Generator,Adversarial,Cycle,Identity,Wasserstein,GradientPenalty,LearningRate,Seconds,ImagesPerSecond'
        '1,1,0.5,0.5,0.5,9,1,0.5,0.6,,,0.0002,1.5,0.7'
        '1,2,0.4,0.4,0.4,8,1,0.4,0.5,,,0.0002,1.5,0.7'
    )
    Set-Content -LiteralPath "$TestDrive/run/losses.csv" -Value $losses

    # Two runs that have translated the test pictures and lost their models since.
    foreach ($seed in 1, 2) {
        $null = Start-CycleGanTraining @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; SampleInterval = 0 } -Seed $seed -Output "$TestDrive/runs/seed-$seed"
        $null = Convert-ToAnime "$TestDrive/data/testA" -Model "$TestDrive/runs/seed-$seed" -Destination "$TestDrive/runs/seed-$seed/anime"
        Remove-Item -Path "$TestDrive/runs/seed-$seed/*.pt"
    }
    $null = Copy-Item -LiteralPath "$TestDrive/runs" -Destination "$TestDrive/with-models" -Recurse
    Get-ChildItem -LiteralPath "$TestDrive/with-models" | ForEach-Object { Copy-Item -LiteralPath "$fixtures/models/j.pth" -Destination "$_/generatorAB.pt" }
    . "$PSScriptRoot/fixtures/metrics/Write-ZeroWeights.ps1" "$TestDrive/zeros.safetensors"

    $prelude = "`$ErrorActionPreference = 'Stop'; Set-Location '$TestDrive'; Import-Module '$module/CycleGanPS.psd1'"
    $probe = 'if (Test-Path /proc/self/maps) { @([IO.File]::ReadAllLines("/proc/self/maps") -match "libtorch|LibTorchSharp|libc10").Count } else { 0 }'

    # What a session of its own writes, which has nothing installed; the last is how much of the tensor library it has loaded.
    function Invoke-Session([string] $Command) {
        $arguments = @(if ([IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })
        $saved = $env:XDG_CACHE_HOME, $env:CYCLEGANPS_TORCH, $env:CYCLEGANPS_FID_WEIGHTS
        $env:XDG_CACHE_HOME, $env:CYCLEGANPS_TORCH, $env:CYCLEGANPS_FID_WEIGHTS = "$TestDrive/cache", $null, $null
        try { & ([Environment]::ProcessPath) @arguments -NoLogo -NoProfile -Command "$prelude; $Command; $probe" 2>&1 }
        finally { $env:XDG_CACHE_HOME, $env:CYCLEGANPS_TORCH, $env:CYCLEGANPS_FID_WEIGHTS = $saved }
    }
}

Describe 'Without libtorch' {
    It 'works: <Why>' -ForEach @(
        @{ Why = 'an ONNX model'; Command = "Convert-ToAnime data/testA -Model '$PSScriptRoot/fixtures/onnx/animegan-style.onnx' -Destination anime | ForEach-Object Destination | Test-Path"; Expected = (, 'True' * 4) }
        @{ Why = 'edge smoothing'; Command = 'ConvertTo-EdgeSmoothedImage data/testB -Destination edges | ForEach-Object Destination | Test-Path'; Expected = (, 'True' * 4) }
        @{ Why = 'losses'; Command = '(Get-CycleGanLoss run).Step'; Expected = '1', '2' }
        @{ Why = 'a loss plot'; Command = 'Get-CycleGanLoss run | Export-CycleGanLossPlot -Path losses.png | ForEach-Object Name'; Expected = 'losses.png' }
        @{ Why = 'a contact sheet'; Command = 'Export-CycleGanContactSheet sheet.png data/testA, data/testB | ForEach-Object Name'; Expected = 'sheet.png' }
        @{ Why = 'data, drawn and checked'; Command = '(New-CycleGanDemoData drawn -Count 3 -TestCount 2).TrainImages; (Test-CycleGanDataset drawn).Images'; Expected = '3', '3', '3', '2', '2' }
        @{ Why = 'the error against the truth'; Command = '(Measure-PairedError data/testB data/testB).Pairs'; Expected = '4' }
        @{ Why = 'a config'; Command = 'New-CycleGanConfig x.psd1 -Preset Quick | ForEach-Object Name'; Expected = 'x.psd1' }
        @{ Why = 'what a model is'; Command = "(Get-CycleGanModel '$PSScriptRoot/fixtures/onnx/animegan-style.onnx').Format"; Expected = 'Onnx' }
        @{ Why = 'what weights are'; Command = "(Get-CycleGanModel '$PSScriptRoot/fixtures/models/j.pth').Format"; Expected = 'PyTorch' }
        @{ Why = 'the sliced Wasserstein distance'; Command = '@((Measure-SlicedWasserstein data/testA data/testB).Swd -gt 0).Count'; Expected = '4' }
        @{ Why = 'a score'; Command = "`$score = Measure-Fid data/testA data/testB -Weights zeros.safetensors -Bootstrap 10 -WarningAction Ignore; `$score.Fid, `$score.FidHigh, `$score.FakeCount"; Expected = '0', '0', '4' }
        @{ Why = 'statistics'; Command = '"A", "B" | ForEach-Object { $null = Export-FidStatistics data/test$_ "$_-set.npz" -Weights zeros.safetensors -WarningAction Ignore }; (Merge-FidStatistics A-set.npz, B-set.npz whole.npz).Count'; Expected = '8' }
        @{ Why = 'a score of statistics'; Command = "(Measure-Fid '$PSScriptRoot/fixtures/metrics/statistics-pytorch-fid.npz' '$PSScriptRoot/fixtures/metrics/statistics-further.npz' -WarningAction Ignore).Fid -lt 1e-6"; Expected = 'True' }
        @{ Why = 'finished translations, compared'; Command = '$rows = Compare-CycleGanRun runs/* -Translated anime -Weights zeros.safetensors -Bootstrap 10 -Report report.html -WarningAction Ignore; $rows.Run; $rows.FakeCount; $rows.Fid; @($rows.Swd -gt 0).Count; Test-Path report.html'; Expected = @('seed-1', 'seed-2', 'No translation') + (, '4' * 3) + (, '0' * 3) + @('3', 'True') }
        @{ Why = 'the devices'; Command = '$cpu = @(Get-CycleGanDevice)[0]; $cpu.Name; $cpu.Usable; $cpu.Advice -match "^Run Install-CycleGanRuntime"'; Expected = 'cpu', 'False', 'True' }
    ) {
        Invoke-Session $Command | Should -Be (@($Expected) + '0')
    }

    It 'is told in one sentence and what to run: <Why>' -ForEach @(
        @{ Why = 'weights'; Command = "Convert-ToAnime data/testA -Model '$PSScriptRoot/fixtures/models/j.pth' -Destination none" }
        @{ Why = 'weights in another format'; Command = "Export-CycleGanModel '$PSScriptRoot/fixtures/models/j.pth' j.safetensors" }
        @{ Why = 'a training'; Command = "Start-CycleGanTraining @{ DataRoot = 'data'; ImageSize = 32 } -WhatIf" }
        @{ Why = 'runs that have to translate'; Command = 'Compare-CycleGanRun with-models/* -WarningAction Ignore' }
    ) {
        $said = Invoke-Session "try { `$null = $Command; 'no error' } catch { `"`$(`$_.FullyQualifiedErrorId -replace ',.*')`"; `"`$_`" }"
        $said[0] | Should -Be 'NativeLibraryUnavailable' -Because "$said"
        $said[1] | Should -BeLike 'This needs the tensor library libtorch, which is not installed. Run Install-CycleGanRuntime once,*'
        $said | Should -HaveCount 3
    }

    It 'works, all of it, once there is one, in the same session' -Skip:(-not $IsLinux) -Tag 'needs a libtorch that can be linked' {
        $said = Invoke-Session @"
            try { Convert-ToAnime data/testA -Model '$fixtures/models/j.pth' -Destination none } catch { `$_.FullyQualifiedErrorId -replace ',.*' }
            (Install-CycleGanRuntime -Path '$source/bin/lib').IsLinked
            @(Get-CycleGanDevice | Where-Object Kind -EQ Cpu).Usable
            (Convert-ToAnime data/testA -Model '$fixtures/models/j.pth' -Destination weights).Count
"@
        $said | Select-Object -SkipLast 1 | Should -Be 'NativeLibraryUnavailable', 'True', 'True', '4'
        [int] $said[-1] | Should -BeGreaterThan 0
    }
}
