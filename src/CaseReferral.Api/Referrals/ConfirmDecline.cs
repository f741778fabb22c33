using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>A second officer confirms that a safeguarded referral is declined.</summary>
public static class ConfirmDecline
{
    /// <summary>POST /v1/referrals/{id}/confirm-decline.</summary>
    public static Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, NothingToSay? body, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        moves.TakeAsync(id, http, caller, null, new(ReferralAction.ConfirmDecline), text: null, ct);
}
