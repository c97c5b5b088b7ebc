# What a session pays for before it asks for a network. Each case is a session of its own: what one has loaded stays loaded.

BeforeDiscovery {
    # The launcher is a bash script, and a process's libraries are told by Linux.
    $notHere = -not (Get-Command bash -CommandType Application -ErrorAction Ignore) -or -not (Test-Path -LiteralPath /proc/self/maps)
}

Describe 'A session' -Tag 'needs bash, and a Linux that tells of a process''s libraries' -Skip:$notHere {
    BeforeAll {
        $root = Split-Path -Parent $PSScriptRoot
        $cgps = Join-Path $root 'cgps'
        & $cgps --build
        $import = "Import-Module '$root/module/CycleGanPS/CycleGanPS.psd1'"
        Set-Content -LiteralPath (Join-Path $TestDrive 'losses.csv') -Value @(
            'Epoch,Step,Discriminator,DiscriminatorA,DiscriminatorB,Generator,Adversarial,Cycle,Identity,Wasserstein,GradientPenalty,LearningRate,Seconds,ImagesPerSecond'
            '1,1,0.5,0.5,0.5,9,1,0.5,0.6,,,0.0002,1.5,0.7'
        )

        # The tensor library among the files that the process has mapped.
        $probe = '@([IO.File]::ReadAllLines(''/proc/self/maps'') -match ''libtorch|LibTorchSharp'').Count'
    }

    It 'does not load the tensor library <Why>' -ForEach @(
        @{ Why = 'to import the module'; Command = '$null' }
        @{ Why = 'for help'; Command = '$null = Get-Command -Module CycleGanPS | ForEach-Object { Get-Help $_.Name -Full | Out-String }' }
        @{ Why = 'for the losses of a run'; Command = 'if ((Get-CycleGanLoss $run).Step -ne 1) { exit 9 }' }
        @{ Why = 'to complete parameters and their values'; Command = @'
            foreach ($pair in @{ '-Dev' = '-Device'; '-Device ' = 'Cpu'; '-Config x.psd1 -Res' = '-Resume' }.GetEnumerator()) {
                $line = "Start-CycleGanTraining $($pair.Key)"
                if ((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -notcontains $pair.Value) { exit 8 }
            }
            $line = 'New-CycleGanConfig -Preset Wgan'
            if ((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -notcontains 'WganGp') { exit 9 }
'@
        }
        @{ Why = 'to bind parameters'; Command = @'
            $faults = foreach ($device in 'Abacus', 'Cpu') {
                try { Start-CycleGanTraining -Config "$run/none.psd1" -Device $device -Epochs 3 } catch { $_.FullyQualifiedErrorId }
            }
            if ("$faults" -notlike 'CannotConvertArgument*,* PathNotFound,*') { "$faults"; exit 8 }
            if (New-CycleGanConfig -Path "$run/x.psd1" -Preset Quick -WhatIf) { exit 9 }
'@
        }
    ) {
        $line = & $cgps -c "$import; `$run = '$TestDrive'; $Command; $probe"
        $LASTEXITCODE | Should -Be 0 -Because "$line"
        $line | Select-Object -Last 1 | Should -Be '0'
    }

    It 'loads of the module the cmdlets, their loader and the core to import it, and no library: nothing for pictures, ONNX or faces' {
        $own = @'
            ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object Location -Like '*/module/CycleGanPS/bin/*').GetName().Name | Sort-Object
            [IO.File]::ReadAllLines('/proc/self/maps') -match '/module/CycleGanPS/bin/.*\.so'
'@
        (& $cgps -c "$import; $own") -join ' ' | Should -Be 'CycleGanPS CycleGanPS.Core CycleGanPS.Loader'
    }

    It 'finds machine code in <_>, so that the just-in-time compiler need not make it' -ForEach @(
        'CycleGanPS.dll', 'CycleGanPS.Loader.dll', 'lib/CycleGanPS.Core.dll', 'lib/TorchSharp.dll', 'lib/SkiaSharp.dll', 'lib/System.IO.Hashing.dll'
    ) {
        $file = [IO.File]::OpenRead((Join-Path -Path $root -ChildPath "module/CycleGanPS/bin/$_"))
        $reader = [Reflection.PortableExecutable.PEReader]::new($file)
        $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size | Should -BeGreaterThan 0
        $reader.Dispose()
    }

    It 'loads it where a network is at work, so that the search would find it' {
        $line = & $cgps -c "$import; `$null = Get-CycleGanDevice; $probe"
        [int] ($line | Select-Object -Last 1) | Should -BeGreaterThan 0
    }
}
