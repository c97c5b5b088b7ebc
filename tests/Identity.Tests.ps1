# No cmdlet writes over what it reads, whatever that is called where it is written.

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 2 -TestCount 2 -Size 32 -Seed 1
    $photos = "$TestDrive/data/testA"
    $null = Start-CycleGanTraining -Config @{ DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; Seed = 1 } -Output "$TestDrive/run"
    $model = "$TestDrive/run/generatorAB.pt"
    $null = New-Item -ItemType SymbolicLink -Path "$TestDrive/link" -Target $photos
    $null = New-Item -ItemType Directory -Path "$TestDrive/hard"
    foreach ($file in Get-ChildItem -LiteralPath $photos -File) {
        $null = New-Item -ItemType HardLink -Path "$TestDrive/hard/$($file.Name)" -Target $file.FullName
    }

    function Get-Content64([string] $Path) { [Convert]::ToBase64String([IO.File]::ReadAllBytes($Path)) }
}

Describe 'What a cmdlet reads is not written over' {
    It '<Command> leaves pictures alone that lie in the destination, under the name <Name>' -TestCases @(
        foreach ($command in 'Convert-ToAnime', 'ConvertTo-EdgeSmoothedImage') {
            foreach ($name in 'data/testA', 'data/../link', 'link', 'hard') { @{ Command = $command; Name = $name } }
        }
    ) {
        $more = $(if ($Command -eq 'Convert-ToAnime') { @{ Model = $model } } else { @{} })
        $before = Get-ChildItem -LiteralPath $photos -File | ForEach-Object { Get-Content64 $_.FullName }
        $results = @(& $Command -Path $photos -Destination "$TestDrive/$Name" -Force @more -ErrorAction SilentlyContinue -ErrorVariable faults)
        $results | Should -HaveCount 0
        $faults | Should -HaveCount 2
        $faults.FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
        "$($faults[0])" | Should -BeLike '*overwrite itself*'
        Get-ChildItem -LiteralPath $photos -File | ForEach-Object { Get-Content64 $_.FullName } | Should -Be $before
        @(Get-ChildItem -LiteralPath $photos -File) | Should -HaveCount 2
    }

    It 'Convert-ToAnime leaves another picture alone that has the name of a result, <How>' -TestCases @(
        @{ How = 'named' }
        @{ How = 'piped' }
    ) {
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/two $How").FullName
        Copy-Item -LiteralPath "$photos/face-0001.png" -Destination "$folder/a.jpg"
        Copy-Item -LiteralPath "$photos/face-0002.png" -Destination "$folder/a.png"
        $before = Get-Content64 "$folder/a.png"
        $inputs = @{ Model = $model; Destination = $folder; Force = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'faults' }
        $results = @(if ($How -eq 'piped') { Get-ChildItem -LiteralPath $folder | Convert-ToAnime @inputs } else { Convert-ToAnime -Path $folder @inputs })
        $results | Should -HaveCount 0
        $faults | Should -HaveCount 2
        "$($faults[0])" | Should -BeLike "*a.jpg' would overwrite *a.png', which is to be read*"
        Get-Content64 "$folder/a.png" | Should -Be $before
    }

    It 'Convert-ToAnime replaces its results of the last time with -Force' {
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/again").FullName
        Copy-Item -LiteralPath "$photos/face-0001.png" -Destination "$folder/a.jpg"
        foreach ($time in 1, 2) { @(Get-ChildItem "$folder/*.jpg" | Convert-ToAnime -Model $model -Destination $folder -Force) | Should -HaveCount 1 }
    }

    It '<Case> is refused, and what is there is kept' -TestCases @(
        @{ Case = 'a model exported over itself'; Source = 'run/generatorAB.pt'; Output = 'model.pt'; Run = { Export-CycleGanModel -Path $model -Destination $args[0] -Force } }
        @{ Case = 'a sheet in place of one of its pictures'; Source = 'data/testA/face-0002.png'; Output = 'sheet.png'; Run = { Export-CycleGanContactSheet -Path $args[0] -Folder $photos -Count 1 -Force } }
        @{ Case = 'a plot in place of the log'; Source = 'run/losses.csv'; Output = 'plot.png'; Run = { Export-CycleGanLossPlot -Path $args[0] -Run "$TestDrive/run" -Force } }
        @{ Case = 'a report in place of the record of a run'; Source = 'run/run.json'; Output = 'report.html'; Run = { Compare-CycleGanRun -Path "$TestDrive/run" -Report $args[0] -Force -WarningAction SilentlyContinue } }
        @{ Case = 'a report in place of a test picture'; Source = 'data/testB/face-0001.png'; Output = 'page.html'; Run = { Compare-CycleGanRun -Path "$TestDrive/run" -Report $args[0] -Force -WarningAction SilentlyContinue } }
        @{ Case = 'a report in place of a training picture'; Source = 'data/trainA/face-0001.png'; Output = 'sheet.html'; Run = { Compare-CycleGanRun -Path "$TestDrive/run" -Report $args[0] -Force -WarningAction SilentlyContinue } }
        @{ Case = 'statistics merged over one of them'; Source = 'part.npz'; Output = 'all.npz'; Run = { Merge-FidStatistics -Path "$TestDrive/part.npz" -Destination $args[0] -Force } }
        @{ Case = 'statistics in place of a picture'; Source = 'data/testA/face-0001.png'; Output = 'x.npz'; Run = { Export-FidStatistics -Path $photos -Destination $args[0] -Force } }
    ) {
        if ($Source -eq 'part.npz') { Copy-Item -LiteralPath "$PSScriptRoot/fixtures/metrics/statistics-pytorch-fid.npz" -Destination "$TestDrive/part.npz" }
        $before = Get-Content64 "$TestDrive/$Source"
        $null = New-Item -ItemType SymbolicLink -Path "$TestDrive/$Output" -Target "$TestDrive/$Source"
        { & $Run "$TestDrive/$Output" } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*would overwrite*'
        Get-Content64 "$TestDrive/$Source" | Should -Be $before
        (Get-Item -LiteralPath "$TestDrive/$Output").LinkType | Should -Be 'SymbolicLink'
    }

    It 'a pipe or a device in the way is left alone, also with -Force' {
        & mkfifo "$TestDrive/pipe.png"
        { Export-CycleGanLossPlot -Path "$TestDrive/pipe.png" -Run "$TestDrive/run" -Force } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*is a pipe*'
        $null = New-Item -ItemType SymbolicLink -Path "$TestDrive/null.png" -Target '/dev/null'
        { Export-CycleGanLossPlot -Path "$TestDrive/null.png" -Run "$TestDrive/run" -Force } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*is a device*'
    }
}

Describe 'Names' {
    It 'of as many bytes as file systems take are written, and longer ones refused beforehand' {
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/long").FullName
        foreach ($length in 242, 243, 255) { Copy-Item -LiteralPath "$photos/face-0001.png" -Destination "$folder/$('y' * ($length - 4)).png" }
        @(Convert-ToAnime -Path $folder -Model $model -Destination "$TestDrive/long-anime").Count | Should -Be 3
        @(ConvertTo-EdgeSmoothedImage -Path $folder -Destination "$TestDrive/long-smoothed").Count | Should -Be 3
        @(Convert-ToAnime -Path $folder -Model $model -Destination "$TestDrive/long-webp" -Format Webp -ErrorAction SilentlyContinue -ErrorVariable faults).Count | Should -Be 2
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'OutputNotWritable,*'
        "$($faults[0])" | Should -BeLike '*a name of 256 bytes; file systems take 255.'
    }
}
