BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 6 -TestCount 2 -Size 32 -Seed 1
    $tiny = @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; SampleInterval = 1; Seed = 3 }
    $null = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/plain"
    $null = Start-CycleGanTraining -Config ($tiny + @{ Cycle = 'Weak'; CycleReduction = 4 }) -Output "$TestDrive/runs/weak [1]"
    $run = "$TestDrive/runs/plain"
    $sheets = @(Get-ChildItem -LiteralPath "$run/samples").Count

    # The frames of a GIF, by their graphic control extensions; and its size.
    function Get-Frame([string] $Path) { [regex]::Matches([Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($Path)), '(?s)\x21\xF9\x04.(..)').Count }
    function Get-Pixel([string] $Path) { $bytes = [IO.File]::ReadAllBytes($Path); ($bytes[6] + 256 * $bytes[7]), ($bytes[8] + 256 * $bytes[9]) }
}

Describe 'Export-CycleGanTimelapse' {
    It 'writes an animation into the folder of the run' {
        $file = Export-CycleGanTimelapse $run
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Get-Item "$run/timelapse.gif").FullName
        Get-Frame $file.FullName | Should -Be $sheets
        (Get-Pixel $file.FullName)[1] | Should -BeGreaterThan 64
    }

    It 'takes runs from the pipeline, each to its own file of a folder' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/films"
        $files = @(Get-CycleGanRun -Path "$TestDrive/runs/*" | Export-CycleGanTimelapse -Destination "$TestDrive/films" -Count 2)
        $files.Name | Sort-Object | Should -Be @('plain.gif', 'weak [1].gif')
        $files | ForEach-Object { Get-Frame $_.FullName | Should -Be 2 }
    }

    It 'is of the size and the rows that are asked for' {
        $one = Export-CycleGanTimelapse $run -Destination "$TestDrive/one.gif" -Row FakeB -Size 64
        $four = Export-CycleGanTimelapse $run -Destination "$TestDrive/four.gif" -Row FakeA, RealB, FakeB, RealA -Size 64
        (Get-Pixel $four.FullName)[1] - (Get-Pixel $one.FullName)[1] | Should -Be (3 * 68)
    }

    It 'shows the last frame for longer' {
        $file = Export-CycleGanTimelapse $run -Destination "$TestDrive/pace.gif" -FramesPerSecond 4 -Hold 3
        $delays = [regex]::Matches([Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file.FullName)), '(?s)\x21\xF9\x04.(.)(.)') |
            ForEach-Object { [int] $_.Groups[1].Value[0] + 256 * [int] $_.Groups[2].Value[0] }
        $delays[0] | Should -Be 25
        $delays[-1] | Should -Be 300
    }

    It 'does not overwrite without -Force, and does with it' {
        Set-Content -LiteralPath "$TestDrive/mine.gif" -Value 'mine'
        { Export-CycleGanTimelapse $run -Destination "$TestDrive/mine.gif" } | Should -Throw -ErrorId 'OutputExists,*'
        Get-Content -LiteralPath "$TestDrive/mine.gif" | Should -Be 'mine'
        (Export-CycleGanTimelapse $run -Destination "$TestDrive/mine.gif" -Force).Length | Should -BeGreaterThan 1000
    }

    It 'writes one run only into one file' {
        $written = @(Get-CycleGanRun -Path "$TestDrive/runs/*" | Export-CycleGanTimelapse -Destination "$TestDrive/several.gif" -ErrorVariable faults -ErrorAction SilentlyContinue)
        $written | Should -HaveCount 1
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
    }

    It 'does nothing with -WhatIf' {
        Export-CycleGanTimelapse $run -Destination "$TestDrive/planned.gif" -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/planned.gif" | Should -Not -Exist
    }

    It 'names a damaged sheet and makes the rest' {
        Copy-Item -LiteralPath $run -Destination "$TestDrive/damaged" -Recurse
        Set-Content -LiteralPath "$TestDrive/damaged/samples/000002.png" -Value 'no picture'
        $file = Export-CycleGanTimelapse "$TestDrive/damaged" -Destination "$TestDrive/damaged.gif" -ErrorVariable faults -ErrorAction SilentlyContinue
        Get-Frame $file.FullName | Should -Be ($sheets - 1)
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'UnreadableImage,*'
        "$($faults[0])" | Should -BeLike '*000002.png*'
    }

    It 'says what is missing: <Case>' -TestCases @(
        @{ Case = 'no run'; Folder = 'data'; Id = 'PathNotFound,*'; More = @{} }
        @{ Case = 'rows that a run in one direction lacks'; Folder = 'runs/weak [1]'; Id = 'InvalidArgument,*'; More = @{ Row = 'RealA', 'FakeA' } }
    ) {
        $written = @(Export-CycleGanTimelapse -LiteralPath "$TestDrive/$Folder" -Destination "$TestDrive/none.gif" @More -ErrorVariable faults -ErrorAction SilentlyContinue)
        $written | Should -HaveCount 0
        $faults[0].FullyQualifiedErrorId | Should -BeLike $Id
        "$TestDrive/none.gif" | Should -Not -Exist
    }

    It 'needs two samples' {
        Copy-Item -LiteralPath $run -Destination "$TestDrive/young" -Recurse
        Get-ChildItem -LiteralPath "$TestDrive/young/samples" | Select-Object -Skip 1 | Remove-Item
        Export-CycleGanTimelapse "$TestDrive/young" -Force -ErrorVariable faults -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'TooFewImages,*'
    }

    It 'refuses another format, and a folder that is not there' {
        { Export-CycleGanTimelapse $run -Destination "$TestDrive/film.mp4" } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*.gif*'
        { Export-CycleGanTimelapse $run -Destination "$TestDrive/nowhere/film.gif" } | Should -Throw -ErrorId 'PathNotFound,*'
    }
}
