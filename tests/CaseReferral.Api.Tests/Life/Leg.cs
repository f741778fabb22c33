namespace CaseReferral.Api.Tests.Life;

/// <summary>A clock on a leg: no state that is open waits without one.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DueAt">When it is breached.</param>
/// <param name="PausedAt">Since when it stands still.</param>
internal sealed record Running(string Kind, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? PausedAt);

/// <summary>
/// One leg of an incident, as the handbook tells its life; what its deadlines do is here, what is done to it in <see cref="Model"/>.
/// </summary>
internal sealed class Leg(Incident incident, string kind, string? queue, Mandates mandate, DateTimeOffset now)
{
    private const int MostPauses = 2;

    /// <summary>The incident it is a leg of.</summary>
    public Incident Incident { get; } = incident;

    /// <summary>Its id in the registry, once the registry has told it.</summary>
    public Guid Id { get; set; }

    public string Kind { get; set; } = kind;

    /// <summary>Whose queue it is in; null for the coordinator's.</summary>
    public string? Queue { get; set; } = queue;

    public Mandates Mandate { get; set; } = mandate;

    public string State { get; set; } = queue is null ? "unrouted" : "routed";

    public bool Lead { get; set; }

    public required int Priority { get; set; }

    /// <summary>Whether a second officer must agree to letting it go. It sticks.</summary>
    public required bool Safeguarded { get; set; }

    /// <summary>Whether a leg that goes on within it brought safeguards along.</summary>
    public bool CarriesSafeguards { get; set; }

    /// <summary>Whether a leg that goes on within it carried others itself.</summary>
    public bool CarriesChain { get; set; }

    public Actor? Assignee { get; set; }

    public Actor? ProposedBy { get; set; }

    public string? DeclineReason { get; set; }

    public string? Outcome { get; set; }

    /// <summary>The leg that it continues.</summary>
    public Leg? Predecessor { get; init; }

    /// <summary>The leg that it goes on in: merged, or declined (or proposed to be) as a duplicate.</summary>
    public Leg? Into { get; set; }

    /// <summary>The leg that it was proposed to be a duplicate of before it was merged into another one.</summary>
    public Leg? ProposedInto { get; set; }

    public string? MergedFrom { get; set; }

    /// <summary>How many legs go on within it.</summary>
    public int Carries { get; set; }

    /// <summary>When persons or goods of undecided cases that it carries are out of reach, the earliest.</summary>
    public DateTimeOffset? CarriedEnd { get; set; }

    /// <summary>Whether legs of other incidents go on within it.</summary>
    public bool CarriesOthers
    {
        get
        {
            var own = Carries == 0 ? [] : Incident.Legs.FindAll(leg =>
                leg is { State: "merged" or "declined", Into: { } into } && into.Incident == Incident && into.CarriesFor == CarriesFor);
            return Carries > own.Count || own.Exists(leg => leg.CarriesOthers);
        }
    }

    /// <summary>The first of the legs in whose place it carries others; itself when it took none over.</summary>
    public Leg CarriesFor
    {
        get => field ?? this;
        set;
    }

    /// <summary>How many age decisions were made on it.</summary>
    public int AgeDecisions { get; set; }

    /// <summary>Counts what changes the ETag.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>What was written on it and answered with an id.</summary>
    public List<(string Id, bool Note)> Said { get; } = [];

    /// <summary>How far it has escalated.</summary>
    public int Level { get; set; }

    /// <summary>When the next level is due, once one has fired.</summary>
    public DateTimeOffset? NextLevelAt { get; set; }

    public DateTimeOffset MadeAt { get; } = now;

    public required DateTimeOffset AcknowledgeBy { get; set; }

    public required DateTimeOffset? DecideBy { get; set; }

    public DateTimeOffset? ReviewBy { get; set; }

