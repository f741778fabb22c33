using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>What a referral goes on in.</summary>
public sealed record MergeReferralRequest
{
    /// <summary>Another referral of the same task force, by its id.</summary>
    [Required] public Guid? Into { get; init; }
}

/// <summary>
/// The leg goes on within another one of the same task force, which takes the higher priority, the earlier deadlines and the safeguards.
/// </summary>
public static class MergeReferral
{
    /// <summary>POST /v1/referrals/{id}/merge.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, MergeReferralRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new Merge(new ReferralId(request.Into!.Value)), text: null, ct);
}
