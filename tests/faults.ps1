<#
.SYNOPSIS
    Does to trainings what happens to trainings, and compares what they leave with an undisturbed one, byte by byte.
.DESCRIPTION
    Trainings of a tiny network run in processes of their own, started through the launcher, and are killed at random moments,
    asked to stop, robbed of disk space and of images. Each then goes on and has to end with the bytes of a run that nothing
    happened to. What this machine does not allow (mounting a small file system, signals that are ignored) is skipped, with the reason.

    Ends with the line 'N passed, N failed', and with exit code 1 if something failed.
.EXAMPLE
    ./cgps tests/faults.ps1 -Rounds 20
#>
[CmdletBinding()]
param(
    # How many times a training is killed.
    [ValidateRange(1, 10000)]
    [int] $Rounds = 3,

    # Only the scenarios whose name contains this.
    [string] $Filter = '',

    # Of the random moments.
    [int] $Seed = 1,

    # Give one record a scenario instead of the last line and the exit code.
    [switch] $PassThru
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

$launcher = "$PSScriptRoot/../cgps"
$root = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath "cgps-faults-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
$null = New-Item -ItemType Directory -Path $root
$random = [Random]::new($Seed)
# The tensor library too, which a second process would otherwise wait for while the first goes on.
$null = Get-CycleGanDevice
$null = New-CycleGanDemoData -Path "$root/data" -Count 6 -TestCount 1 -Size 32 -Seed 1

# Sixty steps: seconds of training, with a checkpoint every half second.
function Write-Config([string] $Name, [hashtable] $Change = @{}) {
    $keys = @{
        DataRoot = "'$root/data'"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 10; Seed = 5; Device = "'Cpu'"
        LogInterval = 1; SampleInterval = 20; CheckpointInterval = 5; CheckpointMinutes = 0.008; Workers = 2; PoolSize = 4
    }
    foreach ($key in $Change.Keys) { $keys[$key] = $Change[$key] }
    $path = "$root/$Name.psd1"
    Set-Content -LiteralPath $path -Value (@('@{') + @($keys.Keys | ForEach-Object { "    $_ = $($keys[$_])" }) + '}')
    $path
}

# Starts a training, or goes on with one, in a process of its own, which obeys the signal that is named whatever this process does
# with it. One thread: on networks this small two wait for each other.
function Open-Training([string] $Config, [string] $Run, [string] $Signal) {
    $start = [Diagnostics.ProcessStartInfo]::new($(if ($Signal -and $hasEnv) { '/usr/bin/env' } else { $launcher }))
    if ($Signal -and $hasEnv) {
        $start.ArgumentList.Add("--default-signal=$Signal")
        $start.ArgumentList.Add($launcher)
    }
    $start.ArgumentList.Add('-c')
    $start.ArgumentList.Add("`$null = Start-CycleGanTraining -Config '$Config' -Output '$Run' -Resume:(Test-Path -LiteralPath '$Run/run.json')")
    $start.Environment['OMP_NUM_THREADS'] = '1'
    $start.RedirectStandardError = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Error = $process.StandardError.ReadToEndAsync() }
}

function Wait-Training($Training) {
    if (-not $Training.Process.WaitForExit(900000)) {
        $Training.Process.Kill($true)
        throw 'A training did not end within a quarter of an hour.'
    }
    [pscustomobject]@{ ExitCode = $Training.Process.ExitCode; Text = "$($Training.Output.Result)$($Training.Error.Result)" -replace '\s+', ' ' }
}

function Complete-Training([string] $Config, [string] $Run) {
    $end = Wait-Training (Open-Training $Config $Run)
    Assert-True ($end.ExitCode -eq 0) "The training ended with $($end.ExitCode): $($end.Text)"
}

# Waits until a training has written so many rows, so that it is known to be in the middle.
function Wait-Row($Training, [string] $Run, [int] $Count) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt 900) {
        if ((Get-RowCount $Run) -ge $Count) { return }
        if ($Training.Process.HasExited) { throw "The training ended too early: $((Wait-Training $Training).Text)" }
        Start-Sleep -Milliseconds 20
    }
    throw 'The training did not get under way within a quarter of an hour.'
}

