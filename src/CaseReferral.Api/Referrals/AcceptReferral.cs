using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>The task force investigates. Moves neither lead nor assignee.</summary>
public static class AcceptReferral
{
    /// <summary>POST /v1/referrals/{id}/accept.</summary>
    public static Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, NothingToSay? body, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        moves.TakeAsync(id, http, caller, null, new(ReferralAction.Accept), text: null, ct);
}
