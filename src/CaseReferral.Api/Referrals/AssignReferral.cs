using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage.Contents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Who is to have a referral.</summary>
public sealed record AssignReferralRequest
{
    /// <summary>Code of the task force.</summary>
    [Required, MaxLength(40)] public string? TaskForce { get; init; }

    /// <summary>Why, in plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>
/// The coordinator gives a task force what is unrouted, or what is undecided at the last level of escalation; the latter ends as
/// transferred and goes on as a successor.
/// </summary>
public static class AssignReferral
{
    /// <summary>POST /v1/referrals/{id}/assign.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, AssignReferralRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new Assignment(request.TaskForce!), new(ContentKinds.Reason, request.Reason), ct);
}
