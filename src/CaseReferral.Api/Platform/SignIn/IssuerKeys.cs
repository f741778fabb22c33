using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// The issuer's metadata and keys, from memory. No request ever fetches them: <see cref="IssuerKeyRefresh"/> does, before the registry
/// is ready and then in the background, so that an issuer that is slow or away costs a request with a known key nothing. A token under a
/// key that isn't known asks for a refresh and waits for it a moment, because keys may have rolled.
/// </summary>
public sealed class IssuerKeys : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    /// <summary>How often unknown keys may cause a refresh. Whoever invents key names can't make the registry hammer the issuer.</summary>
    public static readonly TimeSpan BetweenDemands = TimeSpan.FromSeconds(30);

    /// <summary>How long a token under an unknown key waits for the refresh it asked for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim demand = new(0);
    private readonly TimeProvider clock = TimeProvider.System;

    // Flows within one token's validation only: the validator asks for a refresh, then for the metadata.
    private readonly AsyncLocal<Task?> asked = new();
    private volatile OpenIdConnectConfiguration? current;
    private TaskCompletionSource? pending;
    private long? lastDemand;

    /// <summary>Knows nothing yet.</summary>
    public IssuerKeys()
    {
        // A key that the issuer took back is taken back at once: the validator would try metadata of up to an hour ago.
        UseLastKnownGoodConfiguration = false;
    }

    /// <summary>Whether any keys are known: without them nobody can be told from anybody else.</summary>
    public bool Known => current is not null;

    /// <summary>What the issuer says now; also answers whoever waits for a refresh.</summary>
    public void Take(OpenIdConnectConfiguration fetched)
    {
        current = fetched;
        Settle();
    }

    /// <summary>The refresh has come to nothing: nobody waits for it any longer.</summary>
    public void Settle()
    {
        lock (gate)
        {
            pending?.TrySetResult();
            pending = null;
        }
    }

    /// <summary>Waits until somebody asks for a refresh, or for <paramref name="atMost"/>.</summary>
    public Task DemandedAsync(TimeSpan atMost, CancellationToken ct) => demand.WaitAsync(atMost, ct);

    /// <inheritdoc />
    public override void RequestRefresh()
    {
        lock (gate)
        {
            if (pending is null && (lastDemand is not { } last || clock.GetElapsedTime(last) >= BetweenDemands))
            {
                pending = new(TaskCreationOptions.RunContinuationsAsynchronously);
                lastDemand = clock.GetTimestamp();
                demand.Release();
            }

            asked.Value = pending?.Task;
        }
    }

    /// <inheritdoc />
    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) =>
        await GetConfigurationAsync(cancel);

    /// <inheritdoc />
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (current is null)
            RequestRefresh();
        if (asked.Value is { IsCompleted: false } refresh)
            await Task.WhenAny(refresh, Task.Delay(Patience, cancel));
        return current ?? throw new InvalidOperationException("The issuer's keys aren't known.");
    }

    /// <inheritdoc />
    public void Dispose() => demand.Dispose();
}
