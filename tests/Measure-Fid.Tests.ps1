BeforeDiscovery {
    # A session of its own is started through the launcher, a bash script, and only the C library of Linux is told to give memory back.
    $notHere = -not $IsLinux -or -not (Get-Command bash -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $fixtures = "$PSScriptRoot/fixtures/metrics"
    $savedCache = $env:XDG_CACHE_HOME
    $savedWeights = $env:CYCLEGANPS_FID_WEIGHTS
    $env:XDG_CACHE_HOME = "$TestDrive/cache"
    $env:CYCLEGANPS_FID_WEIGHTS = ''
}

AfterAll {
    $env:XDG_CACHE_HOME = $savedCache
    $env:CYCLEGANPS_FID_WEIGHTS = $savedWeights
}

Describe 'Measure-Fid' {
    It 'compares statistics of pytorch-fid without any weights' {
        $score = Measure-Fid -Real "$fixtures/statistics-pytorch-fid.npz" -Fake "$fixtures/statistics-pytorch-fid.npz" -WarningAction SilentlyContinue
        $score.GetType().FullName | Should -Be 'CycleGanPS.Core.Metrics.FidScore'
        $score.Fid | Should -BeLessThan 0.000001
        $score.Kid | Should -BeNullOrEmpty
    }

    It 'warns where statistics do not say what they were measured with' {
        $null = Measure-Fid "$fixtures/statistics-pytorch-fid.npz" "$fixtures/statistics-pytorch-fid.npz" -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*does not say which weights*'
    }

    It 'says in one sentence what to do without weights' {
        { Measure-Fid "$fixtures/swd/real" "$fixtures/swd/fake" } | Should -Throw -ErrorId 'WeightsMissing,*' -ExpectedMessage '*Install-FidWeights*'
    }

    It 'finds out what is missing before the pictures come through the pipeline' {
        foreach ($case in @{ Real = "$TestDrive/nowhere"; Weights = "$fixtures/../pytorch/plain.pt"; Id = 'PathNotFound,*' },
            @{ Real = "$fixtures/swd/real"; Weights = "$TestDrive/none.pth"; Id = 'WeightsMissing,*' }) {
            $made = [Collections.Generic.List[object]]::new()
            { Get-ChildItem -LiteralPath "$fixtures/swd/fake" -File | ForEach-Object { $made.Add($_); $_ } | Measure-Fid -Real $case.Real -Weights $case.Weights } |
                Should -Throw -ErrorId $case.Id
            $made | Should -HaveCount 0
        }
    }

    It 'takes files without a PSPath by their FullName' {
        { [IO.DirectoryInfo]::new("$fixtures/swd/fake").GetFiles() | Measure-Fid -Real "$fixtures/swd/real" -Weights "$fixtures/../pytorch/plain.pt" } |
            Should -Throw -ErrorId 'WeightsRejected,*'
    }

    It 'names weights that are missing, or are no Inception network' {
        { Measure-Fid "$fixtures/swd/real" "$fixtures/swd/fake" -Weights "$TestDrive/none.pth" } | Should -Throw -ErrorId 'WeightsMissing,*' -ExpectedMessage '*none.pth*'
        { Measure-Fid "$fixtures/swd/real" "$fixtures/swd/fake" -Weights "$fixtures/../pytorch/plain.pt" } |
            Should -Throw -ErrorId 'WeightsRejected,*' -ExpectedMessage "*Conv2d_1a_3x3.conv.weight*"
    }

    It 'executes nothing of a weights file' {
        { Measure-Fid "$fixtures/swd/real" "$fixtures/swd/fake" -Weights "$fixtures/../pytorch/hostile-system.pt" } |
            Should -Throw -ErrorId 'UnreadableArchive,*' -ExpectedMessage '*posix.system*'
        "$([Environment]::CurrentDirectory)/cyclegan-was-executed" | Should -Not -Exist
    }

    It 'follows the environment variable' {
        $env:CYCLEGANPS_FID_WEIGHTS = "$TestDrive/elsewhere.pth"
        { Measure-Fid "$fixtures/swd/real" "$fixtures/swd/fake" } | Should -Throw -ErrorId 'WeightsMissing,*' -ExpectedMessage '*elsewhere.pth*'
        $env:CYCLEGANPS_FID_WEIGHTS = ''
    }

    It 'reads statistics with further arrays in their file' {
        $score = Measure-Fid "$fixtures/statistics-further.npz" "$fixtures/statistics-pytorch-fid.npz" -WarningAction SilentlyContinue
        $score.Fid | Should -BeLessThan 0.000001
    }

    It 'says what is wrong with <file>' -ForEach @(
        @{ file = 'statistics-array.npy'; words = '*single NumPy array (.npy)*' }
        @{ file = 'statistics-negative.npz'; words = '*sigma is no covariance*' }
    ) {
        { Measure-Fid "$fixtures/$file" "$fixtures/statistics-pytorch-fid.npz" } |
            Should -Throw -ErrorId 'UnreadableStatistics,*' -ExpectedMessage $words
    }

    It 'names damaged statistics' {
        { Measure-Fid "$fixtures/statistics-shape.npz" "$fixtures/statistics-pytorch-fid.npz" } | Should -Throw -ErrorId 'UnreadableStatistics,*'
    }

    It 'does not draw statistics again' {
        { Measure-Fid "$fixtures/statistics-pytorch-fid.npz" "$fixtures/statistics-pytorch-fid.npz" -Bootstrap 20 } | Should -Throw -ErrorId 'InvalidArgument,*'
    }
}

Describe 'The memory of a session' -Tag 'needs bash, and Linux, whose C library gives memory back' -Skip:$notHere {
    BeforeAll {
        $weights = "$TestDrive/zeros.safetensors"
        . "$fixtures/Write-ZeroWeights.ps1" $weights
        $null = New-CycleGanDemoData -Path "$TestDrive/pictures" -Count 1 -TestCount 4 -Size 64 -Seed 1
    }

    # Without that the session keeps all that a measurement needed at its peak, and later ones leave more behind.
    It 'is given back after a measurement' {
        $command = "Import-Module '$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1'; foreach (`$round in 1..3) { " +
            "`$null = Measure-Fid '$TestDrive/pictures/testA' '$TestDrive/pictures/testB' -Weights '$weights' -WarningAction Ignore }; " +
            "foreach (`$line in [IO.File]::ReadAllLines('/proc/self/status') -match '^Vm(HWM|RSS)') { (-split `$line)[1] }"
        $peak, $kept = [long[]] @(& "$PSScriptRoot/../cgps" -c $command)
        $LASTEXITCODE | Should -Be 0
        # Half of it is given back here; without that a fiftieth at most.
        $kept / $peak | Should -BeLessThan 0.75
    }
}
