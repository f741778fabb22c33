namespace CaseReferral.Domain.Referrals;

/// <summary>
/// Where a leg stands. The life of a referral in one breath: it is <see cref="Routed"/> (or <see cref="Unrouted"/> when no rule
/// matched), <see cref="Acknowledged"/> by a person, claimed into <see cref="InTriage"/>, then <see cref="Accepted"/> or
/// <see cref="Declined"/>, and an accepted one is <see cref="Concluded"/>. A notice is only <see cref="Noted"/>. Escalation is a
/// level beside the state, never a state.
/// </summary>
public enum ReferralState
{
    /// <summary>No rule found a recipient: it waits in the coordinator's queue.</summary>
    Unrouted,

    /// <summary>In a queue, and nobody there has said that they know.</summary>
    Routed,

    /// <summary>A person of the queue has seen it.</summary>
    Acknowledged,

    /// <summary>Somebody works on it: it has an assignee.</summary>
    InTriage,

    /// <summary>The filing unit was asked a concrete question.</summary>
    InfoRequested,

    /// <summary>A safeguarded leg waits for a second officer to confirm that it is declined.</summary>
    DeclineProposed,

    /// <summary>The task force investigates.</summary>
    Accepted,

    /// <summary>A safeguarded leg waits for a second officer to confirm how it ended.</summary>
    ConclusionProposed,

    /// <summary>Ended: a notice was read.</summary>
    Noted,

    /// <summary>Ended: the task force declined, with a reason.</summary>
    Declined,

    /// <summary>Ended: it went on to another task force as a successor.</summary>
    Transferred,

    /// <summary>Ended: the filing unit's supervisor withdrew it, or the incident was voided.</summary>
    Withdrawn,

    /// <summary>Ended: it goes on within another leg of the same task force.</summary>
    Merged,

    /// <summary>Ended: with an outcome, and feedback to the officer who filed it.</summary>
    Concluded,
}

/// <summary>Questions about states that read as sentences.</summary>
public static class ReferralStates
{
    /// <summary>Whether somebody still has to act on the leg.</summary>
    public static bool IsOpen(this ReferralState state) => state is
        ReferralState.Unrouted or ReferralState.Routed or ReferralState.Acknowledged or ReferralState.InTriage or
        ReferralState.InfoRequested or ReferralState.DeclineProposed or ReferralState.Accepted or ReferralState.ConclusionProposed;

    /// <summary>Whether somebody works on the leg, so that it has an assignee.</summary>
    public static bool IsClaimed(this ReferralState state) => state is
        ReferralState.InTriage or ReferralState.InfoRequested or ReferralState.DeclineProposed or
        ReferralState.Accepted or ReferralState.ConclusionProposed;

    /// <summary>Whether it waits for a second officer.</summary>
    public static bool IsProposed(this ReferralState state) => state is ReferralState.DeclineProposed or ReferralState.ConclusionProposed;
}
