BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $savedCache = $env:XDG_CACHE_HOME
    $env:XDG_CACHE_HOME = "$TestDrive/cache"
    function Get-Installed { @(Get-ChildItem -LiteralPath "$TestDrive/cache" -Recurse -File -ErrorAction Ignore) }
}

AfterAll {
    $env:XDG_CACHE_HOME = $savedCache
}

Describe 'Install-FaceDetector' {
    It 'refuses a file that is not the published one' {
        { Install-FaceDetector -Path "$PSScriptRoot/fixtures/faces/squares.onnx" } |
            Should -Throw -ErrorId 'WeightsRejected,*' -ExpectedMessage '*104ee26c*not installed*-FaceDetector*'
        Get-Installed | Should -HaveCount 0
    }

    It 'names a file that is not there' {
        { Install-FaceDetector -Path "$TestDrive/none.onnx" } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'names an address that does not answer' {
        { Install-FaceDetector -Uri 'http://127.0.0.1:9/yunet.onnx' } | Should -Throw -ErrorId 'WeightsRejected,*' -ExpectedMessage '*127.0.0.1*'
    }

    It 'does nothing with -WhatIf' {
        Install-FaceDetector -WhatIf | Should -BeNullOrEmpty
        Get-Installed | Should -HaveCount 0
    }

    It 'says of a damaged file that it is replaced' {
        $null = New-Item -ItemType Directory -Path "$TestDrive/cache/CycleGanPS" -Force
        Set-Content -LiteralPath "$TestDrive/cache/CycleGanPS/yunet_n_dynamic.onnx" -Value 'damaged'
        { Install-FaceDetector -Uri 'http://127.0.0.1:9/yunet.onnx' -WarningVariable warnings -WarningAction SilentlyContinue } | Should -Throw
        Install-FaceDetector -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'damaged'
        Remove-Item -LiteralPath "$TestDrive/cache" -Recurse
    }
}
