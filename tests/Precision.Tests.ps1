BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 3 -TestCount 2 -Size 32 -Seed 1
    $tiny = @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; LogInterval = 1; Seed = 5 }
    $full = @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/full")
}

Describe 'Precision' {
    It 'trains in BFloat16, a little off' {
        $reduced = @(Start-CycleGanTraining -Config ($tiny + @{ Precision = 'BFloat16' }) -Output "$TestDrive/reduced")
        $reduced | Should -HaveCount $full.Count
        $reduced[0].Cycle | Should -Not -Be $full[0].Cycle
        [math]::Abs($reduced[0].Cycle - $full[0].Cycle) | Should -BeLessThan 0.05
        (Import-PowerShellDataFile -LiteralPath "$TestDrive/reduced/config.psd1").Precision | Should -Be 'BFloat16'
        # Weights are float32 all the same.
        (Get-CycleGanModel "$TestDrive/reduced/generatorAB.pt").Precision | Should -Be 'Float32'
    }

    It 'says what Auto chose, writes it down, and goes on with it' {
        $auto = $tiny + @{ Precision = 'Auto' }
        $records = @(Start-CycleGanTraining -Config $auto -Output "$TestDrive/auto" -WarningVariable said -WarningAction SilentlyContinue | Select-Object -First 1)
        $records | Should -HaveCount 1
        $chosen = (Import-PowerShellDataFile -LiteralPath "$TestDrive/auto/config.psd1").Precision
        $chosen | Should -BeIn @('Float32', 'BFloat16')
        @($said -match "Precision Auto is $chosen here: .* ms in Float32 and .* ms in BFloat16") | Should -HaveCount 1
        $rest = @(Start-CycleGanTraining -Config $auto -Output "$TestDrive/auto" -Resume)
        $rest[-1].Step | Should -Be $full[-1].Step
        if ($chosen -eq 'Float32') { $rest[-1].Generator | Should -Be $full[-1].Generator }
    }

    It 'does not go on in another format than the run began with' {
        { Start-CycleGanTraining -Config ($tiny + @{ Precision = 'BFloat16' }) -Output "$TestDrive/full" -Resume } |
            Should -Throw -ExpectedMessage '*trained with Precision Float32 instead of BFloat16*'
    }

    It 'translates in BFloat16, a few of 255 off' {
        $exact = Convert-ToAnime "$TestDrive/data/testA" -Model "$TestDrive/full" -Destination "$TestDrive/exact"
        $near = Convert-ToAnime "$TestDrive/data/testA" -Model "$TestDrive/full" -Destination "$TestDrive/near" -Precision BFloat16
        $near | Should -HaveCount @($exact).Count
        $difference = Measure-PairedError "$TestDrive/exact" "$TestDrive/near"
        $difference.MeanAbsoluteError | Should -BeGreaterThan 0
        $difference.MeanAbsoluteError | Should -BeLessThan 0.02
        (Convert-ToAnime "$TestDrive/data/testA" -Model "$TestDrive/full" -Destination "$TestDrive/chosen" -Precision Auto -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -join '' | Should -Match 'in (Float32|BFloat16) with libtorch'
    }

    It 'is not for ONNX Runtime' {
        { Convert-ToAnime "$TestDrive/data/testA" -Model "$TestDrive/full" -Destination "$TestDrive/onnx" -Engine OnnxRuntime -Precision BFloat16 } |
            Should -Throw -ExpectedMessage '*Leave out -Precision BFloat16*'
    }
}
