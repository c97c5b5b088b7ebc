# The commands that the embedded host brings along must do what PowerShell's own do:
# every line here holds under pwsh as well.

Describe 'Streams' {
    It 'Write-Host goes through the information stream' {
        $record = Write-Host 'a' 1, 2 -Separator '-' 6>&1
        $record | Should -BeOfType [System.Management.Automation.InformationRecord]
        "$record" | Should -BeExactly 'a-1-2'
    }

    It 'Write-Output -NoEnumerate keeps an array whole' {
        (Write-Output 1, 2 -NoEnumerate | Measure-Object).Count | Should -Be 1
        (Write-Output 1, 2 | Measure-Object).Count | Should -Be 2
    }

    It 'Write-Error keeps id, category and target' {
        Write-Error 'broken' -ErrorId Broken -Category InvalidData -TargetObject 7 -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'Broken*'
        $caught[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $caught[0].TargetObject | Should -Be 7
    }

    It 'Write-Error names the function that calls it' {
        function Test-Fault { [CmdletBinding()] param() Write-Error 'broken' }
        Test-Fault -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeExactly 'Microsoft.PowerShell.Commands.WriteErrorException,Test-Fault'
    }

    It 'Write-Error throws with -ErrorAction Stop' {
        { Write-Error 'broken' -ErrorAction Stop } | Should -Throw 'broken'
    }

    It 'Write-Warning, -Verbose, -Debug and -Information reach their streams' {
        "$(Write-Warning 'w' 3>&1)" | Should -BeExactly 'w'
        "$(Write-Verbose 'v' -Verbose 4>&1)" | Should -BeExactly 'v'
        "$(Write-Debug 'd' -Debug 5>&1)" | Should -BeExactly 'd'
        "$(Write-Information 'i' 6>&1)" | Should -BeExactly 'i'
    }
}

Describe 'Select-Object' {
    It 'stops the commands upstream once it has -First' {
        $seen = [System.Collections.Generic.List[int]]::new()
        1..100 | ForEach-Object { $seen.Add($_); $_ } | Select-Object -First 3 | Should -HaveCount 3
        $seen | Should -HaveCount 3
    }

    It 'selects by <Name>' -TestCases @(
        @{ Name = '-Last'; Arguments = @{ Last = 2 }; Expected = '4 5' }
        @{ Name = '-Skip'; Arguments = @{ Skip = 3 }; Expected = '4 5' }
        @{ Name = '-SkipLast'; Arguments = @{ SkipLast = 3 }; Expected = '1 2' }
        @{ Name = '-Skip -First'; Arguments = @{ Skip = 1; First = 2 }; Expected = '2 3' }
        @{ Name = '-Skip -Last'; Arguments = @{ Skip = 1; Last = 2 }; Expected = '3 4' }
        @{ Name = '-First -Last'; Arguments = @{ First = 1; Last = 1 }; Expected = '1 5' }
        @{ Name = '-Index'; Arguments = @{ Index = 0, 3 }; Expected = '1 4' }
    ) {
        (1..5 | Select-Object @Arguments) -join ' ' | Should -BeExactly $Expected
    }

    It 'makes properties from names, wildcards and script blocks' {
        $made = [pscustomobject]@{ aa = 1; ab = 2; b = 3 } | Select-Object a*, @{ n = 'c'; e = { $_.b * 2 } }, missing -ExcludeProperty ab
        $made.PSObject.Properties.Name -join ' ' | Should -BeExactly 'aa c missing'
        $made.c | Should -Be 6
        $made.missing | Should -BeNullOrEmpty
    }

    It 'expands a property and adds others to it' {
        $expanded = [pscustomobject]@{ Name = 'x'; List = 1, 2 } | Select-Object Name -ExpandProperty List
        $expanded -join ' ' | Should -BeExactly '1 2'
        $expanded[1].Name | Should -Be 'x'
    }

    It 'reports a property that cannot be expanded' {
        [pscustomobject]@{ a = 1 } | Select-Object -ExpandProperty nope -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'ExpandPropertyNotFound,*'
    }

    It 'keeps one of each with -Unique' {
        (1, 2, 2, 'a', 'A' | Select-Object -Unique) -join ' ' | Should -BeExactly '1 2 a A'
    }
}

Describe 'Sort-Object, Group-Object, Measure-Object and Compare-Object' {
    It 'sorts by several keys, each its own way' {
        $items = @{ a = 1; b = 2 }, @{ a = 2; b = 1 }, @{ a = 1; b = 3 } | ForEach-Object { [pscustomobject]$_ }
        ($items | Sort-Object a, @{ Expression = 'b'; Descending = $true } | ForEach-Object { "$($_.a)$($_.b)" }) -join ' ' |
            Should -BeExactly '13 12 21'
        (3, 1, 2, 3 | Sort-Object -Descending -Unique) -join '' | Should -BeExactly '321'
        ('bb', 'a', 'ccc' | Sort-Object { $_.Length }) -join ' ' | Should -BeExactly 'a bb ccc'
    }

    It 'groups by a property, in order' {
        $groups = 'b', 'a', 'b' | Group-Object
        $groups.Name -join '' | Should -BeExactly 'ab'
        $groups[1].Count | Should -Be 2
        $groups[1].Group | Should -HaveCount 2
        (1..4 | Group-Object { $_ % 2 } -AsHashTable)[1] -join '' | Should -BeExactly '13'
        ('x', 'y' | Group-Object -NoElement)[0].Count | Should -Be 1
    }

    It 'measures numbers' {
        $measured = 1, 2, 3, 4 | Measure-Object -AllStats
        $measured.Count | Should -Be 4
        $measured.Sum | Should -Be 10
        $measured.Average | Should -Be 2.5
        $measured.Minimum | Should -Be 1
        $measured.Maximum | Should -Be 4
        [math]::Round($measured.StandardDeviation, 6) | Should -Be 1.290994
    }

    It 'measures only what is asked for, of a property' {
        $measured = [pscustomobject]@{ n = 2 }, [pscustomobject]@{ n = 4 } | Measure-Object n -Average
        $measured.Property | Should -BeExactly 'n'
        $measured.Average | Should -Be 3
        $measured.Sum | Should -BeNullOrEmpty
        (@() | Measure-Object).Count | Should -Be 0
    }

    It 'measures text' {
        $measured = "one two", "three" | Measure-Object -Line -Word -Character
        "$($measured.Lines) $($measured.Words) $($measured.Characters)" | Should -BeExactly '2 3 12'
    }

    It 'compares two sets' {
        $compared = Compare-Object 1, 2, 3 2, 3, 4
        ($compared | Sort-Object InputObject | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" }) -join ' ' |
            Should -BeExactly '1<= 4=>'
        Compare-Object 1, 2 1, 2 | Should -BeNullOrEmpty
    }
}

Describe 'Items' {
    BeforeEach {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        Set-Content -LiteralPath "$folder/a[1].txt" -Value 'bracket'
        Set-Content "$folder/b.txt" 'one', 'two', 'three'
        $null = New-Item "$folder/sub/deep" -ItemType Directory
        Set-Content "$folder/sub/c.csv" 'x'
        Set-Content "$folder/sub/deep/d.txt" 'x'
    }

    It 'takes brackets as a pattern in -Path and as they are in -LiteralPath' {
        Test-Path "$folder/a[1].txt" | Should -BeFalse
        Test-Path -LiteralPath "$folder/a[1].txt" | Should -BeTrue
        Get-Content -LiteralPath "$folder/a[1].txt" | Should -BeExactly 'bracket'
    }

    It 'tells files from folders' {
        Test-Path "$folder/sub" -PathType Container | Should -BeTrue
        Test-Path "$folder/sub" -PathType Leaf | Should -BeFalse
        Test-Path "$folder/b.txt" -PathType Leaf | Should -BeTrue
        Test-Path "$folder/*.txt" | Should -BeTrue
        Test-Path "$folder/*.none" | Should -BeFalse
    }

    It 'lists by <Name>' -TestCases @(
        @{ Name = '-File'; Arguments = @{ File = $true }; Expected = 'a[1].txt b.txt' }
        @{ Name = '-Directory'; Arguments = @{ Directory = $true }; Expected = 'sub' }
        @{ Name = '-Filter'; Arguments = @{ Filter = 'b*' }; Expected = 'b.txt' }
        @{ Name = '-Recurse -File'; Arguments = @{ Recurse = $true; File = $true }; Expected = 'a[1].txt b.txt c.csv d.txt' }
        @{ Name = '-Recurse -Include'; Arguments = @{ Recurse = $true; Include = '*.csv' }; Expected = 'c.csv' }
        @{ Name = '-Depth'; Arguments = @{ Depth = 1; File = $true }; Expected = 'a[1].txt b.txt c.csv' }
        @{ Name = '-Exclude'; Arguments = @{ Exclude = '*.txt' }; Expected = 'sub' }
    ) {
        (Get-ChildItem $folder @Arguments | Sort-Object Name).Name -join ' ' | Should -BeExactly $Expected
    }

    It 'pipes items by their literal path' {
        Get-ChildItem $folder -Filter 'a*' | Get-Content | Should -BeExactly 'bracket'
        (Get-ChildItem $folder -Filter 'a*').PSPath | Should -BeLike '*FileSystem::*'
        (Get-ChildItem $folder -Recurse -Name | Sort-Object) -contains 'sub/deep/d.txt' | Should -BeTrue
    }

    It 'copies, moves, renames and removes' {
        Copy-Item -LiteralPath "$folder/a[1].txt" "$folder/copy.txt"
        Rename-Item "$folder/copy.txt" named.txt
        Move-Item "$folder/named.txt" "$folder/sub"
        "$folder/sub/named.txt" | Should -Exist
        "$folder/copy.txt" | Should -Not -Exist
        Copy-Item "$folder/sub" "$folder/twin" -Recurse
        "$folder/twin/deep/d.txt" | Should -Exist
        Remove-Item "$folder/twin" -Recurse -WhatIf
        "$folder/twin" | Should -Exist
        Remove-Item "$folder/twin" -Recurse
        "$folder/twin" | Should -Not -Exist
    }

    It 'makes files, folders and links' {
        (New-Item "$folder/new.txt" -Value 'text').Length | Should -Be 4
        { New-Item "$folder/new.txt" -ErrorAction Stop } | Should -Throw
        (New-Item "$folder/new.txt" -Force).Length | Should -Be 0
        New-Item -Path $folder -Name made -ItemType Directory | Should -BeOfType [System.IO.DirectoryInfo]
        $null = New-Item "$folder/link" -ItemType SymbolicLink -Value "$folder/b.txt"
        Get-Content "$folder/link" -TotalCount 1 | Should -BeExactly 'one'
    }

    It '<_> reports a path that is not there' -TestCases 'Get-Item', 'Get-ChildItem', 'Get-Content', 'Remove-Item', 'Resolve-Path', 'Convert-Path' {
        & $_ "$folder/nope" -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
    }

    It 'reads content whole, by lines and as bytes' {
        Get-Content "$folder/b.txt" -Raw | Should -BeExactly "one`ntwo`nthree`n"
        Get-Content "$folder/b.txt" | Should -HaveCount 3
        Get-Content "$folder/b.txt" -Tail 1 | Should -BeExactly 'three'
        Get-Content "$folder/b.txt" -TotalCount 2 | Should -HaveCount 2
        Get-Content "$folder/b.txt" -AsByteStream | Should -HaveCount 14
    }

    It 'writes content' {
        'four' | Add-Content "$folder/b.txt"
        Get-Content "$folder/b.txt" | Should -HaveCount 4
        Set-Content "$folder/b.txt" 'x' -NoNewline
        (Get-Item "$folder/b.txt").Length | Should -Be 1
        [byte[]](1, 2, 3) | Set-Content "$folder/b.txt" -AsByteStream
        (Get-Item "$folder/b.txt").Length | Should -Be 3
        Clear-Content "$folder/b.txt"
        (Get-Item "$folder/b.txt").Length | Should -Be 0
        'out' > "$folder/redirected.txt"
        'more' | Out-File "$folder/redirected.txt" -Append
        Get-Content "$folder/redirected.txt" | Should -HaveCount 2
    }

    It 'goes to a location and back' {
        $before = (Get-Location).Path
        Push-Location $folder
        (Get-Location).Path | Should -BeExactly $folder
        Convert-Path sub | Should -BeExactly "$folder/sub"
        (Resolve-Path sub -Relative) | Should -BeExactly './sub'
        Pop-Location
        (Get-Location).Path | Should -BeExactly $before
    }
}

Describe 'Paths' {
    It 'joins any number of children' {
        Join-Path a b c d | Should -BeExactly 'a/b/c/d'
        Join-Path a, b c | Should -HaveCount 2
        'a' | Join-Path -ChildPath b -AdditionalChildPath c, d | Should -BeExactly 'a/b/c/d'
    }

    It 'splits' {
        Split-Path /a/b/c.tar.gz | Should -BeExactly '/a/b'
        Split-Path /a/b/c.txt -Leaf | Should -BeExactly 'c.txt'
        Split-Path /a/b/c.txt -LeafBase | Should -BeExactly 'c'
        Split-Path /a/b/c.txt -Extension | Should -BeExactly '.txt'
        Split-Path a/b -IsAbsolute | Should -BeFalse
    }
}

Describe 'CSV' {
    BeforeEach {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
    }

    It 'quotes always, leaves out what has no value and writes no type' {
        [pscustomobject]@{ a = 1.5; b = 'x"y'; c = $null; d = $true } | Export-Csv $file
        Get-Content $file | Should -Be @('"a","b","c","d"', '"1.5","x""y",,"True"')
    }

    It 'quotes as needed' {
        ([pscustomobject]@{ a = 1; b = 'x,y' } | ConvertTo-Csv -UseQuotes AsNeeded)[1] | Should -BeExactly '1,"x,y"'
        ([pscustomobject]@{ a = 1; b = 'x' } | ConvertTo-Csv -Delimiter ';' -UseQuotes Never)[1] | Should -BeExactly '1;x'
    }

    It 'reads back what it wrote' {
        [pscustomobject]@{ a = "two`nlines"; b = 'q"' } | Export-Csv $file
        $read = Import-Csv $file
        $read.a | Should -BeExactly "two`nlines"
        $read.b | Should -BeExactly 'q"'
    }

    It 'appends by the columns that are there' {
        [pscustomobject]@{ a = 1; b = 2 } | Export-Csv $file
        [pscustomobject]@{ b = 4; a = 3 } | Export-Csv $file -Append
        (Import-Csv $file).a -join '' | Should -BeExactly '13'
        { [pscustomobject]@{ z = 1 } | Export-Csv $file -Append -ErrorAction Stop } | Should -Throw
    }

    It 'converts from text' {
        ('a;b', '1;2' | ConvertFrom-Csv -Delimiter ';').b | Should -BeExactly '2'
    }
}

Describe 'JSON' {
    It 'writes enums as numbers, empty arrays and nested objects' {
        [ordered]@{ e = [DayOfWeek]::Monday; a = @(); o = [pscustomobject]@{ n = $null; f = 1.0 } } | ConvertTo-Json -Compress |
            Should -BeExactly '{"e":1,"a":[],"o":{"n":null,"f":1.0}}'
    }

    It 'stops at the depth' {
        @{ a = @{ b = @{ c = @{ d = 1 } } } } | ConvertTo-Json -Compress -WarningAction SilentlyContinue |
            Should -BeExactly '{"a":{"b":{"c":"System.Collections.Hashtable"}}}'
        @{ a = @{ b = @{ c = @{ d = 1 } } } } | ConvertTo-Json -Compress -Depth 5 | Should -BeExactly '{"a":{"b":{"c":{"d":1}}}}'
    }

    It 'reads objects, arrays and hashtables' {
        $read = '{"a":[1,2.5,null],"b":{"c":true}}' | ConvertFrom-Json
        $read.a | Should -HaveCount 3
        $read.a[1] | Should -Be 2.5
        $read.b.c | Should -BeTrue
        ('{"a":{"b":1}}' | ConvertFrom-Json -AsHashtable)['a']['b'] | Should -Be 1
        { '{bad' | ConvertFrom-Json } | Should -Throw
    }
}

Describe 'Objects and data' {
    It 'makes objects' {
        (New-Object System.Text.StringBuilder 'abc').ToString() | Should -BeExactly 'abc'
        (New-Object psobject -Property @{ q = 1 }).q | Should -Be 1
        { New-Object no.such.type } | Should -Throw
    }

    It 'adds members' {
        $thing = [pscustomobject]@{ a = 1 }
        $thing | Add-Member b 2
        $thing | Add-Member ScriptMethod Plus { $this.a + $args[0] }
        ($thing | Add-Member NoteProperty c 3 -PassThru).c | Should -Be 3
        $thing.b | Should -Be 2
        $thing.Plus(10) | Should -Be 11
        ($thing | Get-Member -MemberType NoteProperty).Name -join '' | Should -BeExactly 'abc'
    }

    It 'reads a data file without running it' {
        $file = Join-Path $TestDrive data.psd1
        Set-Content $file "@{ A = 1; B = @{ C = 'x', 'y' } }"
        (Import-PowerShellDataFile $file).B.C | Should -HaveCount 2
        Set-Content $file '@{ A = (Get-Date) }'
        { Import-PowerShellDataFile $file -ErrorAction Stop } | Should -Throw
    }

    It 'hashes a file' {
        $file = Join-Path $TestDrive hash.txt
        Set-Content $file 'abc' -NoNewline
        (Get-FileHash $file).Hash | Should -BeExactly 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'
    }

    It 'draws the same numbers from the same seed' {
        Get-Random -Maximum 1000000 -SetSeed 5 | Should -Be (Get-Random -Maximum 1000000 -SetSeed 5)
        1..10 | Get-Random -Count 3 | Should -HaveCount 3
    }

    It 'formats a date' {
        Get-Date '2024-02-03' -Format 'yyyy/MM/dd' | Should -BeExactly '2024/02/03'
    }

    It 'measures a command in the scope it is called from' {
        $value = 1
        (Measure-Command { $value = 2; Start-Sleep -Milliseconds 20 }).TotalMilliseconds | Should -BeGreaterThan 15
        $value | Should -Be 2
    }

    It 'keeps variables by scope' {
        function Set-Outer { Set-Variable -Name outer -Value 3 -Scope 1 }
        Set-Outer
        $outer | Should -Be 3
        Get-Variable outer -ValueOnly | Should -Be 3
        Remove-Variable outer
        Get-Variable outer -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'tees into a variable' {
        1..3 | Tee-Object -Variable kept | Should -HaveCount 3
        $kept | Should -HaveCount 3
    }

    It 'finds lines' {
        ('foo', 'bar' | Select-String '^b').Line | Should -BeExactly 'bar'
        'foo' | Select-String 'o+' | ForEach-Object { $_.Matches[0].Value } | Should -BeExactly 'oo'
        'a.b' | Select-String '.b' -SimpleMatch -Quiet | Should -BeTrue
    }
}

Describe 'Processes' {
    It 'starts one, waits for it and keeps its output' {
        $file = Join-Path $TestDrive out.txt
        $process = Start-Process sh -ArgumentList '-c', '"echo hi; exit 3"' -PassThru -Wait -RedirectStandardOutput $file
        $process.ExitCode | Should -Be 3
        Get-Content $file | Should -BeExactly 'hi'
    }

    It 'ends one' {
        $process = Start-Process sleep 60 -PassThru
        Stop-Process -Id $process.Id
        $process | Wait-Process -Timeout 10
        $process.HasExited | Should -BeTrue
    }

    It 'reports one that is not there' {
        Get-Process -Id 99999999 -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'NoProcessFoundForGivenId,*'
    }
}