# What a shell starts in the background ignores interrupts, nohup hang-ups, and so would all that they start. env of the GNU
# coreutils undoes it.
$hasEnv = $false
if (Test-Path -LiteralPath /usr/bin/env) {
    & /usr/bin/env --default-signal=INT true 2>$null
    $hasEnv = $LASTEXITCODE -eq 0
}

function Test-Ignored([int] $Number) {
    if ($hasEnv -or -not (Test-Path -LiteralPath /proc/self/status)) { return $false }
    $mask = [Convert]::ToUInt64(((& /bin/sh -c 'grep SigIgn /proc/self/status') -split '\s+')[1], 16)
    ($mask -shr ($Number - 1)) -band 1
}

function Get-RowCount([string] $Run) {
    if (Test-Path -LiteralPath "$Run/losses.csv") { [IO.File]::ReadAllLines("$Run/losses.csv").Count - 1 } else { 0 }
}

function Send-Signal($Training, [string] $Name) { & /bin/sh -c "kill -$Name $($Training.Process.Id)" }

function Assert-True([bool] $Condition, [string] $Otherwise) { if (-not $Condition) { throw $Otherwise } }

# Everything that a run leaves, but times.
function Get-Result([string] $Run) {
    $latest = "$Run/checkpoints/$([IO.File]::ReadAllText("$Run/checkpoints/latest").Trim())"
    $files = @(Get-ChildItem -LiteralPath $Run -Filter '*.pt' -File) + @(if (Test-Path -LiteralPath "$Run/samples") { Get-ChildItem -LiteralPath "$Run/samples" -File }) + @(Get-ChildItem -LiteralPath $latest -Filter '*.pt' -File)
    foreach ($file in $files) { "$($file.Name) $((Get-FileHash -LiteralPath $file.FullName).Hash)" }
    foreach ($row in Import-Csv -LiteralPath "$Run/losses.csv") {
        @($row.PSObject.Properties | Where-Object Name -NotIn 'Seconds', 'ImagesPerSecond' | ForEach-Object Value) -join ','
    }
}

function Assert-SameResult([string] $Run, [string[]] $Expected) {
    $found = @(Get-Result $Run)
    $different = @(0..([Math]::Max($found.Count, $Expected.Count) - 1) | Where-Object { $found[$_] -cne $Expected[$_] })
    Assert-True ($different.Count -eq 0) "$($different.Count) of $($Expected.Count) results differ; the first is '$(if ($different) { $found[$different[0]] })' instead of '$(if ($different) { $Expected[$different[0]] })'."
    $leftovers = @(Get-ChildItem -LiteralPath $Run -Recurse | Where-Object Name -Match '\.(tmp|partial|old)$|^run\.lock$')
    Assert-True ($leftovers.Count -eq 0) "$(@($leftovers | ForEach-Object Name) -join ', ') is left over."
}

$outcomes = [Collections.Generic.List[object]]::new()

# A scenario that throws has failed; one that gives a sentence was skipped for that reason.
function Invoke-Scenario([string] $Name, [scriptblock] $Body) {
    if (-not $Name.Contains($Filter)) { return }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $result, $message = 'Passed', ''
    try {
        $reason = & $Body
        if ($reason) { $result, $message = 'Skipped', "$reason" }
    }
    catch {
        $result, $message = 'Failed', "$_"
    }
    $outcomes.Add([pscustomobject]@{ Name = $Name; Result = $result; Message = $message })
    Write-Information ('{0,-8} {1,6:0.0} s  {2}{3}' -f $result, $watch.Elapsed.TotalSeconds, $Name, $(if ($message) { ": $message" }))
}

# A small file system of its own, where mounting is allowed.
$small = "$root/small"
$null = New-Item -ItemType Directory -Path $small
$isMounted = $false
if ($IsLinux) {
    & /bin/sh -c "mount -t tmpfs -o size=24m tmpfs '$small'" 2>$null
    $isMounted = $LASTEXITCODE -eq 0
}

