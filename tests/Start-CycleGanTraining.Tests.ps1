BeforeAll {
    Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
    $null = New-CycleGanDemoData -Path "$TestDrive/data" -Count 6 -TestCount 2 -Size 32 -Seed 1

    # Small enough for a second: 6 steps an epoch.
    $tiny = @{
        DataRoot = "$TestDrive/data"; ImageSize = 32; Filters = 4; ResidualBlocks = 1
        Epochs = 2; LogInterval = 2; SampleInterval = 4; CheckpointInterval = 1; Seed = 5
    }

    function Write-TinyConfig([string] $Path, [string[]] $Line, [switch] $NoEpochs) {
        $keys = 'ImageSize = 32; Filters = 4; ResidualBlocks = 1; Seed = 5' + $(if (-not $NoEpochs) { '; Epochs = 1' })
        Set-Content -LiteralPath $Path -Value (@('@{', "DataRoot = '$TestDrive/data'", $keys) + $Line + '}')
    }

    # What a command says beside its output, as -WhatIf does.
    function Get-Said([scriptblock] $Command) {
        $null = Start-Transcript -LiteralPath "$TestDrive/said.txt"
        try { $null = & $Command } finally { $null = Stop-Transcript }
        Get-Content -LiteralPath "$TestDrive/said.txt" -Raw
    }
}

