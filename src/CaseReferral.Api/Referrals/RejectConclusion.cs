using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage.Contents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Why a conclusion is sent back.</summary>
public sealed record RejectConclusionRequest
{
    /// <summary>In plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>A second officer sends a safeguarded referral back to the investigation.</summary>
public static class RejectConclusion
{
    /// <summary>POST /v1/referrals/{id}/reject-conclusion.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, RejectConclusionRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new(ReferralAction.RejectConclusion), new(ContentKinds.Reason, request.Reason), ct);
}
