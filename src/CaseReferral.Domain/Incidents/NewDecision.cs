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
            Safeguarded = before.Safeguarded || after.Guards(priority),
            PackVersion = decision.Version,
            MatchedRules = [.. before.MatchedRules, .. decision.Matched
                .Where(rule => before.MatchedRules.All(known => known.Rule != rule.Rule))],
        };
        if (after.Restricted && !before.Restricted)
            after = after with { Legs = [.. after.Legs.Select(leg => Retracted(leg, now))] };
        after = Raise(after, before, packOf, now);

        var graver = raised || IsGraver(before, after);
        var routed = decision.Legs.Aggregate(after, (incident, planned) => Add(incident, planned, graver, pack, newId, now));
        return IsSoonerElsewhere(before, after, now) ? AskAgain(routed, pack, newId, now) : routed;
    }

    /// <summary>What the decision came to for the legs: whom those that ended tell what, and which were made.</summary>
    public static IEnumerable<ReferralFact> Facts(Incident before, Incident after)
    {
        var made = after.Legs.Where(leg => before.Leg(leg.Id) is null).ToList();
        var ended = after.Legs.Where(leg => !leg.State.IsOpen() && before.Leg(leg.Id)?.State.IsOpen() == true)
            .Select(leg => ReferralLife.Tell(leg, made.Where(heir => heir.Predecessor == leg.Id).Select(heir => heir.Id)));
        return [.. ended, .. made.Select(Handover.Made)];
    }

    /// <summary>
    /// Whether the case is graver than the one that its queues answered, whatever its priority was: a queue that has ended its leg is then
    /// asked again, for somebody must hear of it.
    /// </summary>
    public static bool IsGraver(Incident before, Incident after) =>
        (after.Safeguarded && !before.Safeguarded)
        || (after.ChildOrUnknownAge && !before.ChildOrUnknownAge)
        || after.PersonCounts.Child + after.PersonCounts.UnknownAge > before.PersonCounts.Child + before.PersonCounts.UnknownAge
        || (after.DangerToLife && !before.DangerToLife)
        || (after.PersonsPresentNow && !before.PersonsPresentNow)
        || (after.PossibleVictimPresent && !before.PossibleVictimPresent);

    /// <summary>
    /// Whether persons or goods are out of reach sooner than was known when a leg of it went on within another incident: nobody who decides
    /// on it there hears of that, so its queue is asked again.
    /// </summary>
    public static bool IsSoonerElsewhere(Incident before, Incident after, DateTimeOffset now) =>
        after.ActBefore > now && !(before.ActBefore <= after.ActBefore)
        && after.LegsInSight.Any(leg => GoesOnElsewhere(after, leg));

    private static bool GoesOnElsewhere(Incident incident, Leg leg) =>
        leg.GoesOnIn is { } into && incident.Leg(into) is null && leg.Elsewhere is not { CarrierIsOpen: false, GoesOn: false };

    // Whoever let it go on elsewhere is asked, whatever routing would say today. What had crossed a border crosses it by a rule only.
    private static Incident AskAgain(Incident incident, SopPack pack, Func<Guid> newId, DateTimeOffset now) => incident.LegsInSight
        .Where(leg => GoesOnElsewhere(incident, leg) && leg is { TaskForce: not null, LegalBasis: null }).ToList()
        .Aggregate(incident, (asked, leg) => asked.Legs.Any(
            other => other.State.IsOpen() && other.Kind == leg.Kind && other.TaskForce == leg.TaskForce)
            ? asked
            : asked with
            {
                Legs =
                [
                    .. asked.Legs,
                    NewLegs.Make(
                        new(leg.Kind, leg.TaskForce, leg.Mandate, Lead: false, leg.Rule, LegalBasis: null), asked, pack, newId(), now),
                ],
            });

    /// <summary>
    /// Open legs follow the incident upward: its priority, its safeguards, and the earlier of the running deadline and a new one.
    /// </summary>
    public static Incident Raise(Incident after, Incident before, Func<Leg, SopPack> packOf, DateTimeOffset now) => after with
    {
        Legs = [.. after.Legs.Select(leg => leg.State.IsOpen() ? Raised(leg, after, before, Pace.Of(packOf(leg), after, leg, now)) : leg)],
    };

    // Only what has become graver now: a task force may have lowered its own leg before, and that stays its word.
    private static Leg Raised(Leg leg, Incident after, Incident before, Pace pace)
    {
        var raised = after.Priority < before.Priority && after.Priority < leg.Priority;
        if (raised)
            leg = leg.Reprioritised(after.Priority, pace);
        else if (after.ActBefore != before.ActBefore)
            leg = leg.Hastened(pace);

        var guarded = after.Guards(leg.Priority) || (after.Safeguarded && !before.Safeguarded);
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
            planned =
                planned with { Mandate = planned.Mandate & ~Settled(incident, graver, besidesCoordinator: planned.TaskForce is not null) };
            if (planned.Kind == LegKind.Action ? planned.Mandate == Mandate.None : !graver)
                return incident;
        }

        if (open is not null)
        {
            incident = incident.With(open with { Mandate = open.Mandate | planned.Mandate });
            return planned.TaskForce is null ? incident : TakeFromCoordinator(incident, planned.Mandate, open.Id, now);
        }

        var made = NewLegs.Make(planned with { Lead = false }, incident, pack, newId(), now);
        if (planned is not { TaskForce: not null, Kind: LegKind.Action } || asked.Count > 0
            || Waiting(incident, planned.Mandate) is not { } waiting)
            return incident with { Legs = [.. incident.Legs, made] };

        // The time that it waited for the coordinator isn't given back to the task force by taking it from the decision.
        var decideBy = LegClocks.Earlier(made.DecideBy!.Value, waiting.DecideBy!.Value);
        made = Merging.InPlaceOf(waiting, made) with
        {
            AcknowledgeBy = LegClocks.Earlier(made.AcknowledgeBy, decideBy),
            DecideBy = decideBy,
            KeepsDecideBy = true,
        };
        return TakeFromCoordinator(incident with { Legs = [.. incident.Legs, made] }, planned.Mandate, made.Id, now);
    }

    /// <summary>
    /// What nobody could be found for waits with the coordinator until somebody is: it goes on in the leg of whoever now decides on it, and
    /// ends where nothing of it is left, handing on the legs that it carries. Otherwise it would lead, and keep the incident open, for
    /// ever.
    /// </summary>
    private static Incident TakeFromCoordinator(Incident incident, Mandate taken, ReferralId heir, DateTimeOffset now) =>
        Waiting(incident, taken) is not { } waiting
        ? incident
        : (waiting.Mandate & ~taken) is var left and not Mandate.None
            ? incident.With(waiting with { Mandate = left })
            : Merging.HandOn(incident.With(waiting with { State = ReferralState.Transferred, EndedAt = now }), waiting, heir, now);

    private static Leg? Waiting(Incident incident, Mandate mandate) => incident.LegsInSight.FirstOrDefault(
        leg => leg is { Kind: LegKind.Action, State: ReferralState.Unrouted } && (leg.Mandate & mandate) != Mandate.None);

    private static Mandate Settled(Incident incident, bool graver, bool besidesCoordinator) => incident.LegsInSight
        .Where(leg => leg.Kind == LegKind.Action && (leg.State.IsOpen() || !graver))
        .Where(leg => !besidesCoordinator || leg.State != ReferralState.Unrouted)
        .Aggregate(Mandate.None, (held, leg) => held | leg.Mandate);
}
