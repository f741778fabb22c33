using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Referrals;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Incidents;

/// <summary>Objects to add to an incident.</summary>
public sealed record AddObjectsRequest
{
    /// <summary>1 to 200 objects.</summary>
    [Required, MinLength(1), MaxLength(FilingChecks.MostAtOnce)] public IReadOnlyList<FiledObject?>? Items { get; init; }
}

/// <summary>Adds, changes and removes objects of an incident one by one; their ids survive versions.</summary>
public static class ListedObjects
{
    /// <summary>POST /v1/incidents/{id}/objects.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> AddAsync(
        string id, AddObjectsRequest request, HttpContext http, Caller caller, AmendIncident amend, IdFactory ids, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.Of(http, request), content => Listed.Add(
            request.Items, "/objects", content.Objects.Count,
            added => content with
            {
                Objects = [.. content.Objects, .. added.Select(item => new ListedObject(new(ids.New()), item, null))]
            }), ct);

    /// <summary>PATCH /v1/incidents/{id}/objects/{objectId}.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> ChangeAsync(
        string id, Guid objectId, JsonObject patch, HttpContext http, Caller caller, AmendIncident amend, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.None, content => Listed.Change(
            content.Objects, "/objects", known => known.Id.Value == objectId,
            known => known with { Object = amend.Merge(known.Object, patch) }, changed => content with { Objects = changed }), ct);

    /// <summary>POST /v1/incidents/{id}/objects/{objectId}/remove.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> RemoveAsync(
        string id, Guid objectId, NothingToSay? body, HttpContext http, Caller caller, AmendIncident amend, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.Of(http, null), content => Listed.Remove(
            content.Objects, known => known.Id.Value == objectId, left => content with { Objects = left }), ct);
}
