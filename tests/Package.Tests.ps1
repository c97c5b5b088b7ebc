# The package for the gallery, as a user has it who has nothing else: installed by PowerShell's own commands into an empty home.

BeforeDiscovery {
    # Where the home of a user is told by a variable, and libtorch can be linked.
    $isElsewhere = -not $IsLinux -or -not (Get-Command Compress-PSResource -ErrorAction Ignore)
}

Describe 'The package' -Tag 'needs Linux, and PowerShellGet of PowerShell 7.6' -Skip:$isElsewhere {
    BeforeAll {
        $root = Split-Path -Parent $PSScriptRoot
        $repository = (New-Item -ItemType Directory -Path "$TestDrive/repository").FullName
        $userHome = (New-Item -ItemType Directory -Path "$TestDrive/home").FullName
        # Without it NuGet, which PowerShell publishes with, writes its settings into the current folder.
        $null = New-Item -ItemType Directory -Path "$userHome/.config"
        $project = 'https://example.org/team/CycleGanPS'
        $package, $helpFiles = & "$root/build/pack.ps1" -Destination "$TestDrive/packed" -ProjectUri "$project/" -InformationAction Ignore

        Set-Content -LiteralPath "$TestDrive/losses.csv" -Value @(
            'Epoch,Step,Discriminator,DiscriminatorA,DiscriminatorB,Generator,Adversarial,Cycle,Identity,Wasserstein,GradientPenalty,LearningRate,Seconds,ImagesPerSecond'
            '1,1,0.5,0.5,0.5,9,1,0.5,0.6,,,0.0002,1.5,0.7'
            '1,2,0.4,0.4,0.4,8,1,0.4,0.5,,,0.0002,1.5,0.7'
        )

        # What a session of that user writes: no clone, no cache, no profile.
        function Invoke-UserSession([string] $Command) {
            $arguments = @(if ([IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })
            $names = 'HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'PSModulePath', 'CYCLEGANPS_TORCH', 'CYCLEGANPS_FID_WEIGHTS'
            $saved = @(Get-Item -Path Env:* | Where-Object Name -In $names)
            foreach ($name in $names) { Remove-Item -LiteralPath "Env:$name" -ErrorAction Ignore }
            $env:HOME = $userHome
            try { & ([Environment]::ProcessPath) @arguments -NoLogo -NoProfile -Command "`$ErrorActionPreference = 'Stop'; Set-Location ~; $Command" 2>&1 | ForEach-Object { "$_" } }
            finally {
                Remove-Item -LiteralPath Env:HOME
                foreach ($variable in $saved) { Set-Item -LiteralPath "Env:$($variable.Name)" -Value $variable.Value }
            }
        }
    }

    It 'is well below what hosts of packages take, and has no libtorch' {
        $package.Name | Should -Match '^CycleGanPS\.\d+\.\d+\.\d+\.nupkg$'
        $package.Length | Should -BeLessThan 100MB
        $zip = [IO.Compression.ZipFile]::OpenRead($package.FullName)
        try { $names = @($zip.Entries.FullName) } finally { $zip.Dispose() }
        $names -match 'libtorch_|libc10|torch_cpu' | Should -HaveCount 0
        foreach ($system in 'linux-x64', 'linux-arm64', 'osx-arm64', 'win-x64') {
            @($names -match "runtimes/$system/native/.*(SkiaSharp|HarfBuzzSharp|onnxruntime)\.").Count | Should -Be 3 -Because $system
        }
        $names -match 'licenses/.*LICENSE' | Should -Not -BeNullOrEmpty
    }

    It 'is published and installed by PowerShell itself' {
        $lines = Invoke-UserSession @"
            Register-PSResourceRepository -Name local -Uri '$repository' -Trusted
            Publish-PSResource -NupkgPath '$($package.FullName)' -Repository local
            Install-PSResource CycleGanPS -Repository local
            (Get-InstalledPSResource CycleGanPS).InstalledLocation
"@
        $lines | Select-Object -Last 1 | Should -BeLike "$userHome/*"
    }

    It 'gives help and completion, draws and runs ONNX models, before anything else is installed' {
        $lines = Invoke-UserSession @"
            Import-Module CycleGanPS
            (Get-Module CycleGanPS).ModuleBase
            (Get-Help Convert-ToAnime).Synopsis
            ((Get-Help about_CycleGanPS) -split '\n')[0]
            (TabExpansion2 'Install-CycleGanRuntime -Backend ').CompletionMatches.CompletionText -join ','
            `$null = New-CycleGanDemoData data -Count 4 -TestCount 4
            Import-Csv '$TestDrive/losses.csv' | Export-CycleGanLossPlot -Path losses.png | ForEach-Object Name
            (Convert-ToAnime data/testA -Model '$PSScriptRoot/fixtures/onnx/animegan-style.onnx' -Destination styled).Count
            (Measure-SlicedWasserstein data/testA styled -WarningAction Ignore)[-1].Level
            try { `$null = Convert-ToAnime data/testA -Model '$PSScriptRoot/fixtures/models/j.pth' -Destination none } catch { `$_.FullyQualifiedErrorId -replace ',.*' }
"@
        $lines[0] | Should -BeLike "$userHome/*"
        $lines[1..7] | Should -Be 'Translates pictures with a trained generator.', 'TOPIC', 'Cpu,Cuda', 'losses.png', '4', 'Mean', 'NativeLibraryUnavailable'
    }

    It 'knows where its project lies, opens the pages of its version there, and takes newer help' {
        # In place of a browser: what opens addresses on Linux, as .NET looks for it.
        $browser = (New-Item -ItemType Directory -Path "$TestDrive/browser").FullName
        Set-Content -LiteralPath "$browser/xdg-open" -Value '#!/bin/sh', 'echo "$1" > "$HOME/opened"'
        chmod +x "$browser/xdg-open"
        $source = (New-Item -ItemType Directory -Path "$TestDrive/help").FullName
        $helpFiles | Should -HaveCount 2
        $helpFiles | Copy-Item -Destination $source
        $version = (Import-PowerShellDataFile -LiteralPath "$root/module/CycleGanPS/CycleGanPS.psd1").ModuleVersion
        $lines = Invoke-UserSession @"
            (Find-PSResource CycleGanPS -Repository local).ProjectUri.OriginalString
            `$env:PATH = '$browser' + ':' + `$env:PATH
            Get-Help Measure-Fid -Online
            for (`$i = 0; `$i -lt 100 -and -not ((Test-Path opened) -and (Get-Content opened)); `$i++) { Start-Sleep -Milliseconds 100 }
            Get-Content opened
            Update-Help CycleGanPS -SourcePath '$source' -UICulture en-US -Force
            Test-Path .local/share/powershell/Help/CycleGanPS/$version/en-US/CycleGanPS.dll-Help.xml
            (Get-Help Measure-Fid).Synopsis
"@
        $lines | Should -Be $project, "$project/blob/v$version/docs/commands/Measure-Fid.md", 'True', (Get-Help Measure-Fid).Synopsis
    }

    It 'refuses to be from what no browser opens' {
        { & "$root/build/online.ps1" -Module $TestDrive -ProjectUri team/CycleGanPS -Destination $TestDrive } |
            Should -Throw "'team/CycleGanPS' is no address that a browser opens.*"
    }

    It 'does the rest once there is a tensor library' {
        $lines = Invoke-UserSession @"
            (Install-CycleGanRuntime -Path '$root/module/CycleGanPS/bin/lib').Backend
            `$config = @{ DataRoot = 'data'; ImageSize = 32; Filters = 8; ResidualBlocks = 1; Epochs = 1; SampleInterval = 0 }
            @(Start-CycleGanTraining `$config -Output runs/tiny)[-1].Step
            (Get-ChildItem data/testA | Convert-ToAnime -Model runs/tiny -Destination anime).Count
            (Measure-SlicedWasserstein data/testB anime -WarningAction Ignore)[-1].Level
            (Get-CycleGanDevice)[0].Usable
"@
        $lines | Should -Be 'Cpu', '4', '4', 'Mean', 'True'
    }
}
