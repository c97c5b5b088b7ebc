BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 3 -TestCount 2 -Size 32 -Seed 1
}

Describe 'Test-CycleGanDataset' {
    It 'gives one record a subset' {
        $reports = @(Test-CycleGanDataset -Path "$TestDrive/data" -WarningVariable warnings)
        $reports.Subset | Should -Be @('trainA', 'trainB', 'testA', 'testB')
        $reports.Images | Should -Be @(3, 3, 2, 2)
        $reports[0].MinSide | Should -Be 32
        $reports[0].MaxSide | Should -Be 32
        ($reports.Unreadable + $reports.Duplicates + $reports.InOtherSubset + $reports.Grey) | Where-Object { $_ -ne 0 } | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 0
    }

    It 'takes folders from the pipeline' {
        @(Get-Item -LiteralPath "$TestDrive/data" | Test-CycleGanDataset) | Should -HaveCount 4
        @(New-CycleGanDemoData -Path "$TestDrive/drawn" -Count 2 -TestCount 1 -Size 32 | Test-CycleGanDataset) | Should -HaveCount 4
    }

    It 'names unreadable files and goes on' {
        $null = New-CycleGanDemoData -Path "$TestDrive/damaged" -Count 2 -TestCount 1 -Size 32
        Set-Content -LiteralPath "$TestDrive/damaged/trainA/broken [1].jpg" -Value 'no picture'
        $reports = @(Test-CycleGanDataset -Path "$TestDrive/damaged" -WarningVariable warnings -WarningAction SilentlyContinue)
        $reports | Should -HaveCount 4
        $reports[0].Images | Should -Be 2
        $reports[0].Unreadable | Should -Be 1
        $reports[0].UnreadableFiles[0] | Should -BeLike '*broken*'
        "$warnings" | Should -Match 'broken'
    }

    It 'finds duplicates and test pictures that were trained with' {
        $null = New-CycleGanDemoData -Path "$TestDrive/twice" -Count 2 -TestCount 1 -Size 32
        Copy-Item -LiteralPath "$TestDrive/twice/trainA/face-0001.png" -Destination "$TestDrive/twice/trainA/copy.png"
        Copy-Item -LiteralPath "$TestDrive/twice/trainA/face-0002.png" -Destination "$TestDrive/twice/testA/seen.png"
        $reports = @(Test-CycleGanDataset -Path "$TestDrive/twice" -WarningAction SilentlyContinue)
        $reports[0].Duplicates | Should -Be 1
        $reports[2].InOtherSubset | Should -Be 1
    }

    It 'finds JPEG files that lack a part of their data' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/cut/trainA" -Force
        Copy-Item -Path "$PSScriptRoot/fixtures/images/jpegs/damaged-baseline-*", "$PSScriptRoot/fixtures/images/jpegs/good-*" -Destination "$TestDrive/cut/trainA"
        $report = Test-CycleGanDataset -Path "$TestDrive/cut" -WarningAction SilentlyContinue
        $report.UnreadableFiles | Split-Path -Leaf | Should -BeLike 'damaged-*'
        $report.Unreadable | Should -Be @(Get-ChildItem -Path "$TestDrive/cut/trainA/damaged-*").Count
    }

    It 'warns where a domain is missing' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/half/trainA" -Force
        Copy-Item -LiteralPath "$TestDrive/data/trainA/face-0001.png" -Destination "$TestDrive/half/trainA/one.png"
        @(Test-CycleGanDataset -Path "$TestDrive/half" -WarningVariable warnings -WarningAction SilentlyContinue) | Should -HaveCount 1
        "$warnings" | Should -Match 'trainB'
    }

    It 'warns of pictures smaller than the load size' {
        $reports = @(Test-CycleGanDataset -Path "$TestDrive/data" -LoadSize 64 -WarningAction SilentlyContinue)
        $reports[0].Warnings[0] | Should -Match 'smaller than 64'
    }

    It 'tells with -Face which photos have no face, or several' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/faces/trainA", "$TestDrive/faces/trainB" -Force
        Copy-Item -Path "$PSScriptRoot/fixtures/faces/*.png" -Destination "$TestDrive/faces/trainA"
        Copy-Item -Path "$PSScriptRoot/fixtures/faces/none.png" -Destination "$TestDrive/faces/trainB"
        $reports = @(Test-CycleGanDataset "$TestDrive/faces" -Face -FaceDetector "$PSScriptRoot/fixtures/faces/squares.onnx" -WarningVariable warnings -WarningAction SilentlyContinue)
        $reports[0].Faceless, $reports[0].SeveralFaces | Should -Be @(1, 1)
        Split-Path -Leaf $reports[0].FacelessFiles | Should -Be 'none.png'
        Split-Path -Leaf $reports[0].SeveralFacesFiles | Should -Be 'two.png'
        $reports[1].Faceless | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'no face was found'
        (Test-CycleGanDataset "$TestDrive/faces" -WarningAction SilentlyContinue)[0].Faceless | Should -BeNullOrEmpty
    }

    It 'ends where the detector is none' {
        { Test-CycleGanDataset "$TestDrive/data" -Face -FaceDetector "$PSScriptRoot/fixtures/onnx/fixed-unit.onnx" } |
            Should -Throw -ErrorId 'UnreadableModel,*' -ExpectedMessage '*not a face detector*'
        { Test-CycleGanDataset "$TestDrive/data" -Face -FaceDetector "$PSScriptRoot/fixtures/faces/too-few.onnx" } | Should -Throw -ErrorId 'UnreadableModel,*'
        { Test-CycleGanDataset "$TestDrive/data" -FaceDetector "$PSScriptRoot/fixtures/faces/squares.onnx" } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'fails for a folder that is <Case>' -TestCases @(
        @{ Case = 'not there'; Path = 'nowhere'; Id = 'PathNotFound,*' }
        @{ Case = 'no data root'; Path = 'data/trainA'; Id = 'EmptyFolder,*' }
    ) {
        { Test-CycleGanDataset -Path "$TestDrive/$Path" } | Should -Throw -ErrorId $Id
    }
}
