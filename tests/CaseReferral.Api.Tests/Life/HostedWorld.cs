using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Life;

/// <summary>
/// The whole program in this process, on Kestrel and a real file, under a clock that stands still but for the steps of the test. It is
/// killed by letting nothing more of it reach the store.
/// </summary>
internal sealed class HostedWorld : World
{
    private static readonly DateTimeOffset Beginning = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("case-referral-").FullName;
    private DateTimeOffset now = Beginning;
    private Registry registry = null!;

    public override TimeSpan Tolerance => TimeSpan.Zero;

    public override DateTimeOffset Now => now;

    protected override string File => Path.Combine(folder, "registry.db");

    private MortalDatabase Store => (MortalDatabase)registry.Services.GetRequiredService<Database>();

    public override async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    protected override bool IsCertain => true;

    protected override async Task<bool?> DieAsync(Func<Task<Answer>> send, bool stored)
    {
        Store.DieIn(stored);
        await send();
        return stored;
    }

    protected override Task<Desk> SignInAsync(string user) => registry.AsAsync(user);

    protected override async Task AdvanceAsync(TimeSpan time)
    {
        await registry.AdvanceAsync(System.Xml.XmlConvert.ToString(time));
        now += time;
    }

    protected override async Task KillAsync()
    {
        Store.Die();
        await registry.DisposeAsync();
    }

    protected override Task StartAsync(TimeSpan down)
    {
        now += down;
        registry = Registry.StartOn(folder, services =>
        {
            MortalDatabase.Install(services);
            services.AddSingleton(new RegistryClock(new Still(now)));
        }, ("Logging:LogLevel:CaseReferral.Api.Platform.Problems.ExceptionProblems", "None"));
        return Task.CompletedTask;
    }

    // Timers run on: a worker's next tick comes by the wall's clock, and what it finds due by this one.
    private sealed class Still(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
