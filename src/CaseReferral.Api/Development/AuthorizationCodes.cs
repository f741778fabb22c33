using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Development;

/// <summary>
/// Codes of the local issuer's authorization page, each good for one exchange within five minutes and only with the verifier whose
/// challenge it was made for (RFC 7636, S256).
/// </summary>
public sealed class AuthorizationCodes
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Grant> grants = new(StringComparer.Ordinal);

    /// <summary>A new code for <paramref name="user"/>, bound to address and challenge.</summary>
    public string Make(string user, string redirectUri, string challenge)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (old, grant) in grants)
        {
            if (grant.Until < now)
                grants.TryRemove(old, out _);
        }

        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        grants[code] = new(user, redirectUri, challenge, now + Lifetime);
        return code;
    }

    /// <summary>The user the code was made for; null when it is unknown, used, too old, or made for another address or verifier.</summary>
    public string? Redeem(string code, string redirectUri, string verifier)
    {
        // Taken out first: a code that was tried is spent, whatever comes of it.
        if (!grants.TryRemove(code, out var grant) || grant.Until < TimeProvider.System.GetUtcNow() || grant.RedirectUri != redirectUri)
            return null;
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(grant.Challenge),
            Encoding.ASCII.GetBytes(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))))
            ? grant.User
            : null;
    }

    private sealed record Grant(string User, string RedirectUri, string Challenge, DateTimeOffset Until);
}
