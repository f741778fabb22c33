using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// An action with what it says in codes and ids. Its free text (question, answer, reason, feedback) is content and travels beside the
/// decision. This record alone is an action that says nothing else.
/// </summary>
/// <param name="Action">What is done.</param>
public record ReferralMove(ReferralAction Action);

/// <summary>The coordinator gives a leg to a task force.</summary>
/// <param name="TaskForce">Its code.</param>
public sealed record Assignment(string TaskForce) : ReferralMove(ReferralAction.Assign);

/// <summary>A lead officer gives a leg to another seat of the queue.</summary>
/// <param name="To">The seat as it stands now; null when it isn't valid at this moment.</param>
public sealed record Reassignment(Seats.Seat? To) : ReferralMove(ReferralAction.Reassign);

/// <summary>A leg becomes more or less urgent.</summary>
/// <param name="Priority">Its new priority.</param>
public sealed record PriorityChange(Priority Priority) : ReferralMove(ReferralAction.ChangePriority);

/// <summary>A task force decides whether a person is a child.</summary>
/// <param name="Person">Who; null for everybody the incident is about.</param>
/// <param name="Status">What was decided.</param>
public sealed record AgeDetermination(PersonId? Person, ChildStatus Status) : ReferralMove(ReferralAction.RecordAgeDecision);

/// <summary>A task force says no.</summary>
/// <param name="Reason">Why.</param>
/// <param name="DuplicateOf">For a duplicate, the leg that it goes on in.</param>
public sealed record Decline(DeclineReason Reason, ReferralId? DuplicateOf = null) : ReferralMove(ReferralAction.Decline);

/// <summary>A leg goes on to another task force.</summary>
/// <param name="TaskForce">Its code.</param>
public sealed record Transfer(string TaskForce) : ReferralMove(ReferralAction.Transfer);

/// <summary>A leg goes on within another one of the same task force.</summary>
/// <param name="Into">That leg.</param>
public sealed record Merge(ReferralId Into) : ReferralMove(ReferralAction.Merge);

/// <summary>Ends an accepted leg with an outcome.</summary>
/// <param name="Outcome">How it ended.</param>
public sealed record Conclusion(Outcome Outcome) : ReferralMove(ReferralAction.Conclude);
