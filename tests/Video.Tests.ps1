BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $script = "$PSScriptRoot/../examples/video.ps1"
    $network = "$PSScriptRoot/fixtures/onnx/animegan-style.onnx"
    $hasTools = (Get-Command -Name ffmpeg -ErrorAction Ignore) -and (Get-Command -Name ffprobe -ErrorAction Ignore)
    if ($hasTools) {
        ffmpeg -loglevel error -f lavfi -i testsrc=size=66x50:rate=5:duration=2 -f lavfi -i sine=duration=2 -c:a aac "$TestDrive/film [1].mp4"
        ffmpeg -loglevel error -f lavfi -i testsrc=size=64x48:rate=30000/1001:duration=0.5 "$TestDrive/silent.mp4"
    }

    function Get-Stream([string] $Path, [string] $Kind, [string] $Entry) {
        ffprobe -loglevel error -count_frames -select_streams $Kind -show_entries "stream=$Entry" -of csv=p=0 $Path
    }
}

Describe 'examples/video.ps1' {
    BeforeEach {
        if (-not $hasTools) { Set-ItResult -Skipped -Because 'ffmpeg is not installed' }
    }

    It 'translates each frame, and keeps pace and sound' {
        $film = & $script -Path "$TestDrive/film [1].mp4" -Model $network -Destination "$TestDrive/anime.mp4"
        $film | Should -BeOfType System.IO.FileInfo
        Get-Stream -Path $film.FullName -Kind v:0 -Entry 'width,height,avg_frame_rate,nb_read_frames' | Should -Be '66,50,5/1,10'
        Get-Stream -Path $film.FullName -Kind a:0 -Entry codec_name | Should -Be 'aac'
        [double] (Get-Stream -Path $film.FullName -Kind a:0 -Entry duration) | Should -BeGreaterThan 1.9
        (Get-ChildItem -LiteralPath $TestDrive -Filter .video-* -Force) | Should -BeNullOrEmpty
    }

    It 'takes films without sound, a part of one, and another height' {
        & $script -Path "$TestDrive/silent.mp4" -Model $network -Destination "$TestDrive/part.mp4" -Height 32 -Seconds 0.2
        Get-Stream -Path "$TestDrive/part.mp4" -Kind v:0 -Entry 'height,avg_frame_rate,nb_read_frames' | Should -Be '32,30000/1001,6'
        Get-Stream -Path "$TestDrive/part.mp4" -Kind a -Entry codec_name | Should -BeNullOrEmpty
    }

    It 'leaves nothing behind where it fails: <Case>' -TestCases @(
        @{ Case = 'a model that is not there'; Film = 'silent.mp4'; Network = 'none.onnx'; Says = '*none.onnx*' }
        @{ Case = 'no film'; Film = 'note.txt'; Network = 'none.onnx'; Says = '*ffprobe failed*' }
    ) {
        Set-Content -LiteralPath "$TestDrive/note.txt" -Value 'no film'
        { & $script -Path "$TestDrive/$Film" -Model "$TestDrive/$Network" -Destination "$TestDrive/not.mp4" } | Should -Throw -ExpectedMessage $Says
        "$TestDrive/not.mp4" | Should -Not -Exist
        (Get-ChildItem -LiteralPath $TestDrive -Filter .video-* -Force) | Should -BeNullOrEmpty
    }

    It 'does not overwrite without -Force' {
        Set-Content -LiteralPath "$TestDrive/mine.mp4" -Value 'mine'
        { & $script -Path "$TestDrive/silent.mp4" -Model $network -Destination "$TestDrive/mine.mp4" } | Should -Throw -ExpectedMessage '*exists already*'
        Get-Content -LiteralPath "$TestDrive/mine.mp4" | Should -Be 'mine'
    }
}
