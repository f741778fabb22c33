using System.Diagnostics;

namespace CaseReferral.Api.Tests.Processes;

/// <summary>How the built program is started, from anywhere, with nothing of the developer's own environment deciding.</summary>
public sealed record Launch
{
    private static readonly string[] Deciding =
    [
        "ASPNETCORE_", "DOTNET_ENVIRONMENT", "DOTNET_URLS", "URLS", "ConnectionStrings__", "Storage__", "AzureAd__", "DemoData__",
        "DevelopmentSignIn__", "Logging__",
    ];

    /// <summary>The program.</summary>
    public string Program { get; init; } = Path.Combine(AppContext.BaseDirectory, "CaseReferral.Api.dll");

    /// <summary>The store's file; null leaves it to the program.</summary>
    public string? File { get; init; }

    /// <summary>Development, unless told otherwise; null for a command that has none.</summary>
    public string? Environment { get; init; } = "Development";

    /// <summary>Where it listens; null leaves it to <see cref="Variables"/>.</summary>
    public string? Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Arguments after those that the other members make.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A command of the program, before all options; none runs the registry.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>
    /// Whether it delivers notifications: each attempt is an act on the incident, and tests of something else count their own.
    /// </summary>
    public bool Notifies { get; init; }

    /// <summary>Where it is started from.</summary>
    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    internal ProcessStartInfo Describe()
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. Command])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = WorkingDirectory,
        };
        if (Environment is not null)
            start.ArgumentList.Add($"--environment={Environment}");
        if (Urls is not null)
            start.ArgumentList.Add($"--urls={Urls}");
        if (File is not null)
            start.ArgumentList.Add($"--ConnectionStrings:Registry=Data Source={File}");
        if (!Notifies && Command.Count == 0)
            start.ArgumentList.Add("--Notifications:Enabled=false");
        foreach (var argument in Arguments)
            start.ArgumentList.Add(argument);

        foreach (var name in start.Environment.Keys
            .Where(name => Deciding.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }
}
