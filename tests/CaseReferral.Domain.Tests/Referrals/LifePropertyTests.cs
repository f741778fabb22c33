using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CsCheck;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

/// <summary>
/// What holds whatever anybody does in any order at any time: moves of everybody, clocks that pass, merges between two cases.
/// </summary>
public class Any_life_of_a_referral
{
    private static readonly Gen<Case> Starts = Gen.OneOf(
        Case.Trafficking(), Case.OfAChild(), Case.OfBoth(), Case.Restricted(), Case.Unrouted(),
        Case.Routed(filing => filing with { CrimeHypothesis = "tip_and_som", DangerToLife = true, PersonCounts = Count(unknownAge: 1) }),
        Case.Restricted() with { Standing = new(QueueHasSecondSeat: false, ["ME-I1", "ME-I2"]) },
        Case.OfAChild() with { Standing = new(QueueHasSecondSeat: false, ["ME-I1", "ME-I2"]) });

    private static readonly Gen<Step> Steps =
        from minutes in Gen.Frequency((6, Gen.Int[0, 90]), (1, Gen.Int[1_000, 20_000]))
        from leg in Gen.Int[0, 7]
        from seat in Gen.Int[0, 9]
        from action in Gen.Int[0, 20]
        from taskForce in Gen.OneOf(Desks.TaskForces)
        from reason in Gen.Enum<DeclineReason>()
        from outcome in Gen.OneOf(Outcome.ConfirmedTip, Outcome.Unsubstantiated, Outcome.SupportStarted)
        from priority in Gen.Enum<Priority>()
        from age in Gen.Enum<ChildStatus>()
        select new Step(minutes, leg, seat, action, taskForce, reason, outcome, priority, age);

    [Test]
    public void Has_exactly_one_lead_and_it_is_open_while_any_action_leg_is() => Holds((_, moved) =>
        moved.After.Legs.Where(leg => leg.Lead).ToList() is [{ Kind: LegKind.Action } lead]
        && (lead.State.IsOpen() || !moved.After.Legs.Any(leg => leg.Kind == LegKind.Action && leg.State.IsOpen())));

    [Test]
    public void Leaves_no_open_leg_without_a_clock_that_runs_and_fires() => Holds((_, moved) => moved.After.Legs.All(leg =>
        leg.State.IsOpen() == leg.Clocks.Any(clock => clock is { PausedAt: null, FiresAt: not null })));

    [Test]
    public void Keeps_the_decision_deadline_in_every_successor_of_what_was_not_accepted() => Holds((subject, moved) => moved.NewLegs
        .Where(leg => leg.Predecessor is not null && subject.Incident.Leg(leg.Predecessor.Value)!.AcceptedAt is null)
        .All(leg =>
        {
            var before = subject.Incident.Leg(leg.Predecessor!.Value)!;
            var stood = before.PausedAt is { } since ? subject.Now - since : TimeSpan.Zero;
            return leg.DecideBy == before.DecideBy + stood && leg.AcknowledgeBy <= leg.DecideBy;
        }));

    [Test]
    public void Lifts_a_safeguard_only_by_an_age_decision_or_a_lower_priority() => Holds((_, moved) =>
        moved.Action is ReferralAction.RecordAgeDecision or ReferralAction.ChangePriority
        || (Known(moved).All(leg => leg.After.Safeguarded || !leg.Before.Safeguarded)
            && (moved.After.Safeguarded || !moved.Before.Safeguarded)
            && moved.NewLegs.All(leg =>
                leg.Safeguarded || leg.Predecessor is null || !moved.Before.Leg(leg.Predecessor.Value)!.Safeguarded)));

    [Test]
    public void Lets_nothing_safeguarded_go_without_a_second_person() => Holds((subject, moved) => Known(moved)
        .Where(leg => leg.Before.Safeguarded && leg.Before.State.IsOpen()).All(leg => leg.After.State switch
        {
            ReferralState.Declined => moved.Action == ReferralAction.ConfirmDecline,
            ReferralState.Concluded => moved.Action == ReferralAction.ConfirmConclusion || !leg.After.Outcome!.Value.NeedsSecondOfficer(),
            ReferralState.Withdrawn => false,
            ReferralState.Merged => moved.Other is { } other
                ? other.After.Leg(leg.After.MergedInto!.Value)!.Safeguarded
                : moved.After.Leg(leg.After.MergedInto!.Value)!.Safeguarded,
            _ => true,
        }));

