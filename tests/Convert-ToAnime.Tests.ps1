BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 2 -TestCount 5 -Size 48 -Seed 1
    $null = @(Start-CycleGanTraining -Output "$TestDrive/run" -Config @{
            DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; Seed = 5
        })
    $model = "$TestDrive/run/generatorAB.pt"
    $photos = "$TestDrive/data/testA"
    $fixtures = "$PSScriptRoot/fixtures/images"

    function Get-PngSize([string] $Path) {
        $bytes = [IO.File]::ReadAllBytes($Path)
        ($bytes[18] * 256 + $bytes[19]), ($bytes[22] * 256 + $bytes[23])
    }
}

Describe 'Convert-ToAnime' {
    Context 'what it writes' {
        It 'translates files from the pipeline, in their order, one record each' {
            $results = @(Get-ChildItem -LiteralPath $photos -File | Convert-ToAnime -Model $model -Destination "$TestDrive/piped")
            $results | Should -HaveCount 5
            $results[0].PSTypeNames | Should -Contain 'CycleGanPS.Core.Inference.TranslationResult'
            $results.Source | Should -Be (Get-ChildItem -LiteralPath $photos -File).FullName
            $results | ForEach-Object {
                $_.Destination | Should -Exist
                Get-PngSize $_.Destination | Should -Be @(32, 32)
                $_.Width | Should -Be 32
                $_.Elapsed | Should -BeGreaterThan ([timespan]::Zero)
            }
        }

        It 'has the alias ConvertTo-Anime, and takes wildcards, folders and a run' {
            @(ConvertTo-Anime "$photos/face-000[12].png" -Model "$TestDrive/run" -Destination "$TestDrive/some") | Should -HaveCount 2
            @(Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/all") | Should -HaveCount 5
        }

        It 'keeps the size with -Size 0, whatever it is: <Name>' -TestCases @(
            @{ Name = 'rgb.png'; Width = 37; Height = 23 }
            @{ Name = 'one.png'; Width = 1; Height = 1 }
            @{ Name = 'orientation-6.jpg'; Width = 37; Height = 23 }
        ) {
            $result = Convert-ToAnime -LiteralPath "$fixtures/$Name" -Model $model -Destination "$TestDrive/kept" -Size 0
            $result.Width, $result.Height | Should -Be @($Width, $Height)
            Get-PngSize $result.Destination | Should -Be @($Width, $Height)
        }

        It 'keeps the aspect ratio, -Size being the shorter side' {
            $result = Convert-ToAnime -LiteralPath "$fixtures/rgb.png" -Model $model -Destination "$TestDrive/aspect" -Size 46
            $result.Width, $result.Height | Should -Be @(74, 46)
        }

        It 'reads <_>' -ForEach @('rgb.jpg', 'cmyk.jpg', 'rgb.bmp', 'animated.gif', 'lossy.webp', 'grey16.png', 'palette-alpha.png', 'grey-alpha.png', 'jpeg-inside.png') {
            (Convert-ToAnime -LiteralPath "$fixtures/$_" -Model $model -Destination "$TestDrive/formats" -Suffix ([IO.Path]::GetExtension($_))).Width | Should -BeGreaterThan 0
        }

        It 'writes <Format>' -TestCases @(
            @{ Format = 'Jpeg'; Extension = '.jpg'; FirstByte = 255 }
            @{ Format = 'Webp'; Extension = '.webp'; FirstByte = 82 }
            @{ Format = 'Png'; Extension = '.png'; FirstByte = 137 }
        ) {
            $result = Convert-ToAnime -LiteralPath "$photos/face-0001.png" -Model $model -Destination "$TestDrive/as" -Format $Format -Quality 80 -Suffix '-anime'
            $result.Destination | Should -BeLike "*face-0001-anime$Extension"
            [IO.File]::ReadAllBytes($result.Destination)[0] | Should -Be $FirstByte
        }

        It 'gives the same pictures one by one as in batches' {
            $null = Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/single" -BatchSize 1
            $null = Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/batch" -BatchSize 4
            (Measure-PairedError -Real "$TestDrive/single" -Fake "$TestDrive/batch").MeanAbsoluteError | Should -BeLessThan 0.002
        }

        It 'writes nothing with -WhatIf' {
            Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/planned" -WhatIf | Should -BeNullOrEmpty
            "$TestDrive/planned" | Should -Not -Exist
        }
    }

    Context 'in a pipeline' {
        It 'gives what stands for the files that it has written' {
            $file = Convert-ToAnime "$photos/face-0001.png" -Model (Get-CycleGanRun "$TestDrive/run") -Destination "$TestDrive/chain [1]" | Get-Item
            $file | Should -BeOfType System.IO.FileInfo
            $file.FullName | Should -Be "$TestDrive/chain [1]/face-0001.png"
            $scores = @(Get-ChildItem -LiteralPath $photos -File | Convert-ToAnime -Model $model -Destination "$TestDrive/chain-a" |
                    Convert-ToAnime -Model "$TestDrive/run/generatorBA.pt" -Destination "$TestDrive/chain-b" |
                    Measure-SlicedWasserstein -Real $photos -WarningAction SilentlyContinue)
            $scores[0].FakeCount | Should -Be 5
        }

        It 'is not begun where there is nothing to measure against' {
            { Get-ChildItem -LiteralPath $photos -File | Convert-ToAnime -Model $model -Destination "$TestDrive/unmeasured" | Measure-SlicedWasserstein -Real "$TestDrive/nowhere" } |
                Should -Throw -ErrorId 'PathNotFound,*'
            "$TestDrive/unmeasured" | Should -Not -Exist
        }
    }

    Context 'one picture into one file' {
        It 'writes that file, in the format of its name' {
            $result = Convert-ToAnime "$photos/face-0001.png" -Model $model -Destination "$TestDrive/one.jpg"
            $result.Destination | Should -Be "$TestDrive/one.jpg"
            [IO.File]::ReadAllBytes("$TestDrive/one.jpg")[0] | Should -Be 255
            { Convert-ToAnime "$photos/face-0002.png" -Model $model -Destination "$TestDrive/one.jpg" -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*-Force*'
        }

        It 'refuses several pictures, and formats that are not written' {
            { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/several.png" } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*several*folder*'
            { Convert-ToAnime "$photos/face-0001.png" -Model $model -Destination "$TestDrive/several.gif" } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*.webp*'
            { Convert-ToAnime "$photos/face-0001.png" -Model $model -Destination "$TestDrive/several.png" -Format Webp } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*-Format*'
            "$TestDrive/several.png", "$TestDrive/several.gif" | Should -Not -Exist
        }

        It 'leaves a folder of such a name a folder' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/folder.png"
            (Convert-ToAnime "$photos/face-0001.png" -Model $model -Destination "$TestDrive/folder.png").Destination | Should -Be "$TestDrive/folder.png/face-0001.png"
        }
    }

    Context 'folders below, and works that were broken off' {
        BeforeAll {
            foreach ($place in '', 'first', 'first/second [2]') {
                $null = New-Item -ItemType Directory -Path "$TestDrive/tree/$place" -Force
                Copy-Item -LiteralPath "$photos/face-0001.png" -Destination "$TestDrive/tree/$place"
            }
            $expected = 'face-0001.png', 'first/face-0001.png', 'first/second [2]/face-0001.png'

            function Get-Written($Result, $Root) { $Result.Destination | ForEach-Object { [IO.Path]::GetRelativePath($Root, $_).Replace('\', '/') } }
        }

        It 'keeps the folders below with -Recurse' {
            Get-Written (Convert-ToAnime "$TestDrive/tree" -Model $model -Destination "$TestDrive/forest" -Recurse) "$TestDrive/forest" | Should -Be $expected
            Get-Written (Convert-ToAnime "$TestDrive/tree/*" -Model $model -Destination "$TestDrive/wild" -Recurse) "$TestDrive/wild" | Sort-Object | Should -Be $expected
            @(Convert-ToAnime "$TestDrive/tree" -Model $model -Destination "$TestDrive/flat") | Should -HaveCount 1
        }

        It 'leaves out what it has written itself, and what is there with -SkipExisting' {
            $into = "$TestDrive/tree/anime"
            Get-Written (Convert-ToAnime "$TestDrive/tree" -Model $model -Destination $into -Recurse) $into | Should -Be $expected
            Remove-Item -LiteralPath "$into/first/face-0001.png"
            Get-Written (Convert-ToAnime "$TestDrive/tree" -Model $model -Destination $into -Recurse -SkipExisting) $into | Should -Be 'first/face-0001.png'
            Convert-ToAnime "$TestDrive/tree" -Model $model -Destination $into -Recurse -SkipExisting | Should -BeNullOrEmpty
            { Convert-ToAnime "$TestDrive/tree" -Model $model -Destination $into -SkipExisting -Force } | Should -Throw -ErrorId 'InvalidArgument,*'
        }
    }

    Context 'faces' {
        BeforeAll {
            $faces = "$PSScriptRoot/fixtures/faces"
            $detector = "$faces/squares.onnx"
        }

        It 'cuts the largest face out, in the size of the model' {
            $result = Convert-ToAnime "$faces/two.png" -Model $model -Face Crop -FaceDetector $detector -Destination "$TestDrive/crops"
            Get-PngSize $result.Destination | Should -Be @(32, 32)
            $result.Faces | Should -HaveCount 2
            $result.Faces[0].Left, $result.Faces[0].Top, $result.Faces[0].Width | ForEach-Object { [Math]::Round($_) } | Should -Be @(56, 72, 64)
            $result.Faces[0].Score | Should -BeGreaterThan $result.Faces[1].Score
            "$($result.Faces[0])" | Should -Be '64×64 at 56,72 (1.00)'
        }

        It 'puts the faces back into the whole photo with any model' -TestCases @(
            @{ Kind = 'ours'; Network = 'run/generatorAB.pt' }
            @{ Kind = 'an ONNX model'; Network = $null }
        ) {
            $network = if ($Network) { "$TestDrive/$Network" } else { "$PSScriptRoot/fixtures/onnx/fixed-unit.onnx" }
            $results = @(Get-ChildItem -Path "$faces/*.png" | Convert-ToAnime -Model $network -Face Blend -FaceDetector $detector -Destination "$TestDrive/blend $Kind" -WarningVariable warnings -WarningAction SilentlyContinue)
            ($results.Source | Split-Path -Leaf) | Should -Be @('none.png', 'one.png', 'two.png')
            $results.ForEach{ $_.Faces.Count } | Should -Be @(0, 1, 2)
            Get-PngSize $results[2].Destination | Should -Be @(320, 240)
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike '*none.png*whole picture*'
        }

        It 'has an error for a photo without a face to cut out, and goes on' {
            $results = @(Convert-ToAnime "$faces/*.png" -Model $model -Face Crop -FaceDetector $detector -Destination "$TestDrive/faceless" -ErrorVariable faults -ErrorAction SilentlyContinue)
            $results | Should -HaveCount 2
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'NoFace,*'
            "$($faults[0])" | Should -BeLike '*none.png*'
        }

        It 'finds no faces where none are asked for' {
            (Convert-ToAnime "$faces/two.png" -Model $model -Destination "$TestDrive/plain").Faces | Should -HaveCount 0
        }

        It 'says how to install the detector' {
            $saved = $env:XDG_CACHE_HOME
            try {
                $env:XDG_CACHE_HOME = "$TestDrive/empty"
                { Convert-ToAnime "$faces/one.png" -Model $model -Face Crop -Destination "$TestDrive/not" } |
                    Should -Throw -ErrorId 'WeightsMissing,*' -ExpectedMessage '*Install-FaceDetector*'
            } finally {
                $env:XDG_CACHE_HOME = $saved
            }
        }

        It 'refuses <Case>' -TestCases @(
            @{ Case = 'a model of another shape'; Detector = 'onnx/animegan-style.onnx'; Id = 'UnreadableModel,*' }
            @{ Case = 'a damaged model'; Detector = 'onnx/cut-off.onnx'; Id = 'UnreadableModel,*' }
            @{ Case = 'a model that is not there'; Detector = 'faces/none.onnx'; Id = 'WeightsMissing,*' }
        ) {
            { Convert-ToAnime "$faces/one.png" -Model $model -Face Blend -FaceDetector "$PSScriptRoot/fixtures/$Detector" -Destination "$TestDrive/not" } |
                Should -Throw -ErrorId $Id
            "$TestDrive/not" | Should -Not -Exist
        }

        It 'wants to know what is to become of the faces' {
            { Convert-ToAnime "$faces/one.png" -Model $model -FaceDetector $detector } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*-Face*'
        }
    }

    Context 'frames of a film' {
        It 'keeps their order and their names' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/frames"
            foreach ($frame in 9, 100, 10, 1000, 11) {
                Copy-Item -LiteralPath "$photos/face-0001.png" -Destination ("$TestDrive/frames/{0:d6}.png" -f $frame)
            }
            $results = @(Convert-ToAnime "$TestDrive/frames" -Model $model -Destination "$TestDrive/film" -Format Jpeg)
            ($results.Destination | Split-Path -Leaf) | Should -Be @('000009.jpg', '000010.jpg', '000011.jpg', '000100.jpg', '001000.jpg')
        }
    }

    Context 'names' {
        It 'takes brackets and Unicode by literal path and from the pipeline' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/names" -Force
            [IO.File]::Copy("$photos/face-0001.png", "$TestDrive/names/a [1].png")
            [IO.File]::Copy("$photos/face-0001.png", "$TestDrive/names/写真 ü.png")
            (Convert-ToAnime -LiteralPath "$TestDrive/names/a [1].png" -Model $model -Destination "$TestDrive/named").Destination | Should -BeLike '*a `[1`].png'
            @(Get-ChildItem -LiteralPath "$TestDrive/names" -File | Convert-ToAnime -Model $model -Destination "$TestDrive/named [2]") | Should -HaveCount 2
            @([IO.FileInfo] "$TestDrive/names/a [1].png" | Convert-ToAnime -Model $model -Destination "$TestDrive/named3") | Should -HaveCount 1
        }

        It 'resolves relative paths where the session is' {
            Push-Location -LiteralPath "$TestDrive/data"
            try {
                $result = Convert-ToAnime testA/face-0002.png -Model ../run/generatorAB.pt -Destination out
            } finally {
                Pop-Location
            }
            [IO.File]::Exists("$TestDrive/data/out/face-0002.png") | Should -BeTrue
            @($result) | Should -HaveCount 1
        }
    }

    Context 'what it refuses' {
        It 'never overwrites without -Force' {
            $null = Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/there"
            Set-Content -LiteralPath "$TestDrive/there/face-0001.png" -Value 'mine'
            $again = @(Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/there" -ErrorVariable faults -ErrorAction SilentlyContinue)
            $again | Should -HaveCount 0
            @($faults) | Should -HaveCount 5
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
            Get-Content -LiteralPath "$TestDrive/there/face-0001.png" | Should -Be 'mine'
            @(Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/there" -Force) | Should -HaveCount 5
        }

        It 'never writes two pictures to one name, nor a picture over itself' {
            $results = @(Convert-ToAnime "$photos/face-0001.png", "$TestDrive/data/testB/face-0001.png" -Model $model -Destination "$TestDrive/clash" -ErrorVariable faults -ErrorAction SilentlyContinue)
            $results | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
            $faults[0].Exception.Message | Should -Match 'testB'
            { Convert-ToAnime "$photos/face-0001.png" -Model $model -Destination $photos -Force -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists,*'
        }

        It 'goes on after a bad picture, which is one error with its path: <Name>' -TestCases @(
            @{ Name = 'truncated-rgb.jpg'; Id = 'UnreadableImage,*' }
            @{ Name = 'text.png'; Id = 'UnreadableImage,*' }
            @{ Name = 'empty.png'; Id = 'UnreadableImage,*' }
            @{ Name = 'huge.png'; Id = 'UnreadableImage,*' }
            @{ Name = 'no-such.png'; Id = 'PathNotFound,*' }
        ) {
            $results = @("$photos/face-0001.png", "$fixtures/$Name", "$photos/face-0002.png" |
                    Convert-ToAnime -Model $model -Destination "$TestDrive/rest" -Force -ErrorVariable faults -ErrorAction SilentlyContinue)
            $results | Should -HaveCount 2
            @($faults) | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike $Id
            $faults[0].Exception.Message | Should -Match $Name
        }

        It 'fails at once for <Case>' -TestCases @(
            @{ Case = 'a model that is not there'; Model = 'none.pt'; Device = 'Cpu'; Id = 'PathNotFound,*' }
            @{ Case = 'a model that is none'; Model = 'data/testA/face-0001.png'; Device = 'Cpu'; Id = 'Unreadable*' }
        ) {
            { Convert-ToAnime -Path $photos -Model "$TestDrive/$Model" -Device $Device -Destination "$TestDrive/failed" } | Should -Throw -ErrorId $Id
            "$TestDrive/failed" | Should -Not -Exist
        }

        It 'fails for paths outside the file system and wildcards without a match' {
            { Convert-ToAnime env:PATH -Model $model -Destination "$TestDrive/failed" -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument,*'
            { Convert-ToAnime "$TestDrive/nothing*.png" -Model $model -Destination "$TestDrive/failed" -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'refuses a destination that is a file' {
            Set-Content -LiteralPath "$TestDrive/taken" -Value 'mine'
            { Convert-ToAnime -Path $photos -Model $model -Destination "$TestDrive/taken" } | Should -Throw -ErrorId 'OutputExists,*'
        }
    }

    Context 'photos as people have them' {
        BeforeAll {
            $real = "$PSScriptRoot/fixtures/photos"
        }

        It 'reads <_>' -ForEach @('tiled-lzw.tif', 'cmyk.tif', 'jpeg.tif', 'rgb16.tif', 'rle.tga', 'footer-tells', 'plain.pgm', 'rgb16.ppm', 'bits.pbm') {
            $result = Convert-ToAnime -LiteralPath "$real/formats/$_" -Model $model -Destination "$TestDrive/real" -Size 0 -Suffix ([IO.Path]::GetExtension($_)) -WarningVariable said
            $result.Width, $result.Height | Should -Be @(37, 23)
            $said | Should -BeNullOrEmpty
        }

        It 'finds them in folders, and names what it does not read' {
            $found = @(Convert-ToAnime "$real/formats" -Model $model -Destination "$TestDrive/found" -ErrorAction SilentlyContinue)
            $found.Source | ForEach-Object { [IO.Path]::GetExtension($_) } | Sort-Object -Unique | Should -Be @('.pbm', '.pgm', '.ppm', '.tga', '.tif')
            { Convert-ToAnime -LiteralPath "$real/formats/unread/HEIC.dat" -Model $model -Destination "$TestDrive/found" -ErrorAction Stop } |
                Should -Throw -ErrorId 'UnreadableImage,*' -ExpectedMessage '*HEIC.dat*HEIC picture*heif-convert*'
        }

        It 'applies a colour profile, and warns of one that cannot be used' {
            $null = Convert-ToAnime -LiteralPath "$real/colours/display-p3.png" -Model $model -Destination "$TestDrive/profile" -Size 0 -WarningVariable said
            $said | Should -BeNullOrEmpty
            $null = Convert-ToAnime -LiteralPath "$real/colours/expected/display-p3.png.png" -Model $model -Destination "$TestDrive/plain" -Size 0
            Rename-Item -LiteralPath "$TestDrive/plain/display-p3.png.png" -NewName 'display-p3.png'
            (Measure-PairedError -Real "$TestDrive/plain" -Fake "$TestDrive/profile").MeanAbsoluteError | Should -BeLessThan 0.002
            @(Convert-ToAnime -LiteralPath "$real/colours/bad/cut.png" -Model $model -Destination "$TestDrive/profile" -WarningVariable said -WarningAction SilentlyContinue) | Should -HaveCount 1
            "$said" | Should -BeLike '*cut.png*is damaged*read as sRGB*'
        }

        It 'keeps a cut-out as <Format>' -TestCases @{ Format = 'Png' }, @{ Format = 'Webp' } {
            $result = Convert-ToAnime -LiteralPath "$real/cutouts/disc.png" -Model $model -Destination "$TestDrive/cut" -Size 40 -Alpha Keep -Format $Format
            # Its own transparency, read back by what reads it: a second translation is transparent where the first one is.
            $again = Convert-ToAnime -LiteralPath $result.Destination -Model $model -Destination "$TestDrive/cut-again" -Alpha Keep -Size 0 -Force
            [IO.File]::ReadAllBytes($again.Destination)[25] | Should -Be 6 -Because 'the colour type of a PNG with transparency is 6'
            $white = Convert-ToAnime -LiteralPath "$real/cutouts/disc.png" -Model $model -Destination "$TestDrive/white" -Size 40 -Force
            [IO.File]::ReadAllBytes($white.Destination)[25] | Should -Be 2
        }

        It 'refuses to keep it as JPEG' {
            { Convert-ToAnime "$real/cutouts/disc.png" -Model $model -Destination "$TestDrive/cut" -Alpha Keep -Format Jpeg } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*JPEG*Webp*'
            { Convert-ToAnime "$real/cutouts/disc.png" -Model $model -Destination "$TestDrive/cut.jpg" -Alpha Keep } | Should -Throw -ErrorId 'InvalidArgument,*'
        }

        It 'tells of the photo with -KeepMetadata only' {
            foreach ($keep in $true, $false) {
                $result = Convert-ToAnime -LiteralPath "$real/metadata/photo.jpg" -Model $model -Destination "$TestDrive/told" -Format Jpeg -Force -KeepMetadata:$keep
                $text = [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($result.Destination))
                foreach ($part in 'Exif', 'A title', 'xpacket', 'ICC_PROFILE') { $text.Contains($part) | Should -Be $keep -Because $part }
                $text.Contains('MAKERNOTE') | Should -BeFalse
            }
        }

        It 'warns of metadata that are damaged' {
            $null = Convert-ToAnime -LiteralPath "$real/metadata/damaged.png" -Model $model -Destination "$TestDrive/told" -KeepMetadata -WarningVariable said -WarningAction SilentlyContinue
            "$said" | Should -BeLike '*damaged.png*EXIF data*XMP packet*'
        }
    }

    Context 'models in ONNX' {
        BeforeAll {
            $onnx = "$PSScriptRoot/fixtures/onnx"
        }

        It 'runs a generator with the channels last at any size' {
            $result = Convert-ToAnime -LiteralPath "$fixtures/rgb.png" -Model "$onnx/animegan-style.onnx" -Destination "$TestDrive/last" -Size 0
            $result.Width, $result.Height | Should -Be @(37, 23)
            Get-PngSize $result.Destination | Should -Be @(37, 23)
        }

        It 'takes the value range by parameter, and a fixed size as it is' {
            foreach ($name in 'once', 'twice') {
                $source = $(if ($name -eq 'once') { $photos } else { "$TestDrive/once" })
                @(Convert-ToAnime $source -Model "$onnx/fixed-unit.onnx" -Destination "$TestDrive/$name" -ValueRange Unit -Size 48) | Should -HaveCount 5
            }
            Get-PngSize "$TestDrive/once/face-0001.png" | Should -Be @(48, 48)
            # The model inverts: once is far from the photo, twice is the photo but for the resizing.
            (Measure-PairedError -Real $photos -Fake "$TestDrive/once").MeanAbsoluteError | Should -BeGreaterThan 0.2
            (Measure-PairedError -Real $photos -Fake "$TestDrive/twice").MeanAbsoluteError | Should -BeLessThan 0.1
        }

        It 'says with -Verbose what it found' {
            $said = @(Convert-ToAnime "$photos/face-0001.png" -Model "$onnx/animegan-style.onnx" -Destination "$TestDrive/verbose" -ChannelOrder Bgr -Verbose 4>&1)
            "$said" | Should -Match 'SignedUnit, BGR'
        }

        It 'gives with either engine the same pictures' {
            foreach ($engine in 'Torch', 'OnnxRuntime') {
                @(Convert-ToAnime $photos -Model $model -Destination "$TestDrive/$engine" -Engine $engine) | Should -HaveCount 5
            }
            (Measure-PairedError -Real "$TestDrive/Torch" -Fake "$TestDrive/OnnxRuntime").MeanAbsoluteError | Should -BeLessThan 0.0005
        }

        It 'refuses <Name>: <Says>' -TestCases @(
            @{ Name = 'classifier.onnx'; Says = 'no output is a batch of pictures' }
            @{ Name = 'grey.onnx'; Says = '3 channels' }
            @{ Name = 'cut-off.onnx'; Says = 'damaged or cut off' }
            @{ Name = 'opset-999.onnx'; Says = 'operator set 999' }
            @{ Name = 'weights-missing.onnx'; Says = 'weights.bin' }
            @{ Name = 'weights-outside.onnx'; Says = 'own folder only' }
        ) {
            { Convert-ToAnime $photos -Model "$onnx/$Name" -Destination "$TestDrive/refused" } |
                Should -Throw -ErrorId 'UnreadableModel,*' -ExpectedMessage "*$Says*"
            "$TestDrive/refused" | Should -Not -Exist
        }

        It 'refuses parameters that do not fit the model' {
            { Convert-ToAnime $photos -Model "$onnx/fixed-unit.onnx" -Engine Torch -Destination "$TestDrive/refused" } | Should -Throw -ErrorId 'InvalidArgument,*'
            { Convert-ToAnime $photos -Model $model -ValueRange Unit -Destination "$TestDrive/refused" } | Should -Throw -ErrorId 'InvalidArgument,*'
        }
    }

    It 'stops with the pipeline and leaves whole files only' {
        $first = Get-ChildItem -LiteralPath $photos -File | Convert-ToAnime -Model $model -Destination "$TestDrive/stopped" -BatchSize 1 | Select-Object -First 1
        $first.Destination | Should -Exist
        @(Get-ChildItem -LiteralPath "$TestDrive/stopped" -File -Force | Where-Object Name -NotLike 'face-*.png') | Should -HaveCount 0
    }

    It 'stops soon when it is told to' {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript("Import-Module '$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1'; while (`$true) { Convert-ToAnime '$photos' -Model '$model' -Destination '$TestDrive/endless' -Size 400 -Force }")
        try {
            $null = $shell.BeginInvoke()
            $patience = [Diagnostics.Stopwatch]::StartNew()
            while (-not [IO.File]::Exists("$TestDrive/endless/face-0001.png") -and $patience.Elapsed.TotalSeconds -lt 240) { [Threading.Thread]::Sleep(50) }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        } finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
        "$TestDrive/endless/face-0001.png" | Should -Exist
        @(Get-ChildItem -LiteralPath "$TestDrive/endless" -File -Force | Where-Object Name -NotLike 'face-*.png') | Should -HaveCount 0
    }
}
