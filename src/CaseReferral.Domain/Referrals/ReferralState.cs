using CaseReferral.Domain.Shared;

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

/// <summary>What can be done to a leg, spelled as in its address. Each is one row or more of <see cref="ReferralTransitions"/>.</summary>
public enum ReferralAction
{
    /// <summary>A person of the queue has seen it.</summary>
    Acknowledge,

    /// <summary>A duty officer takes it, and becomes its assignee.</summary>
    Claim,

    /// <summary>The assignee gives it back to the queue; clocks run on.</summary>
    Release,

    /// <summary>The task force investigates.</summary>
    Accept,

    /// <summary>It ends with an outcome and feedback; a safeguarded leg may need a second officer.</summary>
    Conclude,

    /// <summary>A second officer confirms how it ended.</summary>
    [Code("confirm-conclusion")] ConfirmConclusion,

    /// <summary>A second officer sends it back to the investigation.</summary>
    [Code("reject-conclusion")] RejectConclusion,
}

/// <summary>How a leg ended that was concluded.</summary>
public enum Outcome
{
    /// <summary>Trafficking in persons was confirmed.</summary>
    ConfirmedTip,

    /// <summary>Smuggling of migrants was confirmed.</summary>
    ConfirmedSom,

    /// <summary>Both were confirmed.</summary>
    ConfirmedTipAndSom,

    /// <summary>Another offence.</summary>
    OtherOffence,

    /// <summary>Nothing in it.</summary>
    Unsubstantiated,

    /// <summary>Too little to go on.</summary>
    InsufficientEvidence,

    /// <summary>Only the victim was referred to support.</summary>
    VictimReferredOnly,

    /// <summary>Protection: support has started.</summary>
    SupportStarted,

    /// <summary>Protection: the person refused support.</summary>
    SupportRefused,

    /// <summary>Protection: handed over to another service.</summary>
    HandedOver,

    /// <summary>Protection: the person was not reached.</summary>
    NotReached,
}

/// <summary>Questions about states and outcomes that read as sentences.</summary>
public static class ReferralStates
{
    /// <summary>Whether somebody still has to act on the leg.</summary>
    public static bool IsOpen(this ReferralState state) => state is
        ReferralState.Unrouted or ReferralState.Routed or ReferralState.Acknowledged or ReferralState.InTriage or
        ReferralState.InfoRequested or ReferralState.DeclineProposed or ReferralState.Accepted or ReferralState.ConclusionProposed;

    /// <summary>Whether a protection leg, rather than an action leg, ends like this.</summary>
    public static bool IsOfProtection(this Outcome outcome) => outcome is
        Outcome.SupportStarted or Outcome.SupportRefused or Outcome.HandedOver or Outcome.NotReached;

    /// <summary>Whether a safeguarded leg needs a second officer to end like this.</summary>
    public static bool NeedsSecondOfficer(this Outcome outcome) => outcome is Outcome.Unsubstantiated or Outcome.InsufficientEvidence;
}
