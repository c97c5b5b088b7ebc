# What a folder or a wildcard of pictures means, in every cmdlet that takes one.

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 2 -TestCount 3 -Size 32 -Seed 1
    $photos = "$TestDrive/data/testA"
    $tiny = @{ ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; Seed = 1 }
    $null = Start-CycleGanTraining -Config ($tiny + @{ DataRoot = "$TestDrive/data" }) -Output "$TestDrive/run"

    # Nine files that are left out of each folder: three names that are not UTF-8, five of other formats, one hidden picture.
    $mixed = "$TestDrive/mixed"
    foreach ($name in 'trainA', 'trainB', 'testA', 'testB') {
        Copy-Item -LiteralPath "$TestDrive/data/$name" -Destination (New-Item -ItemType Directory -Path "$mixed/$name" -Force).Parent.FullName -Recurse -Force
        & sh -c 'cd "$0" && for n in 1 2 3; do cp face-0001.png "$(printf ''caf\351%d.png'' $n)"; echo x > scan$n.psd; done; echo x > IMG_1.HEIC; echo x > IMG_2.HEIC; cp face-0001.png .hidden.png' "$mixed/$name"
    }

    # The signs by which PowerShell shows such a name stand for any.
    $said = '*: 3 files whose names are not UTF-8, first ''caf*1.png''; 5 files of formats that are not read, first ''IMG_1.HEIC''; 1 hidden picture, first ''.hidden.png''.'
}

AfterAll {
    # PowerShell cannot name these, and so not remove them.
    & sh -c 'rm -f "$0"/*/caf*.png' $mixed
}