    public DateTimeOffset? AnswerBy { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? AskedAt { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    public int Pauses { get; set; }

    public int Questions { get; set; }

    /// <summary>Whether the decision's deadline was handed on, so that acknowledging gives no fresh one.</summary>
    public bool KeepsDecideBy { get; set; }

    private DateTimeOffset? ClockStartedAt { get; set; }

    /// <summary>
    /// What the leg that this one goes on in has come to: whatever stands in its place, and what that was merged into in turn.
    /// </summary>
    public IReadOnlyList<Leg> Ends => State is "merged" or "declined" && Into is { } holder
        ? [.. holder.Incident.Legs.Where(place => place.CarriesFor == holder.CarriesFor)
            .SelectMany(place => place.State is "merged" or "declined" && place.Into is not null ? place.Ends : [place])]
        : [];

    /// <summary>Whether nobody is at work on it any more, and nothing came of it.</summary>
    public bool IsLost => !Ends.Any(end => end.IsOpen || end.State == "concluded");

    /// <summary>One that went on within it, or within what it stands in the place of, is taken out.</summary>
    public void Release()
    {
        var ends = Incident.Legs.Where(leg => leg.Continues(this)).ToList();
        // It went on in a leg that was there already.
        if (ends.Exists(end => end.State == "transferred" && !Incident.Legs.Exists(leg => leg.Predecessor == end)))
            ends.AddRange(Incident.Legs.Where(leg => leg.IsOpen && leg.CarriesFor == CarriesFor).Except(ends).ToList());
        foreach (var leg in ends.Where(leg => leg.Carries > 0))
        {
            leg.CarriesChain &= --leg.Carries > 0;
            leg.CarriedEnd = leg.Carries > 0 ? leg.CarriedEnd : null;
        }
    }

    private bool Continues(Leg other) => this == other || Predecessor?.Continues(other) == true;

    public bool IsOpen => HandbookTable.IsOpen(State);

    public bool IsUndecided => IsOpen && State is not ("accepted" or "conclusion_proposed");

    /// <summary>The clock that waits for the desk. None runs once the leg has ended.</summary>
    public Running? Desk => State switch
    {
        "unrouted" => new("assign", ClockStartedAt ?? MadeAt, AcknowledgeBy, null),
        "routed" => new("acknowledge", ClockStartedAt ?? MadeAt, AcknowledgeBy, null),
        "acknowledged" or "in_triage" or "info_requested" or "decline_proposed" =>
            new("decide", ClockStartedAt ?? AcknowledgedAt!.Value, DecideBy!.Value, PausedAt),
        "accepted" or "conclusion_proposed" => new("review", ClockStartedAt ?? AcceptedAt!.Value, ReviewBy!.Value, null),
        _ => null,
    };

    /// <summary>The clock that waits for the filing unit.</summary>
    public Running? Unit => State == "info_requested" ? new("answer", AskedAt!.Value, AnswerBy!.Value, null) : null;

    /// <summary>When the desk's clock escalates next. A notice has no ladder.</summary>
    public DateTimeOffset? EscalatesAt => Kind != "notice" && Desk is { PausedAt: null } clock ? NextLevelAt ?? clock.DueAt : null;

    /// <summary>The time between two levels: the clock's own interval.</summary>
    public TimeSpan Interval => Desk!.Kind switch
    {
        "decide" => Procedure.ToDecide(Priority),
        "review" => Procedure.ToReview(Priority),
        _ => Procedure.ToAcknowledge(Priority),
    };

    /// <summary>What a person of the queue knows of runs towards its decision, in full time unless the time was handed on.</summary>
    public void Acknowledge(DateTimeOffset now)
    {
        (AcknowledgedAt, ClockStartedAt) = (now, null);
        // Who is told late, of what is soon out of reach or is so by now, wins no time by it.
        var wasHurried = DecideBy < AcknowledgeBy + Procedure.ToDecide(Priority) || (End(now) > MadeAt && End(now) <= now);
        var fresh = Within(now + Procedure.ToDecide(Priority), now);
        if (!KeepsDecideBy)
            DecideBy = wasHurried ? Earlier(DecideBy!.Value, fresh) : fresh;
    }

    /// <summary>The coordinator found somebody: the time to acknowledge is fresh, the time to decide isn't.</summary>
    public void HandTo(string to, DateTimeOffset now)
    {
        (Queue, State, ClockStartedAt, KeepsDecideBy) = (to, "routed", now, true);
        AcknowledgeBy = Earlier(Plan(now, now).AcknowledgeBy, DecideBy!.Value);
    }

    /// <summary>A question stops the decision, except for P1, and at most twice.</summary>
    public void Ask(DateTimeOffset now)
    {
        (AskedAt, AnswerBy) = (now, Within(now + Procedure.ToAnswer(Priority), now));
        Questions++;
        if (Priority == 1 || Pauses == MostPauses)
            return;
        PausedAt = now;
        Pauses++;
    }

    /// <summary>Answered, or waited for long enough: the decision gets back the time that it stood still.</summary>
    public void Resume(DateTimeOffset at)
    {
        RunOn(at);
        (AskedAt, AnswerBy) = (null, null);
    }

    public void RunOn(DateTimeOffset at)
    {
        if (PausedAt is not null)
            (DecideBy, PausedAt) = (Later(DecideBy!.Value, Within(DecideBy.Value + StoodStill(at), PausedAt.Value)), null);
    }

    public void Accept(DateTimeOffset now) => (AcceptedAt, ClockStartedAt, ReviewBy) = (now, null, now + Procedure.ToReview(Priority));

    /// <summary>The filer has heard: the review starts again.</summary>
    public void Progress(DateTimeOffset now) => (ClockStartedAt, ReviewBy) = (now, now + Procedure.ToReview(Priority));

    /// <summary>Triage starts again under new clocks.</summary>
    public void Restart(DateTimeOffset now)
    {
        AcknowledgedAt ??= now;
        (ClockStartedAt, DecideBy, KeepsDecideBy) = (now, Within(now + Procedure.ToDecide(Priority), now), false);
        (ReviewBy, AcceptedAt, EndedAt, AskedAt, AnswerBy, PausedAt, Pauses, Questions) = (null, null, null, null, null, null, 0, 0);
    }

    /// <summary>
    /// Deadlines follow the priority: up, the earlier of the running one and a fresh one; down, as if it had always been so.
    /// </summary>
    public void Reprioritise(int priority, DateTimeOffset now)
    {
        var (raised, ran) = (priority < Priority, Desk!);
        Priority = priority;
        if (raised)
            Hasten(now);
        else
            Relax(now);
        if (raised)
            Climb(ran, now, raised);
    }

    /// <summary>What it takes over from a leg that goes on within it: the earlier of two deadlines.</summary>
    public void TakeDeadlines(Leg other, DateTimeOffset now)
    {
        var ran = Desk!;
        // Either clock may stand still, and gets back later what it stood.
        var theirs = other.DecideBy is { } due
            ? Later(due, other.Within(due + other.StoodStill(now), other.PausedAt ?? now)) - StoodStill(now)
            : (DateTimeOffset?)null;
        if (IsUndecided && other.IsUndecided && theirs < DecideBy)
            (DecideBy, KeepsDecideBy) = (theirs, true);
        // What the other's queue acknowledged makes nobody late here; what is to be decided by then must be known of by then.
        if (AcknowledgedAt is null && DecideBy < AcknowledgeBy)
            AcknowledgeBy = DecideBy.Value;
        if (other.ReviewBy < ReviewBy)
            ReviewBy = other.ReviewBy;
        if (AnswerBy is { } open && other.IsUndecided)
            AnswerBy = other.Within(open, now);
        Climb(ran, now, raised: false);
    }

    /// <summary>It is one of its own again. What it missed meanwhile stays missed, and its ladder begins now.</summary>
    public void ComeBack(DateTimeOffset now)
    {
        if (new[] { Desk, Unit }.Any(clock => clock is { PausedAt: null } && clock.DueAt < now))
            ClockStartedAt = now;
    }

    /// <summary>Persons or goods are out of reach at another time than they were.</summary>
    public void Hurry(DateTimeOffset now)
    {
        var ran = Desk!;
        Hasten(now);
        Climb(ran, now, raised: false);
    }

    /// <summary>It is undecided still, and due before persons or goods are out of reach.</summary>
    public void ComeWithinReach(DateTimeOffset now)
    {
        if (!IsUndecided || DecideBy is not { } due)
            return;
        var ran = Desk!;
        DecideBy = Within(due + StoodStill(now), now) - StoodStill(now);
        if (DecideBy == due)
            return;
        if (AnswerBy is { } open)
            AnswerBy = Within(open, now);
        Climb(ran, now, raised: false);
    }

    /// <summary>When persons or goods of it, or of what it carries, are out of reach: what is ahead and comes first.</summary>
    public DateTimeOffset? End(DateTimeOffset now) => Sooner(Incident.Facts.ActBefore, CarriedEnd, now);

    /// <summary>The earlier of two that are ahead.</summary>
    public static DateTimeOffset? Sooner(DateTimeOffset? one, DateTimeOffset? other, DateTimeOffset now) =>
        other > now && (one is null || one <= now || other < one) ? other : one;

    private DateTimeOffset Within(DateTimeOffset due, DateTimeOffset now) =>
        End(now) is { } end && end > now && end < due ? end : due;

    private (DateTimeOffset AcknowledgeBy, DateTimeOffset DecideBy) Plan(DateTimeOffset start, DateTimeOffset now) =>
        Procedure.Plan(Priority, start, End(now));

    private TimeSpan StoodStill(DateTimeOffset now) => now - (PausedAt ?? now);

    // More urgent is no answer: the level stays, and the next one comes an interval later, in the intervals that now hold.
    private void Climb(Running ran, DateTimeOffset now, bool raised)
    {
        if (Kind == "notice" || Desk is not { PausedAt: null } runs)
            return;
        if (NextLevelAt is not { } next)
            NextLevelAt = runs.DueAt < ran.DueAt && runs.DueAt < now ? now : null;
        else if (raised || runs.DueAt < ran.DueAt)
            NextLevelAt = Earlier(next, Later(now, runs.DueAt) + Interval);
    }

    private void Hasten(DateTimeOffset now)
    {
        // A P1 waits for nobody.
        if (Priority == 1)
            RunOn(now);
        switch (State)
        {
            case "unrouted" or "routed":
                AcknowledgeBy = Earlier(AcknowledgeBy, Plan(now, now).AcknowledgeBy);
                if (DecideBy is { } provisional)
                    DecideBy = Earlier(provisional, Plan(now, now).DecideBy);
                break;
            case "accepted" or "conclusion_proposed":
                ReviewBy = Earlier(ReviewBy!.Value, now + Procedure.ToReview(Priority));
                break;
            default:
                // What stands still gets the time since then back, later.
                DecideBy = Earlier(DecideBy!.Value, Within(now + Procedure.ToDecide(Priority), now) - StoodStill(now));
                if (AnswerBy is { } open)
                    AnswerBy = Earlier(open, Within(now + Procedure.ToAnswer(Priority), now));
                break;
        }
    }

    private void Relax(DateTimeOffset now)
    {
        var start = Desk!.StartedAt;
        switch (State)
        {
            case "unrouted" or "routed":
                AcknowledgeBy = Later(AcknowledgeBy, Plan(start, now).AcknowledgeBy);
                DecideBy = Later(DecideBy!.Value, Plan(start, now).DecideBy);
                break;
            case "accepted" or "conclusion_proposed":
                ReviewBy = Later(ReviewBy!.Value, start + Procedure.ToReview(Priority));
                break;
            default:
                DecideBy = Later(DecideBy!.Value, Within(start + Procedure.ToDecide(Priority), now));
                break;
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Incident.Name}{(char)('a' + Incident.Legs.IndexOf(this))} ({Kind} {Queue ?? "of the coordinator"}, {State})";
}
