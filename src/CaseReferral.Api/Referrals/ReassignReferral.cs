using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Who is to work on a referral.</summary>
public sealed record ReassignReferralRequest
{
    /// <summary>A seat of the queue, by its id.</summary>
    [Required] public Guid? Seat { get; init; }
}

/// <summary>A lead officer gives the leg to another seat of the queue.</summary>
public static class ReassignReferral
{
    /// <summary>POST /v1/referrals/{id}/reassign.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, ReassignReferralRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new Reassignment(To: null), text: null, ct, new SeatId(request.Seat!.Value));
}
