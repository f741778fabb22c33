using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>How a leg ends with an answer, or is taken back, and how it is taken up again.</summary>
internal static class Concluding
{
    public static Decided<ReferralMoved> Conclude(Turn turn, Conclusion conclusion)
    {
        if (conclusion.Outcome.IsOfProtection() != (turn.Leg.Kind == LegKind.Protection))
        {
            return new Refusal(
                "outcome-not-of-this-kind",
                "An action leg and a protection leg end with different outcomes. Choose one for this kind of leg.",
                [new("/outcome", "This outcome isn't one for this kind of leg.")]);
        }

        if (turn.Leg.Safeguarded && conclusion.Outcome.NeedsSecondOfficer())
        {
            return turn.Proposes(turn.Leg with { Outcome = conclusion.Outcome }, new ConclusionProposed(turn.Leg.Id, conclusion.Outcome));
        }

        return End(turn, turn.Ended() with { Outcome = conclusion.Outcome });
    }

    public static Decided<ReferralMoved> Confirm(Turn turn) => End(turn, turn.Ended());

    public static Decided<ReferralMoved> Reject(Turn turn) =>
        turn.Makes(turn.Moved() with { Outcome = null, ProposedBy = null }, new ConclusionRejected(turn.Leg.Id));

    public static Decided<ReferralMoved> Withdraw(Turn turn) => End(turn, turn.Ended());

    /// <summary>What keeps the filing unit from taking a leg back; null when nothing does.</summary>
    public static Refusal? WithdrawalRefusal(Incident incident, Leg leg)
    {
        if (incident.Restricted && incident.IsAcknowledged)
            return Refusals.Illegal("Somebody has acknowledged this suspicion: it can't be withdrawn any more. Send a message.");
        if (leg.Safeguarded)
            return new("leg-safeguarded", "A safeguarded referral isn't withdrawn: the task force decides. Send it a message.");
        if (incident.LegsInSight.Any(other => other.Id != leg.Id && other.AcceptedAt is not null))
            return new("another-leg-accepted", "A task force has accepted this incident. Send its desk a message.");
        return incident.CarriesOthers(leg)
            ? new(
                "carries-others",
                "Other incidents' referrals go on within this one. Ask the task force to take them out, or to conclude it.")
            : null;
    }

    public static Decided<ReferralMoved> Reopen(Turn turn)
    {
        var (incident, leg) = (turn.Incident, turn.Leg);
        var reopened = turn.Moved() with
        {
            Assignee = new(turn.Seat.Id, turn.Seat.Role),
            Priority = leg.Priority < incident.Priority ? leg.Priority : incident.Priority,
            Outcome = null,
            DeclineReason = null,
            DuplicateOf = null,
            ProposedBy = null,
            Elsewhere = null,
        };
        reopened = reopened.Restarted(turn.Pace) with { Safeguarded = leg.Safeguarded || incident.Guards(reopened.Priority) };
        var fact = new ReferralReopened(leg.Id, reopened.DecideBy!.Value);
        return leg.GoesOnIn is { } other ? Merging.TakeOut(turn, reopened, other, fact) : turn.Makes(reopened, fact);
    }

    /// <summary>What keeps an ended leg from being taken up again; null when nothing does.</summary>
    public static Refusal? ReopeningRefusal(Incident incident, Leg leg)
    {
        if (incident.LegsInSight.All(seen => seen.Id != leg.Id))
            return Refusals.Illegal("This referral was taken out of your hands. It can't be reopened.");
        return incident.Legs.Any(other => other.TaskForce == leg.TaskForce && other.Kind == leg.Kind && other.State.IsOpen())
            ? Refusals.Illegal("The queue has another open referral of this incident. Work on that one.")
            : null;
    }

    private static ReferralMoved End(Turn turn, Leg ended) => turn.Makes(ended, ReferralLife.Tell(ended));
}
