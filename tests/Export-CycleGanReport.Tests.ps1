BeforeDiscovery {
    $chromium = Get-Command -Name chromium, chromium-browser, google-chrome, google-chrome-stable -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    $noBash = -not (Get-Command -Name bash -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    $module = "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    Import-Module $module
    $root = Split-Path -Parent $PSScriptRoot
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 4 -TestCount 2 -Size 32 -Seed 1
    $tiny = @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; LogInterval = 1; SampleInterval = 2; Seed = 3; Device = 'Cpu' }
    $null = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/plain"
    $null = Start-CycleGanTraining -Config ($tiny + @{ Activation = 'LeakyReLU' }) -Output "$TestDrive/runs/leaky [1]"
    $null = New-Item -ItemType Directory -Path "$TestDrive/runs/nothing", "$TestDrive/out"
}

Describe 'Export-CycleGanReport' {
    It 'writes a run as one file that names no other' {
        $file = Export-CycleGanReport "$TestDrive/runs/plain" "$TestDrive/plain.html"
        $file | Should -BeOfType System.IO.FileInfo
        $text = Get-Content -LiteralPath $file -Raw
        $text | Should -Match '>Finished<'
        $text | Should -Match 'step 4 of 4'
        $text | Should -Not -Match 'src="(?!data:)'
        $text | Should -Not -Match 'https?://(?!www\.w3\.org/2000/svg)'
        [regex]::Matches($text, 'src="data:image/jpeg').Count | Should -Be 2
    }

    It 'writes one page over all, from the pipeline as by name' {
        $piped = Get-CycleGanRun "$TestDrive/runs/*" | Export-CycleGanReport -Destination "$TestDrive/piped.html"
        $named = Export-CycleGanReport "$TestDrive/runs/*" -Destination "$TestDrive/out"
        $named.Name | Should -Be 'runs.html'
        foreach ($file in $piped, $named) {
            $text = Get-Content -LiteralPath $file -Raw
            $text | Should -Match '2 CycleGAN runs'
            foreach ($index in 0, 1) {
                $text | Should -Match "href=`"#run-$index`""
                $text | Should -Match "id=`"run-$index`""
            }
        }
    }

    It 'names the file in a folder for the run, brackets and all' {
        (Export-CycleGanReport "$TestDrive/runs/leaky [1]" "$TestDrive/out").Name | Should -Be 'leaky [1].html'
        (Get-Item -LiteralPath "$TestDrive/runs/plain" | Export-CycleGanReport -Destination (Get-Item "$TestDrive/out")).Name | Should -Be 'plain.html'
    }

    It 'takes each run once' {
        $null = Export-CycleGanReport "$TestDrive/runs/plain", "$TestDrive/runs/plain" "$TestDrive/once.html"
        Get-Content -LiteralPath "$TestDrive/once.html" -Raw | Should -Not -Match 'CycleGAN runs'
    }

    It 'overwrites with -Force only, and nothing that it reads' {
        Set-Content -LiteralPath "$TestDrive/kept.html" -Value 'mine'
        { Export-CycleGanReport "$TestDrive/runs/plain" "$TestDrive/kept.html" -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists,*'
        Get-Content -LiteralPath "$TestDrive/kept.html" | Should -Be 'mine'
        Export-CycleGanReport "$TestDrive/runs/plain" "$TestDrive/kept.html" -Force -WhatIf
        Get-Content -LiteralPath "$TestDrive/kept.html" | Should -Be 'mine'
        $null = Export-CycleGanReport "$TestDrive/runs/plain" "$TestDrive/kept.html" -Force
        Get-Content -LiteralPath "$TestDrive/kept.html" -Raw | Should -Match '<!DOCTYPE html>'
        $null = New-Item -ItemType HardLink -Path "$TestDrive/link.html" -Target "$TestDrive/runs/plain/losses.csv"
        { Export-CycleGanReport "$TestDrive/runs/plain" "$TestDrive/link.html" -Force -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists,*'
        Get-CycleGanLoss "$TestDrive/runs/plain" | Should -HaveCount 4
    }

    It 'refuses <Case> before the pipeline works' -ForEach @(
        @{ Case = 'another kind of file'; Name = 'page.txt'; Id = 'InvalidArgument' }
        @{ Case = 'a folder that is not there'; Name = 'pages'; Id = 'InvalidArgument' }
        @{ Case = 'a file in a folder that is not there'; Name = 'pages/page.html'; Id = 'PathNotFound' }
    ) {
        $reached = [ref] 0
        { & { $reached.Value++; "$TestDrive/runs/plain" } | Export-CycleGanReport -Destination "$TestDrive/$Name" -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        $reached.Value | Should -Be 0
    }

    It 'goes on with the others where one is no run or is damaged' {
        Copy-Item -LiteralPath "$TestDrive/runs/plain" -Destination "$TestDrive/damaged" -Recurse
        Set-Content -LiteralPath "$TestDrive/damaged/run.json" -Value '{ "status"'
        $file = Export-CycleGanReport "$TestDrive/runs/nothing", "$TestDrive/damaged", "$TestDrive/runs/plain" "$TestDrive/rest.html" -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults.FullyQualifiedErrorId | Should -BeLike '*,*'
        $faults | Should -HaveCount 2
        Get-Content -LiteralPath $file -Raw | Should -Match 'step 4 of 4'
        { Export-CycleGanReport "$TestDrive/runs/nothing" "$TestDrive/none.html" -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        "$TestDrive/none.html" | Should -Not -Exist
    }
}

Describe 'The page of a run that is trained' {
    It 'is there when the run is finished, and shows its samples by their paths' {
        $text = Get-Content -LiteralPath "$TestDrive/runs/plain/index.html" -Raw
        $text | Should -Match '>Finished<'
        $text | Should -Match 'src="samples/000004.png"'
    }

    It 'is replaced with the run' {
        $null = Start-CycleGanTraining -Config ($tiny + @{ Generator = 'SkipResnet' }) -Output "$TestDrive/runs/plain" -Force
        Get-Content -LiteralPath "$TestDrive/runs/plain/index.html" -Raw | Should -Match 'SkipResnet'
    }

    It 'costs one warning where it cannot be written, and the training goes on' {
        # A folder with something in it gives way to no file.
        $records = Start-CycleGanTraining -Config ($tiny + @{ CheckpointMinutes = 0 }) -Output "$TestDrive/runs/refused" -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object {
            if ($_.Step -eq 1) {
                Remove-Item -LiteralPath "$TestDrive/runs/refused/index.html"
                $null = New-Item -ItemType Directory -Path "$TestDrive/runs/refused/index.html/folder"
            }
            $_
        }
        $records | Should -HaveCount 4
        @($warnings -match 'index.html') | Should -HaveCount 1
        (Get-CycleGanRun "$TestDrive/runs/refused").Status | Should -Be 'Finished'
    }

    It 'tells of a run that was killed' -Skip:($noBash -or -not $chromium) -Tag 'needs bash and Chromium on PATH' -ForEach @{ Browser = "$chromium" } {
        $config = $tiny + @{}
        $config.Epochs = 100000
        $config | ConvertTo-Json | Set-Content -LiteralPath "$TestDrive/config.json"
        Set-Content -LiteralPath "$TestDrive/train.ps1" -Value @"
Import-Module '$module'
Start-CycleGanTraining -Config (Get-Content -LiteralPath '$TestDrive/config.json' -Raw | ConvertFrom-Json -AsHashtable) -Output '$TestDrive/runs/killed' | Out-Null
"@
        $page = "$TestDrive/runs/killed/index.html"
        $process = Start-Process -FilePath "$root/cgps" -ArgumentList "`"$TestDrive/train.ps1`"" -PassThru -RedirectStandardOutput "$TestDrive/train.out" -RedirectStandardError "$TestDrive/train.err"
        try {
            $limit = [datetime]::UtcNow.AddMinutes(5)
            while (-not ((Test-Path -LiteralPath $page) -and (Get-Content -LiteralPath $page -Raw) -match 'samples/\d+\.png')) {
                $process.HasExited | Should -BeFalse -Because (Get-Content -LiteralPath "$TestDrive/train.err" -Raw)
                [datetime]::UtcNow | Should -BeLessThan $limit
                Start-Sleep -Milliseconds 200
            }
            # Another process that trains it: how far it is.
            $run = Get-CycleGanRun "$TestDrive/runs/killed"
            $run.Status | Should -Be 'Running'
            $run.Step | Should -BeGreaterThan 0
            $run.Remaining | Should -BeGreaterThan ([timespan]::Zero)
            $run.PercentComplete | Should -BeLessThan 1
        }
        finally {
            $process.Kill($true)
            $process.WaitForExit()
        }
        (Get-CycleGanRun "$TestDrive/runs/killed").Status | Should -Be 'Interrupted'
        $text = Get-Content -LiteralPath (Export-CycleGanReport "$TestDrive/runs/killed" "$TestDrive/killed.html") -Raw
        $text | Should -Match '>Interrupted<'

        # The page that it left believes that all is well, until nothing new has come for long enough.
        $text = Get-Content -LiteralPath $page -Raw
        $text | Should -Match '>Running<'
        $written = [regex]::Match($text, 'data-written="(\d+)"').Groups[1].Value
        $silence = [regex]::Match($text, 'data-silence="(\d+)"').Groups[1].Value
        Set-Content -LiteralPath $page -Value $text.Replace($written, [string] ([long] $written - 1000 * (1 + $silence)))
        $shown = @(& $Browser --headless --no-sandbox --disable-gpu --user-data-dir="$TestDrive/profile" --dump-dom "file://$page" 2>$null) -join "`n"
        $shown | Should -Match 'No sign of life since '
    }
}
