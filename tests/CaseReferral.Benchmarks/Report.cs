using System.Diagnostics;
using System.Globalization;

namespace CaseReferral.Benchmarks;

/// <summary>What is printed about rounds.</summary>
internal static class Report
{
    /// <summary>The heading of <see cref="Line"/>.</summary>
    public const string Heading = "rate        p50        p99   registry CPU";

    /// <summary>Says where and with what it is measured, above all what a flush of this disk costs.</summary>
    public static void Introduce(Options options)
    {
        var flush = Flush(options.Data);
        Say($"{options.Scenario}: {options.Callers} callers, {options.Rounds} rounds of {options.Length.TotalSeconds:0} s");
        var (processors, data) = (Environment.ProcessorCount, options.Data);
        Say($"{processors} processors, files in {data} ({FormatOf(data)}), a flush of the disk takes {flush.TotalMilliseconds:0.00} ms");
        Say($"");
    }

    /// <summary>A round in numbers.</summary>
    public static string Line(Round round) => string.Create(
        CultureInfo.InvariantCulture,
        $"{round.Rate,6:0}/s {round.Wait(0.50),7:0.0} ms {round.Wait(0.99),7:0.0} ms {round.MicrosecondsEach,7:0} us each");

    /// <summary>The round in the middle, by rate.</summary>
    public static Round Middle(IEnumerable<Round> rounds) => rounds.OrderBy(round => round.Rate).ElementAt(rounds.Count() / 2);

    /// <summary>Prints a line.</summary>
    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    // The middle one of many, each of a page: what a transaction must wait for at least.
    private static TimeSpan Flush(string folder)
    {
        const int Times = 101;
        var path = Path.Combine(folder, $"case-referral-benchmark-{Environment.ProcessId}.flush");
        var page = new byte[4096];
        var took = new TimeSpan[Times];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        for (var time = 0; time < Times; time++)
        {
            var started = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            took[time] = Stopwatch.GetElapsedTime(started);
        }

        return took.Order().ElementAt(Times / 2);
    }

    private static string FormatOf(string folder) =>
        DriveInfo.GetDrives().Where(drive => folder.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length)?.DriveFormat ?? "unknown";
}
