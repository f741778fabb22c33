using CaseReferral.Api.Contents;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Who the registry thinks the caller is.</summary>
/// <param name="PrincipalId">The registry's id of the caller; null when it doesn't know the sign-in.</param>
/// <param name="IsPerson">False for a system.</param>
/// <param name="AppRoles">The app roles that the token carries.</param>
/// <param name="Seats">The caller's seats, and whether each counts for this token.</param>
/// <param name="Missing">Why something is missing, in sentences; empty when nothing is.</param>
public sealed record MeView(
    Guid? PrincipalId, bool IsPerson, IReadOnlyList<string> AppRoles, IReadOnlyList<MySeatView> Seats, IReadOnlyList<string> Missing);

/// <summary>A seat of the caller.</summary>
/// <param name="Id">Its id, for <c>Acting-As</c>.</param>
/// <param name="Name">Its name, for <c>Acting-As</c>.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="Where">The code of the unit, task force or jurisdiction, or <c>registry</c>.</param>
/// <param name="Jurisdiction">The jurisdiction it lies in; null for the registry itself.</param>
/// <param name="Agency">The agency it belongs to.</param>
/// <param name="Usable">Whether it counts for this token.</param>
/// <param name="WhyNot">Why it doesn't; null when it does.</param>
/// <param name="Operations">What it may call, by the <c>operationId</c> of the document; empty while it doesn't count.</param>
/// <param name="AccessPurposes">The purposes it may state to open content; on an incident, its referrals narrow them.</param>
public sealed record MySeatView(
    Guid Id, string Name, [property: FromList("seatRole")] string Role, string Where, string? Jurisdiction,
    [property: FromList("agency")] string Agency, bool Usable, string? WhyNot,
    IReadOnlyList<string> Operations, [property: FromList("accessPurpose")] IReadOnlyList<string> AccessPurposes);

/// <summary>Tells callers who they are here, what they may do, and why something is missing.</summary>
public static class GetMe
{
    /// <summary>Maps <c>GET /v1/me</c>.</summary>
    public static void MapMe(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/v1/me").RequireAuthorization().WithTags("Me");
        me.MapGet("", HandleAsync)
            .WithName("GetMe").WithSummary("Tells who the registry thinks you are, your seats, and what is missing")
            .WithDescription(
                "Any accepted token is enough: a sign-in that the registry doesn't know is answered too, and told what to ask for. A seat "
                + "counts only while the token carries its app role (`usable`, else `whyNot`).");
        me.MapPost("/code", MakeSignInCode.HandleAsync)
            .WithName("MakeSignInCode").WithSummary("Gives you, while you hold no seat, a code that your coordinator can seat")
            .WithDescription(
                "Read it to your coordinator: it is good for 24 hours, once, and until you make the next. "
                + "Systems make theirs the same way.")
            .Produces<SignInCodeView>(StatusCodes.Status201Created).Answers(201, "The code.")
            .Refuses(ProblemCatalogue.SeatHeld);
    }

    private static async Task<Results<Answered<MeView>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Database database, ReferenceData reference, SeatOperations operations, TimeProvider clock, CancellationToken ct)
    {
        if (TokenIdentity.From(http.User) is not { } identity)
            return Problem.Of(ProblemCatalogue.NotSignedIn);

        var now = clock.GetUtcNow();
        var principal = await database.ReadAsync(SeatStore.FindPrincipal(identity.TenantId, identity.ObjectId, now), ct);
        var known = await reference.GetAsync(ct);
        IReadOnlyList<MySeatView> seats = principal is null
            ? []
            : [.. principal.Seats.Select(seat => View(seat, SeatResolution.WhyNot(seat, principal, identity, known), operations))];
        return new Answered<MeView>(new(
            principal?.Id.Value, identity.IsPerson, [.. identity.Roles.Order(StringComparer.Ordinal)], seats,
            Missing(principal, identity, seats)));
    }

    private static MySeatView View(Seat seat, string? whyNot, SeatOperations operations) => new(
        seat.Id.Value, seat.Name, seat.Role.Code(), seat.Where, seat.Jurisdiction, seat.Agency.Code(), whyNot is null, whyNot,
        whyNot is null ? operations.Of(seat.Role) : [],
        whyNot is null ? [.. SeatPurposes.Of(seat.Role).Select(purpose => purpose.Code())] : []);

    private static IReadOnlyList<string> Missing(KnownPrincipal? principal, TokenIdentity identity, IReadOnlyList<MySeatView> seats)
    {
        List<string> missing = [];
        if (principal is null)
            missing.Add("The registry doesn't know this sign-in. Make a code with POST /v1/me/code, and read it to your coordinator.");
        else if (seats.Count == 0)
            missing.Add("You hold no seat now. Make a code with POST /v1/me/code, and read it to your coordinator.");
        if (identity.Roles.Count == 0)
            missing.Add("Your token carries no app role. Ask your tenant's administrator to assign one.");
        missing.AddRange(seats.Where(seat => !seat.Usable).Select(seat => $"{seat.Name}: {seat.WhyNot}"));
        return missing;
    }
}
