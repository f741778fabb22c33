using System.Security.Claims;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>Who a validated token says its bearer is. People are keyed by tenant and object id, never by name or e-mail.</summary>
/// <param name="TenantId">The Entra tenant that signed the bearer in (<c>tid</c>).</param>
/// <param name="ObjectId">The bearer in that tenant (<c>oid</c>).</param>
/// <param name="IsPerson">True for a person's token (it carries <c>scp</c>), false for a system's.</param>
/// <param name="Roles">The app roles the token carries (<c>roles</c>).</param>
public sealed record TokenIdentity(Guid TenantId, Guid ObjectId, bool IsPerson, IReadOnlySet<string> Roles)
{
    /// <summary>
    /// The identity in a principal that the pipeline authenticated; null when it isn't authenticated, or tenant or object id are
    /// missing or given twice. What is in doubt is no person: a token with <c>scp</c> that also says <c>idtyp=app</c> is a system's.
    /// </summary>
    public static TokenIdentity? From(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true || IdOf(principal, "tid") is not { } tenant
            || IdOf(principal, "oid") is not { } bearer)
            return null;

        var isPerson = principal.FindFirst("scp") is { Value.Length: > 0 } && !principal.HasClaim("idtyp", "app");
        return new(tenant, bearer, isPerson, principal.FindAll("roles").Select(role => role.Value).ToHashSet(StringComparer.Ordinal));
    }

    private static Guid? IdOf(ClaimsPrincipal principal, string claim) =>
        principal.FindAll(claim).Take(2).ToList() is [var only] && Guid.TryParseExact(only.Value, "D", out var id) && id != Guid.Empty
            ? id
            : null;
}
