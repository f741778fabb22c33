namespace CaseReferral.Api.Tests.Life;

/// <summary>What somebody says with an action; each action reads its own.</summary>
/// <param name="Queue">The task force that <c>assign</c> and <c>transfer</c> name.</param>
/// <param name="Reason">Why it is declined.</param>
/// <param name="Into">The leg that <c>merge</c> and a duplicate name.</param>
/// <param name="Seat">Whose seat <c>reassign</c> names.</param>
/// <param name="Priority">The priority that <c>change-priority</c> names.</param>
/// <param name="Adult">Whether everybody was decided to be an adult.</param>
/// <param name="Outcome">How it is concluded.</param>
internal sealed record Words(string Queue, string Reason, Leg Into, Actor Seat, int Priority, bool Adult, string Outcome)
{
    /// <summary>Whether the outcome is one of protection.</summary>
    public bool IsOfProtection => Outcome.StartsWith("support", StringComparison.Ordinal);
}

/// <summary>
/// The life of a referral, stated once more: small, mutable, without a store, and without a line of the registry's own. Whatever is done to
/// the registry is done to it; what it then holds is what the registry must answer. Every method gives the code of the problem that it is
/// refused with, and null when it is done.
/// </summary>
internal sealed partial class Model(DateTimeOffset now)
{
    private const int Coordinator = 3;

    /// <summary>The registry's clock.</summary>
    public DateTimeOffset Now { get; private set; } = now;

    /// <summary>Every incident, in the order they were filed.</summary>
    public List<Incident> Incidents { get; } = [];

    /// <summary>Every leg of every incident.</summary>
    public IReadOnlyList<Leg> Legs => [.. Incidents.SelectMany(incident => incident.Legs)];

    /// <summary>An officer files: the case is routed, and exactly one action leg leads.</summary>
    public Incident File(Facts facts, Actor by)
    {
        var incident = new Incident(Incidents.Count + 1, facts);
        incident.Safeguarded = facts.Child || incident.Priority == 1;
        Incidents.Add(incident);
        Act("incident-filed", by, [incident], () =>
        {
            foreach (var planned in Procedure.Route(facts))
                incident.Make(planned, Now);
        });
        return incident;
    }

    /// <summary>The unit says more, or something else.</summary>
    public string? Amend(Incident incident, Facts said, Actor by)
    {
        if (!by.IsOfUnit)
            return "role-required";
        if (said with { Child = false } == incident.Facts with { Child = false })
            return null;
        if (incident.Voided)
            return "incident-voided";

        Act("incident-amended", by, [incident], () => incident.Amend(said, Now));
        return null;
    }

    /// <summary>The actions that somebody may take on a leg now: what <c>allowed</c> must show.</summary>
    public static IReadOnlyList<string> Allowed(Actor by, Leg leg) =>
        [.. HandbookTable.Actions.Where(action => Refusal(by, leg, action) is null)];

    /// <summary>Why somebody may not take an action now: a seat that never could is told so, one that can't now learns the state.</summary>
    public static string? Refusal(Actor by, Leg leg, string action)
    {
        var who = HandbookTable.MoverOf(action);
        if (!by.MayEver(who, leg))
        {
            return who is Who.Coordinator or Who.FilingUnit or Who.FilingSupervisor || (who == Who.LeadOfficer && by.IsInQueueOf(leg))
                ? "role-required"
                : "not-your-queue";
        }

        // The table, as far as it doesn't ask what else is so.
        if (HandbookTable.Find(leg.Kind, leg.State, action) is null)
            return "illegal-transition";
        if (leg.Incident.Voided)
            return "incident-voided";
        if (!by.MayNow(who, leg))
            return "illegal-transition";

        var others = leg.Incident.Legs.Where(other => other != leg);
        return action switch
        {
            "assign" when leg.State != "unrouted" && leg.Level < Coordinator => "illegal-transition",
            "withdraw" when leg.Safeguarded => "leg-safeguarded",
            "withdraw" when others.Any(other => other.AcceptedAt is not null) => "another-leg-accepted",
            "withdraw" when leg.CarriesOthers => "carries-others",
            // It has an outcome elsewhere, or somebody else is at work on it.
            "unmerge" when HasAnother(leg) || (!leg.Into!.IsOpen && !leg.IsLost) => "illegal-transition",
            "reopen" when HasAnother(leg) => "illegal-transition",
            _ => null,
        };
    }

    /// <summary>Why an action would be refused, with what is said with it.</summary>
    public static string? WouldRefuse(Actor by, Leg leg, string action, Words words) =>
        Refusal(by, leg, action) ?? Objection(by, leg, action, words);

    /// <summary>Takes an action on a leg.</summary>
    public string? Take(Actor by, Leg leg, string action, Words words)
    {
        if (WouldRefuse(by, leg, action, words) is { } refusal)
            return refusal;

        Incident[] touched = Carrier(leg, action, words) is { } other && other != leg.Incident ? [leg.Incident, other] : [leg.Incident];
        Act($"referral-{action}", by, touched, () => Move(by, leg, action, words));
        return null;
    }

