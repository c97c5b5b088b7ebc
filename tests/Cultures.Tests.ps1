BeforeDiscovery {
    # Decimal commas, an alphabet whose i is another letter, and calendars, decimal signs and minus signs of their own.
    $cultures = @('de-DE', 'tr-TR', 'fa-IR', 'ar-SA' | ForEach-Object { @{ Culture = $_ } })
    $hasCultures = try { ([cultureinfo] 'de-DE').NumberFormat.NumberDecimalSeparator -eq ',' } catch { $false }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $savedCache = $env:XDG_CACHE_HOME
    $savedWeights = $env:CYCLEGANPS_FID_WEIGHTS
    $env:XDG_CACHE_HOME = "$TestDrive/cache"
    $env:CYCLEGANPS_FID_WEIGHTS = ''
    $saved = [cultureinfo]::CurrentCulture

    $columns = 'Epoch', 'Step', 'Discriminator', 'DiscriminatorA', 'DiscriminatorB', 'Generator', 'Adversarial', 'Cycle', 'Identity', 'Wasserstein', 'GradientPenalty', 'LearningRate'

    # The whole pipeline, into a folder: what it leaves there must not depend on the culture.
    function Invoke-Pipeline([string] $Folder) {
        $null = New-Item -ItemType Directory -Path $Folder
        $null = New-CycleGanDemoData -Path "$Folder/data" -Count 2 -TestCount 3 -Size 32
        $null = New-CycleGanConfig -Path "$Folder/config.psd1" -Preset WganGp, EdgeSmoothing -DataRoot "$Folder/data"
        $table = Import-PowerShellDataFile -LiteralPath "$Folder/config.psd1"
        $tiny = @{ DataRoot = "$Folder/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 3; DecayEpoch = 1; LogInterval = 1; SampleInterval = 1; CriticSteps = 1; LambdaCycle = 9.5; Seed = 1 }
        foreach ($key in $tiny.Keys) { $table[$key] = $tiny[$key] }
        Start-CycleGanTraining -Config $table -Output "$Folder/run" | Export-Csv -LiteralPath "$Folder/losses.csv"
        $null = Import-Csv -LiteralPath "$Folder/losses.csv" | Export-CycleGanLossPlot -Path "$Folder/rows.png" -Title 'losses'
        $null = Export-CycleGanLossPlot -Run "$Folder/run" -Path "$Folder/run.png" -Title 'losses'
        $null = Convert-ToAnime "$Folder/data/testA" -Model "$Folder/run" -Destination "$Folder/anime"
        $null = Export-CycleGanModel "$Folder/run" "$Folder/model.onnx"
        $null = Export-CycleGanModel "$Folder/run" "$Folder/model.safetensors"
        $null = Compare-CycleGanRun "$Folder/run" -Paired -Report "$Folder/report.html" -Bootstrap 10 -WarningAction SilentlyContinue
        Measure-SlicedWasserstein "$Folder/data/testB" "$Folder/anime" | Select-Object Level, Swd, Size | ConvertTo-Json | Set-Content -LiteralPath "$Folder/swd.json"
        Get-CycleGanModel "$Folder/run" | Select-Object Activation, Parameters, Steps, Technique | ConvertTo-Json | Set-Content -LiteralPath "$Folder/model.json"
        Get-CycleGanLoss "$Folder/run" | Select-Object $columns | ConvertTo-Json | Set-Content -LiteralPath "$Folder/losses.json"
        Get-CycleGanRun "$Folder/run" | Out-String -Width 79 | Set-Content -LiteralPath "$Folder/view.txt"
    }

    function Get-Hash([string] $Path) { (Get-FileHash -LiteralPath $Path).Hash }

    # Where it lies and how long things took differ from run to run.
    function Get-Timeless([string] $Path, [string] $Folder) {
        (Get-Content -LiteralPath $Path -Raw).Replace($Folder, '') -replace '(?s)<footer>.*?</footer>' -replace '<td>[\d.]+ s(<small>.*?</small>)?</td>' -replace '<td>\d+\.\d</td></tr>' -replace 'class="caution"'
    }

    $plain = "$TestDrive/plain"
    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
    Invoke-Pipeline $plain
}

AfterAll {
    [cultureinfo]::CurrentCulture = $saved
    $env:XDG_CACHE_HOME = $savedCache
    $env:CYCLEGANPS_FID_WEIGHTS = $savedWeights
}

Describe 'The pipeline under <Culture>' -ForEach $cultures -Skip:(-not $hasCultures) -Tag 'there are no cultures on this machine (ICU is missing)' {
    BeforeAll {
        $folder = "$TestDrive/$Culture"
        [cultureinfo]::CurrentCulture = $Culture
        Invoke-Pipeline $folder
    }

    AfterAll { [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture }

    It 'runs under that culture' { (1.5).ToString() | Should -Not -Be '1.5' }

    It 'writes the same <_>' -ForEach 'rows.png', 'run.png', 'run/samples/000002.png', 'anime/face-0001.png', 'swd.json', 'model.json', 'losses.json' {
        Get-Hash "$folder/$_" | Should -Be (Get-Hash "$plain/$_")
    }

    It 'writes the same weights' {
        foreach ($model in 'model.safetensors', 'model.onnx', 'run/generatorAB.pt') {
            $parameters = foreach ($root in $folder, $plain) { (Get-CycleGanModel "$root/$model").Parameters }
            $parameters[0] | Should -Be $parameters[1]
        }
    }

    It 'writes the same report' {
        Get-Timeless "$folder/report.html" $folder | Should -Be (Get-Timeless "$plain/report.html" $plain)
        Get-Content -LiteralPath "$folder/report.html" -Raw | Should -Match 'Made 20\d\d-\d\d-\d\d \d\d:\d\d'
    }

    It 'writes the same config' {
        (Get-Content -LiteralPath "$folder/config.psd1" -Raw).Replace($folder, '') | Should -Be (Get-Content -LiteralPath "$plain/config.psd1" -Raw).Replace($plain, '')
    }

    It 'writes a log and a record that any culture reads' {
        [cultureinfo]::CurrentCulture = 'en-US'
        $losses = Import-Csv -LiteralPath "$folder/run/losses.csv" | ForEach-Object { [double] $_.Cycle }
        $losses | Should -Be @(Get-CycleGanLoss "$plain/run").Cycle
        (Get-Content -LiteralPath "$folder/run/run.json" -Raw | ConvertFrom-Json).started.Year | Should -BeGreaterThan 2000
        [cultureinfo]::CurrentCulture = $Culture
    }

    It 'takes numbers in invariant format, too, and 1.234 for no thousand' {
        $rows = @(Import-Csv -LiteralPath "$plain/run/losses.csv")
        $null = $rows | Export-CycleGanLossPlot -Path "$folder/invariant.png" -Title 'losses'
        Get-Hash "$folder/invariant.png" | Should -Be (Get-Hash "$plain/run.png")
    }

    It 'goes on with a run that was begun under another culture' {
        $null = Start-CycleGanTraining -Config "$plain/run" -Resume
        @(Get-CycleGanLoss "$plain/run") | Should -HaveCount 6
    }

    It 'shows the run whole' {
        $lines = @(Get-Content -LiteralPath "$folder/view.txt" | Where-Object { $_ })
        $lines | Should -Not -Match '…'
        $lines[2] | Should -Match 'Finished.*3/3'
    }
}
