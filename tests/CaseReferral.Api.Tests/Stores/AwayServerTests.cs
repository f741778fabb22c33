using System.Net;
using System.Net.Sockets;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>What callers see while the database server is away; the server is a closed port on the loopback, so none is needed.</summary>
[TestFixture]
public sealed class A_registry_whose_server_is_away
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Switch store = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        // The client knocks for the whole attempt, also where it is refused.
        store = new Switch(Closed(), new()
        {
            AttemptTimeout = TimeSpan.FromSeconds(1),
            Retries = 1,
            FirstDelay = TimeSpan.FromMilliseconds(1),
            BreakerThroughput = 4,
            BreakerSampling = TimeSpan.FromMinutes(1),
            BreakerRest = TimeSpan.FromMinutes(2),
        });
        registry = Registry.StartWith(store.Install);
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await registry.DisposeAsync();
        await store.DisposeAsync();
    }

    [Test]
    public async Task Answers_503_until_it_is_back_and_loses_nothing()
    {
        var filing = Scenarios.Fresh("01");
        (store.ReadsAway, store.CommitsAway) = (true, true);
        var (filed, listed, ready) = (
            await officer.FileAsync(filing), await officer.GetAsync("/v1/incidents"), await registry.Http.GetAsync("/health/ready"));
        var rested = await officer.FileAsync(filing);
        var alive = await registry.Http.GetAsync("/health/live");
        (store.ReadsAway, store.CommitsAway) = (false, false);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((filed.Status, filed.Problem), Is.EqualTo((503, "storage-unavailable")));
            Assert.That((listed.Status, listed.Problem), Is.EqualTo((503, "storage-unavailable")));
            Assert.That(
                int.Parse(filed.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThanOrEqualTo(2));
            Assert.That(filed.Text, Does.Not.Contain("127.0.0.1").And.Not.Contain("Sql"));
            Assert.That(
                int.Parse(rested.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThan(30),
                "the breaker is open, and says until when");
            Assert.That((int)ready.StatusCode, Is.EqualTo(503), "it can't store a filing now");
            Assert.That((int)alive.StatusCode, Is.EqualTo(200), "it needs no restart");
        }

        var again = await officer.FileAsync(filing);
        Assert.That(again.Status, Is.EqualTo(201), "nothing was stored before, and the same filing is taken now");
        Assert.That((int)(await registry.Http.GetAsync("/health/ready")).StatusCode, Is.EqualTo(200));
        Assert.That((await officer.FileAsync(filing)).Replayed, Is.True);
    }

    private static string Closed()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        return $"Server=tcp:127.0.0.1,{((IPEndPoint)closed.LocalEndpoint).Port};Database=Registry;User ID=u;Password=p;Encrypt=Optional";
    }
}
