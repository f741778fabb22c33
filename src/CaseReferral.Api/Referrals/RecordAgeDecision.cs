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

/// <summary>What was decided about somebody's age.</summary>
public sealed record RecordAgeDecisionRequest
{
    /// <summary>The person, by the id that the content lists; everybody the incident is about when absent.</summary>
    public Guid? Person { get; init; }

    /// <summary>What was decided.</summary>
    [Required, FromList("childStatus")] public string? ChildStatus { get; init; }

    /// <summary>What it rests on, in plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Basis { get; init; }
}

/// <summary>
/// A task force decides whether somebody is a child. Where nobody is any more, the second officer is needed only for a P1.
/// </summary>
public static class RecordAgeDecision
{
    /// <summary>POST /v1/referrals/{id}/record-age-decision.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, RecordAgeDecisionRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request,
                new AgeDetermination(
                    request.Person is { } person ? new PersonId(person) : null, Codes<ChildStatus>.Parse(request.ChildStatus!)),
                new(ContentKinds.Basis, request.Basis), ct);
}
