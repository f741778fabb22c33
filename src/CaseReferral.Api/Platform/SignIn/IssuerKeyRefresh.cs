using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// Fetches the issuer's metadata and keys: once before the registry is ready, then every hour, and at once when a token comes under a key
/// that isn't known. An issuer that can't be reached delays the start a little and degrades the instance; it never stops it, and what is
/// known stays known.
/// </summary>
public sealed partial class IssuerKeyRefresh(
    IssuerKeys keys, KeptIssuerKeys kept, IHttpClientFactory clients, IConfiguration configuration, ILogger<IssuerKeyRefresh> log)
    : BackgroundService, IHealthCheck
{
    /// <summary>The named client that the issuer is asked with; the development sign-in answers in its place.</summary>
    public const string Client = "issuer";

    /// <summary>How long the issuer may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    // Not the registry's clock: the development clock moves deadlines, not sign-ins.
    private readonly TimeProvider clock = TimeProvider.System;
    private readonly string address = AddressOf(configuration);
    private volatile State state = new(null, null, Kept: true);

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        if (!keys.Known)
            await RememberAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state switch
        {
            { FetchedAt: null } => HealthCheckResult.Degraded("The issuer can't be reached: nobody can sign in until it can."),
            { FailingSince: { } since, FetchedAt: { } at } => HealthCheckResult.Degraded(
                $"The issuer can't be reached since {since:yyyy-MM-ddTHH:mm:ssZ}: "
                + $"tokens are checked with the keys of {at:yyyy-MM-ddTHH:mm:ssZ}."),
            { Kept: false } => HealthCheckResult.Degraded(
                "The issuer's keys are known and can't be kept: a restart while it can't be reached would let nobody sign in."),
            _ => HealthCheckResult.Healthy("The issuer's keys are known."),
        });

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await keys.DemandedAsync(state.FailingSince is null ? Usual : AfterFailure, stoppingToken);
            await RefreshAsync(stoppingToken);
        }
    }

    private async Task RefreshAsync(CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            var documents = new Fetched(new HttpDocumentRetriever(client));
            var fetched = await ReadAsync(documents, patience.Token);
            var at = clock.GetUtcNow();
            keys.Take(fetched);
            var wasFailing = state.FailingSince is not null;
            state = new(at, null, Keep(documents.Texts, at));
            if (wasFailing)
                ReachableAgain();
        }
        // Whatever keeps the metadata away (DNS, proxy, TLS, a timeout, a page of somebody else's): what is known stays known, the next
        // turn tries again, and readiness shows it.
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            if (state.FailingSince is null)
                Unreachable(failure.GetType().Name);
            state = state with { FailingSince = state.FailingSince ?? clock.GetUtcNow() };
            keys.Settle();
        }
    }

    private async Task RememberAsync(CancellationToken ct)
    {
        var (documents, whyNot) = kept.Read(address);
        if (documents is null)
        {
            NothingKept(whyNot!);
            return;
        }

        try
        {
            keys.Take(await ReadAsync(new Remembered(documents.Documents), ct));
            state = state with { FetchedAt = documents.FetchedAt };
            KeptInUse(documents.FetchedAt);
        }
        // Whole by its digest and still not what an issuer says, as after an upgrade that demands more: as good as nothing kept.
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            NothingKept(failure.GetType().Name);
        }
    }

    private bool Keep(IReadOnlyDictionary<string, string> documents, DateTimeOffset at)
    {
        try
        {
            kept.Keep(address, documents, at);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Sign-in works; what a restart during an outage would miss is shown by readiness.
            NotKept(failure.GetType().Name);
            return false;
        }
    }

    private async Task<OpenIdConnectConfiguration> ReadAsync(IDocumentRetriever documents, CancellationToken ct)
    {
        var said = await OpenIdConnectConfigurationRetriever.GetAsync(address, documents, ct);
        // A captive portal may answer anything: what has no issuer of ours and no key isn't metadata.
        if (!EntraTokens.IsIssuerTemplate(said.Issuer) || said.SigningKeys.Count == 0)
            throw new InvalidDataException("The issuer's metadata names no issuer or no key.");
        return said;
    }

    private static string AddressOf(IConfiguration configuration) =>
        $"{configuration["AzureAd:Instance"]!.TrimEnd('/')}/{configuration["AzureAd:TenantId"]}/v2.0/.well-known/openid-configuration";

    [LoggerMessage(1, LogLevel.Warning, "The issuer's metadata can't be fetched ({Failure}): what is known of it stays in use")]
    private partial void Unreachable(string failure);

    [LoggerMessage(2, LogLevel.Information, "The issuer's metadata is fetched again")]
    private partial void ReachableAgain();

    [LoggerMessage(
        3, LogLevel.Warning, "No keys of the issuer are known, and none that were kept can be used ({WhyNot}): nobody can sign in")]
    private partial void NothingKept(string whyNot);

    [LoggerMessage(4, LogLevel.Warning, "The issuer can't be reached: tokens are checked with the keys that were kept at {FetchedAt}")]
    private partial void KeptInUse(DateTimeOffset fetchedAt);

    [LoggerMessage(5, LogLevel.Warning, "The issuer's keys can't be kept for a restart ({Failure})")]
    private partial void NotKept(string failure);

    private sealed record State(DateTimeOffset? FetchedAt, DateTimeOffset? FailingSince, bool Kept);

    /// <summary>Fetches documents over https and notes what they say.</summary>
    private sealed class Fetched(HttpDocumentRetriever inner) : IDocumentRetriever
    {
        private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, string> Texts => texts;

        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
            texts[address] = await inner.GetDocumentAsync(address, cancel);
    }

    /// <summary>Gives documents that were noted.</summary>
    private sealed class Remembered(IReadOnlyDictionary<string, string> texts) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => Task.FromResult(
            texts.TryGetValue(address, out var text) ? text : throw new IOException("A document isn't among those that were kept."));
    }
}
