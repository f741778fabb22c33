using System.Net.Http.Headers;
using Microsoft.Identity.Abstractions;

namespace CaseReferral.Client.Http;

/// <summary>Signs each request in.</summary>
internal sealed class Bearer(CaseReferralClientOptions options, IAuthorizationHeaderProvider? entra) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = await SignInAsync(cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AuthenticationHeaderValue> SignInAsync(CancellationToken cancellation)
    {
        try
        {
            return options.Token is { } token
                ? new AuthenticationHeaderValue("Bearer", await token(cancellation).ConfigureAwait(false))
                : Header(await EntraAsync(cancellation).ConfigureAwait(false));
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Whatever a delegate or an identity library throws, it isn't the registry's or the line's.
            throw new SignInException(failed);
        }
    }

    // Parse would say in its message what it can't read, and that may be a token.
    private static AuthenticationHeaderValue Header(string given) => AuthenticationHeaderValue.TryParse(given, out var header)
        ? header
        : throw new FormatException("What Microsoft.Identity.Web gave is no Authorization header.");

    private Task<string> EntraAsync(CancellationToken cancellation)
    {
        if (entra is null)
            throw new InvalidOperationException(
                "Nothing gives tokens: set Token, or register Microsoft.Identity.Web's token acquisition "
                + "(EnableTokenAcquisitionToCallDownstreamApi).");
        return options.AsApplication
            ? entra.CreateAuthorizationHeaderForAppAsync(options.Scopes.Single(), cancellationToken: cancellation)
            : entra.CreateAuthorizationHeaderForUserAsync(options.Scopes, cancellationToken: cancellation);
    }
}
