<#
    The one place that makes scopes for tests. It is run as a script in the session state of the caller, so that the blocks of a
    test file have a script scope of their own for each phase, and hands the phase a block that executes one frame (Item, Data,
    Setup, Body, Children, Teardown, Fault) in a new scope. Everything set here is seen by the tests, hence the names.
#>
param($______phase)

& $______phase {
    param($______frame)
    # What a test's stray break or continue leaves is this loop, not the runner's.
    do {
        try {
            $______data = @{}
            if ($______frame.Data -is [Collections.IDictionary]) {
                $______data = $______frame.Data
                foreach ($______key in $______data.Keys) { $ExecutionContext.SessionState.PSVariable.Set($______key, $______data[$______key]) }
            }
            if ($null -ne $______frame.Data) { $ExecutionContext.SessionState.PSVariable.Set('_', $______frame.Data) }
            foreach ($______block in $______frame.Setup) { $null = . $______block }
            # <name>, <a.b> and <_> in a name are variables of this scope.
            if ($______frame.Item -and $______frame.Item.Name -match '<.+>') {
                $______frame.Item.Name = & ([scriptblock]::Create('"' + ($______frame.Item.Name -replace '\$', '`$' -replace '"', '`"' -replace '(?<!`)<([^>`]+)>', '$$($$$1)') + '"'))
            }
            # A test may declare its data as parameters.
            if ($______frame.Body) { $null = . $______frame.Body @______data }
            if ($______frame.Children) { & $______frame.Children }
        }
        catch {
            $______frame.Fault = $_
        }
    } while ($false)
    foreach ($______block in $______frame.Teardown) {
        do {
            try { $null = . $______block }
            catch { if (-not $______frame.Fault) { $______frame.Fault = $_ } }
        } while ($false)
    }
}