    [Test]
    public void Is_never_confirmed_by_its_proposer() => Holds((subject, moved) =>
        moved.Action is not (ReferralAction.ConfirmDecline or ReferralAction.RejectDecline)
            and not (ReferralAction.ConfirmConclusion or ReferralAction.RejectConclusion)
        || moved.LegBefore.ProposedBy != subject.LastSeat!.Principal);

    [Test]
    public void Never_leaves_the_integrity_list_when_complicity_is_suspected() => Holds((subject, moved) =>
        !moved.After.Restricted || moved.After.Legs.All(leg =>
            leg.Rule == IncidentRouting.IntegrityRule && subject.Pack.IntegrityRecipients.Contains(leg.TaskForce)));

    [Test]
    public void Never_gives_a_queue_two_open_legs_of_a_kind() => Holds((_, moved) => moved.After.Legs
        .Where(leg => leg.State.IsOpen()).GroupBy(leg => (leg.Kind, leg.TaskForce))
        .All(queue => queue.Key.TaskForce is null || queue.Count() == 1));

    [Test]
    public void Tells_the_sender_of_every_leg_that_ends_and_of_no_other() => Holds((_, moved) => Known(moved)
        .Where(leg => leg.Before.State.IsOpen() && !leg.After.State.IsOpen()).Select(leg => leg.After.Id)
        .SequenceEqual(moved.Facts.OfType<ReferralEnded>().Select(fact => fact.Leg)));

    [Test]
    public void Loses_no_mandate_unless_somebody_answered_for_it() => Holds((_, moved) =>
    {
        var (before, after) = (Held(moved.Before), Held(moved.After));
        return (before & ~after) == Mandate.None
            || moved.Leg.State is ReferralState.Concluded or ReferralState.Withdrawn or ReferralState.Merged
            || (moved.Leg.State == ReferralState.Declined
                && (moved.Before.Restricted
                    || moved.Leg.DeclineReason is DeclineReason.Duplicate or DeclineReason.InsufficientInformation));
    });

    [Test]
    public void Has_the_status_that_its_legs_make() => Holds((_, moved) => moved.After.Status == Incident.StatusOf(moved.After.Legs));

    [Test]
    public void Counts_one_sequence_an_act() => Holds((_, moved) =>
        moved.After.Sequence == moved.Before.Sequence + 1
        && (moved.Other is not { } other || other.After.Sequence == other.Before.Sequence + 1));

    [Test]
    public void Counts_a_revision_where_state_assignee_priority_or_lead_changed_or_an_age_was_decided_and_nowhere_else() =>
        Holds((_, moved) => Known(moved).All(leg => leg.After.Revision - leg.Before.Revision == (
            (leg.Before.State, leg.Before.Assignee, leg.Before.Priority, leg.Before.Lead)
            == (leg.After.State, leg.After.Assignee, leg.After.Priority, leg.After.Lead)
            && (moved.Action != ReferralAction.RecordAgeDecision || leg.After.Id != moved.Id) ? 0 : 1)));

    [Test]
    public void Carries_as_many_legs_as_go_on_within_it() => Holds((subject, moved) =>
    {
        var other = moved.Other?.After ?? subject.Other;
        var all = moved.After.Legs.Concat(other?.Legs ?? []).ToList();
        return all.All(carrier =>
        {
            var tookIn = all.Count(leg => leg.GoesOnIn == carrier.Id);
            // Who goes on in a carrier's place carries what that one had carried, besides its own.
            return carrier.CarriesFor is null || carrier.CarriesFor == carrier.Id ? carrier.Carries == tookIn : carrier.Carries >= tookIn;
        });
    });

    // Whoever's leg is carried is told an end, somebody is still at work on it, or its queue may have it back.
    [Test]
    public void Is_never_lost_within_another() => Holds((subject, moved) =>
    {
        var after = (Case.Trafficking() with { Incident = moved.After, Other = moved.Other?.After ?? subject.Other }).Read();
        return after.Incident.Legs.Where(leg => leg.GoesOnIn is not null && leg.Elsewhere is not null).All(leg =>
            leg.Elsewhere is { Outcome: not null } or { GoesOn: true }
            || after.Incident.Legs.Any(other => other.TaskForce == leg.TaskForce && other.Kind == leg.Kind && other.State.IsOpen())
            || ReferralLife.AllowedTo(after.Incident, leg, Case.LeadOf(leg.TaskForce!), subject.Standing)
                .Any(action => action is ReferralAction.Unmerge or ReferralAction.Reopen));
    });

