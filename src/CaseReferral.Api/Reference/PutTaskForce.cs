using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Storage;
using CaseReferral.Storage.Reference;
using CaseReferral.Storage.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Reference;

/// <summary>
/// What a task force, protection service or integrity recipient is to be. What it decides on, the jurisdiction's SOP pack says.
/// </summary>
public sealed record TaskForceRequest
{
    /// <summary>Its name.</summary>
    [Required, MaxLength(200)] public string? Name { get; init; }

    /// <summary>
    /// True closes it: routing passes it over, nothing is transferred or assigned to it, and nobody gets a seat there. It must have nothing
    /// open, and the pack in force must not count on it for suspicions of complicity. False, or left out, opens it again.
    /// </summary>
    public bool? Closed { get; init; }
}

/// <summary>Adds a task force, or changes it; closes it, or opens it again.</summary>
public static class PutTaskForce
{
    private static readonly Kept<TaskForce, TaskForceView> TaskForces = new(
        "task-force", "/v1/task-forces", (reference, code) => reference.TaskForce(code), TaskForceView.Of, ReferenceStore.Add,
        ReferenceStore.Change);

    /// <summary>PUT /v1/task-forces/{code}.</summary>
    public static async Task<Results<Answered<TaskForceView>, ProblemHttpResult>> HandleAsync(
        string code, TaskForceRequest request, HttpContext http, Caller caller, Cached cached, ReferenceChanges changes, Database database,
        CancellationToken ct)
    {
        if (!ReferenceChanges.IsCode(code))
            return ReferenceChanges.NoCode;
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        // What comes to it while it closes is worked on by its seats, which stay, and climbs the ladder if nobody does.
        var hasOpen = request.Closed == true && await database.ReadAsync(ReferralStore.HasOpen(code), ct);
        return await changes.PutAsync(
            TaskForces, code,
            (reference, now) =>
            {
                if (reference.Jurisdiction(code[..2]) is not { } jurisdiction)
                    return (null, ReferenceChanges.NoCode);
                var before = reference.TaskForce(code);
                if (request.Closed == true
                    && before is not { ClosedAt: not null }
                    && WhyNotClose(code, jurisdiction.Code, hasOpen, reference) is { } needed)
                    return (null, Problem.Of(needed));
                return (
                    new TaskForce(code, jurisdiction.Code, request.Name!, ReferenceChanges.ClosedAt(request.Closed, before?.ClosedAt, now)),
                    null);
            },
            http, caller, cached, ct);
    }

    private static Refusal? WhyNotClose(string code, string jurisdiction, bool hasOpen, ReferenceSnapshot reference)
    {
        if (hasOpen)
            return new("task-force-needed", "It has referrals open. Its desk ends or transfers them first; then close it.");
        return reference.PackInForce(jurisdiction)?.IntegrityRecipients.Contains(code) == true
            ? new(
                "task-force-needed",
                "The procedure in force names it as an integrity recipient. Publish one that names another first; then close it.")
            : null;
    }
}
