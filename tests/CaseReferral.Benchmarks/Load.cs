using System.Diagnostics;
using System.Text;

namespace CaseReferral.Benchmarks;

/// <summary>What a round came to.</summary>
/// <param name="Took">From the first request to the last answer.</param>
/// <param name="ServerTime">What the registry took of the processors meanwhile.</param>
/// <param name="Waits">How long each caller waited for each answer, sorted.</param>
internal sealed record Round(TimeSpan Took, TimeSpan ServerTime, IReadOnlyList<TimeSpan> Waits)
{
    /// <summary>Answers a second.</summary>
    public double Rate => Waits.Count / Took.TotalSeconds;

    /// <summary>The registry's processor time for one answer, in microseconds.</summary>
    public double MicrosecondsEach => ServerTime.TotalMicroseconds / Waits.Count;

    /// <summary>The wait that this share of the answers doesn't exceed, in milliseconds.</summary>
    public double Wait(double share) => Waits[(int)(share * (Waits.Count - 1))].TotalMilliseconds;
}

/// <summary>Callers that send one request after another.</summary>
internal static class Load
{
    /// <summary>Answers after which the runtime has compiled the hot paths for good, on a busy machine, too.</summary>
    public const int WarmUp = 10_000;

    /// <summary>Has every caller send for so long.</summary>
    /// <param name="server">To whom.</param>
    /// <param name="callers">For each caller the source of its requests; a request is used up before the next is taken.</param>
    /// <param name="status">What every answer must be.</param>
    /// <param name="length">How long, at least.</param>
    /// <param name="least">How many answers, at least.</param>
    /// <exception cref="InvalidOperationException">An answer was another one: a benchmark of refusals measures nothing.</exception>
    public static async Task<Round> RunAsync(
        Server server, IReadOnlyList<Func<ReadOnlyMemory<byte>>> callers, int status, TimeSpan length, int least = 1)
    {
        var count = 0;
        var before = server.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var waits = await Task.WhenAll(callers.Select(next => Task.Run(async () =>
        {
            using var connection = await Connection.OpenAsync(server.Address);
            List<TimeSpan> own = [];
            while (Stopwatch.GetElapsedTime(started) < length || Volatile.Read(ref count) < least)
            {
                var request = next();
                var sent = Stopwatch.GetTimestamp();
                var answered = await connection.SendAsync(request);
                own.Add(Stopwatch.GetElapsedTime(sent));
                Interlocked.Increment(ref count);
                if (answered != status)
                    throw new InvalidOperationException($"Expected {status}: {connection.Answer}");
            }

            return own;
        })));
        var took = Stopwatch.GetElapsedTime(started);
        return new(took, server.ProcessorTime - before, [.. waits.SelectMany(own => own).Order()]);
    }

    /// <summary>A request without a body.</summary>
    public static byte[] Get(string path, string token) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");

    /// <summary>A request with a JSON body.</summary>
    public static byte[] Post(string path, string token, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
    }
}
