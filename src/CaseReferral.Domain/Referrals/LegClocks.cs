using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>What happens to a leg's deadlines. States are not changed here.</summary>
internal static class LegClocks
{
    private const int MostPauses = 2;

    /// <summary>
    /// Somebody knows of it: the provisional deadline of the decision gives way to the interval from now, unless it was handed on, or was
    /// brought forward because persons or goods are soon out of reach: acknowledging late wins no time.
    /// </summary>
    public static Leg Acknowledged(this Leg leg, Pace pace)
    {
        var interval = pace.Pack.ClocksFor(leg.Priority).Decide;
        var (provisional, fresh) = (leg.DecideBy!.Value, pace.DecideBy(leg.Priority, pace.Now));
        var wasBroughtForward = provisional < leg.AcknowledgeBy + interval || (pace.End > leg.MadeAt && pace.End <= pace.Now);
        var decideBy = leg.KeepsDecideBy ? provisional : wasBroughtForward ? Earlier(provisional, fresh) : fresh;
        return leg with
        {
            AcknowledgedAt = pace.Now,
            ClockStartedAt = null,
            DecideBy = decideBy,
            DeadlineReason = decideBy < pace.Now + interval ? leg.DeadlineReason : null,
        };
    }

    /// <summary>A question is open. It pauses the decision, but never a P1 and never a third time: asking is no way to win time.</summary>
    public static Leg Asked(this Leg leg, Pace pace)
    {
        var pauses = leg.Priority != Priority.P1 && leg.Pauses < MostPauses;
        return leg with
        {
            AskedAt = pace.Now,
            AnswerBy = pace.AnswerBy(leg.Priority),
            Questions = leg.Questions + 1,
            PausedAt = pauses ? pace.Now : null,
            Pauses = leg.Pauses + (pauses ? 1 : 0),
        };
    }

    /// <summary>No question is open any more; the decision gets back the time it stood still.</summary>
    public static Leg Resumed(this Leg leg, Pace pace) => leg.Running(pace) with { AskedAt = null, AnswerBy = null };

    /// <summary>The decide clock runs.</summary>
    public static Leg Running(this Leg leg, Pace pace) => leg.PausedAt is null
        ? leg
        : leg with
        {
            PausedAt = null,
            // Time that it stood still carries it past no end that lay ahead when it stopped.
            DecideBy = Later(leg.DecideBy!.Value, pace.Within(leg.DecideBy.Value + leg.StoodStill(pace), leg.PausedAt.Value)),
        };

    /// <summary>The task force investigates; the filer hears of progress by the review's deadline.</summary>
    public static Leg Accepted(this Leg leg, DateTimeOffset now) =>
        leg with { AcceptedAt = now, ClockStartedAt = null, ReviewBy = now + ReviewIntervals.For(leg.Priority) };

    /// <summary>The filer heard of progress: the review starts again.</summary>
    public static Leg Progressed(this Leg leg, DateTimeOffset now) =>
        leg with { ClockStartedAt = now, ReviewBy = now + ReviewIntervals.For(leg.Priority) };

    /// <summary>Triage starts again, under new clocks.</summary>
    public static Leg Restarted(this Leg leg, Pace pace) => leg with
    {
        AcknowledgedAt = leg.AcknowledgedAt ?? pace.Now,
        ClockStartedAt = pace.Now,
        DecideBy = pace.DecideBy(leg.Priority, pace.Now),
        DeadlineReason = pace.Hurry(leg.Priority, pace.Now),
        KeepsDecideBy = false,
        ReviewBy = null,
        AcceptedAt = null,
        EndedAt = null,
        AskedAt = null,
        AnswerBy = null,
        PausedAt = null,
        Pauses = 0,
        Questions = 0,
    };

    /// <summary>More or less urgent, and the deadlines follow: sooner from now on, or later as if it had always been so.</summary>
    public static Leg Reprioritised(this Leg leg, Priority priority, Pace pace)
    {
        var raised = priority < leg.Priority;
        var changed = leg with { Priority = priority };
        return raised ? changed.Hastened(pace).Climbs(leg, pace) : changed.Relaxed(pace);
    }

    /// <summary>The earlier of the running deadlines and new ones; a P1 waits for no answer.</summary>
    public static Leg Hastened(this Leg leg, Pace pace)
    {
        var fresh = pace.Fresh(leg.Priority);
        if (leg.Priority == Priority.P1)
            leg = leg.Running(pace);

        var hastened = leg.State switch
        {
            ReferralState.Unrouted or ReferralState.Routed => leg with
            {
                AcknowledgeBy = Earlier(leg.AcknowledgeBy, fresh.AcknowledgeBy),
                DecideBy = leg.DecideBy is { } provisional ? Earlier(provisional, fresh.DecideBy) : null,
            },
            ReferralState.Accepted or ReferralState.ConclusionProposed => leg with
            {
                ReviewBy = Earlier(leg.ReviewBy!.Value, pace.Now + ReviewIntervals.For(leg.Priority)),
            },
            _ => leg with
            {
                // A clock that stands still will be moved on by the time it stood.
                DecideBy = Earlier(leg.DecideBy!.Value, pace.DecideBy(leg.Priority, pace.Now) - leg.StoodStill(pace)),
                AnswerBy = leg.AnswerBy is { } open ? Earlier(open, pace.AnswerBy(leg.Priority)) : null,
            },
        };
        return hastened == leg ? leg : (hastened with { DeadlineReason = fresh.Reason ?? leg.DeadlineReason }).Climbs(leg, pace);
    }

