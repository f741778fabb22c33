using CaseReferral.Api.AccessLog;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Reference;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>The seats an endpoint may be called under. A role that isn't named may never do it: 403.</summary>
/// <param name="Roles">Any of these.</param>
public sealed record SeatRequirement(IReadOnlyList<SeatRole> Roles);

/// <summary>
/// Finds the seat a request acts under, before anything of it is bound. The token says who somebody is and what kind of thing they
/// may do; the seat says where. Both must agree, now.
/// </summary>
public sealed class SeatResolution(
    RequestDelegate next, Database database, ReferenceData reference, RefusedSignIns refusedSignIns, TimeProvider clock)
{
    /// <summary>Names the seat a request acts under, by id or name, when its principal holds several.</summary>
    public const string ActingAs = "Acting-As";

    /// <summary>Resolves the seat, or answers why not.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<SeatRequirement>() is not { } requirement)
        {
            if (await RefuseWithoutSeatAsync(http) is { } unbound)
                await unbound.ExecuteAsync(http);
            else
                await next(http);
            return;
        }

        var (seat, refusal) = await ResolveAsync(http, requirement);
        if (seat is null)
        {
            await refusal!.ExecuteAsync(http);
            return;
        }

        http.Features.Set(new Caller(seat));
        await next(http);
    }

    /// <summary>
    /// The seats that count for this token: held now, of the tenant's own jurisdiction, with their app roles in the token.
    /// </summary>
    public static IReadOnlyList<Seat> Usable(KnownPrincipal principal, TokenIdentity identity, ReferenceSnapshot reference) =>
        [.. principal.Seats.Where(seat => WhyNot(seat, principal, identity, reference) is null)];

    /// <summary>Why a seat doesn't count for this token; null when it does.</summary>
    public static string? WhyNot(Seat seat, KnownPrincipal principal, TokenIdentity identity, ReferenceSnapshot reference)
    {
        if (principal.IsPerson != identity.IsPerson)
            return principal.IsPerson
                ? "The seat is a person's, and the token a system's."
                : "The seat is a system's, and the token a person's.";
        if (!reference.IsBound(identity.TenantId, seat.Jurisdiction))
            return seat.Jurisdiction is null
                ? "The token comes from a tenant that doesn't administer the registry."
                : "The token comes from another tenant than the seat's jurisdiction.";
        var missing = AppRoles.NeededFor(seat.Role).Where(role => !identity.Roles.Contains(role)).ToList();
        return missing.Count == 0 ? null : $"The token lacks the app role {string.Join(" and ", missing)}.";
    }

    // Where no seat is looked up, the reference data is asked for as of now, and the handler finds it there.
    private async Task<ProblemHttpResult?> RefuseWithoutSeatAsync(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null && TokenIdentity.From(http.User) is { } identity
            ? RefuseTenant(http, identity, await reference.CurrentAsync(http.RequestAborted))
            : null;

    // The token was checked against what this instance knew then.
    private static ProblemHttpResult? RefuseTenant(HttpContext http, TokenIdentity identity, ReferenceSnapshot known)
    {
        if (known.IsBound(identity.TenantId))
            return null;
        http.Response.Headers.WWWAuthenticate = JwtBearerDefaults.AuthenticationScheme;
        return Problem.Of(ProblemCatalogue.TokenRefused, EntraTokens.TenantUnbound);
    }

    private async Task<(Seat? Seat, ProblemHttpResult? Refusal)> ResolveAsync(HttpContext http, SeatRequirement requirement)
    {
        if (TokenIdentity.From(http.User) is not { } identity)
            return (null, Problem.Of(ProblemCatalogue.NotSignedIn));

        var now = clock.GetUtcNow();
        var (principal, revision) = await database.ReadAsync(
            SeatStore.FindPrincipal(identity.TenantId, identity.ObjectId, now).And(ReferenceStore.ReadRevision()), http.RequestAborted);
        var known = await reference.GetAsync(revision, http.RequestAborted);
        if (RefuseTenant(http, identity, known) is { } unbound)
            return (null, unbound);

        var usable = principal is null ? [] : Usable(principal, identity, known);
        var (seat, refusal) = usable.Count == 0 ? (null, Problem.Of(ProblemCatalogue.NoSeat)) : Choose(http, usable, requirement);
        if (refusal?.StatusCode == StatusCodes.Status403Forbidden)
            await refusedSignIns.RecordAsync(identity, principal?.Id, seat ?? Only(principal), refusal, known, http.RequestAborted);
        return refusal is null ? (seat, null) : (null, refusal);
    }

    private static Seat? Only(KnownPrincipal? principal) => principal?.Seats is [var only] ? only : null;

    // A seat that is named and may never do this is told with the refusal.
    private static (Seat? Seat, ProblemHttpResult? Refusal) Choose(
        HttpContext http, IReadOnlyList<Seat> usable, SeatRequirement requirement)
    {
        var named = http.Request.Headers[ActingAs].ToString();
        if (named.Length > 0)
        {
            var chosen = usable.FirstOrDefault(seat =>
                seat.Name == named || Guid.TryParse(named, out var id) && seat.Id == new SeatId(id));
            if (chosen is null)
                return (null, Problem.Of(ProblemCatalogue.SeatUnknown));
            return (chosen, requirement.Roles.Contains(chosen.Role) ? null : Problem.Of(ProblemCatalogue.RoleRequired));
        }

        var fitting = usable.Where(seat => requirement.Roles.Contains(seat.Role)).ToList();
        return fitting switch
        {
            [] => (null, Problem.Of(ProblemCatalogue.RoleRequired)),
            [var only] => (only, null),
            _ => (null, Problem.Of(ProblemCatalogue.SeatRequired, extensions: new Dictionary<string, object?>
            {
                ["choices"] = fitting.Select(seat => new SeatChoice(seat.Id.Value, seat.Name)).ToList(),
            })),
        };
    }
}