    [Test]
    public void Offers_what_it_then_does() => Holds((subject, moved) => moved.Action is not { } action
        || ReferralLife.AllowedTo(subject.Incident, moved.LegBefore, subject.LastSeat!, subject.Standing).Contains(action));

    private static void Holds(Func<Walked, ReferralMoved, bool> property) => Gen.Select(Starts, Steps.Array[1, 40]).Sample((start, steps) =>
    {
        var subject = start with { Other = (start.Incident.Restricted ? Case.Restricted() : Case.Trafficking()).Claimed().Incident };
        foreach (var step in steps)
        {
            subject = subject.AfterMinutes(step.Minutes);
            foreach (var act in new[] { Registry, Somebody })
            {
                if (act(subject, step) is not var (seat, moved))
                    continue;
                if (!property(new(subject.Incident, subject.Other, subject.Now, subject.Pack, subject.Standing, seat), moved))
                    return false;
                subject = subject.With(moved);
            }
        }

        return true;
    }, iter: 1_000, print: walk => $"{walk.Item1.Incident.Say()}: {string.Join("; ", walk.Item2.Select(step => step.ToString()))}");

    private static (Seat? By, ReferralMoved Moved)? Registry(Case subject, Step step)
    {
        var leg = subject.Incident.Legs[step.Leg % subject.Incident.Legs.Count];
        return (ReferralLife.MissAnswer(subject.Incident, leg.Id, subject.Pack, subject.Now)
            ?? Escalation.Fire(subject.Incident, leg.Id, subject.Pack, subject.Now)) is { } moved ? (null, moved) : null;
    }

    // One of the moves that somebody around the leg may take; nobody who may, nothing happens.
    private static (Seat? By, ReferralMoved Moved)? Somebody(Case subject, Step step)
    {
        var leg = subject.Incident.Legs[step.Leg % subject.Incident.Legs.Count];
        var seats = Case.Somebody(leg).ToList();
        for (var at = 0; at < seats.Count; at++)
        {
            var by = seats[(step.Seat + at) % seats.Count];
            var allowed = ReferralLife.AllowedTo(subject.Incident, leg, by, subject.Standing);
            if (allowed.Count > 0)
            {
                var move = step.Move(allowed[step.Action % allowed.Count], leg, subject);
                return subject.Try(move, by, leg).Succeeded(out var moved, out _) ? (by, moved) : null;
            }
        }

        return null;
    }

    private static Mandate Held(Incident incident) => incident.Legs
        .Where(leg => leg.Kind == LegKind.Action && leg.State.IsOpen()).Aggregate(Mandate.None, (all, leg) => all | leg.Mandate);

    private static IEnumerable<(Leg Before, Leg After)> Known(ReferralMoved moved) => moved.Before.Legs.Zip(moved.After.Legs);

    private sealed record Walked(
        Incident Incident, Incident? Other, DateTimeOffset Now, Domain.SopPacks.SopPack Pack, Standing Standing, Seat? LastSeat);

    private sealed record Step(
        int Minutes, int Leg, int Seat, int Action, string TaskForce, DeclineReason Reason, Outcome Outcome, Priority Priority,
        ChildStatus Age)
    {
        public ReferralMove Move(ReferralAction action, Leg leg, Case subject) => action switch
        {
            ReferralAction.Assign => new Assignment(TaskForce),
            ReferralAction.Reassign => new Reassignment(Case.Second(leg.TaskForce!)),
            ReferralAction.ChangePriority => new PriorityChange(Priority),
            ReferralAction.RecordAgeDecision => new AgeDetermination(null, Age),
            ReferralAction.Decline => new Decline(Reason, Into(leg, subject)),
            ReferralAction.Transfer => new Transfer(TaskForce),
            ReferralAction.Merge => new Merge(Into(leg, subject)),
            ReferralAction.Conclude => new Conclusion(Outcome),
            _ => new(action),
        };

        // Half of the time within the incident.
        private ReferralId Into(Leg leg, Case subject) => Seat % 2 == 0
            ? subject.Other!.Legs[0].Id
            : subject.Incident.Legs.FirstOrDefault(other => other.Id != leg.Id && other.Kind == leg.Kind)?.Id ?? leg.Id;
    }
}
