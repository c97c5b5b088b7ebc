@{
    RootModule           = 'bin/CycleGanPS.dll'
    # Loaded first: it shows the cmdlets the way to what they depend on.
    NestedModules        = 'bin/CycleGanPS.Loader.dll'
    ModuleVersion        = '0.2.0'
    GUID                 = '5b0c8f0e-6f0b-4d9f-9a5e-3c1f5e0a7b21'
    Author               = 'The CycleGanPS authors'
    Copyright            = '(c) The CycleGanPS authors. MIT licence.'
    Description          = 'Trains CycleGANs, turns photos into anime and measures the result, from the pipeline.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = 'Core'
    TypesToProcess       = 'CycleGanPS.Types.ps1xml'
    FormatsToProcess     = 'CycleGanPS.Format.ps1xml'
    CmdletsToExport      = @(
        'Compare-CycleGanRun'
        'Convert-ToAnime'
        'ConvertTo-EdgeSmoothedImage'
        'Export-CycleGanContactSheet'
        'Export-CycleGanLossPlot'
        'Export-CycleGanModel'
        'Export-CycleGanReport'
        'Export-CycleGanTimelapse'
        'Export-FidStatistics'
        'Get-CycleGanDevice'
        'Get-CycleGanLoss'
        'Get-CycleGanModel'
        'Get-CycleGanRun'
        'Get-CycleGanScore'
        'Install-CycleGanRuntime'
        'Install-FaceDetector'
        'Install-FidWeights'
        'Measure-Fid'
        'Measure-PairedError'
        'Measure-SlicedWasserstein'
        'Merge-FidStatistics'
        'New-CycleGanConfig'
        'New-CycleGanDemoData'
        'Start-CycleGanTraining'
        'Test-CycleGanDataset'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @('ConvertTo-Anime')
    PrivateData          = @{
        PSData = @{
            Tags         = @('CycleGAN', 'TorchSharp', 'PyTorch', 'anime', 'GAN', 'FID', 'image-translation')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'CHANGELOG.md, beside README.md, says what each version changed.'
        }
    }
}
