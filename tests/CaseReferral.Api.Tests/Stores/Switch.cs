using CaseReferral.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>The program's own store, or SQL Server's store against whatever a test puts where the server should be.</summary>
/// <param name="connectionString">Leads to it.</param>
/// <param name="options">How it is asked.</param>
internal sealed class Switch(string connectionString, SqlServerOptions options) : Database
{
    private readonly SqlServerDatabase away = new(connectionString, TimeProvider.System, options);
    private Database present = null!;
    private bool left;

    /// <summary>Whether loads go there.</summary>
    public bool ReadsAway { get; set; }

    /// <summary>Whether acts go there.</summary>
    public bool CommitsAway { get; set; }

    /// <inheritdoc/>
    public override SqlDialect Dialect => Reads.Dialect;

    private Database Reads => ReadsAway ? away : present;

    private Database Commits => CommitsAway ? away : present;

    /// <summary>Puts it in the place of the program's own store.</summary>
    public void Install(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(Database)).ImplementationFactory!;
        services.AddSingleton<Database>(all =>
        {
            present = (Database)real(all);
            return this;
        });
    }

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Load<T> load, CancellationToken ct) => Reads.ReadAsync(load, ct);

    /// <inheritdoc/>
    public override Task<Commit> CommitAsync(Act act, CancellationToken ct) => Commits.CommitAsync(act, ct);

    /// <inheritdoc/>
    public override Task<StorageFault?> ProbeAsync(CancellationToken ct) => Commits.ProbeAsync(ct);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // The registry that it is installed in owns it, and so does the test that made it.
        if (left)
            return;
        left = true;
        await away.DisposeAsync();
        await present.DisposeAsync();
    }
}
