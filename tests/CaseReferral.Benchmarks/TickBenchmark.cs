using System.Diagnostics;
using CaseReferral.Storage;
using CaseReferral.Storage.Migrations;
using CaseReferral.Storage.Referrals;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Benchmarks;

/// <summary>
/// The one query of a tick, over few clocks and over many, when nothing is due and when a tick's fill is: it must cost what is due, and
/// not what runs.
/// </summary>
internal static class TickBenchmark
{
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int Fill = 256;
    private const int Ticks = 2_000;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(60);

    /// <summary>Runs it and prints what came of it.</summary>
    public static async Task RunAsync(Options options)
    {
        Report.Introduce(options);
        Report.Say($"clocks     nothing due: p50        p99   {Fill} due: p50        p99");
        foreach (var clocks in new[] { Few, Many })
        {
            var idle = await MeasureAsync(options, clocks, due: 0);
            var full = await MeasureAsync(options, clocks, due: Fill);
            var (idleHalf, idleMost) = (At(idle, 0.50), At(idle, 0.99));
            var (fullHalf, fullMost) = (At(full, 0.50), At(full, 0.99));
            Report.Say($"{clocks,-10} {idleHalf,15:0.000} ms {idleMost,7:0.000} ms {fullHalf,12:0.000} ms {fullMost,7:0.000} ms");
        }
    }

    private static async Task<List<TimeSpan>> MeasureAsync(Options options, int clocks, int due)
    {
        var path = Path.Combine(options.Data, $"case-referral-tick-{Environment.ProcessId}.db");
        try
        {
            await new SqliteMigrator($"Data Source={path}", TimeProvider.System).MigrateAsync("benchmark", CancellationToken.None);
            WriteClocks(path, clocks, due);
            await using var database = new SqliteDatabase($"Data Source={path}", TimeProvider.System);
            List<TimeSpan> took = [];
            for (var tick = -Ticks / 10; tick < Ticks; tick++)
            {
                var started = Stopwatch.GetTimestamp();
                var found = await database.ReadAsync(ClockStore.ListDue(Now, Fill), CancellationToken.None);
                if (tick >= 0)
                    took.Add(Stopwatch.GetElapsedTime(started));
                if (found.Count != due)
                    throw new InvalidOperationException($"{found.Count} clocks were found due, not {due}.");
            }

            took.Sort();
            return took;
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(options.Data, Path.GetFileName(path) + "*"))
                File.Delete(file);
        }
    }

    // Clocks alone: what they are of is never asked for.
    private static void WriteClocks(string path, int clocks, int due)
    {
        using var connection = new SqliteConnection($"Data Source={path};Foreign Keys=False;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $clocks)
            INSERT INTO Clock (ReferralId, Kind, Jurisdiction, StartedAt, DueAt, PausedAt, Level, FiresAt)
            SELECT randomblob(16), 'acknowledge', 'ME', 0, $now + (i - $due) * 1000000, NULL, 0, $now + (i - $due) * 1000000 FROM n
            """;
        command.Parameters.AddWithValue("$clocks", clocks);
        command.Parameters.AddWithValue("$due", due);
        command.Parameters.AddWithValue("$now", Instants.ToStore(Now));
        command.ExecuteNonQuery();
    }

    private static double At(List<TimeSpan> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))].TotalMilliseconds;
}
