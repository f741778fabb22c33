using System.Globalization;

namespace CaseReferral.Benchmarks;

/// <summary>What is measured, how long, and where its files lie.</summary>
/// <param name="Scenario">One of <see cref="Scenarios"/>.</param>
internal sealed record Options(string Scenario)
{
    /// <summary>Filing, the scenario that is measured twice.</summary>
    public const string Filing = "filing";

    /// <summary>What a hundred times as many referrals cost.</summary>
    public const string Growth = "growth";

    /// <summary>How the program is called.</summary>
    public const string Usage = """
        dotnet run -c Release --project tests/CaseReferral.Benchmarks -- SCENARIO [--callers 64] [--rounds 5] [--seconds 5] [--data FOLDER]

          filing   POST /v1/incidents with group commit, and with one transaction for each, side by side in alternating rounds
          get      GET /v1/incidents/{id}
          list     GET /v1/incidents?limit=20, a unit's newest
          queue    GET /v1/referrals?limit=20, a task force's queue
          growth   GET /v1/referrals?limit=50 and /v1/referrals/summary, of a task force and a coordinator, at 10,000 referrals and at
                   1,000,000, side by side in alternating rounds: with the same backlog, and with one that grew as much
          tick     what the clocks' worker asks each second, over 1,000 clocks that run and over 100,000 (in this process, no server)

        Each runs the built program as a process of its own: Kestrel on loopback, tokens that the sign-in checks, a SQLite file with
        synchronous=FULL. The data folder must lie on the disk in question; a file system in memory makes every flush free. The callers
        share the machine's cores with the registry: believe the ratios.

        """;

    /// <summary>The worker's query, which needs no server.</summary>
    public const string Tick = "tick";

    private static readonly string[] Scenarios = [Filing, "get", "list", "queue", Growth, Tick];

    /// <summary>How many devices send at once, each its next request when the last is answered.</summary>
    public int Callers { get; private init; } = 64;

    /// <summary>How many rounds.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>How long a round takes.</summary>
    public TimeSpan Length { get; private init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the files lie.</summary>
    public string Data { get; private init; } = Path.GetTempPath();

    /// <summary>Reads the command line; null when it can't be read.</summary>
    public static Options? Parse(string[] args)
    {
        if (args is not [var scenario, .. var rest] || !Scenarios.Contains(scenario) || rest.Length % 2 != 0)
            return null;

        var options = new Options(scenario);
        foreach (var pair in rest.Chunk(2))
        {
            Options? read = pair switch
            {
                ["--callers", var text] when Count(text) is { } callers => options with { Callers = callers },
                ["--rounds", var text] when Count(text) is { } rounds => options with { Rounds = rounds },
                ["--seconds", var text] when Count(text) is { } seconds => options with { Length = TimeSpan.FromSeconds(seconds) },
                ["--data", var folder] => options with { Data = Path.GetFullPath(folder) },
                _ => null,
            };
            if (read is null)
                return null;
            options = read;
        }

        return options;
    }

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 10_000 ? count : null;
}
