BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $savedCache = $env:XDG_CACHE_HOME
    $savedWeights = $env:CYCLEGANPS_FID_WEIGHTS
    $env:XDG_CACHE_HOME = "$TestDrive/cache"
    $env:CYCLEGANPS_FID_WEIGHTS = ''

    $data = "$TestDrive/data"
    $null = New-CycleGanDemoData -Path $data -Count 2 -TestCount 4 -Size 32
    $tiny = @{ DataRoot = $data; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; LogInterval = 1; SampleInterval = 0 }
    $runs = "$TestDrive/runs"
    foreach ($seed in 1, 2) {
        $null = Start-CycleGanTraining -Config $tiny -Seed $seed -Output "$runs/plain-$seed"
        $null = Start-CycleGanTraining -Config ($tiny + @{ Activation = 'LeakyReLU' }) -Seed $seed -Output "$runs/leaky[$seed]"
    }
    $null = New-Item -ItemType Directory -Path "$TestDrive/nothing"
    $quiet = @{ Bootstrap = 10; WarningAction = 'SilentlyContinue' }

    # A run's folder again under another name, to be spoilt.
    function Copy-Run([string] $Name) { Copy-Item -LiteralPath "$runs/plain-1" -Destination "$TestDrive/$Name" -Recurse; "$TestDrive/$Name" }

    # Changes the copy's record of itself.
    function Edit-Record([string] $Run, [string] $From, [string] $To) {
        $text = Get-Content -LiteralPath "$Run/run.json" -Raw
        $text | Should -Match $From
        Set-Content -LiteralPath "$Run/run.json" -Value ($text -replace $From, $To)
    }
}

AfterAll {
    $env:XDG_CACHE_HOME = $savedCache
    $env:CYCLEGANPS_FID_WEIGHTS = $savedWeights
}

