using System.Net.Http.Json;
using System.Xml;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Life;

/// <summary>
/// The program as an operator runs it, ended by SIGKILL. Its clock is the machine's and can't be stopped: instants agree to within a
/// minute, and no step of time ends close to a deadline.
/// </summary>
internal sealed class ProcessWorld : World
{
    // Beyond what an interleaving takes by the wall's clock, and no divisor of any interval. Each is longer than the one before: a deadline
    // that was set after one of them would else lie exactly where a later step from before it ends.
    private static readonly TimeSpan FirstMargin = TimeSpan.FromSeconds(97);
    private static readonly TimeSpan LongerEachTime = TimeSpan.FromSeconds(254);

    private readonly DataFolder data = new();
    private TimeSpan ahead = TimeSpan.FromSeconds(1);
    private int margins;
    private RunningRegistry? registry;

    public override TimeSpan Tolerance => TimeSpan.FromMinutes(1);

#pragma warning disable RS0030 // The machine's clock is what the process goes by.
    public override DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ahead;
#pragma warning restore RS0030

    protected override string File => data.File;

    protected override bool IsCertain => false;

    public override async ValueTask DisposeAsync()
    {
        await (registry?.DisposeAsync() ?? ValueTask.CompletedTask);
        data.Dispose();
    }

    protected override async Task<Desk> SignInAsync(string user) => new(registry!.Http, user, await registry.TokenAsync(user));

    protected override async Task AdvanceAsync(TimeSpan time)
    {
        time += NextMargin();
        using var answer = await registry!.Http.PostAsJsonAsync("/development/clock", new { advance = XmlConvert.ToString(time) });
        answer.EnsureSuccessStatusCode();
        ahead += time;
    }

    private TimeSpan NextMargin() => FirstMargin + LongerEachTime * margins++;

    // Somewhere in the middle: sooner or later by as many turns as the machine takes for this.
    protected override async Task<bool?> DieAsync(Func<Task<Answer>> send, bool stored)
    {
        var sent = send();
        for (var turn = 0; turn < (stored ? 2_000 : 20) && !sent.IsCompleted; turn++)
            await Task.Yield();
        registry!.Kill();
        await sent;
        return null;
    }

    protected override async Task KillAsync()
    {
        registry!.Kill();
        await registry.DisposeAsync();
    }

    protected override async Task StartAsync(TimeSpan down)
    {
        // The samples are there from the first start on.
        var seeds = registry is null ? "true" : "false";
        ahead += down > TimeSpan.Zero ? down + NextMargin() : down;
        registry = await RunningRegistry.StartAsync(
            data.Launch with { Arguments = [$"--DemoData:Enabled={seeds}", $"--DevelopmentClock:Ahead={XmlConvert.ToString(ahead)}"] });
    }
}
