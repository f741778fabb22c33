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

/// <summary>How urgent a referral is.</summary>
public sealed record ChangePriorityRequest
{
    /// <summary>Its new priority.</summary>
    [Required, FromList("priority")] public string? Priority { get; init; }

    /// <summary>Why, in plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>
/// The assignee or a lead officer makes the leg more or less urgent; its deadlines follow, and the lead's priority is the incident's.
/// </summary>
public static class ChangePriority
{
    /// <summary>POST /v1/referrals/{id}/change-priority.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangePriorityRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new PriorityChange(Codes<Priority>.Parse(request.Priority!)),
                new(ContentKinds.Reason, request.Reason), ct);
}
