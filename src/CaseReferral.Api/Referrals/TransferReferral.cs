using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage.Contents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Who is to have a referral instead.</summary>
public sealed record TransferReferralRequest
{
    /// <summary>Code of the task force.</summary>
    [Required, MaxLength(40)] public string? TaskForce { get; init; }

    /// <summary>Why, in plain words; content, and told to the filing unit.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>
/// A lead officer hands the leg on to another task force. It ends, and a successor keeps the time that is left to decide.
/// </summary>
public static class TransferReferral
{
    /// <summary>POST /v1/referrals/{id}/transfer.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, TransferReferralRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new Transfer(request.TaskForce!), new(ContentKinds.Reason, request.Reason), ct);
}
