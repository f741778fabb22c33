using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Seats;

/// <summary>What is proposed.</summary>
public enum ProposalKind
{
    /// <summary>The appointment of a coordinator, by two administrators.</summary>
    Seat,

    /// <summary>A further sign-in of a principal, by two coordinators.</summary>
    SignIn,
}

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    /// <summary>Nobody has decided it.</summary>
    Open,

    /// <summary>Another confirmed it, and it holds.</summary>
    Confirmed,

    /// <summary>It was rejected, or taken back by who made it.</summary>
    Rejected,
}

/// <summary>What one proposes and another confirms. It never changes; what was wrong is rejected and proposed again.</summary>
public sealed record Proposal
{
    /// <summary>Its id, made by who proposes it.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is proposed.</summary>
    public required ProposalKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public ProposalState State { get; init; }

    /// <summary>The jurisdiction it is about.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Whom it is about.</summary>
    public required PrincipalId Principal { get; init; }

    /// <summary>Who proposed it.</summary>
    public required PrincipalId ProposedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Who confirmed or rejected it.</summary>
    public PrincipalId? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The agency of the coordinator's seat.</summary>
    public Agency Agency { get; init; }

    /// <summary>From when the seat is to count; null for from its confirmation on.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when; null for no end.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>The tenant of the sign-in.</summary>
    public Guid TenantId { get; init; }

    /// <summary>The object id of the sign-in.</summary>
    public Guid ObjectId { get; init; }

    /// <summary>Whether the principal's other sign-ins end when it is confirmed.</summary>
    public bool EndsOthers { get; init; }

    /// <summary>The seat that is proposed.</summary>
    public SeatTerms Terms => new(SeatRole.Coordinator, Jurisdiction, Jurisdiction, Agency, ValidFrom, ValidTo);

    /// <summary>Why somebody may not confirm a proposal: it is decided, they made it, or it is about them.</summary>
    public static Refusal? WhyNotConfirm(Proposal proposal, Seat by) =>
        proposal.State != ProposalState.Open ? Closed
        : proposal.Principal == by.Principal ? Seating.Own
        : proposal.ProposedBy == by.Principal
            ? new("second-person-required", "You proposed it. Another person who may propose it confirms it.")
        : null;

    /// <summary>The proposal as rejected, also by who made it.</summary>
    public Decided<Proposal> Reject(Seat by, DateTimeOffset now) =>
        State == ProposalState.Open ? this with { State = ProposalState.Rejected, DecidedBy = by.Principal, DecidedAt = now } : Closed;

    /// <summary>The proposal as confirmed.</summary>
    public Proposal Confirmed(Seat by, DateTimeOffset now) =>
        this with { State = ProposalState.Confirmed, DecidedBy = by.Principal, DecidedAt = now };

    private static Refusal Closed { get; } = new(
        "proposal-closed", "It was confirmed or rejected already. Look at it, and make another where one is needed.");
}
