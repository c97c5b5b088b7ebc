BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    Set-StrictMode -Version Latest
    $photos = "$TestDrive/photos"
    $data = New-CycleGanDemoData -Path "$TestDrive/data" -Count 4 -TestCount 12 -Size 32 -Seed 3
    $null = New-Item -ItemType Directory -Path "$photos/below"
    Get-ChildItem -LiteralPath "$($data.Path)/testA" | Select-Object -First 8 | Copy-Item -Destination $photos
    Get-ChildItem -LiteralPath "$($data.Path)/testA" | Select-Object -Last 4 | Copy-Item -Destination "$photos/below"
    $config = @{ DataRoot = $data.Path; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1; Seed = 5; SampleInterval = 0; Device = 'Cpu' }
    $null = Start-CycleGanTraining -Config $config -Output "$TestDrive/run"
    $model = "$TestDrive/run/generatorAB.pt"
    function Get-FileName([string] $Folder) { Get-ChildItem -LiteralPath $Folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName) } | Sort-Object }
    $null = Convert-ToAnime $photos -Model $model -Destination "$TestDrive/whole" -Recurse
}

Describe 'Convert-ToAnime -Shard' {
    It 'makes in parts what one process makes, and each part leaves word of what it did' {
        $made = 1..3 | ForEach-Object { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/parts" -Recurse -Shard "$_/3" }
        @($made) | Should -HaveCount 12
        Get-FileName "$TestDrive/parts" | Where-Object { $_ -notlike '.shards*' } | Should -Be (Get-FileName "$TestDrive/whole")
        foreach ($name in Get-FileName "$TestDrive/whole") {
            (Get-FileHash -LiteralPath "$TestDrive/parts/$name").Hash | Should -Be (Get-FileHash -LiteralPath "$TestDrive/whole/$name").Hash
        }
        $manifests = 1..3 | ForEach-Object { Get-Content -LiteralPath "$TestDrive/parts/.shards/00$_-of-003.json" -Raw | ConvertFrom-Json -AsHashtable }
        $manifests.shard | Should -Be @('1/3', '2/3', '3/3')
        $manifests | ForEach-Object { $_.results.Keys } | Sort-Object | Should -Be (Get-FileName $photos)
        $manifests[0].settings.Model | Should -Be (Get-FileHash -LiteralPath $model).Hash.ToLowerInvariant()
    }

    It 'goes on where it was ended, and makes nothing twice' {
        $null = 1..2 | ForEach-Object { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/again" -Recurse -Shard "$_/2" }
        $lost = @(Get-ChildItem -LiteralPath "$TestDrive/again" -Filter *.png)[0]
        Remove-Item -LiteralPath $lost.FullName
        $null = Remove-Item -LiteralPath "$TestDrive/again/.shards/002-of-002.json"
        $made = 1..2 | ForEach-Object { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/again" -Recurse -Shard "$_/2" }
        @($made).Destination | Should -Be @($lost.FullName)
        $results = 1..2 | ForEach-Object { (Get-Content -LiteralPath "$TestDrive/again/.shards/00$_-of-002.json" -Raw | ConvertFrom-Json -AsHashtable).results.Keys }
        @($results) | Should -HaveCount 12
    }

    It 'takes the same pictures for a part when others are added' {
        $before = @(Convert-ToAnime $photos -Model $model -Destination "$TestDrive/less" -Shard 1/2).Source
        $more = "$TestDrive/more"
        $null = New-Item -ItemType Directory -Path $more
        Get-ChildItem -LiteralPath "$($data.Path)/testA" | Copy-Item -Destination $more
        $after = @(Convert-ToAnime $more -Model $model -Destination "$TestDrive/all" -Shard 1/2).Source
        $before | Split-Path -Leaf | Where-Object { $_ -notin ($after | Split-Path -Leaf) } | Should -BeNullOrEmpty
    }

    It 'notes a picture that cannot be translated' {
        $bad = "$TestDrive/bad"
        $null = New-Item -ItemType Directory -Path $bad
        Set-Content -LiteralPath "$bad/no.png" -Value 'no picture'
        Get-ChildItem -LiteralPath $photos -File | Copy-Item -Destination $bad
        $null = Convert-ToAnime $bad -Model $model -Destination "$TestDrive/noted" -Shard 1/1 -ErrorAction SilentlyContinue
        (Get-Content -LiteralPath "$TestDrive/noted/.shards/001-of-001.json" -Raw | ConvertFrom-Json -AsHashtable).faults.Keys | Should -Be @('no.png')
    }

    It 'refuses to mix parts of other settings' {
        $null = Convert-ToAnime $photos -Model $model -Destination "$TestDrive/mixed" -Shard 1/2
        { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/mixed" -Size 16 -Shard 2/2 } |
            Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*other settings: Size *'
        { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/mixed" -NegativeSlope 0.1 -Shard 2/2 } |
            Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*other settings: NegativeSlope *'
        { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/mixed" -Shard 1/3 } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*Shards 2 and not 3*'
        { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/mixed" -Shard 1/3 -Force } | Should -Not -Throw
    }

    It 'writes nothing with -WhatIf' {
        Convert-ToAnime $photos -Model $model -Destination "$TestDrive/planned" -Shard 1/2 -WhatIf
        "$TestDrive/planned" | Should -Not -Exist
    }

    It 'takes the part of a job from the environment, and an error where there is none' {
        try {
            $env:SLURM_ARRAY_TASK_ID, $env:SLURM_ARRAY_TASK_MIN, $env:SLURM_ARRAY_TASK_COUNT = '1', '1', '2'
            $null = Convert-ToAnime $photos -Model $model -Destination "$TestDrive/array" -Shard Auto
            "$TestDrive/array/.shards/001-of-002.json" | Should -Exist
        } finally {
            $env:SLURM_ARRAY_TASK_ID, $env:SLURM_ARRAY_TASK_MIN, $env:SLURM_ARRAY_TASK_COUNT = $null, $null, $null
        }
        { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/none" -Shard Auto } |
            Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*no shard in the environment*'
    }

    It 'refuses <_>' -TestCases '0/0', '17/16', 'x' {
        { Convert-ToAnime $photos -Model $model -Destination "$TestDrive/none" -Shard $_ } | Should -Throw -ErrorId 'InvalidArgument,*'
        { Export-FidStatistics $photos "$TestDrive/none.npz" -Shard $_ } | Should -Throw -ErrorId 'InvalidArgument,*'
        "$TestDrive/none" | Should -Not -Exist
    }
}
