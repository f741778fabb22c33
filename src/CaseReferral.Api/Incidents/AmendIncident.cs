using System.Text.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Matching;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Matching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CaseReferral.Api.Incidents;

/// <summary>
/// Amends an incident: every way of it (a merge patch, persons and objects one by one) changes the content, checks the whole as it
/// would stand, and makes a new version. An amendment that changes nothing makes none.
/// </summary>
public sealed class AmendIncident(
    ActLoop acts, ReferenceData reference, MatchKeys marks, PossibleDuplicates duplicates, WakeQueues wake, IdFactory ids,
    IOptions<JsonOptions> json)
{
    private static readonly string[] Immutable = ["clientId", "unitId", "exercise"];
    private static readonly string[] OneByOne = ["persons", "objects"];

    private readonly JsonSerializerOptions strict = json.Value.SerializerOptions;

    /// <summary>PATCH /v1/incidents/{id}: a merge patch (RFC 7396) of the filing's own members.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> HandleAsync(
        string id, JsonObject patch, HttpContext http, Caller caller, AmendIncident use, CancellationToken ct) =>
        use.RunAsync(
            id, http, caller, RequestKey.None, content => use.Patch(content, patch), ct, patch.ContainsKey("complicityConcern"));

    /// <summary>
    /// Changes an incident's content by <paramref name="change"/>, which gives the amendment or says why not. Only what may restrict it
    /// needs to know where else its legs go on.
    /// </summary>
    internal async Task<Results<Answered<IncidentView>, ProblemHttpResult>> RunAsync(
        string id, HttpContext http, Caller caller, RequestKey key, Func<IncidentContent, Decided<Amendment>> change, CancellationToken ct,
        bool mayRestrict = false)
    {
        var known = await reference.GetAsync(ct);
        var outcome = await acts.ChangeAsync<Subject, IncidentView>(
            caller, id, key,
            _ => Subjects(caller.Scope, IncidentKey.Parse(id), mayRestrict),
            (subject, now) => Preconditions.Refuse(http, ETags.Of(subject.Incident.Version)) is { } stale
                ? stale
                : Decide(subject, change, known, caller, now),
            ct);
        return await duplicates.FlagAsync(outcome, caller, ct);
    }

    private static Load<Subject?> Subjects(AccessScope scope, IncidentKey key, bool withCarriers) => IncidentStore.Get(scope, key).And(
        ContentStore.ReadCurrent(scope, key),
        IncidentStore.GetLastDecision(scope, key),
        DisclosureStore.ConsentsOf(scope, key).And(
            withCarriers ? IncidentStore.CarriersOf(key) : Load.Of<IReadOnlyList<Incident>>([]),
            (consents, carriers) => (consents, carriers)),
        (incident, parts, decision, read) =>
            incident is null ? null : new Subject(incident, parts, decision!.Facts, read.consents, read.carriers));

    private Planned<IncidentView> Decide(
        Subject subject, Func<IncidentContent, Decided<Amendment>> change, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        var incident = subject.Incident;
        if (!MayAmend(caller.Seat, incident))
            return new Refusal("role-required", "Only the unit that filed an incident may amend it. Send its officers a message.");

        var before = ContentParts.Join(subject.Parts);
        if (!change(before).Succeeded(out var amendment, out var refusal))
            return refusal;

        var unit = known.Unit(incident.UnitId)!;
        var check = FilingChecks.Check(Whole(amendment.Content), new(unit, now, Platform.PhoneNumbers.ToE164));
        if (check.Faults.Count > 0)
        {
            return new Refusal(
                "validation-failed", "Correct the members in errors and send the amendment again.",
                [.. check.Faults.Select(fault => fault with { Pointer = amendment.AsSent(fault.Pointer) })]);
        }

        var content = amendment.Content with
        {
            Objects = [.. amendment.Content.Objects.Select((listed, at) => listed with { Normalised = check.Objects[at] })],
        };
        var changed = Changes.Between(before, content);
        if (changed.Count == 0)
            return new Answered<IncidentView>(IncidentView.Of(incident, known, caller, now), ETags.Of(incident.Version));

        var pack = known.PackInForce(incident.Jurisdiction)!;
        var decided = IncidentAmendment.Amend(
            incident, subject.LastFacts, content, check, changed, subject.Carriers, unit, pack, known.ClosedIn(pack),
            version => known.Pack(incident.Jurisdiction, version), ids.New, now);
        if (!decided.Succeeded(out var amended, out refusal))
            return refusal;

        var (ended, written) = ContentParts.Compare(
            [.. subject.Parts.Where(part => !ContentKinds.IsText(part.Kind))], ContentParts.Split(content, ids));
        var act = new Act(ids.NewEntry()).Amended(amended, caller.Seat, now);
        act.EndParts(ended, amended.After.Version)
            .Write(amended.After, written)
            .Mark(amended.After, marks.Of(before, unit), marks.Of(content, unit))
            .RecordAmended(amended, written, caller.Seat, now);
        wake.Write(act, amended.After, amended.NewLegs, known, now);
        wake.Write(
            act, amended.After, Waking.OfAmendment(amended, subject.Consents.Select(consent => (consent.Id, consent.Recipient))), known,
            now);

        return Planned<IncidentView>.Commit(
            act, new(IncidentView.Of(amended.After, known, caller, now), ETags.Of(amended.After.Version)));
    }

    // A restricted incident is amended by its filer only: nobody else of the unit sees it.
    private static bool MayAmend(Seat seat, Incident incident) => seat.Role switch
    {
        SeatRole.Officer or SeatRole.Supervisor =>
            seat.Where == incident.UnitId && (!incident.Restricted || seat.Principal == incident.FiledBy),
        SeatRole.Partner => seat.Principal == incident.FiledBy,
        _ => false,
    };

    private static Filing Whole(IncidentContent content) => content.Filing with
    {
        Persons = [.. content.Persons.Select(listed => listed.Person)],
        Objects = [.. content.Objects.Select(listed => listed.Object)],
    };

    private Decided<Amendment> Patch(IncidentContent content, JsonObject patch)
    {
        var faults = patch.Select(member => member.Key).Select(name => name switch
        {
            _ when Immutable.Contains(name) => new Fault($"/{name}", "This member never changes. Leave it out."),
            _ when OneByOne.Contains(name) => new Fault(
                $"/{name}", $"Add, change and remove {name} one by one under this incident's address."),
            _ => null,
        }).OfType<Fault>().ToList();
        if (faults.Count > 0)
            return new Refusal("immutable-member", "Leave the members in errors out and send the rest again.", faults);

        return new Amendment(content with { Filing = Merge(content.Filing, patch) });
    }

    /// <summary>Merges a patch into a value and binds the result as strictly as a request.</summary>
    /// <exception cref="BadHttpRequestException">The result doesn't fit.</exception>
    internal T Merge<T>(T value, JsonObject patch) where T : class
    {
        // Written as requests are read: with names that differ in case kept apart, so that a mistyped member is told.
        var target = JsonSerializer.SerializeToNode(value, strict);
        try
        {
            return MergePatch.Apply(target, patch, nullStays: true).Deserialize<T>(strict)!;
        }
        catch (JsonException unfitting)
        {
            throw new BadHttpRequestException(
                "The merge patch doesn't fit.", StatusCodes.Status400BadRequest, BadRequests.WithoutPosition(unfitting));
        }
    }

    private sealed record Subject(
        Incident Incident, IReadOnlyList<ContentPart> Parts, RoutingFacts LastFacts, IReadOnlyList<ConsentInForce> Consents,
        IReadOnlyList<Incident> Carriers);
}

