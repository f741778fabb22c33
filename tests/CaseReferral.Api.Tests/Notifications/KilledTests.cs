using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Notifications;

/// <summary>A process that is killed while a gateway has its call and hasn't answered: somebody is told, under the one id.</summary>
[TestFixture, Category("Process")]
public sealed class A_delivery_that_is_killed_in_the_middle
{
    private const string Officer = "officer@ME-BAR-PCU";

    [Test]
    public async Task Is_made_again_under_the_same_id_when_its_lease_is_over_and_recorded_once()
    {
        using var data = new DataFolder();
        await using var mail = new MailServer();
        await using var gateway = await Gateway.StartAsync();
        gateway.Hangs = true;
        var launch = data.Launch with { Notifies = true, Arguments = Outside.Through(mail, gateway).AsArguments() };

        string reference;
        await using (var before = await RunningRegistry.StartAsync(launch))
        {
            reference = await FileAsync(before);
            using var advanced = await before.Http.PostAsync(
                new Uri("/development/clock", UriKind.Relative), new StringContent("""{"advance":"PT15M"}""", null, "application/json"));
            await Eventually.SeesAsync(() => CallsAbout(gateway, reference), calls => calls.Count == 1);
            before.Kill();
        }

        Assert.That(Delivered(data, reference), Is.Zero, "nobody came back from it");
        gateway.Hangs = false;

        // Within the lease somebody else might still be trying: whoever tells of another case meanwhile leaves it alone.
        await using (var early = await RunningRegistry.StartAsync(Later(launch, "PT15M30S")))
        {
            var other = await FileAsync(early);
            await Eventually.SeesAsync(
                () => mail.Taken.Count(one => one.Body.Contains(other, StringComparison.Ordinal)), told => told == 2);
            Assert.That(CallsAbout(gateway, reference), Has.Count.EqualTo(1));
        }

        await using var after = await RunningRegistry.StartAsync(Later(launch, "PT18M"));
        await Eventually.SeesAsync(() => Delivered(data, reference), delivered => delivered == 1);
        var calls = CallsAbout(gateway, reference);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calls, Has.Count.EqualTo(2));
            Assert.That(calls.Select(call => call.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(calls.Select(call => call.Body).Distinct().Count(), Is.EqualTo(1));
            Assert.That(
                data.Count($"SELECT MAX(Attempts) FROM Notification WHERE Reference = '{reference}' AND Address LIKE '%/me-opteam'"),
                Is.EqualTo(2));
            Assert.That(data.Faults(), Is.Empty);
        }
    }

    private static async Task<string> FileAsync(RunningRegistry registry)
    {
        var desk = new Desk(registry.Http, Officer, await registry.TokenAsync(Officer));
        return (await desk.FiledAsync(Scenarios.Fresh("01")))["reference"].ToString();
    }

    private static Launch Later(Launch launch, string ahead) => launch with
    {
        Arguments = [.. launch.Arguments, "--DemoData:Enabled=false", $"--DevelopmentClock:Ahead={ahead}"],
    };

    private static IReadOnlyList<GatewayCall> CallsAbout(Gateway gateway, string reference) =>
        [.. gateway.Calls.Where(call => call.Path == "/me-opteam" && call.Body.Contains(reference, StringComparison.Ordinal))];

    private static long Delivered(DataFolder data, string reference) => data.Count(
        $"SELECT COUNT(*) FROM Notification WHERE Reference = '{reference}' AND Address LIKE '%/me-opteam' AND DeliveredAt IS NOT NULL");
}
