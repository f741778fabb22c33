namespace CaseReferral.Api.Tests.Life;

/// <summary>Something that happened to an incident, as its timeline must tell it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Desk">Whose desk; null for the registry by itself.</param>
/// <param name="At">When.</param>
/// <param name="Level">The level that was reached, on which leg, and when it was due; null for everything else.</param>
internal sealed record Told(string Kind, string? Desk, DateTimeOffset At, (Leg Leg, int Number, DateTimeOffset DueAt)? Level = null)
{
    /// <summary>The legs that ended, each with the outcome and the reason that its sender is told.</summary>
    public IReadOnlyList<(Leg Leg, string State, string? Outcome, string? Reason)> Ended { get; set; } = [];
}

/// <summary>An incident with its legs, and what follows from one for the others.</summary>
internal sealed class Incident(int number, Facts facts)
{
    private int decidedAdult;

    /// <summary>What a counter-example calls it.</summary>
    public string Name { get; } = $"{number}";

    /// <summary>Its id in the registry.</summary>
    public string Id { get; set; } = "";

    /// <summary>The filing that made it, for the device that sends it again.</summary>
    public System.Text.Json.Nodes.JsonObject? Filing { get; set; }

    public Facts Facts { get; set; } = facts;

    public int Priority { get; set; } = Procedure.PriorityOf(facts);

    /// <summary>Whether letting it go needs a second person. It sticks.</summary>
    public bool Safeguarded { get; set; }

    public bool Voided { get; set; }

    public Actor? VoidProposedBy { get; set; }

    /// <summary>Counts filed, amended, voided: the ETag.</summary>
    public int Version { get; set; } = 1;

    public List<Leg> Legs { get; } = [];

    /// <summary>Everything that happened to it, in order.</summary>
    public List<Told> Story { get; } = [];

    /// <summary>Open while an action or protection leg is: a copy never keeps it open.</summary>
    public string Status => Voided ? "voided" : Legs.Exists(leg => leg is { IsOpen: true, Kind: not "notice" }) ? "open" : "closed";

    /// <summary>A child, a P1, or an open leg that needs a second officer.</summary>
    public bool NeedsSafeguards => Facts.Child || Priority == 1 || Legs.Exists(leg => leg is { IsOpen: true, Safeguarded: true });

    /// <summary>Makes a leg of it.</summary>
    public Leg Make(Planned planned, DateTimeOffset now)
    {
        var (acknowledgeBy, decideBy) = Procedure.Plan(Priority, now, Facts.ActBefore);
        var leg = new Leg(this, planned.Kind, planned.Queue, planned.Mandate, now)
        {
            Priority = Priority,
            Safeguarded = Safeguarded,
            AcknowledgeBy = acknowledgeBy,
            DecideBy = planned.Kind == "notice" ? null : decideBy,
        };
        Legs.Add(leg);
        return leg;
    }

    /// <summary>
    /// Exactly one action leg leads while any is open. When the lead ends it passes to the leg that goes on in its place, else to the
    /// oldest accepted, else to the oldest open one. When none is open the last one keeps it.
    /// </summary>
    public void PassLead()
    {
        var actions = Legs.FindAll(leg => leg.Kind == "action");
        var open = actions.FindAll(leg => leg.IsOpen);
        if (actions.Count == 0 || open.Exists(leg => leg.Lead) || (open.Count == 0 && actions.Exists(leg => leg.Lead)))
            return;

        var former = Legs.Find(leg => leg.Lead);
        var heir = open.Find(leg => leg.Predecessor is not null && leg.Predecessor == former)
            ?? open.Find(leg => former is { State: "merged" or "declined" } && leg == former.Into)
            ?? open.Find(leg => leg.AcceptedAt is not null)
            ?? (open.Count > 0 ? open[0] : actions[^1]);
        foreach (var leg in Legs)
            leg.Lead = leg == heir;
        if (heir != former && Legs.Exists(leg => leg.AcknowledgedAt is not null))
            VoidProposedBy = null;
    }

    /// <summary>What the unit now says. Only what routing or priority reads, or what makes the case graver, makes a new decision.</summary>
    public void Amend(Facts said, DateTimeOffset now)
    {
        var before = Facts;
        // A child stays one, and so does whoever a task force decided not to be: nobody else does.
        Facts = said with { Child = before.Child || said.Minors > decidedAdult };
        Version++;
        // Who decides within another incident hears nothing of what happens to this one.
        var isSooner = Facts.ActBefore > now && !(before.ActBefore <= Facts.ActBefore);
        if (Read(before) != Read(Facts) || Facts.Minors > before.Minors || (isSooner && Legs.Exists(IsElsewhere)))
            Decide(before, now, isSooner);
        else
            Raise(before, Priority, Safeguarded, now);
    }

    /// <summary>A task force decided who is a child: everybody, or nobody, of those who are counted.</summary>
    public void DecideAge(bool adult, DateTimeOffset now)
    {
        if (Facts.Minors > 0)
            decidedAdult = adult ? Facts.Minors : 0;
        var before = Facts;
        Facts = Facts with { Child = Facts.Minors > decidedAdult };
        if (Facts.Child == before.Child)
            return;

        Decide(before, now);
        if (Facts.Child)
            return;
        foreach (var leg in Legs)
            leg.Safeguarded = leg.Priority == 1 || leg.CarriesSafeguards;
        Safeguarded = NeedsSafeguards;
    }

