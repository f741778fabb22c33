using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Processes;

/// <summary>
/// Devices that file one incident after another, all at once, until the registry is gone. Each remembers what it sent and what it
/// was answered.
/// </summary>
internal sealed class Burst
{
    private const int Devices = 24;

    private static readonly (string Scenario, string Officer)[] Duties =
        [("01", "officer@ME-BAR-PCU"), ("02", "officer@RS-BEG-ACCU"), ("03", "officer@BA-BIJACA-LAND"), ("10", "officer@BA-GRADISKA-LAND")];

    private readonly ConcurrentDictionary<Guid, JsonObject> unanswered = new();
    private readonly ConcurrentDictionary<Guid, JsonObject> acknowledged = new();
    private readonly ConcurrentBag<Answer> refusals = [];
    private readonly ConcurrentBag<HttpRequestException> failures = [];
    private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int after;
    private int answers;

    private Burst(int after) => this.after = after;

    /// <summary>Filings that were answered 201 or 200, by <c>clientId</c>.</summary>
    public IReadOnlyDictionary<Guid, JsonObject> Acknowledged => acknowledged;

    /// <summary>Filings that were sent and never answered.</summary>
    public IReadOnlyDictionary<Guid, JsonObject> Unanswered => unanswered;

    /// <summary>Answers that were neither 201 nor 200.</summary>
    public IReadOnlyCollection<Answer> Refusals => refusals;

    /// <summary>Why the requests without an answer have none.</summary>
    public IReadOnlyCollection<HttpRequestException> Failures => failures;

    /// <summary>Reached once so many filings were acknowledged.</summary>
    public Task Enough => enough.Task;

    /// <summary>Ends when every device has found the registry gone.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Starts it.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="after">How many acknowledgements are <see cref="Enough"/>.</param>
    public static async Task<Burst> StartAsync(RunningRegistry registry, int after)
    {
        var burst = new Burst(after);
        List<(string Scenario, Desk Desk)> duties = [];
        foreach (var (scenario, officer) in Duties)
            duties.Add((scenario, new Desk(registry.Http, officer, await registry.TokenAsync(officer))));
        if (after == 0)
            burst.enough.SetResult();
        burst.Ended = Task.WhenAll(Enumerable.Range(0, Devices).Select(device =>
            Task.Run(() => burst.FileAsync(duties[device % duties.Count].Desk, duties[device % duties.Count].Scenario))));
        return burst;
    }

    /// <summary>Sends a filing again, as a device does that got no answer.</summary>
    public static async Task<Answer> RefileAsync(RunningRegistry registry, JsonObject filing)
    {
        var officer = Duties.Single(duty => duty.Officer == $"officer@{filing["unitId"]}").Officer;
        return await new Desk(registry.Http, officer, await registry.TokenAsync(officer)).FileAsync(filing);
    }

    private async Task FileAsync(Desk desk, string scenario)
    {
        while (true)
        {
            var filing = Scenarios.Fresh(scenario);
            var clientId = Guid.Parse(filing["clientId"]!.GetValue<string>());
            unanswered[clientId] = filing;
            try
            {
                var answer = await desk.FileAsync(filing);
                unanswered.TryRemove(clientId, out _);
                if (answer.Status is not (201 or 200))
                {
                    refusals.Add(answer);
                    return;
                }

                acknowledged[clientId] = filing;
                if (Interlocked.Increment(ref answers) == after)
                    enough.TrySetResult();
            }
            catch (HttpRequestException gone)
            {
                failures.Add(gone);
                return;
            }
        }
    }
}
