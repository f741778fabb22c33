using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Says that a person of the queue has seen it. A notice ends by it.</summary>
public static class AcknowledgeReferral
{
    /// <summary>POST /v1/referrals/{id}/acknowledge.</summary>
    public static Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, NothingToSay? body, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        moves.TakeAsync(id, http, caller, null, new(ReferralAction.Acknowledge), text: null, ct);
}
