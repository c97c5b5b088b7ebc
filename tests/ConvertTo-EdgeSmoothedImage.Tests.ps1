BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $fixtures = "$PSScriptRoot/fixtures/edges"
}

Describe 'ConvertTo-EdgeSmoothedImage' {
    It 'smooths files from the pipeline, in their order, one record each' {
        $files = @(Get-ChildItem -LiteralPath $fixtures -File -Filter '*.png' | Where-Object Name -NotMatch 'smoothed')
        $results = @($files | ConvertTo-EdgeSmoothedImage -Destination "$TestDrive/piped")
        $results.Source | Should -Be $files.FullName
        $results[0].PSTypeNames | Should -Contain 'CycleGanPS.Core.Images.Edges.EdgeSmoothingResult'
        $results | ForEach-Object { $_.Destination | Should -Exist }
    }

    It 'gives the pixels that OpenCV gives' {
        $result = ConvertTo-EdgeSmoothedImage -LiteralPath "$fixtures/shapes.png" -Destination "$TestDrive/one"
        $result.Width, $result.Height | Should -Be @(97, 83)
        $result.EdgeShare | Should -BeGreaterThan 0.1
        $result.EdgeShare | Should -BeLessThan 1
        $null = New-Item -ItemType Directory -Path "$TestDrive/expected"
        Copy-Item -LiteralPath "$fixtures/shapes-smoothed.png" -Destination "$TestDrive/expected/shapes.png"
        (Measure-PairedError -Real "$TestDrive/expected" -Fake "$TestDrive/one").MeanAbsoluteError | Should -Be 0
        (ConvertTo-EdgeSmoothedImage "$fixtures/flat.png" -Destination "$TestDrive/one").EdgeShare | Should -Be 0
    }

    It 'writes PNG whatever the source is, and takes brackets in names' {
        Copy-Item -LiteralPath "$PSScriptRoot/fixtures/images/rgb.jpg" -Destination "$TestDrive/a[1].jpg"
        $result = Get-Item -LiteralPath "$TestDrive/a[1].jpg" | ConvertTo-EdgeSmoothedImage -Destination "$TestDrive/out [x]"
        $result.Destination | Should -BeLike '*a`[1`].png'
        [IO.File]::ReadAllBytes($result.Destination)[0] | Should -Be 137
    }

    It 'reports a bad picture and goes on' {
        Set-Content -LiteralPath "$TestDrive/bad.png" -Value 'no image'
        $results = @(ConvertTo-EdgeSmoothedImage -LiteralPath "$TestDrive/bad.png", "$TestDrive/missing.png", "$fixtures/flat.png" -Destination "$TestDrive/some" -ErrorAction SilentlyContinue -ErrorVariable faults)
        $results | Should -HaveCount 1
        $faults.FullyQualifiedErrorId | Sort-Object | Should -Be @('PathNotFound,CycleGanPS.Commands.ConvertToEdgeSmoothedImageCommand', 'UnreadableImage,CycleGanPS.Commands.ConvertToEdgeSmoothedImageCommand')
    }

    It 'overwrites with -Force only, and never the source' {
        $null = ConvertTo-EdgeSmoothedImage "$fixtures/flat.png" -Destination "$TestDrive/twice"
        { ConvertTo-EdgeSmoothedImage "$fixtures/flat.png" -Destination "$TestDrive/twice" -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists,*'
        (ConvertTo-EdgeSmoothedImage "$fixtures/flat.png" -Destination "$TestDrive/twice" -Force).Destination | Should -Exist
        { ConvertTo-EdgeSmoothedImage "$TestDrive/twice/flat.png" -Destination "$TestDrive/twice" -Force -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*itself*'
    }

    It 'writes nothing with -WhatIf' {
        ConvertTo-EdgeSmoothedImage "$fixtures/flat.png" -Destination "$TestDrive/whatif" -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/whatif" | Should -Not -Exist
    }

    It 'refuses a file as destination' {
        { ConvertTo-EdgeSmoothedImage "$fixtures/flat.png" -Destination "$fixtures/noise.png" } | Should -Throw -ErrorId 'OutputExists,*'
    }

    It 'stops with the pipeline' {
        @(ConvertTo-EdgeSmoothedImage "$fixtures/*.png" -Destination "$TestDrive/stopped" | Select-Object -First 2) | Should -HaveCount 2
        @(Get-ChildItem -LiteralPath "$TestDrive/stopped" -File | Where-Object Name -Match 'tmp') | Should -HaveCount 0
    }
}
