using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Gives a claimed referral back to the queue; its clocks run on.</summary>
public static class ReleaseReferral
{
    /// <summary>POST /v1/referrals/{id}/release.</summary>
    public static Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, NothingToSay? body, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        moves.TakeAsync(id, http, caller, null, new(ReferralAction.Release), text: null, ct);
}
