using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage.Contents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Why a referral is taken up again.</summary>
public sealed record ReopenReferralRequest
{
    /// <summary>What is new, in plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Evidence { get; init; }
}

/// <summary>A lead officer takes an ended leg up again, under new clocks.</summary>
public static class ReopenReferral
{
    /// <summary>POST /v1/referrals/{id}/reopen.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, ReopenReferralRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new(ReferralAction.Reopen), new(ContentKinds.Evidence, request.Evidence), ct);
}
