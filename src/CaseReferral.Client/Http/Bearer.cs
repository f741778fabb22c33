using System.Net.Http.Headers;
using Microsoft.Identity.Abstractions;

namespace CaseReferral.Client.Http;

/// <summary>Signs each request in.</summary>
internal sealed class Bearer(CaseReferralClientOptions options, IAuthorizationHeaderProvider? entra) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = options.Token is { } token
            ? new AuthenticationHeaderValue("Bearer", await token(cancellationToken).ConfigureAwait(false))
            : AuthenticationHeaderValue.Parse(await EntraAsync(cancellationToken).ConfigureAwait(false));
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private Task<string> EntraAsync(CancellationToken cancellation)
    {
        if (entra is null)
            throw new InvalidOperationException(
                "Nothing gives tokens: set Token, or register Microsoft.Identity.Web's token acquisition (EnableTokenAcquisitionToCallDownstreamApi).");
        return options.AsApplication
            ? entra.CreateAuthorizationHeaderForAppAsync(options.Scopes.Single(), cancellationToken: cancellation)
            : entra.CreateAuthorizationHeaderForUserAsync(options.Scopes, cancellationToken: cancellation);
    }
}
