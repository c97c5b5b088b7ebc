BeforeAll {
    $module = Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1" -PassThru
    $remedies = (Get-Command Start-CycleGanTraining).ImplementingType.Assembly.GetType('CycleGanPS.Errors.Remedies')
    $of = $remedies.GetMethod('Of')
    $kind = $of.GetParameters()[0].ParameterType
    $words = @(foreach ($remedy in [Enum]::GetValues($kind)) { [pscustomobject]@{ Remedy = "$remedy"; Text = $of.Invoke($null, [object[]] @($remedy)) } })
}

Describe 'Errors' {
    It 'have words for every remedy that the core names' {
        $words.Count | Should -BeGreaterThan 25
        $words | Where-Object Remedy -NE None | Where-Object { "$($_.Text)" -notmatch '^\S.*\.$' } | ForEach-Object Remedy | Should -BeNullOrEmpty
        $words.Where({ $_.Remedy -eq 'None' }).Text | Should -BeNullOrEmpty
    }

    It 'name cmdlets and parameters that there are' {
        $commands = @($module.ExportedCmdlets.Values)
        $parameters = @($commands.Parameters.Keys | Sort-Object -Unique)
        $named = @([regex]::Matches(($words.Text -join ' '), '(?<![\w-])-([A-Z]\w+)').ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique)
        $named.Count | Should -BeGreaterThan 15
        @($named | Where-Object { $_ -notin $parameters }) | Should -BeNullOrEmpty
        @([regex]::Matches(($words.Text -join ' '), '\b[A-Z][a-z]+-[A-Z]\w+').Value | Where-Object { $_ -notin $commands.Name }) | Should -BeNullOrEmpty
    }

    It 'say what is wrong, then what helps' {
        $model = "$PSScriptRoot/fixtures/models/j.pth"
        { Export-CycleGanModel $model "$TestDrive/x.pt" -NegativeSlope 0.1 } |
            Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage 'A slope below zero*. -NegativeSlope is for -Activation LeakyReLU.'
        { Export-CycleGanModel $model "$TestDrive/x.unknown" } |
            Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage "*'.unknown'*does not tell a format. Use*-Format."
    }

    It 'end in one full stop, whatever they quote' {
        Set-Content -LiteralPath "$TestDrive/broken.psd1" -Value '@{ Epochs = }'
        $fault = { Start-CycleGanTraining -Config "$TestDrive/broken.psd1" } | Should -Throw -ErrorId 'InvalidConfig,*' -PassThru
        "$fault" | Should -Match '[^.]\.$'
        $sentence = (Get-Command Start-CycleGanTraining).OutputType[0].Type.Assembly.GetType('CycleGanPS.Core.CycleGanException').GetMethod('Sentence', [Reflection.BindingFlags] 'NonPublic, Static')
        foreach ($text in 'it says so', 'it says so.', "it says so.`n", 'it says so..') { $sentence.Invoke($null, @($text)) | Should -Be 'it says so.' }
        $sentence.Invoke($null, @('is it so?')) | Should -Be 'is it so?'
    }

    It 'say for every file that is in the way the same' {
        $file = Join-Path $TestDrive 'there.png'
        Set-Content -LiteralPath $file -Value 'mine'
        $folder = New-Item -ItemType Directory -Path "$TestDrive/folder.png"
        foreach ($claim in @(
                { Export-CycleGanContactSheet -Path $args[0] -Folder "$PSScriptRoot/fixtures/edges" }
                { Export-CycleGanLossPlot -InputObject $null -Path $args[0] -ErrorAction SilentlyContinue }
                { New-CycleGanConfig -Path $args[0] }
                { Export-CycleGanModel "$PSScriptRoot/fixtures/models/j.pth" $args[0] -Format PyTorch }
            )) {
            { & $claim $file } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage "'$file' exists already. Overwrite it with -Force." -Because "$claim"
            { & $claim $folder.FullName } | Should -Throw -ErrorId 'OutputExists,*' -ExpectedMessage '*is a folder*' -Because "$claim"
            { & $claim "$TestDrive/nowhere/x.png" } | Should -Throw -ErrorId 'PathNotFound,*' -ExpectedMessage '*nowhere*' -Because "$claim"
        }

        Get-Content -LiteralPath $file | Should -Be 'mine'
    }

    It 'say in words of their own what <Case> throws' -TestCases @(
        @{ Case = 'the tensor library'; Fault = [Runtime.InteropServices.ExternalException]::new('c10::Error at TensorShape.cpp'); Id = 'NativeFailure'; Text = "The tensor library failed at 'x.png'*" }
        @{ Case = 'a full memory'; Fault = [OutOfMemoryException]::new('Insufficient memory'); Id = 'OutOfMemory'; Text = "Memory ran out at 'x.png'." }
        @{ Case = 'a thread of several'; Fault = [AggregateException]::new([Exception[]] @([AggregateException]::new([Exception[]] @([IO.IOException]::new("'x.png' is a pipe."))))); Id = 'InputOutput'; Text = "'x.png' is a pipe." }
    ) {
        $records = (Get-Command Start-CycleGanTraining).ImplementingType.Assembly.GetType('CycleGanPS.Errors.ErrorRecords')
        $records.GetMethod('IsExpected').Invoke($null, [object[]] @($Fault)) | Should -BeTrue
        $record = $records.GetMethod('From').Invoke($null, [object[]] @($Fault, 'x.png'))
        $record.FullyQualifiedErrorId | Should -Be $Id
        "$record" | Should -BeLike $Text
    }
}
