using System.Net;
using System.Net.Sockets;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage;
using Microsoft.Extensions.DependencyInjection;

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
        registry = Registry.StartWith(Switch.Install);
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        store = (Switch)registry.Services.GetRequiredService<Database>();
    }

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [Test]
    public async Task Answers_503_until_it_is_back_and_loses_nothing()
    {
        var filing = Scenarios.Fresh("01");
        store.IsAway = true;
        var (filed, listed, ready) = (
            await officer.FileAsync(filing), await officer.GetAsync("/v1/incidents"), await registry.Http.GetAsync("/health/ready"));
        var rested = await officer.FileAsync(filing);
        var alive = await registry.Http.GetAsync("/health/live");
        store.IsAway = false;

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

    /// <summary>The program's own store, or a server that refuses every connection.</summary>
    private sealed class Switch : Database
    {
        private readonly Database present;
        private readonly SqlServerDatabase away;

        private Switch(Database present)
        {
            this.present = present;
            using var closed = new TcpListener(IPAddress.Loopback, 0);
            closed.Start();
            var port = ((IPEndPoint)closed.LocalEndpoint).Port;
            away = new SqlServerDatabase(
                $"Server=tcp:127.0.0.1,{port};Database=Registry;User ID=u;Password=p;Encrypt=Optional", TimeProvider.System,
                new SqlServerOptions
                {
                    // The client knocks until then, also where it is refused.
                    AttemptTimeout = TimeSpan.FromSeconds(1),
                    Retries = 1,
                    FirstDelay = TimeSpan.FromMilliseconds(1),
                    BreakerThroughput = 4,
                    BreakerSampling = TimeSpan.FromMinutes(1),
                    BreakerRest = TimeSpan.FromMinutes(2),
                });
        }

        public bool IsAway { get; set; }

        public override SqlDialect Dialect => Now.Dialect;

        private Database Now => IsAway ? away : present;

        public static void Install(IServiceCollection services)
        {
            var real = services.Last(service => service.ServiceType == typeof(Database)).ImplementationFactory!;
            services.AddSingleton<Database>(all => new Switch((Database)real(all)));
        }

        public override Task<T> ReadAsync<T>(Load<T> load, CancellationToken ct) => Now.ReadAsync(load, ct);

        public override Task<Commit> CommitAsync(Act act, CancellationToken ct) => Now.CommitAsync(act, ct);

        public override Task<StorageFault?> ProbeAsync(CancellationToken ct) => Now.ProbeAsync(ct);

        public override async ValueTask DisposeAsync()
        {
            await away.DisposeAsync();
            await present.DisposeAsync();
        }
    }
}