    /// <summary>
    /// What its incident has come to while it was elsewhere: at least as urgent and as protected, and due before persons or goods are out
    /// of reach.
    /// </summary>
    public static Leg CaughtUp(this Leg leg, Incident incident, Pace pace)
    {
        var caughtUp = incident.Priority < leg.Priority ? leg.Reprioritised(incident.Priority, pace) : leg.WithinReach(pace);
        return caughtUp with { Safeguarded = caughtUp.Safeguarded || incident.Guards(caughtUp.Priority) };
    }

    private static Leg WithinReach(this Leg leg, Pace pace)
    {
        if (!leg.IsUndecided || leg.DecideBy is not { } decideBy)
            return leg;
        // A clock that stands still will be moved on by the time it stood.
        var stoodStill = leg.StoodStill(pace);
        var due = pace.Within(decideBy + stoodStill) - stoodStill;
        return due == decideBy ? leg : (leg with
        {
            DecideBy = due,
            AnswerBy = leg.AnswerBy is { } open ? pace.Within(open) : null,
            DeadlineReason = pace.Fresh(leg.Priority).Reason ?? leg.DeadlineReason,
        }).Climbs(leg, pace);
    }

    private static TimeSpan StoodStill(this Leg leg, Pace pace) => pace.Now - (leg.PausedAt ?? pace.Now);

    /// <summary>
    /// A clock that became more urgent stays at its level, and the next one comes an interval from now, or from its deadline where that is
    /// ahead: the wait for it isn't counted in the days of the priority before. What is late at once has its first level now.
    /// </summary>
    private static Leg Climbs(this Leg leg, Leg before, Pace pace)
    {
        if (leg is not { Kind: not LegKind.Notice, Clocks: [{ PausedAt: null } runs, ..] } || before.Clocks is not [var ran, ..])
            return leg;
        if (leg.EscalatesAt is null)
            return runs.DueAt < ran.DueAt && runs.DueAt < pace.Now ? leg with { EscalatesAt = pace.Now } : leg;
        if (runs.DueAt >= ran.DueAt && leg.Priority >= before.Priority)
            return leg;

        var next = Later(pace.Now, runs.DueAt) + EscalationLadder.IntervalOf(runs.Kind, leg.Priority, pace.Pack);
        return leg with { EscalatesAt = Earlier(leg.EscalatesAt.Value, next) };
    }

    /// <summary>
    /// The earlier deadlines of two legs, for the one that takes the other in. The other is acknowledged, or it couldn't go on in this one:
    /// what was acknowledged in time makes nobody late, and an acknowledgement is due by the decision at the latest.
    /// </summary>
    public static Leg NoLaterThan(this Leg leg, Leg other, Pace pace, Pace others)
    {
        var decideBy = leg.DecideBy;
        // A clock that stands still will be moved on by the time it stood.
        if (other.IsUndecided && leg.IsUndecided && other.Running(others).DecideBy - leg.StoodStill(pace) is { } theirs)
            decideBy = decideBy is { } ours ? Earlier(ours, theirs) : theirs;
        return (leg with
        {
            AcknowledgeBy = leg.AcknowledgedAt is null && decideBy is { } decided ? Earlier(leg.AcknowledgeBy, decided) : leg.AcknowledgeBy,
            DecideBy = decideBy,
            AnswerBy = leg.AnswerBy is { } open && other.IsUndecided ? others.Within(open) : leg.AnswerBy,
            DeadlineReason = decideBy == leg.DecideBy ? leg.DeadlineReason : "A referral that goes on within this one is due earlier.",
            KeepsDecideBy = leg.KeepsDecideBy || decideBy != leg.DecideBy,
            ReviewBy = leg.ReviewBy is { } mine && other.ReviewBy is { } yours ? Earlier(mine, yours) : leg.ReviewBy,
        }).Climbs(leg, pace);
    }

    private static Leg Relaxed(this Leg leg, Pace pace)
    {
        var start = leg.RunningClock?.StartedAt ?? leg.MadeAt;
        return leg.State switch
        {
            ReferralState.Unrouted or ReferralState.Routed => leg with
            {
                AcknowledgeBy = Later(leg.AcknowledgeBy, pace.From(leg.Priority, start).AcknowledgeBy),
                DecideBy = leg.DecideBy is { } provisional ? Later(provisional, pace.From(leg.Priority, start).DecideBy) : null,
            },
            ReferralState.Accepted or ReferralState.ConclusionProposed => leg with
            {
                ReviewBy = Later(leg.ReviewBy!.Value, start + ReviewIntervals.For(leg.Priority)),
            },
            _ => leg with
            {
                DecideBy = Later(leg.DecideBy!.Value, pace.DecideBy(leg.Priority, leg.Clocks[0].StartedAt)),
                DeadlineReason = pace.Hurry(leg.Priority, leg.Clocks[0].StartedAt),
            },
        };
    }

    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one < other ? other : one;
}
