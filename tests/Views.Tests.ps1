BeforeDiscovery {
    # Long names, the numbers of long trainings, losses far from one. A name is as Get-Command has the type.
    $long = 'EdgeSmoothing+LeakyReLU-seed12345'
    $folder = "/home/somebody/a rather long way/to the pictures/$long"
    $loss = @{ Epoch = 12345; Step = 12345678L; Discriminator = 12345.678; Generator = -12345.678; Adversarial = 0.00001; Cycle = -0.00001; Identity = 0.1783; ImagesPerSecond = 12345.67 }
    $numbers = '12345', '12345678', '12346', '-12346', '1.0E-5', '-1.0E-5', '0.1783', '12345.7'
    $run = @{
        Run = $long; Technique = 'LeakyReLU + EdgeSmoothing'; Fid = 1234.567; DeltaFid = -1234.567; Kid = 0.654321; Swd = 12345.67; CrossedOver = 0.91; MeanAbsoluteError = 0.1234
    }
    $views = @(
        @{ Name = 'LossRecord'; Command = 'Get-CycleGanLoss'; Properties = $loss; Shown = $numbers; Headings = 'Epoch', 'Step', 'Discriminator', 'Generator', 'Adversarial', 'Cycle', 'Identity', 'Images/s' }
        @{
            Name = 'ScoreRecord'; Command = 'Get-CycleGanScore'; Headings = 'Epoch', 'Step', 'FID', 'KID×1000', 'SWD', 'Error', 'Best', 'Seconds'
            Properties = @{ Epoch = 12345; Step = 12345678L; Fid = 1234.567; Kid = 0.654321; Swd = 12345.67; Error = 0.1234; IsBest = $true; EvaluationSeconds = 1234.56 }
            Shown = '12345', '12345678', '1234.57', '654.32', '12345.7', '0.1234', 'best', '1234.6'
        }
        @{
            Name = 'RunSummary'; Command = 'Get-CycleGanRun'; Headings = 'Name', 'Status', 'Technique', 'Epoch', 'Done', 'Left', 'Best'
            Properties = @{
                Name = $long; Status = 'Interrupted'; Technique = 'LeakyReLU + EdgeSmoothing'; Epoch = 1234; Epochs = 1234; PercentComplete = 99.96; Remaining = [timespan] '41.02:03:04'
                BestMeasure = 'Fid'; BestScore = 1234.567
            }
            Shown = '1234/1234', '99 %', '986:03:04', 'FID 1234.57', 'Interrupted'
        }
        @{
            Name = 'RunComparison'; Command = 'Compare-CycleGanRun'; Properties = $run; Shown = '1234.57', '-1234.57', '654.32', '12345.7', '0.91', '0.1234'
            Headings = 'Run', 'Technique', 'Fid', 'DeltaFid', 'Kid×1000', 'Swd', 'Crossed', 'Error'
        }
        @{
            Name = 'TechniqueComparison'; Command = 'Compare-CycleGanRun'; Headings = 'Technique', 'Runs', 'Fid', 'Kid×1000', 'Swd', 'Crossed'
            Properties = @{
                Technique = 'LeakyReLU + EdgeSmoothing (Epochs 20)'; Runs = 12; Fid = 123.456; FidDeviation = 12.345; Kid = 0.018912; KidDeviation = 0.0031; Swd = 157.41; SwdDeviation = 11.61; CrossedOver = 0.91
                DeltaFid = @(-12.345, -123.45, -1.2345, $true); DeltaKid = @(0.0061, 0.00271, 0.00941, $false); DeltaSwd = @(-1.04, -6.14, 4.62, $true)
            }
            Shown = '123.46 ± 12.35', 'Δ -12.35 *', '[-123.45, -1.23]', '18.91 ± 3.10', 'Δ +6.10 (one seed)', '[+2.71, +9.41]', '157.4 ± 11.6', 'Δ -1.0', '[-6.1, +4.6]', '0.91'
        }
        @{ Name = 'DeviceInfo'; Command = 'Get-CycleGanDevice'; Headings = 'Name', 'Default', 'Usable', 'Threads', 'Memory', 'Model, or what to do'
            Properties = @{ Name = 'cuda:12'; Default = $false; Usable = $false; Threads = 128; MemoryBytes = 2367e9 -as [long]; Model = 'NVIDIA H200 NVL'; Advice = 'Run Install-CycleGanRuntime -Backend Cuda.' }
            Shown = 'cuda:12', '128', '2367.0 GB', 'NVIDIA H200 NVL: Run'
        }
        @{
            Name = 'TorchRuntime'; Command = 'Install-CycleGanRuntime'; Headings = 'Backend', 'TorchSharp', 'libtorch', 'Size', 'Linked', 'Path'
            Properties = @{ Backend = 'Cuda'; TorchSharpVersion = '0.107.12'; LibTorchVersion = '2.10.0+cu128'; IsLinked = $true; Path = "$folder/torch/lib" }
            Shown = 'Cuda', '0.107.12', '2.10.0+cu128', 'True'
        }
        @{
            Name = 'PairedErrorScore'; Command = 'Measure-PairedError'; Headings = 'Name', 'Pairs', 'MeanAbsoluteError', 'PSNR (dB)'
            Properties = @{ Name = "$long-$long-$long.png"; Pairs = 123456; MeanAbsoluteError = 0.00001; Psnr = 123.456 }; Shown = '123456', '1.0E-5', '123.46'
        }
        @{
            Name = 'SlicedWassersteinScore'; Command = 'Measure-SlicedWasserstein'; Headings = 'Level', 'SWD×1000', 'Real', 'Fake', 'Size'
            Properties = @{ Level = '1024'; Swd = 12345.678; RealCount = 100000; FakeCount = 100000; Size = 1024 }; Shown = '12345.68', '100000', '1024'
        }
        @{
            Name = 'TranslationResult'; Command = 'Convert-ToAnime'; Headings = 'Source', 'Destination', 'Size', 'ms'
            Properties = @{ Source = "$folder/IMG_20240101_123456.jpg"; Destination = "$folder/anime/IMG_20240101_123456.png"; Width = 16384; Height = 16384; Elapsed = [timespan]::FromSeconds(1234.5) }
            Shown = 'IMG_20240101_123456.jpg', 'anime/IMG_20240101_123456.png', '16384×16384', '1234500'
        }
        @{
            Name = 'EdgeSmoothingResult'; Command = 'ConvertTo-EdgeSmoothedImage'; Headings = 'Source', 'Destination', 'Size', 'Edges', 'ms'
            Properties = @{ Source = "$folder/drawing-00001.jpg"; Destination = "$folder/smooth/drawing-00001.png"; Width = 16384; Height = 16384; EdgeShare = 1.0; Elapsed = [timespan]::FromSeconds(123.4) }
            Shown = 'drawing-00001.jpg', 'smooth/drawing-00001.png', '16384×16384', '100.0', '123400'
        }
        @{
            Name = 'DatasetReport'; Command = 'Test-CycleGanDataset'; Headings = 'Subset', 'Images', 'Unreadable', 'MinSide', 'MedianSide', 'MaxSide', 'Grey', 'Duplicates', 'InOther'
            Properties = @{ Subset = 'trainA'; Images = 1234567; Unreadable = 123456; MinSide = 16383; MedianSide = 16384; MaxSide = 16385; Grey = 123457; Duplicates = 123458; InOtherSubset = 123459 }
            Shown = 'trainA', '1234567', '123456', '16383', '16384', '16385', '123457', '123458', '123459'
        }
        @{
            Name = 'DemoDataSummary'; Command = 'New-CycleGanDemoData'; Headings = 'Folder', 'TrainImages', 'TestPairs', 'Size', 'Seed', 'Seconds'
            Properties = @{ Path = $folder; TrainImages = 100000; TestPairs = 100000; Size = 1024; Seed = -2147483648; Seconds = 12345.6 }; Shown = '100000', '1024', '-2147483648', '12345.6'
        }
        @{
            Name = 'FidScore'; Command = 'Measure-Fid'; Headings = 'FID', 'FID 95 %', 'KID×1000', '±', 'Precision', 'Recall', 'Real', 'Fake', 'Weights'
            Properties = @{ Fid = 1234.567; FidLow = 123.456; FidHigh = 1234.567; Kid = 0.654321; KidStdDev = 0.123456; Precision = 0.1234; Recall = 0.0001; RealCount = 123456; FakeCount = 123457; WeightsSha256 = 'abc'; WeightsName = "$long.pth" }
            Shown = '1234.57', '123.46..1234.57', '654.32', '123.46', '0.123', '0.000', '123456', '123457', 'other'
        }
        @{
            Name = 'FidStatisticsSummary'; Command = 'Export-FidStatistics'; Headings = 'File', 'Count', 'Resize', 'Weights'
            Properties = @{ Path = "$folder/selfies.npz"; Count = 123456789; WeightsName = 'pt_inception-2015-12-05-6726825d.pth' }; Shown = 'selfies.npz', '123456789', 'pt_inception-2015-12-05-6726825d.pth'
        }
        @{
            Name = 'FaceDetectorFile'; Command = 'Install-FaceDetector'; Headings = 'Name', 'SHA-256'
            Properties = @{ Path = "$folder/yunet_n_dynamic.onnx"; Sha256 = '104ee26c' + '0' * 56 }; Shown = 'yunet_n_dynamic.onnx', '104ee26c00000000'
        }
        @{ Name = 'FidWeights'; Command = 'Install-FidWeights'; Properties = @{ Path = "$folder/pt_inception-2015-12-05-6726825d.pth"; Sha256 = '6726825d' + '0' * 56 }; Shown = 'pt_inception-2015-12-05-6726825d.pth', 'True', '6726825d00000000'; Headings = 'Name', 'Standard', 'SHA-256' }
        @{
            Name = 'ModelSummary'; Command = 'Get-CycleGanModel'; Headings = 'Folder', 'Name', 'Kind', 'Architecture', 'Parameters', 'Pixels'
            Properties = @{ Path = "$folder/runs/plain/generatorAB.pt"; Name = 'generatorAB.pt'; Kind = 'Discriminator'; Architecture = 'resnet_64blocks'.Substring(0, 14); Parameters = 123456789L; ImageSize = 1024 }
            Shown = 'plain', 'generatorAB.pt', 'Discriminator', '123,456,789', '1024'
        }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $culture = [cultureinfo]::CurrentCulture
    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture

    function Get-OutputType([string] $Command, [string] $Name) { (Get-Command $Command).OutputType.Type | Where-Object Name -EQ $Name }

    # A record with these properties; a name that it does not have is an error.
    function ConvertTo-Record([type] $Type, [hashtable] $Properties) {
        $record = [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
        foreach ($name in $Properties.Keys) {
            $value = $Properties[$name]
            $kind = $Type.GetProperty($name).PropertyType
            $value = $value -is [array] ? [Activator]::CreateInstance($kind, [object[]] $value) : [Management.Automation.LanguagePrimitives]::ConvertTo($value, $kind)
            $Type.GetProperty($name).SetValue($record, $value)
        }
        $record
    }

    # What a terminal of 80 columns shows: PowerShell leaves its last column free.
    function Get-ShownLine($Records, [int] $Width = 79) { ($Records | Out-String -Width $Width) -split '\r?\n' | Where-Object { $_ } }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    [cultureinfo]::CurrentCulture = $culture
}

Describe 'The view of <Name>' -ForEach $views {
    BeforeAll { $lines = @(Get-ShownLine (ConvertTo-Record (Get-OutputType $Command $Name) $Properties)) }

    It 'fits 80 columns' {
        @($lines | Where-Object Length -GT 79) | Should -BeNullOrEmpty
        # Everything that fits is there: at twice the width nothing is added.
        @(Get-ShownLine (ConvertTo-Record (Get-OutputType $Command $Name) $Properties) -Width 160).Trim() | Should -Be $lines.Trim()
    }

    It 'shows each heading whole, on one line' {
        $lines[0] -replace ' ' | Should -Be (($Headings -join '') -replace ' ')
        $lines[1] | Should -Match '^[- ]+$'
    }

    It 'cuts nothing off' {
        $lines -join "`n" | Should -Not -Match '…'
        foreach ($value in $Shown) { $lines -join "`n" | Should -Match ([regex]::Escape($value)) }
    }
}

Describe 'The views' {
    It 'are those of all that cmdlets write' {
        $written = (Get-Command -Module CycleGanPS).OutputType.Type | Where-Object Namespace -Like 'CycleGanPS.*' | ForEach-Object Name | Sort-Object -Unique
        $tested = foreach ($block in $____Pester.CurrentBlock.Parent.Blocks) { if ($block.Data) { $block.Data.Name } }
        $tested | Sort-Object -Unique | Should -Be $written
    }

    It 'have records whose members are all for users' {
        $written = (Get-Command -Module CycleGanPS).OutputType.Type | Where-Object Namespace -Like 'CycleGanPS.*'
        foreach ($type in @($written) + (Get-OutputType 'Compare-CycleGanRun' 'TechniqueComparison').GetProperty('DeltaFid').PropertyType) {
            $type.GetMethods('Public, Instance').Where({ -not $_.IsSpecialName }).Name | Sort-Object -Unique | Should -Be 'Equals', 'GetHashCode', 'GetType', 'ToString' -Because $type.Name
        }
    }

    It 'show numbers as the culture of the session has them' {
        [cultureinfo]::CurrentCulture = 'de-DE'
        try {
            $text = (ConvertTo-Record (Get-OutputType 'Get-CycleGanLoss' 'LossRecord') @{ Generator = 3.25; Cycle = 0.1783 }) | Out-String -Width 79
        }
        finally {
            [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
        }
        $text | Should -Match '3,2500.*0,1783'
    }

    It 'break wide names between their words' {
        $run = Get-OutputType 'Get-CycleGanRun' 'RunSummary'
        $lines = @(Get-ShownLine (ConvertTo-Record $run @{ Name = 'EdgeSmoothing+LeakyReLU-seed1'; Technique = 'x' * 30; Elapsed = [timespan]::Zero }))
        $lines[2..4] | ForEach-Object { $_.PadRight(40).Substring(0, 15).Trim() } | Should -Be 'EdgeSmoothing+', 'LeakyReLU-seed1', ''
        $lines[2..4] | ForEach-Object { $_.PadRight(41).Substring(28, 13).Trim() } | Should -Be ('x' * 13), ('x' * 13), ('x' * 4)
    }
}
