BeforeAll {
    $module = "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    Import-Module $module
    $data = "$TestDrive/data"
    $null = New-CycleGanDemoData -Path $data -Count 8 -TestCount 4 -Size 32
    $run = "$TestDrive/run"
    $config = @{ DataRoot = $data; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; LogInterval = 1; SampleInterval = 0 }
    $null = Start-CycleGanTraining -Config $config -Output $run

    # What the scripts below find: folders, and a config.
    $settings = "`$data = '$data'; `$run = '$run'; `$again = '$TestDrive/again'; `$config = @{ DataRoot = `$data; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; LogInterval = 1; SampleInterval = 0 }"

    # Runs a script in a runspace of its own, and gives the progress records that its host was sent. Stop stops it once there are some.
    function Get-Progress([string] $Script, [switch] $Stop) {
        $shell = [powershell]::Create()
        try {
            $out = Join-Path $TestDrive ([guid]::NewGuid())
            $null = $shell.AddScript("Import-Module '$module'; `$WarningPreference = 'SilentlyContinue'; $settings; `$out = '$out'`n$Script")
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            if ($Stop) {
                while (-not $running.IsCompleted -and $shell.Streams.Progress.Count -lt 2) { $null = $running.AsyncWaitHandle.WaitOne(20) }
                $shell.Stop()
            }
            try { $null = $shell.EndInvoke($running) } catch [Management.Automation.RuntimeException] { Write-Debug "$_" }
            , @($shell.Streams.Progress | Where-Object Activity -NotLike 'Preparing modules*')
        }
        finally {
            $shell.Dispose()
        }
    }

    # The last word on each bar.
    function Get-Last([object[]] $Records) { @($Records | Group-Object ActivityId | ForEach-Object { $_.Group[-1].RecordType }) }
}

Describe 'Progress' {
    It 'ends with each bar taken away: <Case>' -TestCases @(
        @{ Case = 'a training'; Bars = 2; Script = '$null = Start-CycleGanTraining -Config $config -Output $out' }
        @{ Case = 'a training that a cmdlet further down has enough of'; Bars = 2; Script = '$null = Start-CycleGanTraining -Config $config -Output $out | Select-Object -First 1' }
        @{ Case = 'a training whose reader fails'; Bars = 2; Script = 'try { Start-CycleGanTraining -Config $config -Output $out | ForEach-Object { throw 1 } } catch { $_ }' }
        @{ Case = 'translating'; Bars = 1; Script = '$null = Convert-ToAnime $data/testA/* -Model $run -Destination $out' }
        @{ Case = 'translating what a cmdlet further up does not give to the end'; Bars = 1; Script = 'try { Get-ChildItem $data/testA/*1.png, $data/testA/*2.png | ForEach-Object { if ($_ -like "*2.png") { throw 1 } $_ } | Convert-ToAnime -Model $run -Destination $out } catch { $_ }' }
        @{ Case = 'smoothing edges'; Bars = 1; Script = '$null = ConvertTo-EdgeSmoothedImage $data/trainB/* -Destination $out' }
        @{ Case = 'drawing pictures'; Bars = 1; Script = '$null = New-CycleGanDemoData $out -Count 300 -Size 128' }
        @{ Case = 'a comparison'; Bars = 1; Script = '$null = Compare-CycleGanRun $run -Bootstrap 10' }
        @{ Case = 'a measurement'; Bars = 1; Script = '$null = Measure-SlicedWasserstein $data/testA $data/testB' }
    ) {
        $last = Get-Last (Get-Progress $Script)
        $last | Should -HaveCount $Bars
        $last | Should -Not -Contain 'Processing'
    }

    It 'ends with each bar taken away when the pipeline is stopped' {
        $records = Get-Progress '$config.Epochs = 10000; Start-CycleGanTraining -Config $config -Output $out' -Stop
        $last = Get-Last $records
        $last | Should -HaveCount 2
        $last | Should -Not -Contain 'Processing'
        # The inner bar goes first.
        $records[-2].ParentActivityId | Should -Be $records[-1].ActivityId
    }

    It 'is not shown where it is not wanted: <Case>' -TestCases @(
        @{ Case = 'by preference'; Script = '$ProgressPreference = "SilentlyContinue"; $null = Compare-CycleGanRun $run -Bootstrap 10' }
        @{ Case = 'by parameter'; Script = '$null = Compare-CycleGanRun $run -Bootstrap 10 -ProgressAction SilentlyContinue' }
        @{ Case = 'by preference, with an error'; Script = '$ProgressPreference = "SilentlyContinue"; try { Start-CycleGanTraining -Config $config -Output $out | ForEach-Object { throw 1 } } catch { $_ }' }
    ) {
        (Get-Progress $Script).Count | Should -Be 0
    }

    It 'tells of how many pictures where that is known' {
        $records = Get-Progress '$null = Convert-ToAnime $data/testA -Model $run -Destination $out'
        $records[0].StatusDescription | Should -BeLike '* of 4, at face-0001.png'
        $records[0].PercentComplete | Should -BeGreaterOrEqual 0
        $records = Get-Progress '$null = Get-ChildItem $data/testA -File | Convert-ToAnime -Model $run -Destination $out'
        $records[0].StatusDescription | Should -BeLike '* done, at face-0001.png'
        $records[0].PercentComplete | Should -Be -1
    }

    It 'compares runs under one bar that never goes back' {
        Copy-Item -LiteralPath $run -Destination "$TestDrive/again" -Recurse
        $records = Get-Progress '$null = Compare-CycleGanRun $run, $again -Bootstrap 200'
        @($records.Activity | Sort-Object -Unique) | Should -Be 'Comparing runs'
        $shares = @($records | Where-Object RecordType -EQ 'Processing').PercentComplete
        $shares | Should -Be @($shares | Sort-Object)
        $shares[-1] | Should -BeLessOrEqual 100
    }

    It 'says the time that is left in hours and minutes' {
        $records = Get-Progress '$config.Epochs = 1000000; Start-CycleGanTraining -Config $config -Output $out' -Stop
        $records | Where-Object StatusDescription -Match 'Epoch 1 of 1000000, \d+ (h|d) \d\d (min|h) left' | Should -Not -BeNullOrEmpty
        $records.SecondsRemaining | Sort-Object -Unique | Should -Be -1
    }
}
