BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $models = "$PSScriptRoot/fixtures/models"
}

Describe 'Get-CycleGanModel' {
    It 'says of <File> that it is a <Kind> (<Architecture>, <Layout>)' -TestCases @(
        @{ File = 'p.pt'; Kind = 'Generator'; Architecture = 'resnet_1blocks'; Layout = 'PyTorch-GAN'; Format = 'PyTorch'; Normalization = 'Instance'; Parameters = 8739 }
        @{ File = 'j-2blocks.pth'; Kind = 'Generator'; Architecture = 'resnet_2blocks'; Layout = 'pytorch-CycleGAN-and-pix2pix'; Format = 'PyTorch'; Normalization = 'Instance'; Parameters = 13379 }
        @{ File = 'j-old.pth'; Kind = 'Generator'; Architecture = 'resnet_1blocks'; Layout = 'pytorch-CycleGAN-and-pix2pix'; Format = 'PyTorchLegacy'; Normalization = 'Instance'; Parameters = 8739 }
        @{ File = 'j-batch.safetensors'; Kind = 'Generator'; Architecture = 'resnet_1blocks'; Layout = 'pytorch-CycleGAN-and-pix2pix'; Format = 'SafeTensors'; Normalization = 'Batch'; Parameters = 8811 }
        @{ File = 'd-p.pt'; Kind = 'Discriminator'; Architecture = 'Patch94'; Layout = 'PyTorch-GAN'; Format = 'PyTorch'; Normalization = 'Instance'; Parameters = 11517 }
        @{ File = 'd-j-batch.pth'; Kind = 'Discriminator'; Architecture = 'Patch70'; Layout = 'pytorch-CycleGAN-and-pix2pix'; Format = 'PyTorch'; Normalization = 'Batch'; Parameters = 11573 }
    ) {
        $model = Get-CycleGanModel -Path "$models/$File"
        $model.PSTypeNames[0] | Should -Be 'CycleGanPS.Core.Models.ModelSummary'
        "$($model.Kind)" | Should -Be $Kind
        $model.Architecture | Should -Be $Architecture
        $model.Layout | Should -Be $Layout
        "$($model.Format)" | Should -Be $Format
        $model.Normalization | Should -Be $Normalization
        $model.Parameters | Should -Be $Parameters
        $model.Filters | Should -Be 4
        $model.Precision | Should -Be 'Float32'
        $model.FileSize | Should -Be (Get-Item -LiteralPath "$models/$File").Length
        $model.Sha256 | Should -Be (Get-FileHash -LiteralPath "$models/$File").Hash
    }

    It 'knows a U-Net, whose activations are its own' {
        $model = Get-CycleGanModel "$PSScriptRoot/fixtures/generators/unet.pth"
        $model.Architecture, $model.Layout, "$($model.Kind)" | Should -Be 'unet_32', 'pytorch-CycleGAN-and-pix2pix', 'Generator'
        $model.Activation | Should -Be 'LeakyReLU 0.2, ReLU'
        $model.ResidualBlocks | Should -BeNullOrEmpty
        $model.Skips | Should -BeNullOrEmpty
    }

    It 'does not make up an activation' {
        (Get-CycleGanModel "$models/j-leaky.pth").Activation | Should -Be 'not recorded'
    }

    It 'tells how a model of ours was trained' {
        $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 2 -TestCount 1 -Size 32 -Seed 1
        $null = @(Start-CycleGanTraining -Output "$TestDrive/mine" -Config @{
                DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; Seed = 5; Activation = 'LeakyReLU'; Workers = 1
            })
        $found = @(Get-CycleGanModel "$TestDrive/mine")
        $found.Direction | Should -Be @('AB', 'BA')
        $found[0].Run | Should -Be 'mine'
        $found[0].Technique | Should -Be 'LeakyReLU'
        $found[0].Activation | Should -Be 'LeakyReLU 0.2'
        $found[0].Epochs | Should -Be 1
        $found[0].Steps | Should -Be 2
        $found[0].ImageSize | Should -Be 32
        $found[0].DataFingerprint | Should -Match '^[0-9A-Fa-f]{64}$'
        "$((Get-CycleGanModel "$TestDrive/mine/checkpoints/epoch-0001/discriminatorA.pt").Kind)" | Should -Be 'Discriminator'
    }

    It 'gives a record for each network of a file' {
        $found = @(Get-CycleGanModel "$models/p-with-optimizer.pt")
        $found.Part | Should -Be @('netG', 'netD')
        @($found | ForEach-Object { "$($_.Kind)" }) | Should -Be @('Generator', 'Discriminator')
    }

    It 'says why something is not recognised' {
        $found = Get-CycleGanModel "$models/not-unet.pth"
        "$($found.Kind)" | Should -Be 'Unknown'
        $found.Note | Should -Match 'U-Net'
    }

    It 'takes wildcards, files from the pipeline and names with brackets' {
        @(Get-CycleGanModel "$models/d-*") | Should -HaveCount 4
        Copy-Item -LiteralPath "$models/p.pt" -Destination "$TestDrive/p [1].pt"
        (Get-CycleGanModel -Path "$TestDrive/p [1].pt").Name | Should -Be 'p [1].pt'
        (Get-ChildItem -LiteralPath $TestDrive | Where-Object Name -EQ 'p [1].pt' | Get-CycleGanModel).Name | Should -Be 'p [1].pt'
    }

    It 'lists the tensors where it is asked' {
        $lines = @(Get-CycleGanModel "$models/p.pt" -Verbose 4>&1 | ForEach-Object { "$_" })
        @($lines -match 'model\.1\.weight  Float32  4×3×7×7') | Should -HaveCount 1
    }

    It 'goes on after a file that is <Case>' -TestCases @(
        @{ Case = 'not there'; File = 'nowhere.pt'; Id = 'PathNotFound,*' }
        @{ Case = 'a whole pickled module'; File = 'not-whole-module.pt'; Id = 'UnreadableModel,*' }
        @{ Case = 'an optimizer'; File = 'not-optimizer.pt'; Id = 'UnreadableModel,*' }
        @{ Case = 'TorchScript'; File = 'not-torchscript.pt'; Id = 'UnreadableArchive,*' }
    ) {
        $found = @(Get-CycleGanModel "$models/$File", "$models/p.pt" -ErrorVariable faults -ErrorAction SilentlyContinue)
        $found | Should -HaveCount 1
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike $Id
    }
}
