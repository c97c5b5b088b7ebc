<#
.SYNOPSIS
    The generator under libtorch and under ONNX Runtime: time for a picture, in one run and in turns.
.DESCRIPTION
    Makes a generator of the study's shape with random weights, opens it with both engines, and times the network alone: no
    reading, no writing. Both use as many threads as Get-CycleGanDevice says. Processor time says more than time on a machine that
    does other work as well. Difference is the largest between the bytes of the two translations: 1 at most is rounding.
.EXAMPLE
    ./cgps bench/engines.ps1
#>
[CmdletBinding()]
param(
    # Width and height of the pictures.
    [int] $Size = 256,

    [int] $Filters = 64,

    [int] $Blocks = 9,

    # Pictures that go through the network together.
    [int[]] $BatchSize = @(1, 4),

    # How often each is measured.
    [int] $Turns = 5,

    # Pictures in a turn, at least.
    [int] $Pictures = 4
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
$threads = (Get-CycleGanDevice | Where-Object Kind -EQ 'Cpu').Threads

# The engines themselves, which no cmdlet shows.
$core = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'CycleGanPS.Core' }
function Get-CoreType([string] $Name) { $core.GetType("CycleGanPS.Core.$Name", $true) }
function Open-Generator([string] $Path, [string] $Engine) {
    $options = (Get-CoreType 'Inference.EngineOptions')::new()
    $options.GetType().GetProperty('Engine').SetValue($options, [enum]::Parse((Get-CoreType 'Inference.InferenceEngine'), $Engine))
    , (Get-CoreType 'Inference.ImageGenerators')::Open($Path, $options)
}

$options = (Get-CoreType 'Options.GeneratorOptions')::new()
$options.GetType().GetProperty('Filters').SetValue($options, $Filters)
$options.GetType().GetProperty('ResidualBlocks').SetValue($options, $Blocks)
$info = [Activator]::CreateInstance((Get-CoreType 'Serialization.GeneratorInfo'))
$info.GetType().GetProperty('Generator').SetValue($info, $options)
$network = (Get-CoreType 'Networks.ResnetGenerator')::new($options)
$file = [IO.Path]::Combine([IO.Path]::GetTempPath(), "$([guid]::NewGuid()).pt")
(Get-CoreType 'Serialization.GeneratorFile')::Save($file, $network, $info)
$network.Dispose()

$engines = @{}
try {
    foreach ($engine in 'Torch', 'OnnxRuntime') { $engines[$engine] = Open-Generator $file $engine }
} finally {
    [IO.File]::Delete($file)
}

$image = Get-CoreType 'Data.RgbImage'
$random = [Random]::new(1)
$process = [Diagnostics.Process]::GetCurrentProcess()
foreach ($batch in $BatchSize) {
    $images = [Array]::CreateInstance($image, $batch)
    foreach ($index in 0..($batch - 1)) {
        $images[$index] = $image::new($Size, $Size)
        $random.NextBytes($images[$index].Pixels)
    }

    # Not measured: what is made at the first call. The translations are compared.
    $first = $engines['Torch'].Translate($images)[0].Pixels
    $second = $engines['OnnxRuntime'].Translate($images)[0].Pixels
    $difference = 0
    for ($index = 0; $index -lt $first.Length; $index++) {
        $difference = [math]::Max($difference, [math]::Abs([int] $first[$index] - [int] $second[$index]))
    }

    $calls = [math]::Max(1, [int] [math]::Ceiling($Pictures / $batch))
    foreach ($turn in 1..$Turns) {
        $times = @{}
        # Who begins changes with the turn.
        foreach ($engine in $(if ($turn % 2) { 'Torch', 'OnnxRuntime' } else { 'OnnxRuntime', 'Torch' })) {
            $process.Refresh()
            $before = $process.TotalProcessorTime
            $watch = [Diagnostics.Stopwatch]::StartNew()
            for ($call = 0; $call -lt $calls; $call++) { $null = $engines[$engine].Translate($images) }
            $elapsed = $watch.Elapsed
            $process.Refresh()
            $times[$engine] = @(
                ($elapsed.TotalMilliseconds / $calls / $batch)
                (($process.TotalProcessorTime - $before).TotalMilliseconds / $calls / $batch)
            )
        }

        [pscustomobject] @{
            Batch = $batch
            Turn = $turn
            TorchMs = [math]::Round($times['Torch'][0])
            OnnxMs = [math]::Round($times['OnnxRuntime'][0])
            Ratio = [math]::Round($times['Torch'][0] / $times['OnnxRuntime'][0], 2)
            TorchCpuMs = [math]::Round($times['Torch'][1])
            OnnxCpuMs = [math]::Round($times['OnnxRuntime'][1])
            CpuRatio = [math]::Round($times['Torch'][1] / $times['OnnxRuntime'][1], 2)
            Threads = $threads
            Difference = $difference
        }
    }
}
