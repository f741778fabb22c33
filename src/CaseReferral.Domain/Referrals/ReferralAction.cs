using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// What somebody can do to a leg, spelled as in its address, in the order of the handbook. Each is one line of
/// <see cref="ReferralTransitions"/>. What the registry does by itself (a deadline that passes) is none of these.
/// </summary>
public enum ReferralAction
{
    /// <summary>The coordinator gives it to a task force.</summary>
    Assign,

    /// <summary>A person of the queue has seen it.</summary>
    Acknowledge,

    /// <summary>A duty officer takes it, and becomes its assignee.</summary>
    Claim,

    /// <summary>It goes back to the queue; clocks run on.</summary>
    Release,

    /// <summary>A lead officer gives it to another seat of the queue.</summary>
    Reassign,

    /// <summary>It becomes more or less urgent, with a reason; its deadlines follow.</summary>
    [Code("change-priority")] ChangePriority,

    /// <summary>The task force decides whether a person is a child.</summary>
    [Code("record-age-decision")] RecordAgeDecision,

    /// <summary>The filing unit is asked a concrete question.</summary>
    [Code("request-information")] RequestInformation,

    /// <summary>The filing unit answers it.</summary>
    Answer,

    /// <summary>The task force investigates.</summary>
    Accept,

    /// <summary>The task force says no, with a reason; a safeguarded leg needs a second officer.</summary>
    Decline,

    /// <summary>A second officer confirms that it is declined.</summary>
    [Code("confirm-decline")] ConfirmDecline,

    /// <summary>A second officer sends it back to triage.</summary>
    [Code("reject-decline")] RejectDecline,

    /// <summary>It goes on to another task force as a successor.</summary>
    Transfer,

    /// <summary>The filing unit takes it back.</summary>
    Withdraw,

    /// <summary>It goes on within another leg of the same task force.</summary>
    Merge,

    /// <summary>It becomes a leg of its own again.</summary>
    Unmerge,

    /// <summary>It ends with an outcome and feedback; a safeguarded leg may need a second officer.</summary>
    Conclude,

    /// <summary>A second officer confirms how it ended.</summary>
    [Code("confirm-conclusion")] ConfirmConclusion,

    /// <summary>A second officer sends it back to the investigation.</summary>
    [Code("reject-conclusion")] RejectConclusion,

    /// <summary>New evidence: an ended leg is triaged again under new clocks.</summary>
    Reopen,
}
