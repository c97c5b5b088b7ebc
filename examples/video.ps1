<#
.SYNOPSIS
    Translates a film frame by frame, and keeps its sound.
.DESCRIPTION
    ffmpeg takes the film apart into a folder of frames beside the result, Convert-ToAnime translates them in their order, and ffmpeg puts the
    translations together, with the frame rate and the sound of the film. The folder is removed, however it ends.

    Needs ffmpeg and ffprobe. A frame of 720 lines takes about 2 MB, and its translation as much, so that a minute takes some 7 GB: begin with a
    few -Seconds, or make the frames smaller with -Height.
.EXAMPLE
    ./cgps examples/video.ps1 -Path film.mp4 -Model runs/run -Destination anime.mp4 -Height 256 -Seconds 10
.EXAMPLE
    ./cgps examples/video.ps1 -Path film.mp4 -Model runs/run -Destination anime.mp4 -Faces
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,

    # A generator file, or a run's folder.
    [Parameter(Mandatory)] [string] $Model,

    # The film to write; its extension tells the format.
    [Parameter(Mandatory)] [string] $Destination,

    # Height of the frames in pixels; the film's own by default.
    [ValidateRange(16, 4320)] [int] $Height,

    # How much of the film, from its beginning; all by default.
    [ValidateRange(0.1, 86400.0)] [double] $Seconds,

    # Translates faces only, within each frame. The detector has to be installed: Install-FaceDetector.
    [switch] $Faces,

    # Overwrites the result.
    [switch] $Force
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

# Runs ffmpeg or ffprobe with nothing to read: it takes what is typed meanwhile for commands.
function Invoke-Tool([string] $Name, [string[]] $Arguments) {
    if (-not (Get-Command -Name $Name -CommandType Application -ErrorAction Ignore)) {
        throw "There is no $Name. Install ffmpeg, which brings it: apt-get install ffmpeg, or brew install ffmpeg."
    }
    $said = @($null | & $Name -loglevel error @Arguments 2>&1)
    if ($LASTEXITCODE -ne 0) { throw "$Name failed: $($said -join ' ')" }
    $said | ForEach-Object { "$_" }
}

$film = Convert-Path -LiteralPath $Path
$result = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)
if ((Test-Path -LiteralPath $result) -and -not $Force) { throw "'$result' exists already. Overwrite it with -Force." }

$rate = @(Invoke-Tool ffprobe '-select_streams', 'v:0', '-show_entries', 'stream=avg_frame_rate', '-of', 'csv=p=0', $film) -match '^[1-9]\d*/[1-9]\d*$' |
    Select-Object -First 1
if (-not $rate) { throw "'$film' holds no moving pictures." }
$part = if ($Seconds) { '-t', $Seconds.ToString([cultureinfo]::InvariantCulture) } else { @() }

# Beside the result, so that it is on the disk that has the space for it.
$folder = Join-Path -Path (Split-Path -Path $result) -ChildPath ".video-$([guid]::NewGuid().ToString('N'))"
$null = New-Item -ItemType Directory -Path "$folder/frames"
try {
    # Where the pace changes, as many frames a second as on average, so that sound and picture stay together.
    $filter = "fps=$rate" + $(if ($Height) { ",scale=-2:$Height" })
    Invoke-Tool ffmpeg ($part + '-i', $film, '-map', '0:v:0', '-vf', $filter, "$folder/frames/%08d.png")

    # A name sorts as its number does. Frames without a face stay as they are.
    $how = if ($Faces) { @{ Face = 'Blend'; WarningAction = 'SilentlyContinue' } } else { @{ Size = 0 } }
    Convert-ToAnime -LiteralPath "$folder/frames" -Model $Model -Destination "$folder/anime" @how | ForEach-Object {
        if ($Faces -and $_.Faces.Count -eq 0) { Copy-Item -LiteralPath $_.Source -Destination $_.Destination }
    }

    # Its sound as it is, if it has any. Players want frames with even sides.
    $made = "$folder/made$([IO.Path]::GetExtension($result))"
    Invoke-Tool ffmpeg ('-framerate', $rate, '-i', "$folder/anime/%08d.png" + $part + '-i', $film, '-map', '0:v', '-map', '1:a?', '-c:a', 'copy',
        '-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-pix_fmt', 'yuv420p', $made)
    Move-Item -LiteralPath $made -Destination $result -Force:$Force
    Get-Item -LiteralPath $result
} finally {
    Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
}
