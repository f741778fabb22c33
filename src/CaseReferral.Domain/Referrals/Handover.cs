using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>A leg goes to a queue that somebody names: a coordinator assigns it, a lead officer transfers it.</summary>
internal static class Handover
{
    public static Decided<ReferralMoved> Assign(Turn turn, Assignment assignment)
    {
        var seeks = Seeks(turn.Leg);
        if (!Fit(turn, assignment.TaskForce, seeks, asked: Mandate.None).Succeeded(out var fit, out var refusal))
            return refusal;
        if (turn.Leg.State != ReferralState.Unrouted)
            return Continue(turn, assignment.TaskForce, fit);

        // The time that it waited for the coordinator isn't given back to the task force by taking it from the decision.
        var assigned = turn.Moved() with
        {
            TaskForce = assignment.TaskForce,
            Kind = seeks,
            Lead = turn.Leg.Lead && seeks == LegKind.Action,
            LegalBasis = fit.Basis,
            ClockStartedAt = turn.Now,
            AcknowledgeBy = LegClocks.Earlier(turn.Pace.Fresh(turn.Leg.Priority).AcknowledgeBy, turn.Leg.DecideBy!.Value),
            KeepsDecideBy = true,
        };
        return turn.Makes(assigned, new ReferralAssigned(assigned.Id, assignment.TaskForce, fit.Basis));
    }

    public static Decided<ReferralMoved> Transfer(Turn turn, Transfer transfer) =>
        Fit(turn, transfer.TaskForce, turn.Leg.Kind, turn.Leg.Mandate).Succeeded(out var fit, out var refusal)
            ? Continue(turn, transfer.TaskForce, fit)
            : refusal;

    /// <summary>The legs that go on in the place of one that ends, and the facts that say so.</summary>
    public static (Incident Incident, IReadOnlyList<ReferralFact> Facts) Succeed(Turn turn, Leg ended, IEnumerable<PlannedLeg> planned)
    {
        var incident = turn.Incident.With(ended);
        var known = incident.Legs.Count;
        foreach (var leg in planned)
        {
            var successor = Successor(turn, leg, NewLegs.IdAfter(incident.Legs, turn.Around.NewId()));
            incident = incident with { Legs = [.. incident.Legs, successor] };
        }

        var successors = incident.Legs.Skip(known).ToList();
        return (
            incident,
            [ReferralLife.Tell(ended, successors.Select(leg => leg.Id)), .. successors.Select(Made)]);
    }

    private static ReferralMoved Continue(Turn turn, string taskForce, Fitness fit)
    {
        var rule = turn.Incident.Restricted ? IncidentRouting.IntegrityRule : null;
        // It ends with the deadline that it hands on.
        var (incident, facts) = Succeed(
            turn, turn.Ended().Running(turn.Pace), [new(turn.Leg.Kind, taskForce, turn.Leg.Mandate, Lead: false, rule, fit.Basis)]);
        return turn.Makes(incident, [.. facts]);
    }

    /// <summary>
    /// A successor keeps the decision's deadline, and is acknowledged at the latest by then. What had been accepted starts anew.
    /// </summary>
    private static Leg Successor(Turn turn, PlannedLeg planned, ReferralId id)
    {
        var (leg, fresh) = (turn.Leg.Running(turn.Pace), turn.Pace.Fresh(turn.Leg.Priority));
        var anew = leg.AcceptedAt is not null;
        var decideBy = anew ? fresh.DecideBy : leg.DecideBy!.Value;
        return Merging.InPlaceOf(leg, new()
        {
            Id = id,
            Incident = leg.Incident,
            Jurisdiction = leg.Jurisdiction,
            Kind = planned.Kind,
            TaskForce = planned.TaskForce,
            Mandate = planned.Mandate,
            Lead = false,
            State = planned.TaskForce is null ? ReferralState.Unrouted : ReferralState.Routed,
            Priority = leg.Priority,
            Safeguarded = leg.Safeguarded,
            PackVersion = leg.PackVersion,
            Rule = planned.Rule,
            LegalBasis = planned.LegalBasis,
            MadeAt = turn.Now,
            AcknowledgeBy = LegClocks.Earlier(fresh.AcknowledgeBy, decideBy),
            DecideBy = decideBy,
            KeepsDecideBy = !anew,
            DeadlineReason = anew ? fresh.Reason : leg.DeadlineReason,
            Revision = 1,
        });
    }

    public static ReferralFact Made(Leg leg) => leg.TaskForce is { } taskForce
        ? new ReferralRouted(leg.Id, leg.Kind, taskForce, leg.Predecessor, leg.LegalBasis)
        : new ReferralLeftUnrouted(leg.Id, leg.Predecessor);

    // An unrouted leg without a mandate stands for a protection leg that nobody wanted.
    private static LegKind Seeks(Leg leg) =>
        leg is { State: ReferralState.Unrouted, Mandate: Mandate.None } ? LegKind.Protection : leg.Kind;

    /// <summary>
    /// Whether a task force may have the leg, and under which agreement. A lead officer transfers only to one that may decide all of it
    /// (<paramref name="asked"/>); a coordinator answers for where a case goes that no rule could place.
    /// </summary>
    private static Decided<Fitness> Fit(Turn turn, string taskForce, LegKind kind, Mandate asked)
    {
        var (incident, leg) = (turn.Incident, turn.Leg);
        if (turn.Around.TaskForceOf(taskForce) is null)
            return Refusals.Recipient("The registry knows no task force of this code. GET /v1/task-forces lists them.");
        if (turn.Around.TaskForceOf(taskForce) is { ClosedAt: not null })
            return Refusals.Recipient("That task force is closed and takes nothing new. Name another one.");
        if (taskForce == leg.TaskForce)
            return Refusals.Recipient("It is in that queue already. Name another one.");
        if (incident.Legs.Any(other => other.TaskForce == taskForce && other.Kind == kind && other.State.IsOpen()))
            return Refusals.Recipient("That task force has an open referral of this incident already.");

        if (incident.Restricted)
        {
            return turn.Pack.IntegrityRecipients.Contains(taskForce)
                ? new Fitness(null)
                : Refusals.Recipient("This referral stays with the integrity recipients. Name another one of them.");
        }

        if (Unmandated(turn, taskForce, kind, asked) is { } unmandated)
            return unmandated;

        var (basis, objection) = Borders.Crossing(turn.Pack, taskForce, kind, incident.Handling, turn.Today, turn.Around.Consents);
        return objection is null ? new Fitness(basis) : Refusals.Recipient($"{objection} Name another task force.");
    }

    private static Refusal? Unmandated(Turn turn, string taskForce, LegKind kind, Mandate asked)
    {
        var pack = turn.Pack;
        if (Borders.IsAbroad(pack, taskForce) && pack.Mandates.All(held => held.TaskForce != taskForce))
            return null;

        if (kind == LegKind.Action)
        {
            var held = pack.HeldBy(taskForce, turn.Today);
            return held == Mandate.None || (asked & ~held) != Mandate.None
                ? Refusals.Recipient("That task force holds no mandate for it today. Name one that does, or decline it as not yours.")
                : null;
        }

        var protects = pack.Rules.Any(rule => rule.Kind == LegKind.Protection && rule.TaskForce == taskForce);
        return turn.Leg.State == ReferralState.Unrouted || protects
            ? null
            : Refusals.Recipient("The procedure knows no protection service of this code.");
    }

    /// <summary>A task force may have the leg.</summary>
    /// <param name="Basis">The agreement it crosses a border under; null within the jurisdiction.</param>
    private sealed record Fitness(string? Basis);
}