    // By itself a new decision only adds: a higher priority, safeguards, earlier deadlines, legs.
    private void Decide(Facts before, DateTimeOffset now, bool isSooner = false)
    {
        var (priority, safeguarded) = (Priority, Safeguarded);
        Priority = Math.Min(Priority, Procedure.PriorityOf(Facts));
        Safeguarded |= Facts.Child || Priority == 1;
        Raise(before, priority, safeguarded, now);

        // Whoever answered for a case that was less grave is asked again.
        var graver = Priority < priority || (Safeguarded && !safeguarded) || (Facts.Child && !before.Child) || Facts.Minors > before.Minors
            || (Facts.DangerToLife && !before.DangerToLife) || (Facts.PersonsPresent && !before.PersonsPresent)
            || (Facts.PossibleVictim && !before.PossibleVictim);
        foreach (var planned in Procedure.Route(Facts))
            Add(planned, graver, now);
        foreach (var leg in isSooner ? Legs.FindAll(IsElsewhere) : [])
        {
            if (!Legs.Exists(other => other.IsOpen && (other.Kind, other.Queue) == (leg.Kind, leg.Queue)))
                Make(new(leg.Kind, leg.Queue, leg.Mandate), now);
        }
    }

    private bool IsElsewhere(Leg leg) =>
        leg is { State: "merged" or "declined", Into: { } into } && into.Incident != this && leg.Ends.Append(into).Any(end => end.IsOpen);

    private void Raise(Facts before, int priority, bool safeguarded, DateTimeOffset now)
    {
        foreach (var leg in Legs.Where(leg => leg.IsOpen))
        {
            if (Priority < priority && Priority < leg.Priority)
                leg.Reprioritise(Priority, now);
            else if (Facts.ActBefore != before.ActBefore)
                leg.Hurry(now);
            leg.Safeguarded |= Facts.Child || leg.Priority == 1 || (Safeguarded && !safeguarded);
        }
    }

    private void Add(Planned planned, bool graver, DateTimeOffset now)
    {
        var asked = Legs.FindAll(leg => leg.Kind == planned.Kind && leg.Queue == planned.Queue);
        var open = asked.Find(leg => leg.IsOpen);
        // The coordinator gets what nobody has; who has ended a leg isn't asked again for what is settled.
        if (planned.Queue is null || (open is null && asked.Count > 0))
        {
            var settled = Legs.Where(leg => leg.Kind == "action" && (leg.IsOpen || !graver))
                .Where(leg => planned.Queue is null || leg.State != "unrouted")
                .Aggregate(Mandates.None, (all, leg) => all | leg.Mandate);
            planned = planned with { Mandate = planned.Mandate & ~settled };
            if (planned.Kind == "action" ? planned.Mandate == Mandates.None : !graver)
                return;
        }

        var waiting = planned.Queue is null || planned.Kind != "action"
            ? null
            : Legs.Find(leg => leg is { Kind: "action", State: "unrouted" } && (leg.Mandate & planned.Mandate) != Mandates.None);
        if (open is not null)
            open.Mandate |= planned.Mandate;
        else
            Continue(waiting is not null && asked.Count == 0 ? waiting : null, planned, now);
        if (waiting is null || (open is null && asked.Count > 0))
            return;

        // What waited with the coordinator goes on in the leg of whoever now decides on it.
        if ((waiting.Mandate & ~planned.Mandate) is var left and not Mandates.None)
            waiting.Mandate = left;
        else
            (waiting.State, waiting.EndedAt) = ("transferred", now);
        if (!waiting.IsOpen && open is not null)
            HandOn(waiting, open, now);
    }

    // Whose legs it carried are carried on, and whoever asks what became of either of the two is told the same.
    private void HandOn(Leg waiting, Leg open, DateTimeOffset now)
    {
        if (waiting.Carries == 0 || waiting.CarriesFor == open.CarriesFor)
            return;

        open.CarriesChain |= waiting.CarriesChain;
        open.CarriesSafeguards |= waiting.CarriesSafeguards;
        open.CarriedEnd = Leg.Sooner(open.CarriedEnd, waiting.CarriedEnd, now);
        open.Safeguarded |= waiting.Safeguarded;
        var (place, other) = (open.Carries > 0 || open.CarriesFor != open ? open.CarriesFor : waiting.CarriesFor, waiting.CarriesFor);
        open.Carries += waiting.Carries;
        foreach (var leg in Legs.Where(leg => leg == open || leg.CarriesFor == other).ToList())
            leg.CarriesFor = place;
    }

    private void Continue(Leg? waiting, Planned planned, DateTimeOffset now)
    {
        if (waiting is null)
        {
            Make(planned, now);
            return;
        }

        var (acknowledgeBy, decideBy) = Procedure.Plan(Priority, now, Facts.ActBefore);
        if (waiting.DecideBy < decideBy)
            decideBy = waiting.DecideBy.Value;
        Legs.Add(new Leg(this, planned.Kind, planned.Queue, planned.Mandate, now)
        {
            Predecessor = waiting,
            Carries = waiting.Carries,
            CarriesFor = waiting.Carries > 0 ? waiting.CarriesFor : null!,
            CarriesSafeguards = waiting.CarriesSafeguards,
            CarriesChain = waiting.CarriesChain,
            CarriedEnd = waiting.CarriedEnd,
            Priority = Priority,
            Safeguarded = Safeguarded,
            AcknowledgeBy = decideBy < acknowledgeBy ? decideBy : acknowledgeBy,
            DecideBy = decideBy,
            KeepsDecideBy = true,
        });
    }

    private static (string, bool, bool, bool, bool, bool) Read(Facts facts) =>
        (facts.Hypothesis, facts.Child, facts.DangerToLife, facts.PersonsPresent, facts.Counted, facts.ByAir);
}