    /// <summary>
    /// A supervisor voids what nobody acknowledged, then the lead leg's lead officer does until a leg is accepted. What is safeguarded
    /// takes a second person: the same side's, or the coordinator.
    /// </summary>
    public string? Void(Incident incident, Actor by)
    {
        if (incident.Voided)
            return "incident-voided";

        var acknowledged = incident.Legs.Exists(leg => leg.AcknowledgedAt is not null);
        var lead = incident.Legs.Find(leg => leg.Lead)!;
        var confirms = incident.VoidProposedBy is not null && (by.Coordinates || (acknowledged && by.IsInQueueOf(lead)));
        if (!by.Supervises && !(acknowledged && by.LeadsQueueOf(lead)) && !confirms)
            return "role-required";
        if (acknowledged && by.Supervises)
            return "already-acknowledged";
        if (incident.Legs.Exists(leg => leg.AcceptedAt is not null))
            return "already-accepted";
        if (incident.Legs.Exists(leg => leg.CarriesOthers && (leg.IsOpen || leg is { State: "merged" or "declined", Into: not null })))
            return "carries-others";
        if (incident.Safeguarded && incident.VoidProposedBy == by)
            return "second-person-required";

        var proposes = incident.Safeguarded && incident.VoidProposedBy is null;
        Act(proposes ? "incident-void-proposed" : "incident-voided", by, [incident], () =>
        {
            incident.Version++;
            incident.VoidProposedBy = proposes ? by : null;
            incident.Voided = !proposes;
            foreach (var leg in incident.Legs.Where(leg => !proposes && leg.IsOpen))
                (leg.State, leg.EndedAt) = ("withdrawn", Now);
        });
        if (proposes)
            return null;

        // Nobody waits any more for what its legs came to within others.
        var carried = incident.Legs.FindAll(leg => leg is { State: "merged" or "declined", Into: { } into } && into.Incident != incident);
        carried.ForEach(leg => leg.Into!.Release());
        foreach (var holder in carried.Select(leg => leg.Into!.Incident).Distinct())
            holder.Story.Add(new("referral-unmerge", null, Now));
        return null;
    }

    /// <summary>
    /// A message between the queue and the unit, or a note of the queue. What the queue says on an accepted leg is progress.
    /// </summary>
    public string? Write(Leg leg, Actor by, bool note)
    {
        if (note && !by.Triages)
            return "role-required";
        if (!by.IsInQueueOf(leg) && (note || !by.IsOfUnit))
            return by.Role == "auditor" ? "role-required" : "not-your-queue";
        if (leg.Incident.Voided || !leg.IsOpen || (leg.Kind == "notice" && !note))
            return "conversation-closed";

        Act(note ? "note-added" : "message-sent", by, [leg.Incident], () =>
        {
            if (!note && !by.IsOfUnit && leg.State is "accepted" or "conclusion_proposed")
                leg.Progress(Now);
        });
        return null;
    }

    /// <summary>Time passes. The registry acts on its clocks only while it runs.</summary>
    public void Pass(TimeSpan time) => Now += time;

    // What follows from an act, whatever it was: one lead, a tag that changes with what a tag stands for, a ladder that starts anew with
    // its clock, and an entry that tells what happened.
    private void Act(string kind, Actor? by, IReadOnlyList<Incident> touched, Action act, (Leg, int, DateTimeOffset)? level = null)
    {
        var before = touched.SelectMany(incident => incident.Legs).ToDictionary(leg => leg, leg => (Tag: TagOf(leg), leg.Desk, leg.IsOpen));
        act();
        foreach (var incident in touched)
        {
            incident.PassLead();
            incident.Safeguarded |= incident.NeedsSafeguards;
        }

        foreach (var (leg, was) in before)
        {
            if (TagOf(leg) != was.Tag)
                leg.Revision++;
            // Somebody acted on the clock: it ended, stood still, ran on, started again or was put off. Making it more urgent is none of
            // it.
            if (leg.Desk is not { } runs || was.Desk is not { } ran || (runs with { DueAt = ran.DueAt }) != ran || runs.DueAt > ran.DueAt)
                (leg.Level, leg.NextLevelAt) = (0, null);
        }

        foreach (var incident in touched)
        {
            incident.Story.Add(new(kind, by?.Desk, Now, level)
            {
                Ended = [.. before.Where(leg => leg.Key.Incident == incident && leg.Value.IsOpen && !leg.Key.IsOpen)
                    .Select(leg => (leg.Key, leg.Key.State, leg.Key.Outcome, leg.Key.DeclineReason))],
            });
        }
    }

    // The queue has another open leg of the same kind in the incident, and works on that one.
    private static bool HasAnother(Leg leg) => leg.Incident.Legs.Exists(other =>
        other != leg && other.IsOpen && other.Queue == leg.Queue && other.Kind == leg.Kind);

    private static (string, Actor?, int, bool, int) TagOf(Leg leg) => (leg.State, leg.Assignee, leg.Priority, leg.Lead, leg.AgeDecisions);
}
