namespace CycleGanPS.Core.Files;

/// <summary>Where what can be made or fetched again is kept for the user.</summary>
internal static class UserCache
{
    /// <summary>The XDG cache folder, or the system's place for local application data. It may not exist yet.</summary>
    public static string Folder
    {
        get
        {
            var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var folder = !string.IsNullOrEmpty(xdg) ? xdg
                : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(folder, "CycleGanPS");
        }
    }
}
