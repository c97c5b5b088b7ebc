namespace CycleGanPS.Help.Pages;

/// <summary>What parameters mean that the engine gives to cmdlets. A page may say it of its cmdlet more exactly.</summary>
public static class SharedProse
{
    /// <summary>The meaning of a parameter; null for a cmdlet's own.</summary>
    public static string? For(string parameter) => parameter switch
    {
        "WhatIf" => "Shows what would be done and does nothing.",
        "Confirm" => "Asks before anything is written.",
        _ => null,
    };
}
