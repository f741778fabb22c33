using System.Text.Json;
using CaseReferral.Api.AccessLog;
using CaseReferral.Api.Matching;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Referrals;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Matching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Incidents;

/// <summary>Gets one incident, by id or reference.</summary>
public static class GetIncident
{
    /// <summary>GET /v1/incidents/{id}.</summary>
    public static async Task<Results<Answered<IncidentView>, ProblemHttpResult>> HandleAsync(
        string id, Caller caller, Database database, ReferenceData reference, Denials denials, TimeProvider clock, CancellationToken ct)
    {
        var (key, now) = (IncidentKey.Parse(id), clock.GetUtcNow());
        var (incident, matches, alone) = await database.ReadAsync(
            IncidentStore.Get(caller.Scope, key).And(
                MatchStore.PossibleDuplicates(caller.Scope, key), LoadedLeg.StoodInFor(caller, now),
                (seen, same, waiting) => (seen, same, waiting)),
            ct);
        return incident is null
            ? await denials.NotFoundAsync(caller, id, ct)
            : new Answered<IncidentView>(
                IncidentView.Of(incident, await reference.GetAsync(ct), caller, now, alone: alone) with
                {
                    PossibleDuplicates = [.. matches.Select(PossibleDuplicateView.Of)],
                },
                ETags.Of(incident.Version));
    }
}

/// <summary>Lists the incidents that the caller's seat sees, newest first.</summary>
public static class ListIncidents
{
    private const string Name = "incidents";
    private const int IdBytes = 16;

    /// <summary>GET /v1/incidents.</summary>
    public static async Task<Results<Answered<Page<IncidentView>>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, Database database, ReferenceData reference, PossibleDuplicates duplicates, Searches searches,
        TimeProvider clock, CancellationToken ct)
    {
        var query = new ListQuery(http);
        var limit = query.Limit();
        var mine = query.Flag("mine") == true;
        var after = query.Cursor(Name, IdBytes);
        var filter = new IncidentFilter
        {
            Limit = limit + 1,
            Reader = caller.Scope.Audience.Value,
            BeforeId = after is null ? null : new IncidentId(new Guid(after, bigEndian: true)),
            Mine = mine,
            // Under a seat elsewhere, what somebody filed for a unit stays there; a system's filings are its own.
            OwnUnit = mine && caller.Seat.Role != SeatRole.Partner ? caller.Seat.Where : null,
            UnitId = query.Text("unit"),
            Status = query.Code("status", "incidentStatus"),
            CrimeHypothesis = query.Code("crimeHypothesis", "crimeHypothesis"),
            Priority = query.Code("priority", "priority"),
            Exercise = query.Flag("exercise") is { } exercise ? exercise ? 1 : 0 : null,
            FiledAfter = query.Instant("filedAfter"),
            FiledBefore = query.Instant("filedBefore"),
        };
        if (query.Refusal() is { } refusal)
            return refusal;

        await searches.RecordAsync(caller, Name, query, ct);
        var known = await reference.GetAsync(ct);
        var now = clock.GetUtcNow();
        var (incidents, alone) = await database.ReadLaggingAsync(
            IncidentStore.List(caller.Scope, filter).And(LoadedLeg.StoodInFor(caller, now)), ct);
        var page = Paging.Cut(
            http, incidents, limit,
            incident => IncidentView.Of(incident, known, caller, now, withRouting: false, alone),
            incident => Cursors.Of(Name, incident.Id.Value.ToByteArray(bigEndian: true)));
        return new Answered<Page<IncidentView>>(page with { Items = await duplicates.FlagAsync(page.Items, caller, ct) });
    }
}

/// <summary>A version of an incident: who made it and which members changed, never their values.</summary>
/// <param name="Version">1 as filed, one more with each change.</param>
/// <param name="Kind"><c>filed</c>, <c>amended</c>, <c>void-proposed</c> or <c>voided</c>.</param>
/// <param name="At">When.</param>
/// <param name="Desk">The desk whose act it was.</param>
/// <param name="Role">The role at that desk.</param>
/// <param name="Changed">JSON Pointers of the members that changed.</param>
public sealed record IncidentVersionView(
    int Version, [property: FromList("versionKind")] string Kind, DateTimeOffset At, string Desk,
    [property: FromList("seatRole")] string Role,
    IReadOnlyList<string> Changed);

/// <summary>Lists the versions of an incident, oldest first. Its content at a version is opened with a purpose.</summary>
public static class ListVersions
{
    /// <summary>GET /v1/incidents/{id}/versions.</summary>
    public static async Task<Results<Answered<Page<IncidentVersionView>>, ProblemHttpResult>> HandleAsync(
        string id, Caller caller, Database database, Denials denials, CancellationToken ct)
    {
        var rows = await database.ReadAsync(IncidentStore.ListVersions(caller.Scope, IncidentKey.Parse(id)), ct);
        return rows.Count == 0
            ? await denials.NotFoundAsync(caller, id, ct)
            : new Answered<Page<IncidentVersionView>>(new(
                [.. rows.Select(row => new IncidentVersionView(
                    row.Version, row.Kind, row.At, row.Desk, row.Role,
                    JsonSerializer.Deserialize<string[]>(row.Changed, StoredJson.Options)!))],
                null));
    }
}