try {
    $config = Write-Config 'run'
    # How long it takes to its first step, and all in all, as far as that can be foreseen.
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $training = Open-Training $config "$root/straight/run"
    Wait-Row $training "$root/straight/run" -Count 1
    $startUp = $watch.Elapsed.TotalMilliseconds
    $end = Wait-Training $training
    Assert-True ($end.ExitCode -eq 0) "The undisturbed training ended with $($end.ExitCode): $($end.Text)"
    $step = ($watch.Elapsed.TotalMilliseconds - $startUp) / 60
    $expected = @(Get-Result "$root/straight/run")
    Assert-True (@(Import-Csv -LiteralPath "$root/straight/run/losses.csv").Count -eq 60) 'The undisturbed training did not log every step.'

    Invoke-Scenario "killed $Rounds times at random moments" {
        $number, $kills = 0, 0
        while ($kills -lt $Rounds) {
            $run = "$root/killed/$((++$number))/run"
            # Runs follow one another, since each kill lets one get a little further.
            while ($kills -lt $Rounds -and (Get-RowCount $run) -lt 60) {
                $training = Open-Training $config $run
                # Some while it starts, or goes on from a checkpoint, and most at a step, or what is done between steps.
                if ($kills % 4 -eq 3) {
                    $null = $training.Process.WaitForExit($random.Next([int] $startUp))
                }
                else {
                    $row = (Get-RowCount $run) + $random.Next(1, 20)
                    while ((Get-RowCount $run) -lt $row -and -not $training.Process.HasExited) { Start-Sleep -Milliseconds 5 }
                    $null = $training.Process.WaitForExit($random.Next([int] (2 * $step) + 1))
                }
                # One that ended by itself was not killed.
                if (-not $training.Process.HasExited) {
                    $training.Process.Kill()
                    $kills++
                }
                $null = Wait-Training $training
            }
            Complete-Training $config $run
            Assert-SameResult $run $expected
        }
    }

    foreach ($signal in @{ Name = 'TERM'; Number = 15 }, @{ Name = 'INT'; Number = 2 }, @{ Name = 'HUP'; Number = 1 }) {
        Invoke-Scenario "asked to stop by SIG$($signal.Name)" {
            if (Test-Ignored $signal.Number) { return "SIG$($signal.Name) is ignored here, as in the background of a shell, and env has no --default-signal" }
            $run = "$root/$($signal.Name)/run"
            $training = Open-Training $config $run -Signal $signal.Name
            Wait-Row $training $run -Count 10
            Send-Signal $training $signal.Name
            $end = Wait-Training $training
            Assert-True ($end.ExitCode -eq 128 + $signal.Number) "It ended with $($end.ExitCode), and not with $(128 + $signal.Number): $($end.Text)"
            $record = Get-CycleGanRun -LiteralPath $run
            Assert-True ($record.Status -eq 'Stopped') "Its status is $($record.Status)."
            $last = @(Import-Csv -LiteralPath "$run/losses.csv")[-1].Step
            Assert-True ($record.Step -eq $last) "It is at step $($record.Step), but logged step $last."
            Assert-True ([IO.File]::ReadAllText("$run/checkpoints/latest").Trim() -eq ('step-{0:D6}' -f $record.Step)) 'It left without a checkpoint of its last step.'
            Complete-Training $config $run
            Assert-SameResult $run $expected
        }
    }

    Invoke-Scenario 'a second process on the same run, and the lock of a dead one' {
        $run = "$root/shared/run"
        $training = Open-Training $config $run
        Wait-Row $training $run -Count 5
        $fault = $null
        try { $null = Start-CycleGanTraining -Config $config -Output $run -Resume } catch { $fault = $_ }
        $isAlive = -not $training.Process.HasExited
        $training.Process.Kill()
        $null = Wait-Training $training
        Assert-True $isAlive 'The first ended before the second was done.'
        Assert-True ("$(if ($fault) { $fault.FullyQualifiedErrorId })" -like 'RunInUse,*') "The second was not refused: $fault"
        Assert-True (Test-Path -LiteralPath "$run/run.lock") 'The killed process left no lock to take over.'
        Complete-Training $config $run
        Assert-SameResult $run $expected
    }

    Invoke-Scenario 'an image deleted and one cut short while it trains' {
        Copy-Item -LiteralPath "$root/data" -Destination "$root/shrinking" -Recurse
        $run = "$root/images/run"
        $training = Open-Training (Write-Config 'shrinking' @{ DataRoot = "'$root/shrinking'" }) $run
        Wait-Row $training $run -Count 5
        $images = @(Get-ChildItem -LiteralPath "$root/shrinking/trainA" -File)
        Remove-Item -LiteralPath $images[1].FullName
        [IO.File]::WriteAllBytes($images[2].FullName, [IO.File]::ReadAllBytes($images[2].FullName)[0..99])
        $end = Wait-Training $training
        Assert-True ($end.ExitCode -eq 0) "It ended with $($end.ExitCode): $($end.Text)"
        foreach ($image in $images[1, 2]) { Assert-True ($end.Text.Contains($image.Name)) "It did not name $($image.Name): $($end.Text)" }
        Assert-True ((Get-CycleGanRun -LiteralPath $run).Status -eq 'Finished') 'It did not finish.'
    }

    # Each of the three writes all the time, and the others not at all.
    foreach ($case in @(
            @{ What = 'a checkpoint'; Change = @{ CheckpointMinutes = 0.003; SampleInterval = 0 } }
            @{ What = 'samples'; Change = @{ CheckpointMinutes = 0; CheckpointInterval = 100; SampleInterval = 1 } }
            @{ What = 'the losses'; Change = @{ CheckpointMinutes = 0; CheckpointInterval = 100; SampleInterval = 0 } }
        )) {
        Invoke-Scenario "a full disk at the writing of $($case.What)" {
            if (-not $isMounted) { return 'a small file system cannot be mounted here' }
            $full = Write-Config 'full' $case.Change
            $run = "$small/$($case.What)/run"
            $training = Open-Training $full $run
            Wait-Row $training $run -Count 3
            & /bin/sh -c "cat /dev/zero > '$small/filler'" 2>$null
            Assert-True ($training.Process.HasExited -eq $false -or $training.Process.ExitCode -ne 0) 'It ended before the disk was full.'
            $end = Wait-Training $training
            Assert-True ($end.ExitCode -ne 0) 'It did not notice.'
            Assert-True ($end.Text -match 'cannot be written') "It said: $($end.Text)"
            Remove-Item -LiteralPath "$small/filler"
            # Other intervals make other samples, but the same weights.
            Complete-Training $full $run
            $weights = @(Get-Result $run | Where-Object { $_ -match '^(generator|discriminator)\w+\.pt ' })
            Assert-True ("$weights" -ceq "$(@($expected | Where-Object { $_ -match '^(generator|discriminator)\w+\.pt ' }))") 'Its weights are not those of an undisturbed run.'
            Assert-True (@(Get-CycleGanLoss -LiteralPath $run).Step.Count -eq 60) 'Its losses are not one a step.'
            Remove-Item -LiteralPath (Split-Path -Parent $run) -Recurse -Force
        }
    }

    Invoke-Scenario 'a folder that has become read-only' {
        if (-not $isMounted) { return 'a small file system cannot be mounted here' }
        $run = "$small/read-only/run"
        $training = Open-Training $config $run
        Wait-Row $training $run -Count 5
        $training.Process.Kill()
        $null = Wait-Training $training
        & /bin/sh -c "mount -o remount,ro '$small'"
        try {
            $end = Wait-Training (Open-Training $config $run)
            Assert-True ($end.ExitCode -ne 0 -and $end.Text -match 'cannot be written') "It said: $($end.Text)"
        }
        finally {
            & /bin/sh -c "mount -o remount,rw '$small'"
        }
        Complete-Training $config $run
        Assert-SameResult $run $expected
    }
}
finally {
    if ($isMounted) { & /bin/sh -c "umount '$small'" }
    Remove-Item -LiteralPath $root -Recurse -Force
}

if ($PassThru) { return $outcomes }
$failed = @($outcomes | Where-Object Result -EQ 'Failed').Count
$skipped = @($outcomes | Where-Object Result -EQ 'Skipped').Count
Write-Information "$(@($outcomes | Where-Object Result -EQ 'Passed').Count) passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
if ($failed) { exit 1 }