Describe 'Start-CycleGanTraining' {
    Context 'with edge smoothing' {
        BeforeAll {
            $cacheBefore = $env:XDG_CACHE_HOME
            $env:XDG_CACHE_HOME = "$TestDrive/cache"
            $smoothing = $tiny + @{ EdgeSmoothing = $true }
            $records = @(Start-CycleGanTraining -Config $smoothing -Output "$TestDrive/runs/smoothed")
        }

        AfterAll { $env:XDG_CACHE_HOME = $cacheBefore }

        It 'smooths each image of domain B once, in the cache of the user' {
            @(Get-ChildItem -LiteralPath "$TestDrive/cache/CycleGanPS/edge-smoothed" -Recurse -File) | Should -HaveCount 6
            (Get-Content -LiteralPath "$TestDrive/runs/smoothed/run.json" -Raw | ConvertFrom-Json).preparationSeconds | Should -BeGreaterThan 0
            (Get-CycleGanRun "$TestDrive/runs/smoothed").Preparation | Should -BeGreaterThan ([timespan]::Zero)
        }

        It 'trains discriminator B on them, with the same samples as without' {
            $plain = @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/unsmoothed")
            $records.Step | Should -Be $plain.Step
            $records[0].DiscriminatorA | Should -Be $plain[0].DiscriminatorA
            $records[0].Generator | Should -Be $plain[0].Generator
            $records[0].DiscriminatorB | Should -Not -Be $plain[0].DiscriminatorB
        }

        It 'goes on exactly from where it was stopped' {
            $null = Start-CycleGanTraining -Config $smoothing -Output "$TestDrive/runs/halves" | Select-Object -First 3
            $rest = @(Start-CycleGanTraining "$TestDrive/runs/halves" -Resume)
            $rest[-1].Step | Should -Be $records[-1].Step
            $rest[-1].Generator | Should -Be $records[-1].Generator
            $rest[-1].DiscriminatorB | Should -Be $records[-1].DiscriminatorB
        }
    }

    Context 'a whole run' {
        BeforeAll {
            $records = @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/whole")
        }

        It 'streams loss records' {
            $records.Step | Should -Be @(1, 2, 4, 6, 8, 10, 12)
            $records[0].PSTypeNames | Should -Contain 'CycleGanPS.Core.Runs.LossRecord'
            $records[-1].Epoch | Should -Be 2
            $records | ForEach-Object {
                $_.Discriminator | Should -BeGreaterThan 0
                [Math]::Abs($_.Discriminator - ($_.DiscriminatorA + $_.DiscriminatorB) / 2) | Should -BeLessThan 1e-6
                [Math]::Abs($_.Generator - ($_.Adversarial + 10 * $_.Cycle + 5 * $_.Identity)) | Should -BeLessThan 1e-4
            }
        }

        It 'lets the learning rate fall to zero after <Name>' -ForEach @(
            # By the epochs that are done: 1 as long as these are no more than the decay's, then less by the same amount each, and 0 after the last.
            @{ Name = 'half of the epochs'; Decay = @{}; Shares = 1, 1, 1, 0.5 }
            @{ Name = 'DecayEpoch'; Decay = @{ DecayEpoch = 0 }; Shares = 1, 0.75, 0.5, 0.25 }
            @{ Name = 'its only epoch'; Decay = @{ Epochs = 1 }; Shares = @(1) }
        ) {
            $settings = $tiny.Clone()
            foreach ($key in @{ Epochs = 4; LogInterval = 1 }.GetEnumerator()) { $settings[$key.Key] = $key.Value }
            foreach ($key in $Decay.Keys) { $settings[$key] = $Decay[$key] }
            $rates = @(Start-CycleGanTraining -Config $settings -Output "$TestDrive/runs/decay" -Force)
            $rates | Should -HaveCount (6 * $Shares.Count)
            foreach ($record in $rates) {
                [Math]::Abs($record.LearningRate - 0.0002 * $Shares[$record.Epoch - 1]) | Should -BeLessThan 1e-12 -Because "epoch $($record.Epoch) has $($record.LearningRate)"
            }
        }

        It 'leaves a run folder' {
            foreach ($file in 'config.psd1', 'run.json', 'losses.csv', 'losses.png', 'generatorAB.pt', 'generatorBA.pt',
                'samples/000004.png', 'samples/000012.png', 'checkpoints/epoch-0001/state.json', 'checkpoints/epoch-0002/generatorAB.pt') {
                "$TestDrive/runs/whole/$file" | Should -Exist
            }
            "$TestDrive/runs/whole/run.lock" | Should -Not -Exist
            @(Get-ChildItem -LiteralPath "$TestDrive/runs/whole" -Recurse -File | Where-Object Name -Match 'partial|tmp') | Should -HaveCount 0
        }

        It 'writes the losses that it streamed' {
            $rows = @(Import-Csv -LiteralPath "$TestDrive/runs/whole/losses.csv")
            $rows | Should -HaveCount $records.Count
            [double] $rows[3].Generator | Should -Be $records[3].Generator
        }

        It 'is repeated exactly by the same seed' {
            $again = @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/again")
            $again.Generator | Should -Be $records.Generator
        }

        It 'is another with another seed' {
            $other = @(Start-CycleGanTraining -Config $tiny -Seed 6 -Epochs 1 -Output "$TestDrive/runs/other")
            $other[-1].Generator | Should -Not -Be $records[3].Generator
        }

        It 'refuses to overwrite the run without -Force' {
            { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/whole" } | Should -Throw -ErrorId 'OutputExists,*'
            Get-CycleGanLoss -Path "$TestDrive/runs/whole" | Should -HaveCount $records.Count
        }

        It 'replaces the run with -Force' {
            @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/again" -Epochs 1 -Force).Step[-1] | Should -Be 6
            "$TestDrive/runs/again/checkpoints/epoch-0002" | Should -Not -Exist
        }

        It 'never touches a folder that is not a run' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/mine"
            Set-Content -LiteralPath "$TestDrive/mine/thesis.txt" -Value 'dear to me'
            { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/mine" -Force } | Should -Throw -ErrorId 'OutputExists,*'
            Get-Content -LiteralPath "$TestDrive/mine/thesis.txt" | Should -Be 'dear to me'
        }
    }

    Context 'stopping and going on' {
        It 'stops within a step when the pipeline stops, and resumes to the same end' {
            $whole = @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/straight")

            $part = @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/parted" | Select-Object -First 3)
            $part.Step | Should -Be @(1, 2, 4)
            $run = Get-CycleGanRun -Path "$TestDrive/runs/parted"
            $run.Status | Should -Be 'Stopped'
            $run.Step | Should -Be 4
            "$TestDrive/runs/parted/checkpoints/step-000004/state.json" | Should -Exist

            $rest = @(Start-CycleGanTraining -Config "$TestDrive/runs/parted" -Resume)
            $rest.Step | Should -Be @(6, 8, 10, 12)
            $rest.Generator | Should -Be $whole[3..6].Generator
            @(Get-CycleGanLoss -Path "$TestDrive/runs/parted").Step | Should -Be $whole.Step
            (Get-FileHash -LiteralPath "$TestDrive/runs/parted/samples/000012.png").Hash |
                Should -Be (Get-FileHash -LiteralPath "$TestDrive/runs/straight/samples/000012.png").Hash
        }

        It 'goes on with the config, or with the folder alone, in any order' {
            $null = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/spelled" | Select-Object -First 1
            (Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/spelled" -Resume | Select-Object -First 1).Step | Should -Be 2
            (Start-CycleGanTraining -Resume "$TestDrive/runs/spelled")[-1].Step | Should -Be 12
        }

        It 'does not resume with other values' {
            { Start-CycleGanTraining -Config ($tiny + @{ LambdaCycle = 3 }) -Output "$TestDrive/runs/parted" -Resume } |
                Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage '*LambdaCycle*'
        }

        It 'trains a finished run longer with -Epochs, and says so where there is nothing left to do' {
            Start-CycleGanTraining -Config "$TestDrive/runs/parted" -Resume -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            "$said" | Should -BeLike '*finished*-Epochs*'
            $more = @(Start-CycleGanTraining -Config "$TestDrive/runs/parted" -Resume -Epochs 4 -WarningVariable said)
            $said | Should -BeNullOrEmpty
            $more.Step | Should -Be @(14, 16, 18, 20, 22, 24)
            # Of four epochs the decay sets in after the second.
            $more[0].LearningRate, $more[-1].LearningRate | Should -Be @(0.0002, 0.0001)
            $run = Get-CycleGanRun -Path "$TestDrive/runs/parted"
            $run.Epochs, $run.Status | Should -Be @(4, 'Finished')
            (Get-Content -LiteralPath "$TestDrive/runs/parted/run.json" -Raw | ConvertFrom-Json).extensions.step | Should -Be 12
            { Start-CycleGanTraining -Config "$TestDrive/runs/parted" -Resume -Epochs 3 } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*epoch 4*'
            { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/parted" -Resume } | Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage '*Epochs 4 instead of 2*-Epochs*'
        }

        It 'names what differs in an edited run, without advice that would cost its checkpoints' {
            $null = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/edited" | Select-Object -First 1
            $record = Get-Content -LiteralPath "$TestDrive/runs/edited/run.json" -Raw
            Set-Content -LiteralPath "$TestDrive/runs/edited/run.json" -Value ($record -replace '"Filters": 4', '"Filters": 8')
            $fault = { Start-CycleGanTraining -Config "$TestDrive/runs/edited" -Resume } | Should -Throw -PassThru -ErrorId 'InvalidConfig,*' -ExpectedMessage '*Filters 4 instead of 8*'
            $fault.Exception.Message | Should -Not -BeLike '*-Force*'
            "$TestDrive/runs/edited/checkpoints/step-000001/state.json" | Should -Exist
        }

        It 'begins with given weights, by parameter and by config' {
            $run = "$TestDrive/runs/straight"
            $drawn = (Get-CycleGanLoss $run)[0].Generator
            $losses = foreach ($way in @(@{ Config = @{} + $tiny + @{ InitialWeights = $run } }, @{ Config = $tiny; InitialWeights = Get-CycleGanRun $run },
                    @{ Config = $tiny; InitialWeights = "$run/generatorAB.pt", "$run/generatorBA.pt" })) {
                (Start-CycleGanTraining @way -Output "$TestDrive/runs/begun" -Force | Select-Object -First 1).Generator
            }
            $losses[0] | Should -BeLessThan $drawn
            $losses | Should -Be @($losses[0], $losses[0], $losses[0])
            (Get-CycleGanRun "$TestDrive/runs/begun").Technique | Should -Be 'InitialWeights'
        }

        It 'refuses weights that do not fit' {
            { Start-CycleGanTraining -Config (@{} + $tiny + @{ Activation = 'LeakyReLU' }) -InitialWeights "$TestDrive/runs/straight" -Output "$TestDrive/runs/unfit" -WhatIf } |
                Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage '*Activation ReLU instead of LeakyReLU*'
            { Start-CycleGanTraining -Config "$TestDrive/runs/begun" -Resume -InitialWeights "$TestDrive/runs/straight" } |
                Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*-InitialWeights*'
        }

        It 'lets examples/train.ps1 be started again where it was stopped' {
            Write-TinyConfig "$TestDrive/runs/again.psd1" 'LogInterval = 1'
            $null = Start-CycleGanTraining -Config "$TestDrive/runs/again.psd1" -Output "$TestDrive/runs/example" | Select-Object -First 2
            foreach ($time in 1, 2) {
                $run = @(& "$PSScriptRoot/../examples/train.ps1" -DataRoot "$TestDrive/data" -Output "$TestDrive/runs/example" -WarningAction SilentlyContinue)[-1]
                $run.Status | Should -Be 'Finished'
                @(Import-Csv -LiteralPath "$TestDrive/runs/example.losses.csv").Step | Should -Be (1..6)
                "$TestDrive/runs/example.losses.png" | Should -Exist
            }
        }

        It 'says of a run that is finished that it is, and changes nothing of it' {
            $null = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/over"
            $before = (Get-FileHash -LiteralPath "$TestDrive/runs/over/generatorAB.pt").Hash
            Start-CycleGanTraining -Config "$TestDrive/runs/over" -Resume -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike '*runs/over is finished: all its 2 epochs are done. To train it longer, give -Resume and more -Epochs.'
            (Get-FileHash -LiteralPath "$TestDrive/runs/over/generatorAB.pt").Hash | Should -Be $before
        }

        It 'says so when there is nothing to resume' {
            { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/none" -Resume } | Should -Throw -ErrorId 'PathNotFound,*'
        }
    }

    Context '-WhatIf' {
        BeforeAll { $null = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/there" -Epochs 1 }

        It 'trains and writes nothing' {
            Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/whatif" -WhatIf | Should -BeNullOrEmpty
            "$TestDrive/runs/whatif" | Should -Not -Exist
        }

        It 'says what would be replaced' {
            $said = Get-Said { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/there" -Force -WhatIf }
            $said | Should -BeLike '*in place of the run that is there*'
            "$TestDrive/runs/there/generatorAB.pt" | Should -Exist
        }

        It 'says what would be refused: <Name>' -ForEach @(
            @{ Name = 'a run that is there'; Output = 'there'; More = @{}; ErrorId = 'OutputExists,*' }
            @{ Name = 'too large for the machine'; Output = 'large'; More = @{ ImageSize = 4096; Filters = 64; BatchSize = 512 }; ErrorId = 'OutOfMemory,*' }
        ) {
            $settings = $tiny.Clone()
            foreach ($key in $More.Keys) { $settings[$key] = $More[$key] }
            { Start-CycleGanTraining -Config $settings -Output "$TestDrive/runs/$Output" -WhatIf } | Should -Throw -ErrorId $ErrorId
        }
    }

    Context 'in a pipeline' {
        It 'takes configs and runs' {
            $config = New-CycleGanDemoData "$TestDrive/piped" -Count 3 -TestCount 1 -Size 32 | New-CycleGanConfig "$TestDrive/piped.psd1" -Preset Quick
            $config.PSParentPath | Should -Not -BeNullOrEmpty
            Get-Content -LiteralPath $config.FullName -Raw | Should -BeLike "*DataRoot           = 'piped'*"
            Write-TinyConfig "$TestDrive/piped.psd1" 'Epochs = 2' -NoEpochs
            @(Get-Item -LiteralPath "$TestDrive/piped.psd1" | Start-CycleGanTraining -Output "$TestDrive/runs/piped" | Select-Object -First 1).Run | Should -Be 'piped'
            $rest = @(Get-CycleGanRun "$TestDrive/runs/piped" | Start-CycleGanTraining -Resume)
            $rest[-1].Step | Should -Be 12
            $rest[-1].Path | Should -Be (Get-CycleGanRun "$TestDrive/runs/piped").Path
        }

        It 'is not begun where its figure may not be written' {
            Set-Content -LiteralPath "$TestDrive/there.png" -Value 'mine'
            { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/never" | Export-CycleGanLossPlot "$TestDrive/there.png" } | Should -Throw -ErrorId 'OutputExists,*'
            "$TestDrive/runs/never" | Should -Not -Exist
        }

        It 'tells epochs and checkpoints with -Verbose' {
            $said = Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/told" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | Out-String -Width 300
            $said | Should -Match 'Epoch 2 of 2 is done, at step 12'
            $said | Should -Match 'Checkpoint epoch-0001 is written'
        }
    }

    Context 'Wasserstein critics' {
        It 'learn: translations come clearly closer to the truth, and the critics tell real from fake' {
            $null = New-CycleGanDemoData -Path "$TestDrive/faces" -Count 100 -Size 32 -Seed 3
            $config = @{
                DataRoot = "$TestDrive/faces"; AdversarialLoss = 'WassersteinGp'; ImageSize = 32; LoadSize = 33; Filters = 8; ResidualBlocks = 2
                LearningRate = 2e-3; Epochs = 8; SampleInterval = 0; CheckpointInterval = 100
            }
            $losses = @(Start-CycleGanTraining -Config $config -Output "$TestDrive/runs/wasserstein" -Seed 1)
            $losses[-1].Step | Should -Be 160
            ($losses[-8..-1].Wasserstein | Measure-Object -Average).Average | Should -BeGreaterThan 0
            $losses[-1].GradientPenalty | Should -BeGreaterOrEqual 0
            $errors = foreach ($model in 'checkpoints/epoch-0000/generatorAB.pt', 'generatorAB.pt') {
                $null = Get-ChildItem -LiteralPath "$TestDrive/faces/testA" -File |
                    Convert-ToAnime -Model "$TestDrive/runs/wasserstein/$model" -Destination "$TestDrive/anime" -Force
                (Measure-PairedError -Real "$TestDrive/faces/testB" -Fake "$TestDrive/anime").MeanAbsoluteError
            }
            # About 0.30 untrained and 0.15 trained.
            $errors[1] | Should -BeLessThan (0.65 * $errors[0])
        }

        It 'leave their columns empty with other losses' {
            $losses = @(Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/no-critic")
            $losses[0].Wasserstein | Should -BeNullOrEmpty
            $losses[0].GradientPenalty | Should -BeNullOrEmpty
        }
    }

    Context 'configs from a file' {
        It 'finds folders relative to the file and names the run after it' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/project [1]"
            Set-Content -LiteralPath "$TestDrive/project [1]/small.psd1" -Value "@{ DataRoot = '../data'; ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1 }"
            Push-Location -LiteralPath "$TestDrive/project [1]"
            try {
                Start-CycleGanTraining -Config small.psd1 | Should -Not -BeNullOrEmpty
            }
            finally {
                Pop-Location
            }
            Test-Path -LiteralPath "$TestDrive/project [1]/runs/small/generatorAB.pt" | Should -BeTrue
            (Get-CycleGanRun -LiteralPath "$TestDrive/project [1]/runs/small").Seed | Should -BeGreaterThan -1
        }

        It 'refuses <Name>' -TestCases @(
            @{ Name = 'an unknown key, with a suggestion'; Line = 'Epoch = 3'; Message = '*line 4: Epoch *Epochs*' }
            @{ Name = 'a wrong type'; Line = "BatchSize = 'two'"; Message = "*line 4: BatchSize is 'two'*whole number*" }
            @{ Name = 'an impossible value'; Line = 'LearningRate = -1'; Message = '*line 4: LearningRate is -1*' }
            @{ Name = 'a decay that never begins'; Line = 'DecayEpoch = 5'; Message = '*line 4: DecayEpoch*' }
        ) {
            Write-TinyConfig "$TestDrive/bad.psd1" $Line
            { Start-CycleGanTraining -Config "$TestDrive/bad.psd1" -Output "$TestDrive/runs/bad" } |
                Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage $Message
            "$TestDrive/runs/bad" | Should -Not -Exist
        }

        It 'takes folders as the session has them: <Name>' -ForEach @(
            @{ Name = 'text'; Folder = { "$TestDrive/data" } }
            @{ Name = 'a drive'; Folder = { 'Faces:/data' } }
            @{ Name = 'home'; Folder = { '~/' + [IO.Path]::GetRelativePath((Resolve-Path '~').ProviderPath, "$TestDrive/data") } }
            @{ Name = 'a folder'; Folder = { Get-Item -LiteralPath "$TestDrive/data" } }
            @{ Name = 'a location'; Folder = { Resolve-Path -LiteralPath "$TestDrive/data" } }
            @{ Name = 'a location on a drive'; Folder = { Resolve-Path -LiteralPath 'Faces:/data' } }
        ) {
            $null = New-PSDrive -Name Faces -PSProvider FileSystem -Root $TestDrive
            $settings = @{} + $tiny
            $settings.DataRoot = & $Folder
            # What parameters of a script give: a switch, and numbers as text.
            $settings.EdgeSmoothing = [switch] $false
            $settings.Filters = '4'
            $settings.LearningRate = '2e-4'
            $null = Start-CycleGanTraining -Config $settings -Output "$TestDrive/runs/session" -Force | Select-Object -First 1
            $options = (Get-Content -LiteralPath "$TestDrive/runs/session/run.json" -Raw | ConvertFrom-Json).options
            $options.TrainA | Should -Be ([IO.Path]::GetFullPath("$TestDrive/data/trainA"))
            $options.Filters, $options.LearningRate, $options.EdgeSmoothing | Should -Be @(4, 0.0002, $false)
        }

        It 'refuses what is no folder of the file system, with the reason: <Folder>' -ForEach @(
            @{ Folder = 'Nowhere:/data'; Message = '*DataRoot is *Nowhere*drive*' }
            @{ Folder = 'Env:/PATH'; Message = '*DataRoot is *Environment*' }
            @{ Folder = 7; Message = '*DataRoot is 7, but must be text: a path*' }
        ) {
            { Start-CycleGanTraining -Config (@{ Epochs = 'many' } + @{ DataRoot = $Folder }) -Output "$TestDrive/runs/x" } |
                Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage $Message
            { Start-CycleGanTraining -Config (@{ Epochs = 'many' } + @{ DataRoot = $Folder }) -Output "$TestDrive/runs/x" } |
                Should -Throw -ExpectedMessage "*Epochs is 'many'*"
        }

        It 'knows the folder of a config as $PSScriptRoot' {
            Set-Content -LiteralPath "$TestDrive/root.psd1" -Value '@{ DataRoot = $PSScriptRoot; TrainA = "$PSScriptRoot/data/trainA"; TrainB = "$psscriptroot/data/trainB"',
                'ImageSize = 32; Filters = 4; ResidualBlocks = 1; Epochs = 1 }'
            { Start-CycleGanTraining -Config "$TestDrive/root.psd1" -Output "$TestDrive/runs/root" -WhatIf } | Should -Not -Throw
        }

        It 'never runs code in a config' {
            Write-TinyConfig "$TestDrive/code.psd1" "PoolSize = (New-Item -ItemType File -Path '$TestDrive/ran').Length"
            { Start-CycleGanTraining -Config "$TestDrive/code.psd1" } | Should -Throw -ErrorId 'InvalidConfig,*' -ExpectedMessage '*line 4*code*'
            "$TestDrive/ran" | Should -Not -Exist
        }

        It 'says what is wrong with <Name>' -TestCases @(
            @{ Name = 'a missing file'; Content = $null; ErrorId = 'PathNotFound,*'; Message = '*missing.psd1*' }
            @{ Name = 'a file that is no data file'; Content = 'Epochs: 20'; ErrorId = 'InvalidConfig,*'; Message = '*missing.psd1*' }
            @{ Name = 'a broken file'; Content = '@{ Epochs = '; ErrorId = 'InvalidConfig,*'; Message = '*line 1*' }
            @{ Name = 'a script'; Content = "'a'; @{}"; ErrorId = 'InvalidConfig,*'; Message = '*one table*' }
        ) {
            if ($null -ne $Content) {
                Set-Content -LiteralPath "$TestDrive/missing.psd1" -Value $Content
            }
            { Start-CycleGanTraining -Config "$TestDrive/missing.psd1" } | Should -Throw -ErrorId $ErrorId -ExpectedMessage $Message
        }
    }

    Context 'data' {
        It 'names a folder that is missing' {
            { Start-CycleGanTraining -Config (@{} + $tiny + @{ TrainB = "$TestDrive/nowhere" }) -Output "$TestDrive/runs/x" } |
                Should -Throw -ErrorId 'PathNotFound,*' -ExpectedMessage '*nowhere*'
        }

        It 'names a folder without images' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/empty"
            { Start-CycleGanTraining -Config (@{} + $tiny + @{ TrainA = "$TestDrive/empty" }) -Output "$TestDrive/runs/x" } |
                Should -Throw -ErrorId 'EmptyFolder,*' -ExpectedMessage '*empty*'
        }

        It 'goes on without an unreadable image, and names it once' {
            Copy-Item -LiteralPath "$TestDrive/data/trainA" -Destination "$TestDrive/damaged" -Recurse
            $victim = (Get-ChildItem -LiteralPath "$TestDrive/damaged" -File)[0]
            Set-Content -LiteralPath $victim.FullName -Value 'no image at all'
            $records = @(Start-CycleGanTraining -Config (@{} + $tiny + @{ TrainA = "$TestDrive/damaged" }) -Output "$TestDrive/runs/damaged" -WarningVariable warnings -WarningAction SilentlyContinue)
            $records[-1].Step | Should -Be 12
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike "*$($victim.Name)*"
        }

        It 'fails when no image of a domain can be read, and says so in the run' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/rotten"
            1..3 | ForEach-Object { Set-Content -LiteralPath "$TestDrive/rotten/$_.jpg" -Value 'no image' }
            { Start-CycleGanTraining -Config (@{} + $tiny + @{ TrainA = "$TestDrive/rotten" }) -Output "$TestDrive/runs/rotten" -WarningAction SilentlyContinue } |
                Should -Throw -ErrorId 'UnreadableImage,*' -ExpectedMessage '*rotten*'
            $run = Get-CycleGanRun -Path "$TestDrive/runs/rotten"
            $run.Status | Should -Be 'Failed'
            $run.Error | Should -BeLike '*rotten*'
        }
    }

    Context 'devices' {
        It 'says that there is no CUDA where there is none' -Tag 'needs a machine without a GPU' -Skip:(@(Get-Command nvidia-smi -ErrorAction Ignore).Count -gt 0) {
            { Start-CycleGanTraining -Config $tiny -Device Cuda -Output "$TestDrive/runs/x" } | Should -Throw -ErrorId 'DeviceUnavailable,*'
        }

        It 'refuses an unknown device' {
            { Start-CycleGanTraining -Config $tiny -Device Abacus -Output "$TestDrive/runs/x" } | Should -Throw -ExpectedMessage '*Cpu*'
        }
    }

    Context 'output' {
        It 'says that the output cannot be a file' {
            Set-Content -LiteralPath "$TestDrive/file" -Value 'x'
            { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/file/run" } | Should -Throw -ErrorId 'OutputNotWritable,*'
        }

        It 'refuses a second process on the same run' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/runs/held"
            $lock = [IO.File]::Open("$TestDrive/runs/held/run.lock", 'OpenOrCreate', 'Write', 'None')
            try {
                { Start-CycleGanTraining -Config $tiny -Output "$TestDrive/runs/held" } | Should -Throw -ErrorId 'RunInUse,*'
            }
            finally {
                $lock.Dispose()
            }
        }
    }
}