/// <summary>A seat to name in <c>Acting-As</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, for example <c>duty@ME-OPTEAM</c>.</param>
public sealed record SeatChoice(Guid Id, string Name);

/// <summary>Says on a route which seats may call it.</summary>
public static class SeatRequirements
{
    /// <summary>Seats of a unit that file and amend, and partners' systems.</summary>
    public static readonly SeatRole[] Filing = [SeatRole.Officer, SeatRole.Supervisor, SeatRole.Partner];

    /// <summary>Seats with a triage role in a queue.</summary>
    public static readonly SeatRole[] Triage = [SeatRole.Duty, SeatRole.Second, SeatRole.Lead];

    /// <summary>The two sides of a referral, and the coordinator; an auditor sees nothing that they say.</summary>
    public static readonly SeatRole[] Conversation = [.. Filing, .. Triage, SeatRole.Coordinator];

    /// <summary>Everybody who may see a case.</summary>
    public static readonly SeatRole[] Case = [.. Filing, .. Triage, SeatRole.Coordinator, SeatRole.Auditor];

    /// <summary>
    /// The roles that may call a route: those it requires, without the systems' where only a person may; null when it needs no seat.
    /// </summary>
    public static IReadOnlyList<SeatRole>? CallersOf(IEnumerable<object> metadata)
    {
        var said = metadata as IReadOnlyCollection<object> ?? [.. metadata];
        var onlyPersons = said.OfType<Refusals>().Any(refusals => refusals.Kinds.Contains(ProblemCatalogue.PersonRequired));
        return said.OfType<SeatRequirement>().LastOrDefault()?.Roles.Where(role => !onlyPersons || role != SeatRole.Partner).ToList();
    }

    /// <summary>Finds the caller's seat after sign-in and before binding.</summary>
    public static void UseSeats(this WebApplication app) => app.UseMiddleware<SeatResolution>();

    /// <summary>Only seats of these roles may call the endpoint.</summary>
    public static TBuilder ForSeats<TBuilder>(this TBuilder endpoint, params SeatRole[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new SeatRequirement(roles));
}
