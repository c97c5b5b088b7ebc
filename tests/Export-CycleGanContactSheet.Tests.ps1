BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 1 -TestCount 3 -Size 32 -Seed 1
}

Describe 'Export-CycleGanContactSheet' {
    It 'writes a sheet of rows and columns' {
        $file = Export-CycleGanContactSheet -Path "$TestDrive/sheet.png" -Folder "$TestDrive/data/testA", "$TestDrive/data/testB" -CellSize 32 -Count 2
        $file | Should -BeOfType System.IO.FileInfo
        $bytes = [IO.File]::ReadAllBytes($file.FullName)
        # The width in the header of a PNG: two cells and their gaps, and the titles beside them.
        $width = $bytes[16] * 16777216 + $bytes[17] * 65536 + $bytes[18] * 256 + $bytes[19]
        $width | Should -BeGreaterThan 64
        $width | Should -BeLessThan 160
    }

    It 'writes the format that the name says, and refuses others' {
        foreach ($case in @{ Name = 'sheet.jpg'; First = 255 }, @{ Name = 'sheet.webp'; First = 82 }) {
            $file = Export-CycleGanContactSheet -Path "$TestDrive/$($case.Name)" -Folder "$TestDrive/data/testA"
            [IO.File]::ReadAllBytes($file.FullName)[0] | Should -Be $case.First
            $file.PSParentPath | Should -Not -BeNullOrEmpty
        }
        { Export-CycleGanContactSheet -Path "$TestDrive/sheet.bmp" -Folder "$TestDrive/data/testA" } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*.png*'
    }

    It 'does not overwrite without -Force' {
        Set-Content -LiteralPath "$TestDrive/mine.png" -Value 'mine'
        { Export-CycleGanContactSheet -Path "$TestDrive/mine.png" -Folder "$TestDrive/data/testA" } | Should -Throw -ErrorId 'OutputExists,*'
        Get-Content -LiteralPath "$TestDrive/mine.png" | Should -Be 'mine'
    }

    It 'names the folders that have no picture in common' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/other"
        Copy-Item -LiteralPath (Get-ChildItem -LiteralPath "$TestDrive/data/testA" -File)[0].FullName -Destination "$TestDrive/other/stranger.png"
        { Export-CycleGanContactSheet -Path "$TestDrive/x.png" -Folder "$TestDrive/data/testB", "$TestDrive/other" } |
            Should -Throw -ErrorId 'TooFewImages,*' -ExpectedMessage '*other*'
    }
}