/// <summary>Why an incident was routed as it was: the stored facts evaluated again, rule by rule.</summary>
/// <param name="Pack">The jurisdiction whose pack decided.</param>
/// <param name="Version">The pack's version.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Facts">What the decision read, in codes. Nationalities and route are content and left out.</param>
/// <param name="Rules">Every rule of the pack, in order: that it matched, or the condition that failed.</param>
/// <param name="Legs">The legs it made.</param>
/// <param name="Priority">The priority it came to, and why.</param>
/// <param name="AsStored">False when evaluating the facts again gave another decision than the stored one: tell the operators.</param>
public sealed record RoutingExplanationView(
    string Pack, int Version, DateTimeOffset DecidedAt, RoutingFactsView Facts, IReadOnlyList<ExplainedRuleView> Rules,
    IReadOnlyList<PlannedLegView> Legs, PriorityView Priority, bool AsStored);

/// <summary>What a routing decision read.</summary>
/// <param name="Jurisdiction">Jurisdiction of detection.</param>
/// <param name="On">The day that mandates had to be valid on.</param>
/// <param name="CrimeHypothesis">Hypothesis.</param>
/// <param name="ChildOrUnknownAge">Whether a child or a person of unknown age is involved.</param>
/// <param name="DangerToLife">Whether somebody's life is in danger.</param>
/// <param name="PersonsPresentNow">Whether persons are present now.</param>
/// <param name="PossibleVictimPresent">Whether a possible victim is present.</param>
/// <param name="UnitType">Kind of the filing unit.</param>
/// <param name="Mode">Mode, when the filing says it.</param>
/// <param name="Transport">The mode's roll-up, or the unit's site function.</param>
/// <param name="HandlingCode">Handling code.</param>
public sealed record RoutingFactsView(
    [property: FromList("jurisdiction")] string Jurisdiction, DateOnly On, [property: FromList("crimeHypothesis")] string CrimeHypothesis,
    bool ChildOrUnknownAge, bool DangerToLife, bool PersonsPresentNow, bool PossibleVictimPresent,
    [property: FromList("unitType")] string UnitType, [property: FromList("mode")] string? Mode,
    [property: FromList("siteFunction")] string? Transport, [property: FromList("handling")] string HandlingCode);

/// <summary>One rule in an explanation.</summary>
/// <param name="Rule">Its name in the pack.</param>
/// <param name="Matched">Whether it matched.</param>
/// <param name="FailedCondition">The condition that failed; null when it matched.</param>
/// <param name="Sentence">The rule in one plain sentence.</param>
public sealed record ExplainedRuleView(string Rule, bool Matched, string? FailedCondition, string Sentence);

/// <summary>A leg that a decision made.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="TaskForce">Who received it; null when unrouted.</param>
/// <param name="Mandate">What it decides on.</param>
/// <param name="Lead">Whether it was to lead.</param>
/// <param name="Rule">The rule that made it; null when none matched.</param>
/// <param name="LegalBasis">The agreement it crossed a border under.</param>
public sealed record PlannedLegView(
    [property: FromList("legKind")] string Kind, string? TaskForce, [property: FromList("mandate")] string Mandate, bool Lead, string? Rule,
    string? LegalBasis);

/// <summary>Explains the last routing decision of an incident.</summary>
public static class ExplainRouting
{
    /// <summary>GET /v1/incidents/{id}/routing.</summary>
    public static async Task<Results<Answered<RoutingExplanationView>, ProblemHttpResult>> HandleAsync(
        string id, Caller caller, Database database, ReferenceData reference, Denials denials, CancellationToken ct)
    {
        var stored = await database.ReadAsync(IncidentStore.GetLastDecision(caller.Scope, IncidentKey.Parse(id)), ct);
        if (stored is null)
            return await denials.NotFoundAsync(caller, id, ct);

        var (facts, decision) = (stored.Facts, stored.Decision);
        var pack = (await reference.GetAsync(ct)).Pack(decision.Jurisdiction, decision.Version);
        var again = IncidentRouting.Route(pack, facts);
        return new Answered<RoutingExplanationView>(new(
            decision.Jurisdiction,
            decision.Version,
            stored.DecidedAt,
            new(
                facts.Jurisdiction, facts.On, facts.Hypothesis.Code(), facts.ChildOrUnknownAge, facts.DangerToLife, facts.PersonsPresentNow,
                facts.PossibleVictimPresent, facts.UnitType.Code(), facts.Mode?.Code(), facts.Transport?.Code(), facts.Handling.Code()),
            [
                .. IncidentRouting.Explain(pack, facts).Select(rule => new ExplainedRuleView(
                    rule.Rule, rule.Matched, rule.FailedCondition, rule.Sentence)),
            ],
            [.. decision.Legs.Select(leg => new PlannedLegView(
                leg.Kind.Code(), leg.TaskForce, leg.Mandate.Code(), leg.Lead, leg.Rule, leg.LegalBasis))],
            new(decision.Priority.Code(), decision.Reasons),
            again.Priority == decision.Priority
            && again.Legs.SequenceEqual(decision.Legs)
            && again.Matched.SequenceEqual(decision.Matched)));
    }
}
