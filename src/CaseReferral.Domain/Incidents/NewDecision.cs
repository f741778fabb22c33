using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// What a new routing decision makes of an incident that has legs already. By itself it only adds: legs, a higher priority, earlier
/// deadlines, safeguards. Who leads and how revisions count is settled by the act that made the decision.
/// </summary>
internal static class NewDecision
{
    /// <summary>The incident with what the decision adds.</summary>
    /// <param name="after">The incident with what changed in its facts.</param>
    /// <param name="before">The incident as it was.</param>
    /// <param name="decision">What was decided on the new facts.</param>
    /// <param name="pack">The pack that decided, for the legs it makes.</param>
    /// <param name="packOf">The pack of a leg: existing legs keep theirs.</param>
    /// <param name="newId">Gives ids.</param>
    /// <param name="now">The instant of the act.</param>
    public static Incident Follow(
        Incident after, Incident before, RoutingDecision decision, SopPack pack, Func<Leg, SopPack> packOf, Func<Guid> newId,
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
            MatchedRules = [.. before.MatchedRules, .. decision.Matched
                .Where(rule => before.MatchedRules.All(known => known.Rule != rule.Rule))],
        };
        if (after.Restricted && !before.Restricted)
            after = after with { Legs = [.. after.Legs.Select(leg => Retracted(leg, now))] };
        after = Raise(after, before, packOf, now);

        var graver = raised || (after.Safeguarded && !before.Safeguarded);
        return decision.Legs.Aggregate(after, (incident, planned) => Add(incident, planned, graver, pack, newId, now));
    }

    /// <summary>
    /// Open legs follow the incident upward: its priority, its safeguards, and the earlier of the running deadline and a new one.
    /// </summary>
    public static Incident Raise(Incident after, Incident before, Func<Leg, SopPack> packOf, DateTimeOffset now) => after with
    {
        Legs = [.. after.Legs.Select(leg => leg.State.IsOpen() ? Raised(leg, after, before, new(packOf(leg), after.ActBefore, now)) : leg)],
    };

    // Only what has become graver now: a task force may have lowered its own leg before, and that stays its word.
    private static Leg Raised(Leg leg, Incident after, Incident before, Pace pace)
    {
        var raised = after.Priority < before.Priority && after.Priority < leg.Priority;
        if (raised)
            leg = leg.Reprioritised(after.Priority, pace);
        else if (after.ActBefore != before.ActBefore)
            leg = leg.Hastened(pace);

        var guarded = after.ChildOrUnknownAge || leg.Priority == Priority.P1 || (after.Safeguarded && !before.Safeguarded);
        return leg with { Safeguarded = leg.Safeguarded || guarded };
    }

    // The suspicion may concern anybody in the chain so far: their legs end, and only the integrity recipients go on.
    private static Leg Retracted(Leg leg, DateTimeOffset now) =>
        leg.State.IsOpen() ? leg with { State = ReferralState.Withdrawn, EndedAt = now } : leg;

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
}
