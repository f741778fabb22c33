using CaseReferral.Client.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Abstractions;
using Polly;

namespace CaseReferral.Client;

/// <summary>Registers the client.</summary>
public static class CaseReferralClientSetup
{
    /// <summary>
    /// Adds <see cref="ICaseReferralClient"/>: signs in, makes the keys that let a request be repeated, and repeats what may be. Refuses an
    /// address that isn't https, except on this machine.
    /// </summary>
    public static IHttpClientBuilder AddCaseReferralClient(this IServiceCollection services, Action<CaseReferralClientOptions> configure)
    {
        services.AddOptions<CaseReferralClientOptions>().Configure(configure)
            .Validate(
                options => options.BaseAddress is { IsAbsoluteUri: true } address
                    && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback),
                "BaseAddress must be the registry's https address.")
            .Validate(options => options.Token is not null || options.Scopes.Count > 0, "Set Token, or Scopes for Microsoft.Identity.Web.")
            .Validate(options => options.Retries >= 0, "Retries is how often a request is sent again; 0 sends it once.")
            .Validate(options => options.RetryDelay >= TimeSpan.Zero, "RetryDelay is a time to wait, or zero.");

        var client = services.AddHttpClient<ICaseReferralClient, CaseReferralClient>(
            (provider, http) => http.BaseAddress = Root(Options(provider).BaseAddress!));
        client.AddHttpMessageHandler(provider => new RequestHeaders(Options(provider).ActingAs));
        client.AddResilienceHandler("registry", (pipeline, context) =>
        {
            var options = Options(context.ServiceProvider);
            if (options.Retries == 0)
                return;
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = true,
                ShouldHandle = attempt => ValueTask.FromResult(Repeats.May(attempt.Context.GetRequestMessage(), attempt.Outcome)),
            });
        });
        // Innermost, so that a try after a long wait has a token that is valid then.
        client.AddHttpMessageHandler(provider => new Bearer(Options(provider), provider.GetService<IAuthorizationHeaderProvider>()));
        return client;
    }

    private static CaseReferralClientOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<CaseReferralClientOptions>>().Value;

    // Relative addresses are resolved below it, wherever a gateway put the registry.
    private static Uri Root(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
