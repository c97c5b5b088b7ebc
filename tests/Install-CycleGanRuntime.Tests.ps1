BeforeDiscovery {
    # Which functions a library offers is looked at on Linux; and what a file may be replaced by while it is used, too.
    $isElsewhere = -not $IsLinux
}

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $savedCache = $env:XDG_CACHE_HOME
    $env:XDG_CACHE_HOME = "$TestDrive/cache"
    # That of the build, where it has one.
    $lib = Convert-Path -LiteralPath "$PSScriptRoot/../module/CycleGanPS/bin/lib"
    $extension = if ($IsMacOS) { 'dylib' } else { 'so' }

    # Told in a module that was built from source.
    $PSDefaultParameterValues['Install-CycleGanRuntime:WarningAction'] = 'SilentlyContinue'

    function Get-Installed { Get-ChildItem -LiteralPath "$TestDrive/cache" -Recurse -File -ErrorAction Ignore | Where-Object Name -NE 'nuget.config' }

    # A folder as PyTorch has it, with links to the build's libraries but for those that are given otherwise.
    function Initialize-TorchFolder([string] $Name, [hashtable] $Instead = @{}) {
        $folder = New-Item -ItemType Directory -Path "$TestDrive/$Name/torch/lib" -Force
        foreach ($library in 'torch', 'torch_cpu', 'c10') {
            $target = $Instead[$library] ?? $library
            if ($target) { $null = New-Item -ItemType SymbolicLink -Path "$folder/lib$library.$extension" -Target "$lib/lib$target.$extension" }
        }
        $folder
    }
}

AfterAll {
    $env:XDG_CACHE_HOME = $savedCache
}

Describe 'Install-CycleGanRuntime -Path' -Tag 'needs Linux, whose libraries can be looked into' -Skip:$isElsewhere {
    BeforeEach { Remove-Item -LiteralPath "$TestDrive/cache" -Recurse -Force -ErrorAction Ignore }

    It 'links what fits, by any of the folders that lead there, and copies nothing' {
        $folder = Initialize-TorchFolder 'fits'
        Set-Content -LiteralPath "$TestDrive/fits/torch/version.py" -Value "__version__ = '2.10.0'"
        foreach ($path in $folder, (Split-Path $folder), "$TestDrive/fits") {
            $runtime = Install-CycleGanRuntime -Path $path -Force
            $runtime.Path | Should -Be "$folder"
            $runtime.Backend | Should -Be 'Cpu'
            $runtime.IsLinked | Should -BeTrue
            $runtime.LibTorchVersion | Should -Be '2.10.0'
            $runtime.PackageVersion | Should -BeNullOrEmpty
        }
        @(Get-Installed).Name | Should -Be 'runtime.json'
    }

    It 'does nothing where it is linked already' {
        $folder = Initialize-TorchFolder 'again'
        $null = Install-CycleGanRuntime -Path $folder
        $before = (Get-Installed).LastWriteTimeUtc
        $said = Install-CycleGanRuntime -Path $folder -Verbose 4>&1
        "$said" | Should -BeLike '*linked already*'
        (Get-Installed).LastWriteTimeUtc | Should -Be $before
    }

    It 'refuses <Why>, and installs nothing' -ForEach @(
        @{ Why = 'a folder without libtorch'; Message = '*There is no libtorch in*'; Make = { New-Item -ItemType Directory -Path "$TestDrive/empty" -Force } }
        @{ Why = 'an earlier version'; Message = '*is 2.6.0, and TorchSharp * needs libtorch 2.10 or later*'; Make = {
                $folder = Initialize-TorchFolder 'early'
                Set-Content -LiteralPath "$TestDrive/early/torch/version.py" -Value "__version__ = '2.6.0'"
                $folder
            }
        }
        @{ Why = 'one that lacks functions'; Message = '*of a version that does not fit*'; Make = { Initialize-TorchFolder 'lacking' @{ torch_cpu = 'c10' } } }
        @{ Why = 'one that lacks a library'; Message = '*lacks libc10*'; Make = { Initialize-TorchFolder 'part' @{ c10 = '' } } }
        @{ Why = 'what only has the names'; Message = '*is no 64-bit library*'; Make = {
                $folder = Initialize-TorchFolder 'names' @{ c10 = '' }
                Set-Content -LiteralPath "$folder/libc10.$extension" -Value ('no library ' * 20)
                $folder
            }
        }
    ) {
        { Install-CycleGanRuntime -Path (& $Make) } | Should -Throw -ErrorId 'RuntimeRejected,*' -ExpectedMessage $Message
        Get-Installed | Should -BeNullOrEmpty
    }

    It 'checks and writes nothing with -WhatIf' {
        Install-CycleGanRuntime -Path (Initialize-TorchFolder 'if') -WhatIf | Should -BeNullOrEmpty
        { Install-CycleGanRuntime -Path "$TestDrive/none" -WhatIf } | Should -Throw -ErrorId 'RuntimeRejected,*'
        Install-CycleGanRuntime -WhatIf | Should -BeNullOrEmpty
        Get-Installed | Should -BeNullOrEmpty
    }

    It 'leaves that of another version of TorchSharp alone' {
        $other = "$TestDrive/cache/CycleGanPS/runtime/torchsharp-0.1.0"
        $null = New-Item -ItemType Directory -Path $other
        Set-Content -LiteralPath "$other/runtime.json" -Value '{}'
        $null = Install-CycleGanRuntime -Path (Initialize-TorchFolder 'beside')
        Get-Content -LiteralPath "$other/runtime.json" | Should -Be '{}'
    }

    It 'replaces a record that cannot be read' {
        $folder = Initialize-TorchFolder 'torn'
        $null = Install-CycleGanRuntime -Path $folder
        Set-Content -LiteralPath (Get-Installed).FullName -Value '{ "backend": '
        $runtime = Install-CycleGanRuntime -Path $folder -WarningVariable warned
        "$($warned[0])" | Should -BeLike '*damaged*It is replaced.'
        $runtime.Path | Should -Be "$folder"
    }

    It 'is refused while another process installs' {
        $null = Install-CycleGanRuntime -Path (Initialize-TorchFolder 'held')
        $lock = [IO.FileStream]::new("$(Split-Path (Get-Installed).FullName)/install.lock", 'OpenOrCreate', 'Write', 'None')
        try { { Install-CycleGanRuntime -Path (Initialize-TorchFolder 'second') } | Should -Throw -ErrorId 'RuntimeInUse,*' }
        finally { $lock.Dispose() }
    }

    It 'names a cache that cannot be written' {
        Set-Content -LiteralPath "$TestDrive/file" -Value ''
        $env:XDG_CACHE_HOME = "$TestDrive/file"
        try { { Install-CycleGanRuntime -Path (Initialize-TorchFolder 'unwritten') } | Should -Throw -ErrorId 'OutputNotWritable,*' -ExpectedMessage "*$TestDrive/file*" }
        finally { $env:XDG_CACHE_HOME = "$TestDrive/cache" }
    }
}

