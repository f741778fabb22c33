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
        amend.RunAsync(id, http, caller, RequestKey.Of(http, request), content => Listed.Add(
            request.Items, "/persons", content.Persons.Count,
            added => content with { Persons = [.. content.Persons, .. added.Select(person => new ListedPerson(new(ids.New()), person))] }),
            ct);

    /// <summary>PATCH /v1/incidents/{id}/persons/{personId}.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> ChangeAsync(
        string id, Guid personId, JsonObject patch, HttpContext http, Caller caller, AmendIncident amend, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.None, content => Listed.Change(
            content.Persons, "/persons", known => known.Id.Value == personId,
            known => known with { Person = amend.Merge(known.Person, patch) }, changed => content with { Persons = changed }), ct);

    /// <summary>POST /v1/incidents/{id}/persons/{personId}/remove.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> RemoveAsync(
        string id, Guid personId, NothingToSay? body, HttpContext http, Caller caller, AmendIncident amend, CancellationToken ct) =>
        amend.RunAsync(id, http, caller, RequestKey.Of(http, null), content => Listed.Remove(
            content.Persons, known => known.Id.Value == personId, left => content with { Persons = left }), ct);
}

/// <summary>What persons and objects have in common.</summary>
internal static class Listed
{
    /// <summary>Adds <paramref name="items"/> behind the <paramref name="count"/> that <paramref name="list"/> has already.</summary>
    public static Decided<Amendment> Add<T>(IReadOnlyList<T?>? items, string list, int count, Func<IEnumerable<T>, IncidentContent> add)
        where T : class
    {
        if (items is not { Count: > 0 and <= FilingChecks.MostAtOnce })
            return Refuse(new Fault("/items", $"Give 1 to {FilingChecks.MostAtOnce} at once."));
        if (count + items.Count > FilingChecks.MostListed)
            return Refuse(new Fault("/items", $"An incident lists at most {FilingChecks.MostListed}; this one has {count} already."));
        var missing = items.Select((item, at) => item is null ? new Fault($"/items/{at}", "This can't be null.") : null).OfType<Fault>()
            .ToArray();
        return missing.Length > 0
            ? Refuse(missing)
            : new Amendment(add(items.OfType<T>()), [.. items.Select((_, at) => ($"{list}/{count + at}", $"/items/{at}"))]);
    }

    /// <summary>Changes the item that <paramref name="isIt"/>, which the request's body is about as a whole.</summary>
    public static Decided<Amendment> Change<T>(
        IReadOnlyList<T> items, string list, Func<T, bool> isIt, Func<T, T> change, Func<IReadOnlyList<T>, IncidentContent> content)
    {
        if (items.Index().Where(item => isIt(item.Item)).Select(item => (int?)item.Index).FirstOrDefault() is not { } at)
            return Missing();
        return new Amendment(content([.. items.Take(at), change(items[at]), .. items.Skip(at + 1)]), [($"{list}/{at}", "")]);
    }

    /// <summary>Leaves out the item that <paramref name="isIt"/>.</summary>
    public static Decided<Amendment> Remove<T>(
        IReadOnlyList<T> items, Func<T, bool> isIt, Func<IReadOnlyList<T>, IncidentContent> content) =>
        items.Any(isIt) ? new Amendment(content([.. items.Where(item => !isIt(item))])) : Missing();

    private static Refusal Missing() =>
        new("not-found", "The incident lists nobody and nothing under this id. GET its content to see the ids as they now are.");

    private static Refusal Refuse(params Fault[] faults) =>
        new("validation-failed", "Correct the members in errors and send the request again.", faults);
}
