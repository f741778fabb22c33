using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Triage;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Incidents;

/// <summary>An incident was amended: a new version, and what followed from it.</summary>
/// <param name="Before">The incident as it was.</param>
/// <param name="After">The incident as it now stands, its legs included.</param>
/// <param name="Content">Its content as it now stands.</param>
/// <param name="Changed">JSON Pointers of the members that changed, for the legs to learn; never their values.</param>
/// <param name="Facts">What the new routing decision read; null when nothing that routing or priority reads has changed.</param>
/// <param name="Decision">The new routing decision; null likewise.</param>
public sealed record IncidentAmended(
    Incident Before,
    Incident After,
    IncidentContent Content,
    IReadOnlyList<string> Changed,
    RoutingFacts? Facts,
    RoutingDecision? Decision)
{
    /// <summary>Legs that the amendment made.</summary>
    public IEnumerable<Leg> NewLegs => After.Legs.Where(leg => Before.Legs.All(known => known.Id != leg.Id));

    /// <summary>Legs that the amendment changed: a higher priority, an earlier deadline, a wider mandate, a retraction.</summary>
    public IEnumerable<Leg> ChangedLegs => After.Legs.Where(leg => Before.Legs.Any(known => known.Id == leg.Id && known != leg));
}

/// <summary>
/// Amends an incident. A change of a fact that routing or priority reads makes a new decision under the pack now in force, which by
/// itself only adds: legs, a higher priority, earlier deadlines. Safeguards stick.
/// </summary>
public static class IncidentAmendment
{
    /// <summary>Decides what follows from the content changing to <paramref name="content"/>.</summary>
    /// <param name="incident">The incident as it stands, with its legs.</param>
    /// <param name="lastFacts">What its last routing decision read.</param>
    /// <param name="content">The content as it shall stand.</param>
    /// <param name="check">What <see cref="FilingChecks"/> says of it; without fault.</param>
    /// <param name="changed">JSON Pointers of the members that change.</param>
    /// <param name="unit">The unit that filed it.</param>
    /// <param name="pack">The pack now in force.</param>
    /// <param name="packOf">The jurisdiction's pack of an earlier version: existing legs keep theirs.</param>
    /// <param name="newId">Gives ids.</param>
    /// <param name="now">The instant of the amendment.</param>
    public static Decided<IncidentAmended> Amend(
        Incident incident, RoutingFacts lastFacts, IncidentContent content, FilingCheck check, IReadOnlyList<string> changed,
        Unit unit, SopPack pack, Func<int, SopPack> packOf, Func<Guid> newId, DateTimeOffset now)
    {
        if (incident.Status == IncidentStatus.Voided)
            return new Refusal("incident-voided", "A voided incident can't be amended. File a new one.");
        if (incident.Restricted && content.Filing.ComplicityConcern != true)
            return new Refusal(
                "complicity-not-yours-to-lower", "Only an integrity recipient may lower a suspicion of complicity. Leave the member out.");

        var persons = content.Persons.Select(listed => listed.Person).ToList();
        var facts = FilingFacts.Read(
            content.Filing, persons, content.Objects.Count, unit, DateOnly.FromDateTime(now.UtcDateTime), incident.ChildOrUnknownAge);
        var after = incident with
        {
            SiteCode = content.Filing.SiteCode ?? unit.SiteCode,
            OccurredAt = content.Filing.OccurredAt,
            DetectedAt = content.Filing.DetectedAt,
            AwareAt = content.Filing.AwareAt!.Value,
            FiledAt = content.Filing.FiledAt,
            Late = incident.ReceivedAt - content.Filing.AwareAt.Value > IncidentFiling.LateAfter,
            ActBefore = content.Filing.ActBefore,
            Direction = content.Filing.Direction,
            Mode = facts.Mode,
            CrimeHypothesis = facts.Hypothesis,
            DangerToLife = facts.DangerToLife,
            PersonsPresentNow = facts.PersonsPresentNow,
            PossibleVictimPresent = facts.PossibleVictimPresent,
            PersonCounts = new(
                content.Filing.PersonCounts!.Adult!.Value, content.Filing.PersonCounts.Child!.Value, content.Filing.PersonCounts.UnknownAge!.Value),
            PersonCountsEstimated = content.Filing.PersonCountsEstimated == true,
            ChildOrUnknownAge = facts.ChildOrUnknownAge,
            Handling = facts.Handling,
            Restricted = facts.ComplicityConcern,
            PersonsListed = content.Persons.Count,
            ObjectsListed = content.Objects.Count,
            Warnings = check.Warnings,
            Completeness = Completeness.Of(content.Filing, persons, [.. content.Objects.Select(listed => listed.Object)]),
            Version = incident.Version + 1,
            Sequence = incident.Sequence + 1,
        };

        var decision = facts.ReadsLike(lastFacts) ? null : IncidentRouting.Route(pack, facts);
        after = decision is null ? Follow(after, incident, packOf, now) : Reroute(after, incident, decision, pack, packOf, newId, now);
        return new IncidentAmended(incident, after, content, changed, decision is null ? null : facts, decision);
    }

