using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// Fetches the issuer's metadata and keys before the first request: the validator fetches blocking, so that 32 first calls at once
/// would starve the thread pool for seconds. An issuer that can't be reached delays the start a little and degrades the instance; it
/// never stops it.
/// </summary>
public sealed partial class IssuerMetadata(IOptionsMonitor<JwtBearerOptions> options, ILogger<IssuerMetadata> log) : IHostedService, IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var bearer = options.Get(JwtBearerDefaults.AuthenticationScheme);
        try
        {
            await bearer.ConfigurationManager!.GetConfigurationAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            await Task.Run(() => FetchIssuer(bearer.TokenValidationParameters), cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        // Whatever keeps the metadata away (DNS, proxy, TLS, a timeout): the first token tries again, and readiness shows it.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Unreachable(failure.GetType().Name);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Answered from memory once it has been fetched.
            await options.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!
                .GetConfigurationAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy("The issuer's keys are known.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("The issuer can't be reached: nobody can sign in until it can.");
        }
    }

    // The issuer validator keeps metadata of its own and fetches it with the first token it sees. This one has no signature and is
    // shown to that validator only.
    private static void FetchIssuer(TokenValidationParameters parameters)
    {
        var issuer = $"https://login.microsoftonline.com/{Guid.AllBitsSet}/v2.0";
        var token = new JsonWebToken(
            Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""") + "."
            + Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"iss":"{{issuer}}","tid":"{{Guid.AllBitsSet}}","ver":"2.0"}""")) + ".");
        try
        {
            parameters.IssuerValidator?.Invoke(issuer, token, parameters);
        }
        catch (SecurityTokenInvalidIssuerException)
        {
            // A single-tenant registry refuses the invented tenant, after fetching what we came for.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The issuer's metadata can't be fetched ({Failure}): nobody can sign in until it can")]
    private partial void Unreachable(string failure);
}