Describe 'Folders of pictures' {
    It '<Case>: what is left out is told, once a folder' -TestCases @(
        @{ Case = 'Convert-ToAnime'; Folders = 1; Run = { Convert-ToAnime -Path "$mixed/testA" -Model "$TestDrive/run" -Destination "$TestDrive/told" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'ConvertTo-EdgeSmoothedImage'; Folders = 1; Run = { ConvertTo-EdgeSmoothedImage -Path "$mixed/testA" -Destination "$TestDrive/told-edges" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'Measure-SlicedWasserstein'; Folders = 2; Run = { Measure-SlicedWasserstein "$mixed/testA" "$mixed/testB" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'Measure-PairedError'; Folders = 2; Run = { Measure-PairedError "$mixed/testA" "$mixed/testB" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'Export-CycleGanContactSheet'; Folders = 2; Run = { Export-CycleGanContactSheet "$TestDrive/told.png" "$mixed/testA", "$mixed/testB" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'Compare-CycleGanRun'; Folders = 2; Run = { Compare-CycleGanRun "$TestDrive/run" -TestA "$mixed/testA" -TestB "$mixed/testB" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'Test-CycleGanDataset'; Folders = 4; Run = { Test-CycleGanDataset $mixed -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'Start-CycleGanTraining'; Folders = 4; Run = { Start-CycleGanTraining -Config ($tiny + @{ DataRoot = $mixed }) -Output "$TestDrive/told-run" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
    ) {
        $null = & $Run
        $left = @($script:warnings | Where-Object { "$_" -like 'Left out of*' })
        $left | Should -HaveCount $Folders
        $left | ForEach-Object { "$_" | Should -BeLike $said }
    }

    It 'Measure-Fid tells it before it asks for weights' {
        { Measure-Fid "$mixed/testA" "$mixed/testB" -Weights "$TestDrive/none.pth" -WarningAction SilentlyContinue -WarningVariable script:warnings } |
            Should -Throw -ErrorId 'WeightsMissing,*'
        @($script:warnings | Where-Object { "$_" -like $said }) | Should -HaveCount 2
    }

    It '<_> takes a folder from the pipeline as one that is named' -ForEach @('Convert-ToAnime', 'ConvertTo-EdgeSmoothedImage') {
        $more = $(if ($_ -eq 'Convert-ToAnime') { @{ Model = "$TestDrive/run" } } else { @{} })
        @(Get-Item -LiteralPath $photos | & $_ -Destination "$TestDrive/item $_" @more) | Should -HaveCount 3
        @($photos | & $_ -Destination "$TestDrive/name $_" @more) | Should -HaveCount 3
        @(Get-ChildItem -LiteralPath "$TestDrive/data" -Recurse | Where-Object FullName -Like '*testA*' |
            & $_ -Destination "$TestDrive/with its pictures $_" @more -ErrorVariable faults) | Should -HaveCount 3
        $faults | Should -HaveCount 0

        # All but the results of the last time.
        $folder = "$TestDrive/all $_"
        Copy-Item -LiteralPath $photos -Destination $folder -Recurse
        Copy-Item -LiteralPath "$TestDrive/item $_" -Destination "$folder/results" -Recurse
        $results = @(Get-ChildItem -LiteralPath $folder | & $_ -Destination "$folder/results" -Force @more -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable faults)
        $results | Should -HaveCount 3
        $faults | Should -HaveCount 0
        "$warnings" | Should -BeLike '*results'' is where the results go, and is left out.'
    }

    It 'a folder without pictures and a wildcard without a match are errors: <Case>' -TestCases @(
        @{ Case = 'Convert-ToAnime'; Run = { Convert-ToAnime -Path $args[0] -Model "$TestDrive/run" -Destination "$TestDrive/void-anime" -ErrorAction Stop } }
        @{ Case = 'ConvertTo-EdgeSmoothedImage'; Run = { ConvertTo-EdgeSmoothedImage -Path $args[0] -Destination "$TestDrive/void-edges" -ErrorAction Stop } }
        @{ Case = 'Measure-SlicedWasserstein'; Run = { Measure-SlicedWasserstein $photos $args[0] } }
        @{ Case = 'Measure-Fid'; Run = { Measure-Fid $photos $args[0] } }
    ) {
        $null = New-Item -ItemType Directory -Path "$TestDrive/void" -Force
        { & $Run "$TestDrive/void" } | Should -Throw -ErrorId 'EmptyFolder,*'
        { & $Run "$TestDrive/void/*" } | Should -Throw -ErrorId 'PathNotFound,*'
        { & $Run "$mixed/testA/*.psd" } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'a wildcard means the pictures that it matches, and tells what it leaves out: <Case>' -TestCases @(
        @{ Case = 'Convert-ToAnime'; Run = { Convert-ToAnime -Path "$mixed/testA/*" -Model "$TestDrive/run" -Destination "$TestDrive/wild" -WarningAction SilentlyContinue -WarningVariable script:warnings } }
        @{ Case = 'Measure-SlicedWasserstein'; Run = { (Measure-SlicedWasserstein $photos "$mixed/testA/*" -WarningAction SilentlyContinue -WarningVariable script:warnings)[0].FakeCount | ForEach-Object { 1..$_ } } }
    ) {
        @(& $Run) | Should -HaveCount 3
        "$script:warnings" | Should -BeLike "*5 files of formats that are not read, first 'IMG_1.HEIC'.*"
    }

    It 'a wildcard without a run is an error' {
        { Get-CycleGanRun "$TestDrive/void*" -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        { Get-CycleGanLoss "$TestDrive/void*" -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'Test-CycleGanDataset and training say where both domains are one folder' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/same"
        Copy-Item -LiteralPath "$TestDrive/data/trainA" -Destination "$TestDrive/same" -Recurse
        $null = New-Item -ItemType SymbolicLink -Path "$TestDrive/same/trainB" -Target "$TestDrive/same/trainA"
        $null = Test-CycleGanDataset "$TestDrive/same" -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*trainB is the same folder as trainA.*'
        Start-CycleGanTraining -Config ($tiny + @{ DataRoot = "$TestDrive/same" }) -Output "$TestDrive/same-run" -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*TrainA and TrainB are the same folder*'
    }
}

Describe 'One picture that cannot be read' {
    BeforeAll {
        $bad = "$TestDrive/bad"
        Copy-Item -LiteralPath "$TestDrive/data" -Destination $bad -Recurse
        foreach ($name in 'testA/face-0001.png', 'testB/face-0002.png') {
            [IO.File]::WriteAllBytes("$bad/$name", [IO.File]::ReadAllBytes("$TestDrive/data/$name")[0..600])
        }
    }

    It '<Case>: is an error with its name, and the rest go on' -TestCases @(
        @{ Case = 'Measure-SlicedWasserstein'; Used = 2, 2; Run = { Measure-SlicedWasserstein "$bad/testA" "$bad/testB" -ErrorAction SilentlyContinue -ErrorVariable script:faults | Select-Object -Last 1 | ForEach-Object { $_.RealCount, $_.FakeCount } } }
        @{ Case = 'Measure-PairedError'; Used = 1; Run = { (Measure-PairedError "$bad/testA" "$bad/testB" -ErrorAction SilentlyContinue -ErrorVariable script:faults).Pairs } }
        @{ Case = 'Export-CycleGanContactSheet'; Used = 'one.png'; Run = { (Export-CycleGanContactSheet "$TestDrive/one.png" "$bad/testA", "$bad/testB" -ErrorAction SilentlyContinue -ErrorVariable script:faults).Name } }
    ) {
        & $Run | Should -Be $Used
        $script:faults | Should -HaveCount 2
        $script:faults.FullyQualifiedErrorId | Should -BeLike 'UnreadableImage,*'
        $script:faults.TargetObject | Sort-Object | Should -Be @("$bad/testA/face-0001.png", "$bad/testB/face-0002.png")
    }

    It 'Compare-CycleGanRun leaves it out for all runs' {
        $data = "$TestDrive/more"
        $null = New-CycleGanDemoData -Path $data -Count 1 -TestCount 4 -Size 32 -Seed 1
        Set-Content -LiteralPath "$data/testA/face-0002.png" -Value 'damaged'
        $rows = Compare-CycleGanRun "$TestDrive/run" -TestA "$data/testA" -TestB "$data/testB" -Paired -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable faults
        $rows.FakeCount | Should -Be @(3, 3)
        $rows.RealCount | Should -Be @(4, 4)
        $faults | Should -HaveCount 1
        $faults[0].TargetObject | Should -Be "$data/testA/face-0002.png"
    }

    It 'nothing is left: an error says so' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/none"
        Set-Content -LiteralPath "$TestDrive/none/a.png" -Value 'damaged'
        { Measure-SlicedWasserstein "$TestDrive/none" $photos -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'TooFewImages,*'
        { Measure-PairedError "$TestDrive/none" "$TestDrive/none" -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'TooFewImages,*'
        { Export-CycleGanContactSheet "$TestDrive/none.png" "$TestDrive/none" -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'TooFewImages,*'
    }
}