    private static Incident Reroute(
        Incident after, Incident before, RoutingDecision decision, SopPack pack, Func<int, SopPack> packOf, Func<Guid> newId,
        DateTimeOffset now)
    {
        // Upward only: a lower priority and a lifted safeguard are a task force's act, with a reason.
        var raised = decision.Priority < before.Priority;
        var priority = raised ? decision.Priority : before.Priority;
        after = after with
        {
            Priority = priority,
            PriorityReasons = raised ? decision.Reasons : before.PriorityReasons,
            Safeguarded = before.Safeguarded || after.ChildOrUnknownAge || priority == Priority.P1,
            PackVersion = decision.Version,
            MatchedRules = [.. before.MatchedRules, .. decision.Matched.Where(rule => before.MatchedRules.All(known => known.Rule != rule.Rule))],
        };
        if (after.Restricted && !before.Restricted)
            after = after with { Legs = [.. after.Legs.Select(leg => Retract(leg, now))] };
        after = Follow(after, before, packOf, now);

        var graver = raised || (after.Safeguarded && !before.Safeguarded);
        foreach (var planned in decision.Legs)
            after = Add(after, planned, graver, pack, newId, now);

        after = Led(after);
        return after with { Status = Incident.StatusOf(after.Legs) };
    }

    // The suspicion may concern anybody in the chain so far: their legs end, and only the integrity recipients go on.
    private static Leg Retract(Leg leg, DateTimeOffset now) => leg.State.IsOpen()
        ? leg with { State = ReferralState.Withdrawn, EndedAt = now, Revision = leg.Revision + 1 }
        : leg;

    private static Incident Add(
        Incident incident, PlannedLeg planned, bool graver, SopPack pack, Func<Guid> newId, DateTimeOffset now)
    {
        var asked = incident.LegsInSight.Where(leg => leg.Kind == planned.Kind && leg.TaskForce == planned.TaskForce).ToList();
        var open = asked.Find(leg => leg.State.IsOpen());
        if (planned.TaskForce is null || (open is null && asked.Count > 0))
        {
            // The coordinator gets what nobody has, and a queue that has ended its leg isn't asked again for the same (reopening is its
            // lead officer's act) unless the case has become graver than the one it answered.
            planned = planned with { Mandate = planned.Mandate & ~Settled(incident, graver) };
            if (planned.Kind == LegKind.Action ? planned.Mandate == Mandate.None : !graver)
                return incident;
        }

        return incident with
        {
            Legs = open is null
                ? [.. incident.Legs, NewLegs.Make(planned with { Lead = false }, incident, pack, newId(), now)]
                : [.. incident.Legs.Select(leg => leg.Id == open.Id ? leg with { Mandate = leg.Mandate | planned.Mandate } : leg)],
        };
    }

    private static Mandate Settled(Incident incident, bool graver) => incident.LegsInSight
        .Where(leg => leg.Kind == LegKind.Action && (leg.State.IsOpen() || !graver))
        .Aggregate(Mandate.None, (held, leg) => held | leg.Mandate);

    // A lead stays while its leg is open; else it passes to the oldest accepted action leg, else to the oldest open one.
    private static Incident Led(Incident incident)
    {
        var open = incident.Legs.Where(leg => leg.Kind == LegKind.Action && leg.State.IsOpen()).ToList();
        if (open.Count == 0 || open.Exists(leg => leg.Lead))
            return incident;

        var heir = open.Find(leg => leg.AcceptedAt is not null) ?? open[0];
        return incident with
        {
            Legs = [.. incident.Legs.Select(leg => leg.Lead == (leg.Id == heir.Id)
                ? leg
                : leg with { Lead = !leg.Lead, Revision = leg.Revision + 1 })],
        };
    }

    // Open legs follow the incident upward: its priority, its safeguards, and the earlier of the running deadline and a new one.
    private static Incident Follow(Incident after, Incident before, Func<int, SopPack> packOf, DateTimeOffset now)
    {
        var sooner = after.ActBefore != before.ActBefore;
        return after with { Legs = [.. after.Legs.Select(leg => leg.State.IsOpen() ? leg.Raise(after, sooner, packOf, now) : leg)] };
    }

    private static Leg Raise(this Leg leg, Incident after, bool sooner, Func<int, SopPack> packOf, DateTimeOffset now)
    {
        var raised = after.Priority < leg.Priority;
        if (raised)
            leg = leg with { Priority = after.Priority, Revision = leg.Revision + 1 };
        if (raised || sooner)
            leg = leg.Hasten(Deadlines.Plan(leg.Priority, packOf(leg.PackVersion).ClocksFor(leg.Priority), now, after.ActBefore), packOf, after, now);
        return leg with { Safeguarded = leg.Safeguarded || after.Safeguarded };
    }

    private static Leg Hasten(this Leg leg, Deadline fresh, Func<int, SopPack> packOf, Incident after, DateTimeOffset now)
    {
        var hastened = leg.State switch
        {
            ReferralState.Unrouted or ReferralState.Routed => leg with
            {
                AcknowledgeBy = Earlier(leg.AcknowledgeBy, fresh.AcknowledgeBy),
                DecideBy = leg.DecideBy is { } provisional ? Earlier(provisional, fresh.DecideBy) : null,
            },
            ReferralState.Accepted or ReferralState.ConclusionProposed => leg with
            {
                ReviewBy = Earlier(leg.ReviewBy!.Value, now + ReviewIntervals.For(leg.Priority)),
            },
            _ => leg with { DecideBy = Earlier(leg.DecideBy!.Value, DecideNow(leg, packOf, after, now)) },
        };
        return hastened == leg ? leg : hastened with { DeadlineReason = fresh.Reason ?? leg.DeadlineReason };
    }

    private static DateTimeOffset DecideNow(Leg leg, Func<int, SopPack> packOf, Incident after, DateTimeOffset now)
    {
        var due = now + packOf(leg.PackVersion).ClocksFor(leg.Priority).Decide;
        return after.ActBefore is { } end && end > now ? Earlier(end.ToUniversalTime(), due) : due;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
