using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Clocks;

/// <summary>A machine that goes by another time than the store would give deadlines of its own: it gets no requests.</summary>
[TestFixture]
public sealed class A_machine_whose_clock_is_off
{
    [TestCase(3.5)]
    [TestCase(-3.5)]
    public async Task Is_not_ready(double seconds)
    {
        await using var registry = StartOff(seconds);

        var (status, check) = await AskAsync(registry);

        Assert.That((status, check), Is.EqualTo((503, "unhealthy")));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public async Task Is_forgiven_a_second(double seconds)
    {
        await using var registry = StartOff(seconds);

        var (status, check) = await AskAsync(registry);

        Assert.That((status, check), Is.EqualTo((200, "healthy")));
    }

    [Test]
    public async Task Is_told_from_a_clock_that_somebody_has_moved_in_development()
    {
        await using var registry = StartOff(0);
        await registry.AdvanceAsync("PT15M");

        var (status, check) = await AskAsync(registry);

        Assert.That((status, check), Is.EqualTo((200, "healthy")));
    }

    private static Registry StartOff(double seconds) => Registry.StartWith(
        services => services.AddSingleton(new RegistryClock(new Off(TimeSpan.FromSeconds(seconds)))), ("DemoData:Enabled", "false"));

    private static async Task<(int Status, string Check)> AskAsync(Registry registry)
    {
        using var answer = await registry.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        var checks = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["checks"]!.AsArray();
        return ((int)answer.StatusCode, checks.Single(check => check!["name"]!.ToString() == "clock")!["status"]!.ToString());
    }

    private sealed class Off(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
