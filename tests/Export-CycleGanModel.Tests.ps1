BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $models = "$PSScriptRoot/fixtures/models"
    $photo = "$PSScriptRoot/fixtures/images/rgb.png"

    # The pixels that a model makes of a photo, as a hash of the PNG.
    function Get-Translation([string] $Model, [string] $Name, [hashtable] $More = @{}) {
        $result = Convert-ToAnime -Path $photo -Model $Model -Destination "$TestDrive/$Name" -Size 32 -Force @More
        (Get-FileHash -LiteralPath $result.Destination).Hash
    }
}

Describe 'Export-CycleGanModel' {
    It 'writes <Extension>, which translates as before' -TestCases @(
        @{ Extension = 'pt'; Format = 'PyTorch' }
        @{ Extension = 'pth'; Format = 'PyTorch' }
        @{ Extension = 'safetensors'; Format = 'SafeTensors' }
    ) {
        $written = Export-CycleGanModel -Path "$models/j-batch-dropout.pth" -Destination "$TestDrive/model.$Extension"
        $written.PSTypeNames[0] | Should -Be 'CycleGanPS.Core.Models.ModelSummary'
        "$($written.Format)" | Should -Be $Format
        $written.Dropout | Should -BeTrue
        Get-Translation "$TestDrive/model.$Extension" "out-$Extension" | Should -Be (Get-Translation "$models/j-batch-dropout.pth" 'out-original')
    }

    It 'writes ONNX models of <File>' -TestCases @(@{ File = 'p.pt' }, @{ File = 'j-batch.pth' }) {
        $written = Export-CycleGanModel "$models/$File" "$TestDrive/$File.onnx"
        "$($written.Format)" | Should -Be 'Onnx'
        "$($written.Kind)" | Should -Be 'Generator'
        (Convert-ToAnime -Path $photo -Model "$TestDrive/$File.onnx" -Destination "$TestDrive/onnx" -Size 32 -Force).Width | Should -BeGreaterThan 0
    }

    It 'takes the format that is said' {
        "$((Export-CycleGanModel "$models/p.pt" "$TestDrive/model.bin" -Format SafeTensors).Format)" | Should -Be 'SafeTensors'
    }

    It 'halves the file in float16' {
        $full = Export-CycleGanModel "$models/p-2blocks-f5.pth" "$TestDrive/full.safetensors"
        $half = Export-CycleGanModel "$models/p-2blocks-f5.pth" "$TestDrive/half.safetensors" -Precision Float16
        $half.Precision | Should -Be 'Float16'
        $half.FileSize | Should -BeLessThan (0.6 * $full.FileSize)
    }

    It 'records the activation that is said, and does not let it be contradicted' {
        $written = Export-CycleGanModel "$models/j-leaky.pth" "$TestDrive/leaky.pt" -Activation LeakyReLU -NegativeSlope 0.1
        $written.Activation | Should -Be 'LeakyReLU 0.1'
        $said = Get-Translation "$models/j-leaky.pth" 'said' -More @{ Activation = 'LeakyReLU'; NegativeSlope = 0.1 }
        Get-Translation "$TestDrive/leaky.pt" 'recorded' | Should -Be $said
        Get-Translation "$models/j-leaky.pth" 'assumed' | Should -Not -Be $said
        { Convert-ToAnime -Path $photo -Model "$TestDrive/leaky.pt" -Destination "$TestDrive/x" -Activation ReLU } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'takes one of several generators' {
        { Export-CycleGanModel "$models/two-generators.pt" "$TestDrive/one.pt" } | Should -Throw -ErrorId 'InvalidArgument,*'
        $written = Export-CycleGanModel "$models/two-generators.pt" "$TestDrive/one.pt" -Part netG_B
        "$($written.Upsampling)" | Should -Be 'Transpose'
        Get-Translation "$TestDrive/one.pt" 'one' | Should -Be (Get-Translation "$models/two-generators.pt" 'part' -More @{ Part = 'netG_B' })
    }

    It 'replaces a file only with -Force' {
        $null = Export-CycleGanModel "$models/p.pt" "$TestDrive/there.pt"
        { Export-CycleGanModel "$models/p.pt" "$TestDrive/there.pt" } | Should -Throw -ErrorId 'OutputExists,*'
        (Export-CycleGanModel "$models/j.pth" "$TestDrive/there.pt" -Force).Layout | Should -Be 'pytorch-CycleGAN-and-pix2pix'
    }

    It 'writes nothing with -WhatIf' {
        Export-CycleGanModel "$models/p.pt" "$TestDrive/whatif.pt" -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/whatif.pt" | Should -Not -Exist
    }

    It 'refuses <Case>' -TestCases @(
        @{ Case = 'an extension that it does not know'; File = 'p.pt'; To = 'model.h5'; Id = 'InvalidArgument,*' }
        @{ Case = 'a discriminator'; File = 'd-p.pt'; To = 'd.pt'; Id = 'UnreadableModel,*' }
        @{ Case = 'a model that is not there'; File = 'nowhere.pt'; To = 'x.pt'; Id = 'PathNotFound,*' }
        @{ Case = 'a folder that is not there'; File = 'p.pt'; To = 'nowhere/x.pt'; Id = 'PathNotFound,*' }
    ) {
        { Export-CycleGanModel "$models/$File" "$TestDrive/$To" } | Should -Throw -ErrorId $Id
        "$TestDrive/$To" | Should -Not -Exist
    }
}
