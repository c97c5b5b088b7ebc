BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
}

Describe 'New-CycleGanConfig' {
    It 'writes a data file that PowerShell itself can read, with the defaults of the study as comments' {
        $file = New-CycleGanConfig -Path "$TestDrive/run.psd1" -DataRoot "$TestDrive/faces"

        $file | Should -BeOfType System.IO.FileInfo
        $config = Import-PowerShellDataFile -LiteralPath $file.FullName
        $config.DataRoot | Should -Be 'faces'
        $config.Keys | Should -Be 'DataRoot'
        $defaults = @{}
        foreach ($line in Get-Content -LiteralPath $file.FullName) {
            if ($line -match '^    # ([A-Z]\w+) += (.+)$') {
                $defaults[$Matches[1]] = $Matches[2]
            }
        }

        $defaults.ImageSize | Should -Be '256'
        $defaults.Epochs | Should -Be '20'
        $defaults.LearningRate | Should -Be '0.0002'
        $defaults.AdversarialLoss | Should -Be "'LeastSquares'"
        $defaults.EdgeSmoothing | Should -Be '$false'
    }

    It 'wrote the example' {
        $file = New-CycleGanConfig -Path (Join-Path (New-Item -ItemType Directory -Path "$TestDrive/example") run.psd1)
        Get-Content -LiteralPath "$PSScriptRoot/../examples/run.psd1" -Raw | Should -BeExactly (Get-Content -LiteralPath $file.FullName -Raw)
    }

    It 'explains every key' {
        $lines = @(Get-Content -LiteralPath (New-CycleGanConfig -Path "$TestDrive/commented.psd1").FullName)
        $keys = @($lines | Where-Object { $_ -match '^    (# )?[A-Z]\w+ += ' })
        $keys.Count | Should -BeGreaterThan 30
        foreach ($key in $keys) {
            $lines[[array]::IndexOf($lines, $key) - 1] | Should -Match '^    # .+\.$'
        }
    }

    It 'combines presets' {
        $config = Import-PowerShellDataFile -LiteralPath (New-CycleGanConfig -Path "$TestDrive/both.psd1" -Preset Quick, LeakyReLU).FullName
        $config.Activation | Should -Be 'LeakyReLU'
        $config.ImageSize | Should -Be 64
        $config = Import-PowerShellDataFile -LiteralPath (New-CycleGanConfig -Path "$TestDrive/skips.psd1" -Preset SkipResnet, Quick).FullName
        $config.Generator | Should -Be 'SkipResnet'
        $config.AverageGenerators | Should -BeTrue
        $config.IdentityEpochs | Should -Be 4
        $config.DiscriminatorNormalization | Should -Be 'None'
        $config.Filters | Should -Be 16
        $config.ZeroGradientPenalty | Should -Be 4
        $config = Import-PowerShellDataFile -LiteralPath (New-CycleGanConfig -Path "$TestDrive/modern.psd1" -Preset Modern, Quick).FullName
        $config.DiffAugment | Should -BeTrue
        $config.AverageGenerators | Should -BeTrue
        $config.ZeroGradientPenaltyInterval | Should -Be 4
    }

    It 'sets no second penalty beside that of Wasserstein critics' -ForEach 'SkipResnet', 'Modern' {
        $config = Import-PowerShellDataFile -LiteralPath (New-CycleGanConfig -Path "$TestDrive/critics-$_.psd1" -Preset $_, WganGp).FullName
        $config.AdversarialLoss | Should -Be 'WassersteinGp'
        $config.Keys | Should -Not -Contain 'ZeroGradientPenalty'
    }

    It 'is relative to the current location, and keeps quotes and brackets in names' {
        $folder = New-Item -ItemType Directory -Path "$TestDrive/it's [here]"
        Push-Location -LiteralPath $folder.FullName
        try {
            $file = New-CycleGanConfig -Path run.psd1 -DataRoot "./o'data"
            $file.FullName | Should -Be (Join-Path $folder.FullName 'run.psd1')
            (Import-PowerShellDataFile -LiteralPath $file.FullName).DataRoot | Should -Be "o'data"
        }
        finally {
            Pop-Location
        }
    }

    It 'does not overwrite without -Force' {
        Set-Content -LiteralPath "$TestDrive/mine.psd1" -Value '@{}'
        { New-CycleGanConfig -Path "$TestDrive/mine.psd1" -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists,*'
        Get-Content -LiteralPath "$TestDrive/mine.psd1" -Raw | Should -Match '^@\{\}'
        New-CycleGanConfig -Path "$TestDrive/mine.psd1" -Force | Should -Not -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        New-CycleGanConfig -Path "$TestDrive/whatif.psd1" -WhatIf
        "$TestDrive/whatif.psd1" | Should -Not -Exist
    }
}
