using System.Buffers.Binary;
using CaseReferral.Domain.Objects;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Triage;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Incidents;

/// <summary>A person of an incident, with the id that survives versions.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Person">What was filed.</param>
public sealed record ListedPerson(PersonId Id, FiledPerson Person);

/// <summary>An object of an incident, with the id that survives versions.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Object">What was filed; the raw value is kept.</param>
/// <param name="Normalised">The value as other systems write it, where it could be read.</param>
public sealed record ListedObject(ObjectId Id, FiledObject Object, NormalisedObject? Normalised);

/// <summary>The content of an incident as one version has it: everything that isn't in the closed list of the summary.</summary>
/// <param name="Filing">The filing's own members; <c>persons</c> and <c>objects</c> are taken out.</param>
/// <param name="Persons">Persons, in the order they were listed.</param>
/// <param name="Objects">Objects, in the order they were listed.</param>
public sealed record IncidentContent(Filing Filing, IReadOnlyList<ListedPerson> Persons, IReadOnlyList<ListedObject> Objects);

/// <summary>An incident was filed: what it is, how it was routed, and what it says.</summary>
/// <param name="Incident">The incident with its legs, at sequence 1 and version 1.</param>
/// <param name="Content">Its content.</param>
/// <param name="Facts">What the routing decision read.</param>
/// <param name="Decision">What it decided.</param>
public sealed record IncidentFiled(Incident Incident, IncidentContent Content, RoutingFacts Facts, RoutingDecision Decision);

/// <summary>Files an incident: triage at the door, routing, legs and their deadlines, in one pure step.</summary>
public static class IncidentFiling
{
    /// <summary>Instants this much before receipt make a filing late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromHours(24);

    /// <summary>
    /// Why a unit can't file what it became aware of at an instant; null when it can. What it saw before it closed may still arrive.
    /// </summary>
    public static Refusal? WhyNot(Unit unit, DateTimeOffset awareAt) => unit.ClosedAt < awareAt
        ? new Refusal(
            "unit-closed",
            "This unit is closed and files nothing that it saw since. Act under a seat in the unit that took over, "
            + "or call your coordinator.")
        : null;

    /// <summary>Makes the incident of a filing that <see cref="FilingChecks"/> found without fault.</summary>
    /// <param name="filing">The filing.</param>
    /// <param name="check">What the checks read of it.</param>
    /// <param name="unit">The unit that files.</param>
    /// <param name="pack">The pack in force.</param>
    /// <param name="closed">The task forces of the pack that are closed.</param>
    /// <param name="filer">Who files.</param>
    /// <param name="reference">What people will quote.</param>
    /// <param name="newId">Gives ids.</param>
    /// <param name="now">The instant of the act.</param>
    public static IncidentFiled File(
        Filing filing, FilingCheck check, Unit unit, SopPack pack, IReadOnlyList<string> closed, Seat filer, string reference,
        Func<Guid> newId, DateTimeOffset now)
    {
        IReadOnlyList<ListedPerson> persons = [.. (filing.Persons ?? []).Select(person => new ListedPerson(new(newId()), person))];
        IReadOnlyList<ListedObject> objects =
            [.. (filing.Objects ?? []).Select((item, at) => new ListedObject(new(newId()), item, check.Objects[at]))];
        var facts = FilingFacts.Read(
            filing, persons.Select(listed => listed.Person), objects.Count, unit, DateOnly.FromDateTime(now.UtcDateTime),
            childSticks: false) with
        { Closed = closed };
        var decision = IncidentRouting.Route(pack, facts);
        var id = new IncidentId(newId());
        var counts = filing.PersonCounts!;

        var incident = new Incident
        {
            Id = id,
            Reference = reference,
            ClientId = filing.ClientId!.Value,
            Jurisdiction = unit.Jurisdiction,
            UnitId = unit.Code,
            SiteCode = filing.SiteCode ?? unit.SiteCode,
            FiledBy = filer.Principal,
            Status = IncidentStatus.Open,
            Exercise = filing.Exercise == true,
            Late = now - filing.AwareAt!.Value > LateAfter,
            OccurredAt = filing.OccurredAt,
            DetectedAt = filing.DetectedAt,
            AwareAt = filing.AwareAt.Value,
            FiledAt = filing.FiledAt,
            ReceivedAt = now,
            ActBefore = filing.ActBefore,
            Direction = filing.Direction,
            Mode = facts.Mode,
            CrimeHypothesis = facts.Hypothesis,
            DangerToLife = facts.DangerToLife,
            PersonsPresentNow = facts.PersonsPresentNow,
            PossibleVictimPresent = facts.PossibleVictimPresent,
            PersonCounts = new(counts.Adult!.Value, counts.Child!.Value, counts.UnknownAge!.Value),
            PersonCountsEstimated = filing.PersonCountsEstimated == true,
            ChildOrUnknownAge = facts.ChildOrUnknownAge,
            Safeguarded = facts.ChildOrUnknownAge || decision.Priority == Priority.P1,
            Handling = facts.Handling,
            Restricted = facts.ComplicityConcern,
            Priority = decision.Priority,
            PriorityReasons = decision.Reasons,
            PersonsListed = persons.Count,
            ObjectsListed = objects.Count,
            Warnings = check.Warnings,
            Completeness = Completeness.Of(filing, filing.Persons ?? [], filing.Objects ?? []),
            PackVersion = decision.Version,
            MatchedRules = decision.Matched,
            Version = 1,
            Sequence = 1,
            Legs = [],
        };
        incident = incident with
        {
            Legs = [.. decision.Legs.Select(leg => NewLegs.Make(leg, incident, pack, newId(), now))],
        };

        return new(incident, new(filing with { Persons = null, Objects = null }, persons, objects), facts, decision);
    }
}

/// <summary>Makes legs out of what routing planned.</summary>
internal static class NewLegs
{
    public static Leg Make(PlannedLeg planned, Incident incident, SopPack pack, Guid id, DateTimeOffset now)
    {
        var due = Deadlines.Plan(incident.Priority, pack.ClocksFor(incident.Priority), now, incident.ActBefore);
        return new()
        {
            Id = IdAfter(incident.Legs, id),
            Incident = incident.Id,
            Jurisdiction = incident.Jurisdiction,
            Kind = planned.Kind,
            TaskForce = planned.TaskForce,
            Mandate = planned.Mandate,
            Lead = planned.Lead,
            State = planned.TaskForce is null ? ReferralState.Unrouted : ReferralState.Routed,
            Priority = incident.Priority,
            Safeguarded = incident.Safeguarded,
            PackVersion = pack.Version,
            Rule = planned.Rule,
            LegalBasis = planned.LegalBasis,
            MadeAt = now,
            AcknowledgeBy = due.AcknowledgeBy,
            DecideBy = planned.Kind == LegKind.Notice ? null : due.DecideBy,
            DeadlineReason = due.Reason,
            Revision = 1,
        };
    }

    /// <summary>
    /// The id of a further leg. Legs are listed as they were made, by their ids, and the lead passes in that order: also where another
    /// instance made the last one, or the clock was set back since, so that a fresh id would come before it.
    /// </summary>
    public static ReferralId IdAfter(IReadOnlyList<Leg> legs, Guid fresh)
    {
        if (legs.Count == 0 || legs.Max(leg => leg.Id.Value) is var last && fresh.CompareTo(last) > 0)
            return new(fresh);

        Span<byte> next = stackalloc byte[16];
        last.TryWriteBytes(next, bigEndian: true, out _);
        var low = next[8..];
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) + 1);
        return new(new Guid(next, bigEndian: true));
    }
}