Describe 'Install-CycleGanRuntime' {
    BeforeAll {
        # The package is in the cache, since a build for processors takes it, too; and no feed is asked.
        $null = New-Item -ItemType Directory -Path "$TestDrive/cache", "$TestDrive/feed" -Force
        Set-Content -LiteralPath "$TestDrive/cache/nuget.config" -Value '<configuration><packageSources><clear /><add key="none" value="../feed" /></packageSources></configuration>'
        Remove-Item -LiteralPath "$TestDrive/cache/CycleGanPS" -Recurse -Force -ErrorAction Ignore
        $runtime = Install-CycleGanRuntime
    }

    It 'fetches what TorchSharp calls, and says what it is' {
        $runtime.Backend | Should -Be 'Cpu'
        $runtime.LibTorchVersion | Should -Match '^\d+\.\d+\.\d+$'
        $runtime.PackageVersion | Should -Be $runtime.LibTorchVersion
        $runtime.TorchSharpVersion | Should -Match '^\d+\.\d+\.\d+$'
        $runtime.IsLinked | Should -BeFalse
        $runtime.Path | Should -BeLike "$TestDrive/cache/*"
        $runtime.Files.Name -match 'torch_cpu' | Should -HaveCount 1
        $runtime.Files.Name -match 'Skia|TorchSharp|torch_python' | Should -HaveCount 0
        foreach ($file in $runtime.Files) {
            $there = Get-Item -LiteralPath (Join-Path $runtime.Path $file.Name)
            $there.Length | Should -Be $file.Length
            (Get-FileHash -LiteralPath $there).Hash | Should -Be $file.Sha256
        }
    }

    It 'leaves nothing else behind' {
        @(Get-Installed).Count | Should -Be ($runtime.Files.Count + 1)
    }

    It 'does nothing where it is installed already' {
        $said = Install-CycleGanRuntime -Verbose 4>&1
        "$said" | Should -BeLike '*installed already*'
        Test-Path -LiteralPath $runtime.Path | Should -BeTrue
    }

    It 'notices a damaged file, and mends it with -Force' {
        $path = Join-Path $runtime.Path $runtime.Files.Where({ $_.Name -match 'c10' })[0].Name
        # Anew, since the file is that of the package cache.
        Remove-Item -LiteralPath $path
        Set-Content -LiteralPath $path -Value 'torn'
        $mended = Install-CycleGanRuntime -Force -WarningVariable warned
        "$($warned[0])" | Should -BeLike "*damaged: $path has 5 bytes*"
        $mended.Path | Should -Not -Be $runtime.Path
        Test-Path -LiteralPath $runtime.Path | Should -BeFalse
        @(Get-Installed).Count | Should -Be ($mended.Files.Count + 1)
    }

    It 'names a version that no feed has, and keeps what is there' {
        { Install-CycleGanRuntime -Version 0.0.1 } | Should -Throw -ErrorId 'RuntimeRejected,*' -ExpectedMessage 'No package feed has libtorch-cpu-* 0.0.1*'
        (Install-CycleGanRuntime).PackageVersion | Should -Be $runtime.PackageVersion
    }
}
