BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

    # A run as it lies on the disk, without the training.
    $null = New-Item -ItemType Directory -Path "$TestDrive/run" -Force
    $names = 'Epoch', 'Step', 'Discriminator', 'DiscriminatorA', 'DiscriminatorB', 'Generator', 'Adversarial', 'Cycle', 'Identity', 'LearningRate', 'Seconds', 'ImagesPerSecond'
    $rows = foreach ($step in 1..40) {
        $wave = [Math]::Sin($step) / 20
        $cells = (1 + [Math]::Floor($step / 10)), $step, 0.25, (0.25 + $wave), (0.25 - $wave), (3.3 + 10 * $wave), 0.3, (0.2 + $wave), 0.2, 0.0002, $step, 2.5
        ($cells | ForEach-Object { ([double] $_).ToString('R', [cultureinfo]::InvariantCulture) }) -join ','
    }
    Set-Content -LiteralPath "$TestDrive/run/losses.csv" -Value (@($names -join ',') + $rows)

    # Width and height stand in a PNG's header.
    function Get-PngSize([string] $Path) {
        $bytes = [IO.File]::ReadAllBytes($Path)
        ($bytes[16] * 16777216 + $bytes[17] * 65536 + $bytes[18] * 256 + $bytes[19]), ($bytes[20] * 16777216 + $bytes[21] * 65536 + $bytes[22] * 256 + $bytes[23])
    }
}

Describe 'Export-CycleGanLossPlot' {
    It 'plots records from the pipeline' {
        $file = Get-CycleGanLoss -LiteralPath "$TestDrive/run" | Export-CycleGanLossPlot -Path "$TestDrive/records.png"
        $file | Should -BeOfType System.IO.FileInfo
        $file.Length | Should -BeGreaterThan 10000
        Get-PngSize $file.FullName | Should -Be @(1200, 500)
    }

    It 'plots rows of Import-Csv' {
        Import-Csv -LiteralPath "$TestDrive/run/losses.csv" | Export-CycleGanLossPlot -Path "$TestDrive/rows.png" -Width 800 -Height 400 -Title 'rows'
        Get-PngSize "$TestDrive/rows.png" | Should -Be @(800, 400)
    }

    It 'plots a run' {
        Export-CycleGanLossPlot -Run "$TestDrive/run" -Path "$TestDrive/run.png"
        "$TestDrive/run.png" | Should -Exist
    }

    It 'plots runs from the pipeline, by -Run and by their records alike' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/others/run" -Force
        Copy-Item -LiteralPath "$TestDrive/run/losses.csv" -Destination "$TestDrive/others/run"
        $runs = "$TestDrive/run", "$TestDrive/others/run"
        $null = Get-Item -LiteralPath $runs | Export-CycleGanLossPlot -Path "$TestDrive/two-piped.png"
        $null = Export-CycleGanLossPlot -Run $runs -Path "$TestDrive/two-named.png"
        Get-CycleGanLoss -LiteralPath $runs | Export-Csv -LiteralPath "$TestDrive/two.csv"
        $null = Import-Csv -LiteralPath "$TestDrive/two.csv" | Export-CycleGanLossPlot -Path "$TestDrive/two-rows.png"
        $null = Export-CycleGanLossPlot -Run "$TestDrive/run" -Path "$TestDrive/not-two.png"
        $hashes = 'two-piped', 'two-named', 'two-rows', 'not-two' | ForEach-Object { (Get-FileHash -LiteralPath "$TestDrive/$_.png").Hash }
        $hashes[1], $hashes[2] | Should -Be @($hashes[0], $hashes[0])
        $hashes[3] | Should -Not -Be $hashes[0]
    }

    It 'gives the file as the provider does, so that it is shown under its folder' {
        $file = Export-CycleGanLossPlot -Run "$TestDrive/run" -Path "$TestDrive/shown.png"
        $file.PSPath | Should -Be (Get-Item -LiteralPath "$TestDrive/shown.png").PSPath
        $file | Out-String | Should -Match 'Directory:'
    }

    It 'plots a single record' {
        Get-CycleGanLoss -LiteralPath "$TestDrive/run" -Last 1 | Export-CycleGanLossPlot -Path "$TestDrive/one.png"
        "$TestDrive/one.png" | Should -Exist
    }

    It 'passes over what is no loss record with an error each' {
        $rows = @(Import-Csv -LiteralPath "$TestDrive/run/losses.csv")
        @($rows[0], [pscustomobject]@{ Step = 'one' }, $rows[1]) |
            Export-CycleGanLossPlot -Path "$TestDrive/partly.png" -ErrorVariable faults -ErrorAction SilentlyContinue
        @($faults) | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$TestDrive/partly.png" | Should -Exist
    }

    It 'overwrites only with -Force' {
        Set-Content -LiteralPath "$TestDrive/kept.png" -Value 'mine'
        { Export-CycleGanLossPlot -Run "$TestDrive/run" -Path "$TestDrive/kept.png" } | Should -Throw -ErrorId 'OutputExists,*'
        Get-Content -LiteralPath "$TestDrive/kept.png" | Should -Be 'mine'
        Export-CycleGanLossPlot -Run "$TestDrive/run" -Path "$TestDrive/kept.png" -Force
        Get-PngSize "$TestDrive/kept.png" | Should -Be @(1200, 500)
    }

    It 'writes nothing with -WhatIf' {
        Export-CycleGanLossPlot -Run "$TestDrive/run" -Path "$TestDrive/planned.png" -WhatIf
        "$TestDrive/planned.png" | Should -Not -Exist
    }

    It 'writes SVG, with lines as lines and text as text' {
        $file = Export-CycleGanLossPlot -Run "$TestDrive/run" -Path "$TestDrive/run.svg" -Width 900 -Height 400 -Title 'a <run> & more'
        $svg = [xml](Get-Content -LiteralPath $file -Raw)
        $svg.svg.width, $svg.svg.height | Should -Be @('900', '400')
        $names = [Xml.XmlNamespaceManager]::new($svg.NameTable)
        $names.AddNamespace('s', 'http://www.w3.org/2000/svg')
        $svg.SelectNodes('//s:path', $names).Count | Should -BeGreaterThan 10
        $text = $svg.SelectNodes('//s:text', $names) | ForEach-Object InnerText | ForEach-Object Trim
        $text | Should -Contain 'a <run> & more'
        $text | Should -Contain 'training step'
        $text | Should -Contain 'Generators'
    }

    It 'fails for <Case>' -TestCases @(
        @{ Case = 'a folder that is no run'; Run = '.'; Path = 'x.png'; Id = 'PathNotFound,*' }
        @{ Case = 'another format'; Run = 'run'; Path = 'x.pdf'; Id = 'InvalidArgument,*' }
        @{ Case = 'a folder that is not there'; Run = 'run'; Path = 'no/such/x.png'; Id = 'PathNotFound,*' }
    ) {
        { Export-CycleGanLossPlot -Run "$TestDrive/$Run" -Path "$TestDrive/$Path" } | Should -Throw -ErrorId $Id
    }
}