/// <summary>Content as an amendment would leave it, before it is checked as a whole.</summary>
/// <param name="Content">The whole.</param>
/// <param name="Moved">What the request's body has elsewhere than the whole, as JSON Pointers: callers correct what they sent.</param>
internal sealed record Amendment(IncidentContent Content, params IReadOnlyList<(string InWhole, string AsSent)> Moved)
{
    /// <summary>Where the request's body has what lies at <paramref name="pointer"/> of the whole.</summary>
    public string AsSent(string pointer) => Moved
        .Where(place => pointer == place.InWhole || pointer.StartsWith(place.InWhole + "/", StringComparison.Ordinal))
        .Select(place => place.AsSent + pointer[place.InWhole.Length..])
        .FirstOrDefault(pointer);
}

/// <summary>What differs between two versions of an incident's content, as JSON Pointers; never the values.</summary>
internal static class Changes
{
    public static IReadOnlyList<string> Between(IncidentContent before, IncidentContent after)
    {
        List<string> changed = [];
        var (was, becomes) = (Members(before.Filing), Members(after.Filing));
        changed.AddRange(was.Select(member => member.Key).Union(becomes.Select(member => member.Key))
            .Where(name => !JsonNode.DeepEquals(was[name], becomes[name]))
            .Select(name => $"/{name}"));
        changed.AddRange(Items("persons", before.Persons.ToDictionary(item => item.Id.Value, item => Members(item.Person)),
            after.Persons.ToDictionary(item => item.Id.Value, item => Members(item.Person))));
        changed.AddRange(Items("objects", before.Objects.ToDictionary(item => item.Id.Value, item => Members(item.Object)),
            after.Objects.ToDictionary(item => item.Id.Value, item => Members(item.Object))));
        return changed;
    }

    private static IEnumerable<string> Items(string list, Dictionary<Guid, JsonObject> before, Dictionary<Guid, JsonObject> after) =>
        before.Keys.Union(after.Keys)
            .Where(id => !JsonNode.DeepEquals(before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
            .Select(id => $"/{list}/{id}");

    private static JsonObject Members<T>(T value) => JsonSerializer.SerializeToNode(value, ContentParts.Json)!.AsObject();
}
