namespace CaseReferral.Benchmarks;

/// <summary>
/// Filing through the whole stack with group commit against the same with one transaction for each filing. Both registries run all
/// the time and take turns under load, so that whatever else the machine does meets both.
/// </summary>
internal static class FilingBenchmark
{
    /// <summary>Runs it and prints what came of it.</summary>
    public static async Task RunAsync(Options options)
    {
        await using var grouped = await Server.StartAsync(options.Data);
        await using var single = await Server.StartAsync(options.Data, groupLimit: 1);
        var (toGrouped, toSingle) = (await CallersOfAsync(grouped, options), await CallersOfAsync(single, options));

        Report.Introduce(options);
        await Load.RunAsync(grouped, toGrouped, status: 201, options.Length, Load.WarmUp);
        await Load.RunAsync(single, toSingle, status: 201, options.Length, Load.WarmUp);

        Report.Say($"round   group commit: {Report.Heading}    one transaction each: {Report.Heading}   ratio");
        List<(Round Grouped, Round Single)> rounds = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            // Who goes first takes turns, too.
            Round? second = round % 2 == 0 ? await Load.RunAsync(single, toSingle, status: 201, options.Length) : null;
            var first = await Load.RunAsync(grouped, toGrouped, status: 201, options.Length);
            rounds.Add((first, second ?? await Load.RunAsync(single, toSingle, status: 201, options.Length)));
            Print($"{round}", rounds[^1].Grouped, rounds[^1].Single, Ratio(rounds[^1]));
        }

        Report.Say($"");
        Print(
            "middle", Report.Middle(rounds.Select(round => round.Grouped)), Report.Middle(rounds.Select(round => round.Single)),
            rounds.Select(Ratio).Order().ElementAt(rounds.Count / 2));
    }

    private static double Ratio((Round Grouped, Round Single) round) => round.Grouped.Rate / round.Single.Rate;

    private static async Task<IReadOnlyList<Func<ReadOnlyMemory<byte>>>> CallersOfAsync(Server server, Options options)
    {
        var filings = await Filings.ForAsync(server);
        return [.. Enumerable.Range(0, options.Callers).Select(filings.Of)];
    }

    private static void Print(string name, Round grouped, Round single, double ratio) =>
        Report.Say($"{name,-7} {"",12}{Report.Line(grouped)} {"",21}{Report.Line(single)} {ratio,7:0.00}");
}
