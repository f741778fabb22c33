using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// Something that happened to a leg, in codes and ids only: what journal, timeline, notifications and the change feed are made of.
/// An act is several facts in the order they followed from each other. Free texts are content and lie beside it.
/// </summary>
/// <param name="Leg">The leg it happened to.</param>
public abstract record ReferralFact(ReferralId Leg);

/// <summary>A new leg waits in a task force's queue.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="TaskForce">Whose queue.</param>
/// <param name="Predecessor">The leg it continues.</param>
/// <param name="LegalBasis">The agreement it crosses a border under, which makes it a disclosure; null within the jurisdiction.</param>
public sealed record ReferralRouted(ReferralId Leg, LegKind Kind, string TaskForce, ReferralId? Predecessor, string? LegalBasis)
    : ReferralFact(Leg);

/// <summary>A new leg waits for the coordinator, for no rule found a recipient.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Predecessor">The leg it continues.</param>
public sealed record ReferralLeftUnrouted(ReferralId Leg, ReferralId? Predecessor) : ReferralFact(Leg);

/// <summary>The coordinator gave an unrouted leg to a task force.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="TaskForce">Whose queue.</param>
/// <param name="LegalBasis">The agreement it crosses a border under; null within the jurisdiction.</param>
public sealed record ReferralAssigned(ReferralId Leg, string TaskForce, string? LegalBasis) : ReferralFact(Leg);

/// <summary>A person of the queue has seen it.</summary>
/// <param name="Leg">The leg.</param>
public sealed record ReferralAcknowledged(ReferralId Leg) : ReferralFact(Leg);

/// <summary>Somebody works on it.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Assignee">Who.</param>
public sealed record ReferralClaimed(ReferralId Leg, Assignee Assignee) : ReferralFact(Leg);

/// <summary>Nobody works on it any more.</summary>
/// <param name="Leg">The leg.</param>
public sealed record ReferralReleased(ReferralId Leg) : ReferralFact(Leg);

/// <summary>Somebody else works on it.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="From">Who did.</param>
/// <param name="To">Who does.</param>
public sealed record ReferralReassigned(ReferralId Leg, Assignee? From, Assignee To) : ReferralFact(Leg);

/// <summary>A leg became more or less urgent.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it is.</param>
public sealed record PriorityChanged(ReferralId Leg, Priority From, Priority To) : ReferralFact(Leg);

/// <summary>A task force decided whether somebody is a child.</summary>
/// <param name="Leg">The leg it was decided on.</param>
/// <param name="Person">Who; null for everybody the incident is about.</param>
/// <param name="Status">What was decided.</param>
public sealed record AgeDecided(ReferralId Leg, PersonId? Person, ChildStatus Status) : ReferralFact(Leg);

/// <summary>A leg needs no second officer any more.</summary>
/// <param name="Leg">The leg.</param>
public sealed record SafeguardsLifted(ReferralId Leg) : ReferralFact(Leg);

/// <summary>The filing unit was asked a question.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="AnswerBy">By when it must answer.</param>
/// <param name="PausesDecision">Whether the decision's clock stands still meanwhile.</param>
public sealed record InformationRequested(ReferralId Leg, DateTimeOffset AnswerBy, bool PausesDecision) : ReferralFact(Leg);

/// <summary>The filing unit answered.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="DecideBy">By when the decision is now due.</param>
public sealed record InformationGiven(ReferralId Leg, DateTimeOffset DecideBy) : ReferralFact(Leg);

/// <summary>The filing unit didn't answer in time: its supervisor is told, and the decision's clock runs on.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Unit">Whose supervisor.</param>
/// <param name="DecideBy">By when the decision is now due.</param>
public sealed record AnswerMissed(ReferralId Leg, string Unit, DateTimeOffset DecideBy) : ReferralFact(Leg);

/// <summary>The task force investigates.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="ReviewBy">By when the filer must hear of progress.</param>
public sealed record ReferralAccepted(ReferralId Leg, DateTimeOffset ReviewBy) : ReferralFact(Leg);

/// <summary>The filer heard of progress.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="ReviewBy">By when it must hear again.</param>
public sealed record ReviewRestarted(ReferralId Leg, DateTimeOffset ReviewBy) : ReferralFact(Leg);

/// <summary>Declining waits for a second officer.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Reason">Why.</param>
public sealed record DeclineProposed(ReferralId Leg, DeclineReason Reason) : ReferralFact(Leg);

/// <summary>A second officer sent it back to triage.</summary>
/// <param name="Leg">The leg.</param>
public sealed record DeclineRejected(ReferralId Leg) : ReferralFact(Leg);

/// <summary>Concluding waits for a second officer.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Outcome">How it would end.</param>
public sealed record ConclusionProposed(ReferralId Leg, Outcome Outcome) : ReferralFact(Leg);

/// <summary>A second officer sent it back to the investigation.</summary>
/// <param name="Leg">The leg.</param>
public sealed record ConclusionRejected(ReferralId Leg) : ReferralFact(Leg);

/// <summary>A leg ended. There is no other fact for it, so that no leg ends without telling its sender.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Tells">What the filing unit is told.</param>
public sealed record ReferralEnded(ReferralId Leg, Told Tells) : ReferralFact(Leg);

/// <summary>What the filing unit is told of a leg that ended; the words that go with it are content.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Reason">Why it was declined; null otherwise.</param>
/// <param name="Outcome">What it came to; null unless it was concluded.</param>
/// <param name="GoesOnAs">
/// The legs of this incident that it goes on as; empty where it doesn't, and for a leg that was merged: its filer gets the other leg's
/// outcome, and learns nothing of the incident that is a leg of.
/// </param>
/// <param name="TellsCarried">Whether legs go on within it, whose filers are told the same.</param>
public sealed record Told(
    ReferralState State, DeclineReason? Reason, Outcome? Outcome, IReadOnlyList<ReferralId> GoesOnAs, bool TellsCarried);

/// <summary>A leg took another one in.</summary>
/// <param name="Leg">The leg that goes on.</param>
/// <param name="Carried">The leg that goes on within it.</param>
public sealed record ReferralTookIn(ReferralId Leg, ReferralId Carried) : ReferralFact(Leg);

/// <summary>A merged leg is one of its own again.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="From">The leg it was merged into.</param>
public sealed record ReferralUnmerged(ReferralId Leg, ReferralId From) : ReferralFact(Leg);

/// <summary>An ended leg is triaged again.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="DecideBy">By when it must be decided.</param>
public sealed record ReferralReopened(ReferralId Leg, DateTimeOffset DecideBy) : ReferralFact(Leg);

/// <summary>Another leg leads; all legs learn of it.</summary>
/// <param name="Leg">The leg that leads now.</param>
/// <param name="From">The leg that led; null where none did.</param>
public sealed record LeadPassed(ReferralId Leg, ReferralId? From) : ReferralFact(Leg);

/// <summary>The incident opened or closed with this leg.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Status">Where the incident now stands.</param>
public sealed record IncidentStatusChanged(ReferralId Leg, IncidentStatus Status) : ReferralFact(Leg);

/// <summary>A clock was breached, or nobody did anything about it since: the next level is told.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Level">1 the second seats, 2 the lead officers, 3 the coordinator.</param>
/// <param name="DueAt">The instant that this level was due, however late it fires.</param>
/// <param name="Queue">Whose channels of this level are woken.</param>
/// <param name="Exercise">Whether only channels for exercises may be.</param>
public sealed record LevelReached(ReferralId Leg, ClockKind Clock, int Level, DateTimeOffset DueAt, string Queue, bool Exercise)
    : ReferralFact(Leg);
