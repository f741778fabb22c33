using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage.Contents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Why declining is sent back.</summary>
public sealed record RejectDeclineRequest
{
    /// <summary>In plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>A second officer sends a referral that was proposed to be declined back to triage.</summary>
public static class RejectDecline
{
    /// <summary>POST /v1/referrals/{id}/reject-decline.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, RejectDeclineRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new(ReferralAction.RejectDecline), new(ContentKinds.Reason, request.Reason), ct);
}
