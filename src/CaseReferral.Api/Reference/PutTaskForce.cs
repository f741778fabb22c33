using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Storage.Reference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Reference;

/// <summary>
/// What a task force, protection service or integrity recipient is to be. What it decides on, the jurisdiction's SOP pack says.
/// </summary>
public sealed record TaskForceRequest
{
    /// <summary>Its name.</summary>
    [Required, MaxLength(200)] public string? Name { get; init; }
}

/// <summary>Adds a task force, or changes it.</summary>
public static class PutTaskForce
{
    private static readonly Kept<TaskForce, TaskForceView> TaskForces = new(
        "task-force", "/v1/task-forces", (reference, code) => reference.TaskForce(code), TaskForceView.Of, ReferenceStore.Add,
        ReferenceStore.Change);

    /// <summary>PUT /v1/task-forces/{code}.</summary>
    public static async Task<Results<Answered<TaskForceView>, ProblemHttpResult>> HandleAsync(
        string code, TaskForceRequest request, HttpContext http, Caller caller, Cached cached, ReferenceChanges changes,
        CancellationToken ct)
    {
        if (!ReferenceChanges.IsCode(code))
            return ReferenceChanges.NoCode;
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;
        return await changes.PutAsync(
            TaskForces, code,
            reference => reference.Jurisdiction(code[..2]) is { } jurisdiction
                ? (new TaskForce(code, jurisdiction.Code, request.Name!), null)
                : (null, ReferenceChanges.NoCode),
            http, caller, cached, ct);
    }
}
