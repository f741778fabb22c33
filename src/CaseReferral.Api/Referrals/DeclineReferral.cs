using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Contents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Why a referral is declined.</summary>
public sealed record DeclineReferralRequest
{
    /// <summary>Why.</summary>
    [Required, FromList("declineReason")] public string? Reason { get; init; }

    /// <summary>In plain words; content, and told to the filing unit once it is declined.</summary>
    [MaxLength(RequestChecks.LongestText)] public string? Explanation { get; init; }

    /// <summary>For a duplicate, the referral that it goes on in.</summary>
    public Guid? DuplicateOf { get; init; }
}

/// <summary>
/// The assignee says that it isn't theirs to decide, and the case goes where the reason says. A safeguarded leg waits for a second officer.
/// </summary>
public static class DeclineReferral
{
    /// <summary>POST /v1/referrals/{id}/decline.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, DeclineReferralRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, Move(request), new(ContentKinds.Explanation, request.Explanation), ct);

    private static Decline Move(DeclineReferralRequest request) => new(
        Codes<DeclineReason>.Parse(request.Reason!), request.DuplicateOf is { } other ? new ReferralId(other) : null);
}
