# Every way to stop what is under way: signals to the process, and stops inside of it.

BeforeDiscovery {
    $noBash = -not (Get-Command -Name bash -CommandType Application -ErrorAction Ignore)
    $signals = @(
        @{ Signal = 'TERM'; Code = 143 }
        @{ Signal = 'HUP'; Code = 129 }
        @{ Signal = 'INT'; Code = 130 }
    )
    # Each goes on for longer than any test waits. $output is where files appear.
    $work = @(
        @{ Name = 'Start-CycleGanTraining'; Command = 'Start-CycleGanTraining -Config $config -Output $output -Force' }
        @{ Name = 'Convert-ToAnime'; Command = 'Convert-ToAnime -Path $photos -Model $model -Destination $output -BatchSize 1 -Size 1024' }
        @{ Name = 'ConvertTo-EdgeSmoothedImage'; Command = 'ConvertTo-EdgeSmoothedImage -Path $photos -Destination $output' }
        @{ Name = 'Measure-SlicedWasserstein'; Command = 'Measure-SlicedWasserstein -Real $photos -Fake $photos' }
        @{ Name = 'Compare-CycleGanRun'; Command = 'Compare-CycleGanRun -Path $run -TestA $photos -TestB $photos' }
        @{ Name = 'Test-CycleGanDataset'; Command = 'Test-CycleGanDataset -Path $large' }
        @{ Name = 'Install-FidWeights'; Command = 'Install-FidWeights -Uri $slow' }
    )
}

