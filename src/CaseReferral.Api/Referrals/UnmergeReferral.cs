using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>A merged leg is one of its own again, in the state it was merged in.</summary>
public static class UnmergeReferral
{
    /// <summary>POST /v1/referrals/{id}/unmerge.</summary>
    public static Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, NothingToSay? body, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        moves.TakeAsync(id, http, caller, null, new(ReferralAction.Unmerge), text: null, ct);
}
