using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// What follows from the legs as an act left them, whatever the act was: one lead while an action leg is open, a revision where the ETag
/// must change, an escalation that starts anew with its clock, the status, and the next sequence.
/// </summary>
internal static class Settling
{
    /// <summary>The incident after an act, settled against what it was before.</summary>
    public static Incident Settled(this Incident after, Incident before)
    {
        after = after.Led();
        return after with
        {
            Legs = [.. after.Legs.Select(leg => before.Leg(leg.Id) is { } known ? leg.Settled(known) : leg)],
            Status = after.Status == IncidentStatus.Voided ? IncidentStatus.Voided : Incident.StatusOf(after.Legs),
            // Whatever leg was opened again, raised or taken in: letting the incident go takes as many as letting that go.
            Safeguarded = after.Safeguarded || after.NeedsSafeguards,
            Sequence = before.Sequence + 1,
            VoidProposedBy = VoidingPassed(before, after) ? null : after.VoidProposedBy,
        };
    }

    /// <summary>What settling changed, for those who must learn of it.</summary>
    public static IEnumerable<ReferralFact> Follows(Incident before, Incident after, ReferralId cause)
    {
        var (led, leads) = (before.LeadingLeg, after.LeadingLeg);
        if (leads is not null && leads.Id != led?.Id)
            yield return new LeadPassed(leads.Id, led?.Id);
        if (after.Status != before.Status)
            yield return new IncidentStatusChanged(cause, after.Status);
    }

    /// <summary>
    /// A lead stays while its leg is open; else it passes to the leg that goes on in its place, else to the oldest accepted action leg,
    /// else to the oldest open one. When none is open the last one keeps it.
    /// </summary>
    public static Incident Led(this Incident incident)
    {
        var actions = incident.Legs.Where(leg => leg.Kind == LegKind.Action).ToList();
        var open = actions.FindAll(leg => leg.State.IsOpen());
        if (actions.Count == 0 || open.Exists(leg => leg.Lead) || (open.Count == 0 && actions.Exists(leg => leg.Lead)))
            return incident;

        var former = incident.LeadingLeg;
        var heir = open.Find(leg => leg.Predecessor is { } predecessor && predecessor == former?.Id)
            ?? open.Find(leg => leg.Id == former?.GoesOnIn)
            ?? open.Find(leg => leg.AcceptedAt is not null)
            ?? (open is [var oldest, ..] ? oldest : null)
            ?? actions[^1];
        return incident with
        {
            Legs = [.. incident.Legs.Select(leg => leg.Lead == (leg.Id == heir.Id) ? leg : leg with { Lead = !leg.Lead })],
        };
    }

    private static Leg Settled(this Leg after, Leg before)
    {
        if ((before.Clocks, after.Clocks) is not ([var ran, ..], [var runs, ..]) || !IsSameClock(ran, runs))
            after = after with { Escalation = 0, EscalatesAt = null };
        return (after.State, after.Assignee, after.Priority, after.Lead) == (before.State, before.Assignee, before.Priority, before.Lead)
            ? after
            : after with { Revision = before.Revision + 1 };
    }

    // With who may void it, the proposal of who might before lapses: it isn't the first of two.
    private static bool VoidingPassed(Incident before, Incident after) => VoidedBy(before) != VoidedBy(after);

    // The unit's, while nobody knows of it; once somebody does, the leading desk's, be it assigned or another leg's; nobody's once a leg
    // is accepted. Of a suspicion of complicity the filer's, not the supervisor's, whom it may concern.
    private static (bool Restricted, bool IsAcknowledged, bool IsAccepted, ReferralId? Leads, string? Desk) VoidedBy(Incident incident)
    {
        var leads = incident.IsAcknowledged ? incident.LeadingLeg : null;
        return (incident.Restricted, incident.IsAcknowledged, incident.IsAccepted, leads?.Id, leads?.TaskForce);
    }

    // Whoever ends, pauses, restarts or puts off a clock has acted on it. Making it more urgent leaves it where it had escalated to.
    private static bool IsSameClock(Clock before, Clock after) =>
        before.Kind == after.Kind && before.StartedAt == after.StartedAt
        && before.PausedAt == after.PausedAt && after.DueAt <= before.DueAt;
}
