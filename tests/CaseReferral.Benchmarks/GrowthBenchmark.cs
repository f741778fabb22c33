using System.Diagnostics;

namespace CaseReferral.Benchmarks;

/// <summary>What a desk waits for, after years: its queue and its counts at a hundred times as many referrals.</summary>
internal static class GrowthBenchmark
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    // A tenth of the smaller store: what its desks can hold.
    private const int Backlog = 1_000;

    private static readonly (string Who, string User, string Path)[] Asked =
    [
        ("queue of a task force", "duty@ME-OPTEAM", "/v1/referrals?limit=50"),
        ("its summary", "duty@ME-OPTEAM", "/v1/referrals/summary"),
        ("summary of a coordinator", "coordinator@ME", "/v1/referrals/summary"),
        ("and its list", "coordinator@ME", "/v1/referrals?limit=50"),
    ];

    /// <summary>Runs it and prints what came of it.</summary>
    public static async Task RunAsync(Options options)
    {
        Report.Introduce(options);
        await using var few = await FilledAsync(options, Few, Backlog);
        await CompareAsync(options, few, Many, Backlog, "the same backlog");
        await CompareAsync(options, few, Many, Many / Few * Backlog, "a backlog that grew as much");
    }

    private static async Task CompareAsync(Options options, Server few, int referrals, int open, string what)
    {
        await using var many = await FilledAsync(options, referrals, open);
        Report.Say($"");
        Report.Say($"{Few:N0} referrals, {Backlog:N0} of them open, against {referrals:N0} with {what}: {open:N0} open");
        Report.Say($"{"",-26}{"referrals",-12}{Report.Heading}");
        foreach (var (who, user, path) in Asked)
        {
            var sides = new[] { (Server: few, Count: Few, Rounds: new List<Round>()), (Server: many, Count: referrals, Rounds: []) };
            var callers = new List<IReadOnlyList<Func<ReadOnlyMemory<byte>>>>();
            foreach (var side in sides)
            {
                var request = Load.Get(path, await side.Server.TokenAsync(user));
                callers.Add([.. Enumerable.Repeat<Func<ReadOnlyMemory<byte>>>(() => request, options.Callers)]);
                await Load.RunAsync(side.Server, callers[^1], status: 200, options.Length);
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                for (var side = 0; side < sides.Length; side++)
                    sides[side].Rounds.Add(await Load.RunAsync(sides[side].Server, callers[side], status: 200, options.Length));
            }

            var (before, after) = (Report.Middle(sides[0].Rounds), Report.Middle(sides[1].Rounds));
            Report.Say($"{who,-26}{Few,-12:N0}{Report.Line(before)}");
            Report.Say($"{"",-26}{referrals,-12:N0}{Report.Line(after)}");
            var (time, processors) = (before.Rate / after.Rate, after.MicrosecondsEach / before.MicrosecondsEach);
            Report.Say($"{"",-26}ratio       {time:0.00} in time, {processors:0.00} in processor time");
        }
    }

    private static async Task<Server> FilledAsync(Options options, int referrals, int open)
    {
        var started = Stopwatch.GetTimestamp();
        var server = await Server.StartOnAsync(options.Data, $"{referrals}-{open}", file => History.Write(file, referrals, open));
        Report.Say($"{referrals:N0} referrals written in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        return server;
    }
}