Describe 'Compare-CycleGanRun' {
    It 'gives one row a run, with the differences to the first, and one for the untouched pictures' {
        $rows = @(Compare-CycleGanRun -Path "$runs/plain-1", "$runs/*" @quiet)
        $rows | Should -HaveCount 5
        $rows.Run[-1] | Should -Be 'No translation'
        $rows[0].PSObject.TypeNames[0] | Should -Be 'CycleGanPS.Core.Comparison.RunComparison'
        $rows[0].Run | Should -Be 'plain-1'
        $rows[0].DeltaSwd | Should -Be 0
        $leaky = $rows | Where-Object Run -EQ 'leaky[2]'
        $leaky.Technique | Should -Be 'LeakyReLU'
        $leaky.Seed | Should -Be 2
        $leaky.Status | Should -Be 'Finished'
        $leaky.DeltaSwd | Should -Be ($leaky.Swd - $rows[0].Swd)
        $leaky.Steps | Should -Be 2
        $leaky.FakeCount | Should -Be 4
        $leaky.MeanAbsoluteError | Should -BeNullOrEmpty
    }

    It 'measures what Convert-ToAnime and Measure-SlicedWasserstein do' {
        $row, $untouched = Compare-CycleGanRun -Path "$runs/plain-1" -Paired @quiet
        $null = Get-ChildItem -LiteralPath "$data/testA" -File | Convert-ToAnime -Model "$runs/plain-1" -Destination "$TestDrive/anime"
        $row.Swd | Should -Be (Measure-SlicedWasserstein -Real "$data/testB" -Fake "$TestDrive/anime" | Where-Object Level -EQ 'Mean').Swd
        $row.MeanAbsoluteError | Should -Be (Measure-PairedError -Real "$data/testB" -Fake "$TestDrive/anime").MeanAbsoluteError
        $untouched.Swd | Should -Be (Measure-SlicedWasserstein -Real "$data/testB" -Fake "$data/testA" | Where-Object Level -EQ 'Mean').Swd
        $untouched.MeanAbsoluteError | Should -Be (Measure-PairedError -Real "$data/testB" -Fake "$data/testA").MeanAbsoluteError
        $untouched.DeltaSwd | Should -Be ($untouched.Swd - $row.Swd)
    }

    It 'measures finished translations as it does those that it makes' {
        $run = Copy-Run 'translated'
        $null = Convert-ToAnime "$data/testA" -Model $run -Destination "$run/anime"
        $rows = @(Compare-CycleGanRun -LiteralPath $run @quiet)
        Remove-Item -Path "$run/*.pt"
        $again = @(Compare-CycleGanRun -LiteralPath $run -Translated anime @quiet)
        $again.Swd | Should -Be $rows.Swd
        $again.Run | Should -Be $rows.Run
    }

    It 'leaves out for all runs what one has not translated' {
        $one, $other = (Copy-Run 'whole'), (Copy-Run 'part')
        $null = Convert-ToAnime "$data/testA" -Model $one -Destination "$one/anime"
        Copy-Item -LiteralPath "$one/anime" -Destination $other -Recurse
        $gone, $cut = @(Get-ChildItem -LiteralPath "$other/anime")[0, 1]
        Remove-Item -LiteralPath $gone
        Set-Content -LiteralPath $cut -Value 'no picture'
        $rows = @(Compare-CycleGanRun -Path $one, $other -Translated anime @quiet -ErrorVariable faults -ErrorAction SilentlyContinue)
        $rows.FakeCount | Should -Be 2, 2, 2
        $faults | Should -HaveCount 2
        "$($faults[0])" | Should -BeLike "*no translation of the same name in *part*anime.*"
        $null = Compare-CycleGanRun -Path $one, "$runs/plain-1" -Translated anime @quiet -ErrorVariable missing -ErrorAction SilentlyContinue
        "$missing" | Should -BeLike '*plain-1 has no folder anime, and is left out.*'
        { Compare-CycleGanRun -Path $one -Translated "$other/anime" @quiet } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'gives the untouched pictures neither seed nor times nor a folder, so that they can be told from runs' {
        $rows = @(Compare-CycleGanRun -Path "$runs/plain-1" @quiet)
        $rows.Technique | Should -Be @('Baseline', 'No translation')
        foreach ($name in 'Seed', 'Status', 'TrainingSeconds', 'PreparationSeconds', 'ImagesPerSecond', 'Epochs', 'Steps', 'ImageSize', 'SameData', 'Path', 'FullName', 'PSPath') {
            $rows[1].$name | Should -BeNullOrEmpty -Because $name
            $rows[0].$name | Should -Not -BeNullOrEmpty -Because $name
        }
        ($rows | Where-Object Path | Get-CycleGanRun).Name | Should -Be 'plain-1'
        ($rows | Get-CycleGanRun -ErrorAction SilentlyContinue -ErrorVariable faults).Name | Should -Be 'plain-1'
        $faults | Should -HaveCount 1
        ($rows | ConvertTo-Csv | ConvertFrom-Csv)[1].Seed | Should -Be ''
    }

    It 'leaves FID and KID empty without weights, and says so once' {
        $rows = Compare-CycleGanRun -Path "$runs/plain-1" -WarningVariable warnings -WarningAction SilentlyContinue
        foreach ($row in $rows) {
            $row.Fid | Should -BeNullOrEmpty
            $row.Kid | Should -BeNullOrEmpty
            $row.CrossedOver | Should -BeNullOrEmpty
            $row.Swd | Should -BeGreaterThan 0
        }
        @($warnings) | Should -HaveCount 1
        "$warnings" | Should -BeLike '*Install-FidWeights*'
    }

    It 'refuses weights that are named and missing' {
        { Compare-CycleGanRun -Path "$runs/plain-1" -Weights "$TestDrive/none.pth" } | Should -Throw -ErrorId 'WeightsMissing,*' -ExpectedMessage '*none.pth*'
    }

    It 'takes runs from Get-CycleGanRun, brackets and all' {
        @(Get-CycleGanRun -Path "$runs/*" | Compare-CycleGanRun @quiet).Run | Sort-Object | Should -Be @('leaky[1]', 'leaky[2]', 'No translation', 'plain-1', 'plain-2')
    }

    It 'sums up techniques over their seeds' {
        $techniques = @(Compare-CycleGanRun -Path "$runs/plain-1", "$runs/*" -Summary -Paired @quiet)
        $techniques.Technique | Should -Be @('Baseline', 'LeakyReLU', 'No translation')
        $techniques[1].Seeds | Sort-Object | Should -Be @(1, 2)
        $techniques[1].Swd | Should -Be (($techniques[1].Rows[0].Swd + $techniques[1].Rows[1].Swd) / 2)
        $techniques[1].SwdDeviation | Should -BeGreaterThan 0
        $techniques[1].Chance | Should -Be 'images and seeds'
        $techniques[0].DeltaSwd | Should -BeNullOrEmpty
        $delta = $techniques[1].DeltaSwd
        $delta.Low | Should -BeLessThan $delta.High
        $delta.LargerThanChance | Should -Be ($delta.Low -gt 0 -or $delta.High -lt 0)
        $techniques[2].Runs | Should -Be 0
        $techniques[2].Seeds | Should -HaveCount 0
        $techniques[2].TrainingSeconds | Should -BeNullOrEmpty
        $techniques[2].Reference | Should -Be 'Baseline'
        $techniques[2].DeltaSwd.CoversSeeds | Should -BeTrue
    }

    It 'says that one seed shows the chance of the pictures only' {
        (Compare-CycleGanRun -LiteralPath "$runs/plain-1", "$runs/leaky[1]" -Summary @quiet)[1].Chance | Should -Be 'images'
    }

    It 'gives the same numbers again' {
        $first, $second = foreach ($time in 1, 2) { (Compare-CycleGanRun -LiteralPath "$runs/plain-1", "$runs/leaky[1]" -Summary @quiet)[1].DeltaSwd.ToString() }
        $second | Should -Be $first
    }

    It 'judges the other direction' {
        foreach ($row in Compare-CycleGanRun -Path "$runs/plain-1" -Direction BA @quiet) {
            $row.TestFrom | Should -BeLike '*testB'
            $row.TestTo | Should -BeLike '*testA'
        }
    }

    It 'leaves no pictures behind' {
        # A folder for temporary files that nothing else uses meanwhile.
        $savedTemporary = $env:TMPDIR
        $temporary = New-Item -ItemType Directory -Path "$TestDrive/temporary"
        $env:TMPDIR = $temporary.FullName
        try {
            [IO.Path]::TrimEndingDirectorySeparator([IO.Path]::GetTempPath()) | Should -Be $temporary.FullName
            $null = Compare-CycleGanRun -Path "$runs/plain-1" @quiet
        }
        finally {
            $env:TMPDIR = $savedTemporary
        }
        @(Get-ChildItem -LiteralPath $temporary.FullName -Recurse -Force) | Should -HaveCount 0
    }
}

Describe 'Compare-CycleGanRun with runs that do not fit together' {
    It 'refuses runs that name different test pictures, by name' {
        $null = New-CycleGanDemoData -Path "$TestDrive/other" -Count 2 -TestCount 2 -Size 32
        $null = Start-CycleGanTraining -Config ($tiny + @{ TestA = "$TestDrive/other/testA" }) -Output "$TestDrive/elsewhere"
        { Compare-CycleGanRun -Path "$runs/plain-1", "$TestDrive/elsewhere" @quiet } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*elsewhere*-TestA*'
        @(Compare-CycleGanRun -Path "$runs/plain-1", "$TestDrive/elsewhere" -TestA "$data/testA" @quiet) | Should -HaveCount 3
    }

    It 'marks a run that was trained on other images' {
        $run = Copy-Run 'other-data'
        Edit-Record $run -From '"dataFingerprint": "[^"]*"' -To '"dataFingerprint": "0123456789"'
        $rows = Compare-CycleGanRun -Path "$runs/plain-1", $run @quiet -WarningVariable warnings
        $rows.SameData | Should -Be @($true, $false, $null)
        $rows[1].Technique | Should -BeLike 'Baseline (data 01234567)'
        "$warnings" | Should -BeLike '*other-data was trained on other images*'
    }

    It 'marks a run that is not finished' {
        $run = Copy-Run 'unfinished'
        Edit-Record $run -From '"finished"' -To '"stopped"'
        $row = Compare-CycleGanRun -Path $run @quiet -WarningVariable warnings | Where-Object Path
        $row.Status | Should -Be 'Stopped'
        "$warnings" | Should -BeLike '*unfinished is not finished (Stopped*'
    }

    It 'goes on without a run that has no model' {
        $run = Copy-Run 'no-model'
        Remove-Item -LiteralPath "$run/generatorAB.pt"
        $rows = @(Compare-CycleGanRun -Path $run, "$runs/plain-1" @quiet -ErrorAction SilentlyContinue -ErrorVariable faults)
        $rows.Run | Should -Be @('plain-1', 'No translation')
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
        "$($faults[0])" | Should -BeLike '*no-model*generatorAB.pt*'
    }

    It 'goes on without a run that has not learned the way that is judged' {
        $run = Copy-Run 'one-way'
        Edit-Record $run -From '"Cycle": "Full"' -To '"Cycle": "Weak", "CycleReduction": 4'
        (Compare-CycleGanRun -Path $run @quiet).Run | Should -Be @('one-way', 'No translation')
        $rows = @(Compare-CycleGanRun -Path $run, "$runs/plain-1" -Direction BA @quiet -ErrorAction SilentlyContinue -ErrorVariable faults)
        $rows.Run | Should -Be @('plain-1', 'No translation')
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$($faults[0])" | Should -BeLike '*one-way was trained with a weak cycle*'
    }

    It 'goes on without a run whose model is damaged' {
        $run = Copy-Run 'damaged'
        Set-Content -LiteralPath "$run/generatorAB.pt" -Value 'nothing'
        $rows = @(Compare-CycleGanRun -Path $run, "$runs/plain-1" @quiet -ErrorAction SilentlyContinue -ErrorVariable faults)
        $rows.Run | Should -Be @('plain-1', 'No translation')
        "$($faults[0])" | Should -BeLike '*damaged*'
    }

    It 'refuses what is no run, and test folders with too few pictures' {
        { Compare-CycleGanRun -Path "$TestDrive/nothing" -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'PathNotFound,*'
        $one = New-Item -ItemType Directory -Path "$TestDrive/one"
        Copy-Item -LiteralPath (Get-ChildItem -LiteralPath "$data/testA" -File)[0].FullName -Destination $one.FullName
        { Compare-CycleGanRun -Path "$runs/plain-1" -TestA $one.FullName @quiet } | Should -Throw -ErrorId 'TooFewImages,*' -ExpectedMessage '*one*'
        { Compare-CycleGanRun -Path "$runs/plain-1" -TestB "$TestDrive/nothing" @quiet } | Should -Throw -ErrorId 'EmptyFolder,*'
    }
}

Describe 'Compare-CycleGanRun -Report' {
    It 'writes one page that needs nothing else, with names made harmless' {
        $evil = Copy-Run "<img src=x onerror=alert(1)>&'`"<script>"
        $report = "$TestDrive/report.html"
        $null = Compare-CycleGanRun -LiteralPath "$runs/plain-1", "$runs/leaky[1]", $evil -Report $report -Photos 2 @quiet
        $page = Get-Content -LiteralPath $report -Raw
        $page | Should -Not -Match '<img src=x'
        $page | Should -BeLike '*&lt;img src=x onerror=alert(1)&gt;*'
        $page | Should -Not -Match '(src|href)="(https?:|//|file:)'
        $page | Should -Not -Match '@import|url\('
        # Our own script is the only one, and the viewer's empty picture the only one without content.
        @([regex]::Matches($page, '<script')) | Should -HaveCount 1
        @([regex]::Matches($page, '<polyline')) | Should -HaveCount 6
        @([regex]::Matches($page, 'src="data:image/jpeg;base64,')) | Should -HaveCount 8
        $page | Should -BeLike '*<th scope="row">Activation</th>*LeakyReLU*'
    }

    It 'is well-formed' {
        $page = Get-Content -LiteralPath "$TestDrive/report.html" -Raw
        # As XML once void tags are closed and attributes without a value have one.
        $xml = $page -replace '<!DOCTYPE html>', '' -replace '(?s)<(style|script)>.*?</\1>', '' -replace '<(meta|img|input)\b((?:[^>"]|"[^"]*")*?)>', '<$1$2/>' -replace ' checked/>', ' checked="checked"/>'
        $document = [xml] $xml
        $ids = @($document.SelectNodes('//@id') | ForEach-Object { $_.Value })
        @($ids | Sort-Object -Unique) | Should -HaveCount $ids.Count
        $document.SelectNodes('//table[not(caption)]').Count | Should -Be 0
        $document.SelectNodes('//img[not(@alt)]').Count | Should -Be 0
    }

    It 'does not overwrite without -Force, and finds out before it measures' {
        Set-Content -LiteralPath "$TestDrive/mine.html" -Value 'mine'
        { Compare-CycleGanRun -Path "$runs/plain-1" -Report "$TestDrive/mine.html" @quiet } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*-Force*'
        Get-Content -LiteralPath "$TestDrive/mine.html" | Should -Be 'mine'
        { Compare-CycleGanRun -Path "$runs/plain-1" -Report "$TestDrive/no/where.html" @quiet } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'measures and writes nothing with -WhatIf' {
        Compare-CycleGanRun -Path "$runs/plain-1" -WhatIf @quiet | Should -BeNullOrEmpty
        Compare-CycleGanRun -Path "$runs/plain-1" -Report "$TestDrive/not.html" -WhatIf @quiet | Should -BeNullOrEmpty
        "$TestDrive/not.html" | Should -Not -Exist
    }
}
