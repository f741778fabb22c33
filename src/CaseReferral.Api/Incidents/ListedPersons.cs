using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Referrals;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Incidents;

/// <summary>Persons to add to an incident.</summary>
public sealed record AddPersonsRequest
{
    /// <summary>1 to 200 persons.</summary>
    [Required, MinLength(1), MaxLength(FilingChecks.MostAtOnce)] public IReadOnlyList<FiledPerson?>? Items { get; init; }
}

/// <summary>Adds, changes and removes persons of an incident one by one; their ids survive versions.</summary>
public static class ListedPersons
{
    /// <summary>POST /v1/incidents/{id}/persons.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> AddAsync(
        string id, AddPersonsRequest request, HttpContext http, Caller caller, AmendIncident amend, IdFactory ids, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.Of(http, request), content => Listed.Add<FiledPerson, IncidentContent>(
            request.Items,
            added => content with { Persons = [.. content.Persons, .. added.Select(person => new ListedPerson(new(ids.New()), person))] }), ct);

    /// <summary>PATCH /v1/incidents/{id}/persons/{personId}.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> ChangeAsync(
        string id, Guid personId, JsonObject patch, HttpContext http, Caller caller, AmendIncident amend, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.None, content => content.Persons.Any(known => known.Id.Value == personId)
            ? content with
            {
                Persons = [.. content.Persons.Select(known => known.Id.Value == personId
                    ? known with { Person = amend.Merge(known.Person, patch) }
                    : known)],
            }
            : Listed.Missing(), ct);

    /// <summary>POST /v1/incidents/{id}/persons/{personId}/remove.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> RemoveAsync(
        string id, Guid personId, NothingToSay? body, HttpContext http, Caller caller, AmendIncident amend, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.Of(http, null), content => content.Persons.Any(known => known.Id.Value == personId)
            ? content with { Persons = [.. content.Persons.Where(known => known.Id.Value != personId)] }
            : Listed.Missing(), ct);
}

/// <summary>What persons and objects have in common.</summary>
internal static class Listed
{
    public static Decided<TContent> Add<T, TContent>(IReadOnlyList<T?>? items, Func<IReadOnlyList<T>, TContent> add)
        where T : class where TContent : class
    {
        if (items is not { Count: > 0 and <= FilingChecks.MostAtOnce })
            return new Refusal("validation-failed", "Correct the members in errors and send the request again.",
                [new("/items", $"Give 1 to {FilingChecks.MostAtOnce} at once.")]);
        var missing = items.Select((item, at) => item is null ? new Fault($"/items/{at}", "This can't be null.") : null).OfType<Fault>().ToList();
        return missing.Count > 0
            ? new Refusal("validation-failed", "Correct the members in errors and send the request again.", missing)
            : add([.. items.OfType<T>()]);
    }

    public static Refusal Missing() =>
        new("not-found", "The incident lists nobody and nothing under this id. GET its content to see the ids as they now are.");
}
