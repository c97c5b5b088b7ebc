BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $savedCache = $env:XDG_CACHE_HOME
    $env:XDG_CACHE_HOME = "$TestDrive/cache"
}

AfterAll {
    $env:XDG_CACHE_HOME = $savedCache
}

Describe 'Install-FidWeights' {
    It 'refuses a file that is not the published one' {
        { Install-FidWeights -Path "$PSScriptRoot/fixtures/pytorch/plain.pt" } | Should -Throw -ErrorId 'WeightsRejected,*' -ExpectedMessage '*6726825d*'
        @(Get-ChildItem -LiteralPath "$TestDrive/cache" -Recurse -File -ErrorAction Ignore) | Should -HaveCount 0
    }

    It 'names a file that is not there' {
        { Install-FidWeights -Path "$TestDrive/none.pth" } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'downloads only what it can check' {
        { Install-FidWeights -Uri 'http://127.0.0.1:9/weights.pth' } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'names an address that does not answer' {
        { Install-FidWeights -Uri 'http://127.0.0.1:9/weights-0123abcd.pth' } | Should -Throw -ErrorId 'WeightsRejected,*' -ExpectedMessage '*127.0.0.1*'
    }

    It 'does nothing with -WhatIf' {
        Install-FidWeights -WhatIf | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath "$TestDrive/cache" -Recurse -File -ErrorAction Ignore) | Should -HaveCount 0
    }
}
