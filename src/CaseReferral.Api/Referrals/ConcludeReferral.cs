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

/// <summary>How a referral ends.</summary>
public sealed record ConcludeReferralRequest
{
    /// <summary>How it ended. A protection leg has outcomes of its own.</summary>
    [Required, FromList("referralOutcome")] public string? Outcome { get; init; }

    /// <summary>What the officer who filed it is told; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Feedback { get; init; }
}

/// <summary>
/// Ends an accepted referral; the officer who filed it gets outcome and feedback. A safeguarded one that ends as unsubstantiated or for
/// lack of evidence waits for a second officer.
/// </summary>
public static class ConcludeReferral
{
    /// <summary>POST /v1/referrals/{id}/conclude.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, ConcludeReferralRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new Conclusion(Codes<Outcome>.Parse(request.Outcome!)),
                new(ContentKinds.Feedback, request.Feedback), ct);
}
