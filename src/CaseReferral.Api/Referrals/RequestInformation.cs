using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage.Contents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>A question to the filing unit.</summary>
public sealed record RequestInformationRequest
{
    /// <summary>A concrete question; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Question { get; init; }
}

/// <summary>The assignee asks the filing unit. The decision's clock stands still meanwhile, at most twice and never for a P1.</summary>
public static class RequestInformation
{
    /// <summary>POST /v1/referrals/{id}/request-information.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, RequestInformationRequest request, HttpContext http, Caller caller, ReferralMoves moves, CancellationToken ct) =>
        RequestChecks.Refuse(request) is { } refusal
            ? refusal
            : await moves.TakeAsync(
                id, http, caller, request, new(ReferralAction.RequestInformation), new(ContentKinds.Question, request.Question), ct);
}