BeforeAll {
    $module = "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    Import-Module -Name $module
    $root = Split-Path -Parent $PSScriptRoot

    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 6 -TestCount 1 -Size 32 -Seed 1
    $tiny = @{
        DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Seed = 5; Device = 'Cpu'
        LogInterval = 1; SampleInterval = 0; CheckpointMinutes = 0; CheckpointInterval = 1000; Workers = 1
    }
    $null = Start-CycleGanTraining -Config ($tiny + @{ Epochs = 1 }) -Output "$TestDrive/run"

    # One large picture under many names.
    $null = New-CycleGanDemoData -Path "$TestDrive/drawn" -Count 1 -TestCount 0 -Size 1024 -Seed 1
    $large = (Get-ChildItem -LiteralPath "$TestDrive/drawn/trainA" -File)[0].FullName
    foreach ($domain in 'trainA', 'trainB') {
        $null = New-Item -ItemType Directory -Path "$TestDrive/large/$domain"
        foreach ($index in 1..400) { $null = New-Item -ItemType HardLink -Path "$TestDrive/large/$domain/$index.png" -Target $large }
    }

    # A server that never finishes what it sends.
    $server = [Net.HttpListener]::new()
    $port = 20000 + $PID % 20000
    $server.Prefixes.Add("http://127.0.0.1:$port/")
    $server.Start()
    $serving = Start-ThreadJob -ArgumentList $server {
        param($Server)
        while ($Server.IsListening) {
            # Not GetContext, which waits on for ever if the server is stopped just before.
            $request = $Server.GetContextAsync()
            while ([Threading.Tasks.Task]::WaitAny(@($request), 100) -lt 0) { if (-not $Server.IsListening) { return } }
            $response = $request.Result.Response
            $response.ContentLength64 = 100MB
            $response.OutputStream.Write([byte[]]::new(1MB))
            $response.OutputStream.Flush()
        }
    }

    # The variables that a command above uses, as script text.
    function Get-Preamble([string] $Output) {
        @"
Import-Module -Name '$module'
`$output = '$Output'; `$photos = '$TestDrive/large/trainA'; `$large = '$TestDrive/large'; `$run = '$TestDrive/run'; `$model = '$TestDrive/run/generatorAB.pt'
`$slow = 'http://127.0.0.1:$port/weights-0123abcd.pth'
`$config = @{ $(($tiny.Keys | ForEach-Object { "$_ = $(if ($tiny[$_] -is [string]) { "'$($tiny[$_])'" } else { $tiny[$_] })" }) -join '; '); Epochs = 100000 }
"@
    }

    # What a stop must not leave: a temporary file, a lock.
    function Get-Leftover([string] $Folder) {
        @(Get-ChildItem -LiteralPath $Folder -Recurse -File -Force -ErrorAction Ignore | Where-Object Name -Match '\.(tmp|partial|old)|^run\.lock$' | ForEach-Object Name)
    }

    function Wait-Until([scriptblock] $Condition, [string] $What) {
        $patience = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $Condition)) {
            if ($patience.Elapsed.TotalSeconds -gt 120) { throw "$What has not happened within two minutes." }
            [Threading.Thread]::Sleep(50)
        }
    }

    function Read-Status([string] $Run) { (Get-Content -LiteralPath "$Run/run.json" -Raw | ConvertFrom-Json).status }
}

AfterAll {
    $server.Stop()
    # It ends by that. To force it would wait without end for whatever it waits for.
    $serving | Wait-Job -Timeout 60 | Remove-Job
}

Describe 'A signal to the process' -Tag 'needs bash' -Skip:$noBash {
    BeforeAll {
        $hasDefaultSignal = [bool] (Get-Command -Name env -CommandType Application -ErrorAction Ignore) -and (& env --help 2>&1) -match '--default-signal'

        # Starts a script through the launcher, waits until it is at work, sends the signal, and gives what was left.
        function Invoke-WithSignal([string] $Command, [string] $Signal, [string] $Folder, [switch] $AsCommand) {
            $null = New-Item -ItemType Directory -Path $Folder
            $script = "$Folder/work.ps1"
            Set-Content -LiteralPath $script -Value @"
$(Get-Preamble "$Folder/output")
try {
    [IO.File]::WriteAllText('$Folder/begun', '')
    $Command | Select-Object -Property * | Export-Csv -Path '$Folder/records.csv'
    'not reached'
}
finally { Start-Sleep -Milliseconds 500; [IO.File]::WriteAllText('$Folder/finally', '') }
'not reached'
"@
            $words = @("$root/cgps") + $(if ($AsCommand) { '-c', "& '$script'" } else { $script })
            # A shell's background ignores interrupts, nohup hangups, and so would all that they start.
            if ($hasDefaultSignal) { $words = @('env', "--default-signal=$Signal") + $words }
            $start = [Diagnostics.ProcessStartInfo]::new($words[0])
            foreach ($word in $words | Select-Object -Skip 1) { $start.ArgumentList.Add($word) }
            $start.Environment['OMP_NUM_THREADS'] = '1'
            $start.Environment['XDG_CACHE_HOME'] = "$Folder/cache"
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            $output, $fault = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
            Wait-Until { $process.HasExited -or [IO.File]::Exists("$Folder/begun") } 'the beginning'
            # Into the work itself.
            [Threading.Thread]::Sleep(2500)
            if ($process.HasExited) { throw "It ended before it was stopped: $($output.Result)$($fault.Result)" }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            & kill -s $Signal $process.Id
            if (-not $process.WaitForExit(60000)) { $process.Kill($true) }
            [pscustomobject]@{ ExitCode = $process.ExitCode; Seconds = $watch.Elapsed.TotalSeconds; Text = "$($output.Result)$($fault.Result)" }
        }
    }

    It 'SIG<Signal> ends <Name> with <Code>' -ForEach @(foreach ($signal in $signals) { foreach ($item in $work) { $signal + $item } }) {
        if ($Signal -ne 'TERM' -and -not $hasDefaultSignal) {
            Set-ItResult -Skipped -Because 'this env cannot give a child the default action of a signal'
        }
        $folder = "$TestDrive/$Signal-$Name"
        $end = Invoke-WithSignal -Command $Command -Signal $Signal -Folder $folder
        $end.ExitCode | Should -Be $Code -Because $end.Text
        $end.Text | Should -Not -Match 'not reached'
        "$folder/finally" | Should -Exist
        Get-Leftover $folder | Should -BeNullOrEmpty
        if ($Name -eq 'Start-CycleGanTraining') {
            Read-Status "$folder/output" | Should -Be 'stopped'
            $end.Text | Should -Match "output stopped after step \d+ of \d+\. To go on: Start-CycleGanTraining '$folder/output' -Resume"
            $rows = @(Import-Csv -LiteralPath "$folder/records.csv")
            # The record that was on its way when the pipeline stopped is in the log alone.
            @(Import-Csv -LiteralPath "$folder/output/losses.csv").Count - $rows.Count | Should -BeIn 0, 1
        }
    }

    It 'SIG<Signal> ends a command as it ends a script' -ForEach $signals {
        if ($Signal -ne 'TERM' -and -not $hasDefaultSignal) {
            Set-ItResult -Skipped -Because 'this env cannot give a child the default action of a signal'
        }
        $end = Invoke-WithSignal -Command 'Start-CycleGanTraining -Config $config -Output $output' -Signal $Signal -Folder "$TestDrive/command-$Signal" -AsCommand
        $end.ExitCode | Should -Be $Code -Because $end.Text
        Read-Status "$TestDrive/command-$Signal/output" | Should -Be 'stopped'
    }

    It 'saves what trains in a thread job, at <Name>' -ForEach @(
        @{ Name = 'a signal'; Ending = '& kill -s TERM $PID; Start-Sleep -Seconds 60'; Code = 143 }
        @{ Name = 'the end of the script'; Ending = 'exit 7'; Code = 7 }
    ) {
        $folder = "$TestDrive/job-$Code"
        $null = New-Item -ItemType Directory -Path $folder
        Set-Content -LiteralPath "$folder/work.ps1" -Value @"
$(Get-Preamble "$folder/output")
`$job = Start-ThreadJob { Start-CycleGanTraining -Config `$using:config -Output `$using:output }
# A step is done when the log has more than its heading.
while (`$job.State -in 'NotStarted', 'Running' -and @(Get-Content -LiteralPath '$folder/output/losses.csv' -ErrorAction Ignore).Count -lt 2) { Start-Sleep -Milliseconds 50 }
$Ending
"@
        $text = & "$root/cgps" "$folder/work.ps1" 2>&1
        $LASTEXITCODE | Should -Be $Code -Because "$text"
        Read-Status "$folder/output" | Should -Be 'stopped'
        @(Get-ChildItem -LiteralPath "$folder/output/checkpoints" -Directory).Name | Where-Object { $_ -like 'step-*' } | Should -HaveCount 1
        Get-Leftover $folder | Should -BeNullOrEmpty
    }
}

Describe 'A stop inside the process' {
    BeforeEach {
        $folder = "$TestDrive/inside-$([guid]::NewGuid().ToString('N'))"
        $null = New-Item -ItemType Directory -Path $folder
        $script = "$(Get-Preamble "$folder/output")`n[IO.File]::WriteAllText('$folder/begun', '')`n"
    }

    It 'of a runspace ends <Name>' -ForEach $work {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("`$env:XDG_CACHE_HOME = '$folder/cache'; $script $Command")
            $null = $shell.BeginInvoke()
            Wait-Until { [IO.File]::Exists("$folder/begun") } 'the beginning'
            [Threading.Thread]::Sleep(1000)
            $shell.InvocationStateInfo.State | Should -Be 'Running' -Because "$($shell.Streams.Error.ReadAll())"
            $shell.EndStop($shell.BeginStop($null, $null))
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally {
            $shell.Dispose()
        }
        Get-Leftover $folder | Should -BeNullOrEmpty
        if ($Name -eq 'Start-CycleGanTraining') { Read-Status "$folder/output" | Should -Be 'stopped' }
        # Nothing goes on in the background.
        $files = @(Get-ChildItem -LiteralPath $folder -Recurse -File -Force).Count
        [Threading.Thread]::Sleep(300)
        @(Get-ChildItem -LiteralPath $folder -Recurse -File -Force) | Should -HaveCount $files
    }

    It 'of a <Kind> ends a training' -ForEach @(@{ Kind = 'thread job' }, @{ Kind = 'job in a process of its own' }) {
        $work = [scriptblock]::Create("$script Start-CycleGanTraining -Config `$config -Output `$output")
        $job = if ($Kind -eq 'thread job') { Start-ThreadJob -ScriptBlock $work } else { Start-Job -ScriptBlock $work }
        try {
            Wait-Until { [IO.File]::Exists("$folder/output/losses.csv") -or $job.State -notin 'NotStarted', 'Running' } 'the first step'
            $job | Stop-Job
            $job.State | Should -Be 'Stopped'
            Read-Status "$folder/output" | Should -Be 'stopped'
            Get-Leftover $folder | Should -BeNullOrEmpty
        }
        finally {
            $job | Remove-Job -Force
        }
    }

    It 'by a cmdlet further down ends <Name>' -ForEach ($work | Where-Object Name -In 'Start-CycleGanTraining', 'Convert-ToAnime', 'ConvertTo-EdgeSmoothedImage') {
        . ([scriptblock]::Create((Get-Preamble "$folder/output")))
        @(& ([scriptblock]::Create($Command)) | Select-Object -First 3) | Should -HaveCount 3
        Get-Leftover $folder | Should -BeNullOrEmpty
        if ($Name -eq 'Start-CycleGanTraining') { Read-Status "$folder/output" | Should -Be 'stopped' }
    }

    It 'leaves a training that goes on bit for bit' {
        $config = $tiny + @{ Epochs = 3 }
        $whole = @(Start-CycleGanTraining -Config $config -Output "$folder/whole")
        $first = @(Start-CycleGanTraining -Config $config -Output "$folder/parts" | Select-Object -First 5)
        $rest = @(Start-CycleGanTraining -Config $config -Output "$folder/parts" -Resume)
        @($first) + @($rest | Where-Object Step -GT 5) | ForEach-Object Generator | Should -Be $whole.Generator
        (Get-FileHash -LiteralPath "$folder/parts/generatorAB.pt").Hash | Should -Be (Get-FileHash -LiteralPath "$folder/whole/generatorAB.pt").Hash
    }
}

Describe 'Two at a time in one process' {
    It 'trains twice as each alone' {
        $configs = 1, 2 | ForEach-Object { $tiny + @{ Epochs = 3 } | ForEach-Object { $_.Seed = 10; $_ } }
        $alone = @(Start-CycleGanTraining -Config $configs[0] -Output "$TestDrive/alone")
        $both = 1, 2 | ForEach-Object -Parallel {
            Import-Module -Name $using:module
            , @(Start-CycleGanTraining -Config ($using:configs)[$_ - 1] -Output "$using:TestDrive/both$_")
        }
        $both | Should -HaveCount 2
        foreach ($records in $both) { $records.Generator | Should -Be $alone.Generator }
    }

    It 'trains and translates' {
        $config = $tiny + @{ Epochs = 20 }
        $job = Start-ThreadJob { Import-Module -Name $using:module; Start-CycleGanTraining -Config $using:config -Output "$using:TestDrive/beside" }
        $results = @(Convert-ToAnime -Path "$TestDrive/data/trainA" -Model "$TestDrive/run" -Destination "$TestDrive/beside-anime")
        $results | Should -HaveCount 6
        @($job | Receive-Job -Wait -AutoRemoveJob) | Should -HaveCount 120
    }

    It 'is imported by many runspaces at once' -Tag 'needs bash' -Skip:$noBash {
        $names = & "$root/cgps" -c "1..16 | ForEach-Object -Parallel { Import-Module -Name '$module'; (Get-Command -Name Measure-Fid).Name } -ThrottleLimit 16" 2>&1
        $names | Should -HaveCount 16
        $names | Sort-Object -Unique | Should -Be 'Measure-Fid'
    }
}
