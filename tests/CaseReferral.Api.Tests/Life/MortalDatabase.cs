using CaseReferral.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Life;

/// <summary>The real store, in a process that may die at any act.</summary>
internal sealed class MortalDatabase(Database store) : Database
{
    private bool? dies;
    private bool isDead;

    /// <inheritdoc/>
    public override SqlDialect Dialect => store.Dialect;

    /// <summary>Puts it in front of the program's store.</summary>
    public static void Install(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(Database)).ImplementationFactory!;
        services.AddSingleton<Database>(all => new MortalDatabase((Database)real(all)));
    }

    /// <summary>Dies in the next act: after it is stored, or before.</summary>
    public void DieIn(bool stored) => dies = stored;

    /// <summary>Nothing more reaches the store.</summary>
    public void Die() => isDead = true;

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Load<T> load, CancellationToken ct) => store.ReadAsync(load, ct);

    /// <inheritdoc/>
    public override async Task<Commit> CommitAsync(Act act, CancellationToken ct)
    {
        var stored = dies;
        isDead |= stored == false;
        ObjectDisposedException.ThrowIf(isDead, this);
        var commit = await store.CommitAsync(act, ct);
        isDead |= stored == true;
        ObjectDisposedException.ThrowIf(isDead, this);
        return commit;
    }

    /// <inheritdoc/>
    public override Task<StorageFault?> ProbeAsync(CancellationToken ct) => store.ProbeAsync(ct);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => store.DisposeAsync();
}
