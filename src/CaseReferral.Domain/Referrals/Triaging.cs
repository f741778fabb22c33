using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>A queue gets to know a leg, and somebody works on it.</summary>
internal static class Triaging
{
    public static Decided<ReferralMoved> Acknowledge(Turn turn)
    {
        if (turn.Leg.Kind == LegKind.Notice)
        {
            var noted = turn.Ended() with { AcknowledgedAt = turn.Now };
            return turn.Makes(noted, new ReferralAcknowledged(noted.Id), ReferralLife.Tell(noted));
        }

        return turn.Makes(turn.Moved().Acknowledged(turn.Pace), new ReferralAcknowledged(turn.Leg.Id));
    }

    public static Decided<ReferralMoved> Claim(Turn turn)
    {
        var assignee = new Assignee(turn.Seat.Id, turn.Seat.Role);
        var claimed = turn.Moved() with { Assignee = assignee };
        var fact = new ReferralClaimed(claimed.Id, assignee);
        return turn.Leg.State == ReferralState.Routed
            ? turn.Makes(claimed.Acknowledged(turn.Pace), new ReferralAcknowledged(claimed.Id), fact)
            : turn.Makes(claimed, fact);
    }

    public static Decided<ReferralMoved> Release(Turn turn) =>
        turn.Makes(turn.Moved() with { Assignee = null }, new ReferralReleased(turn.Leg.Id));

    public static Decided<ReferralMoved> Reassign(Turn turn, Reassignment reassignment)
    {
        if (reassignment.To is not { IsPerson: true } to || !to.IsTriage() || !to.IsInQueueOf(turn.Leg))
        {
            return new Refusal(
                "seat-not-in-queue", "Name a seat of this queue that is valid now.", [new("/seat", "No seat of this queue.")]);
        }

        if (to.Id == turn.Leg.Assignee?.Seat)
            return Refusals.Unchanged;

        var assignee = new Assignee(to.Id, to.Role);
        return turn.Makes(turn.Moved() with { Assignee = assignee }, new ReferralReassigned(turn.Leg.Id, turn.Leg.Assignee, assignee));
    }

    public static Decided<ReferralMoved> Accept(Turn turn)
    {
        var accepted = turn.Moved().Accepted(turn.Now);
        return turn.Makes(accepted, new ReferralAccepted(accepted.Id, accepted.ReviewBy!.Value));
    }
}
