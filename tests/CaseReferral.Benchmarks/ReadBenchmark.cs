using System.Text.RegularExpressions;

namespace CaseReferral.Benchmarks;

/// <summary>Reads by a unit and by a task force, over a store with some thousand incidents.</summary>
internal static partial class ReadBenchmark
{
    private const int Filed = 2_000;

    /// <summary>Runs it and prints what came of it.</summary>
    public static async Task RunAsync(Options options)
    {
        await using var server = await Server.StartAsync(options.Data);
        var addresses = await FileAsync(server);
        var (officer, duty) = (await server.TokenAsync("officer@ME-BAR-PCU"), await server.TokenAsync("duty@ME-OPTEAM"));
        byte[][] requests = options.Scenario switch
        {
            "get" => [.. addresses.Select(address => Load.Get(address, officer))],
            "list" => [Load.Get("/v1/incidents?limit=20", officer)],
            _ => [Load.Get("/v1/referrals?limit=20", duty)],
        };
        IReadOnlyList<Func<ReadOnlyMemory<byte>>> callers =
            [.. Enumerable.Repeat<Func<ReadOnlyMemory<byte>>>(() => requests[Random.Shared.Next(requests.Length)], options.Callers)];

        Report.Introduce(options);
        await Load.RunAsync(server, callers, status: 200, options.Length, Load.WarmUp);
        Report.Say($"round   {Report.Heading}");
        List<Round> rounds = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            rounds.Add(await Load.RunAsync(server, callers, status: 200, options.Length));
            Report.Say($"{round,-7} {Report.Line(rounds[^1])}");
        }

        Report.Say($"");
        Report.Say($"middle  {Report.Line(Report.Middle(rounds))}");
    }

    // One officer's filings, so that they are all in the list, the queue and the officer's sight.
    private static async Task<IReadOnlyList<string>> FileAsync(Server server)
    {
        var next = (await Filings.ForAsync(server)).Of(caller: 0);
        using var connection = await Connection.OpenAsync(server.Address);
        List<string> addresses = [];
        while (addresses.Count < Filed)
        {
            await connection.SendAsync(next());
            addresses.Add(Location().Match(connection.Answer).Groups["path"].Value);
        }

        return addresses;
    }

    [GeneratedRegex(@"^Location: (?<path>\S+)", RegexOptions.Multiline)]
    private static partial Regex Location();
}
