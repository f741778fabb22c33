using System.Buffers.Binary;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Storage.Referrals;

/// <summary>A row of <c>Referral</c>, written and read by the same names.</summary>
internal sealed record ReferralRow
{
    public ReferralId Id { get; init; }
    public IncidentId IncidentId { get; init; }
    public string Jurisdiction { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? TaskForce { get; init; }
    public string Queue { get; init; } = "";
    public string Mandate { get; init; } = "";
    public bool IsLead { get; init; }
    public string State { get; init; } = "";
    public bool IsOpen { get; init; }
    public string Priority { get; init; } = "";
    public bool Safeguarded { get; init; }
    public int PackVersion { get; init; }
    public string? Rule { get; init; }
    public string? LegalBasis { get; init; }
    public SeatId? AssigneeSeat { get; init; }
    public string? AssigneeRole { get; init; }
    public PrincipalId? ProposedBy { get; init; }
    public int Escalation { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset AcknowledgeBy { get; init; }
    public DateTimeOffset? DecideBy { get; init; }
    public DateTimeOffset? ReviewBy { get; init; }
    public string? DeadlineReason { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? Outcome { get; init; }
    public int Revision { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public byte[] Rank { get; init; } = [];
    public ReferralId? Predecessor { get; init; }
    public DateTimeOffset? ClockStartedAt { get; init; }
    public DateTimeOffset? EscalatesAt { get; init; }
    public bool KeepsDecideBy { get; init; }
    public DateTimeOffset? AskedAt { get; init; }
    public DateTimeOffset? AnswerBy { get; init; }
    public DateTimeOffset? PausedAt { get; init; }
    public int Pauses { get; init; }
    public int Questions { get; init; }
    public string? DeclineReason { get; init; }
    public ReferralId? DuplicateOf { get; init; }
    public ReferralId? MergedInto { get; init; }
    public string? MergedFrom { get; init; }
    public int Carries { get; init; }
    public bool CarriesSafeguards { get; init; }
    public bool CarriesChain { get; init; }
    public DateTimeOffset? CarriesActBefore { get; init; }
    public ReferralId? CarriesFor { get; init; }
    /// <summary>Computed: 1 or 0 for whether the carrier is open, then 4 and an outcome, 3 at work, 2 or 1 and a reason, or 0.</summary>
    public string? Elsewhere { get; init; }

    /// <summary>What rows that an earlier release kept say instead.</summary>
    public string? OutcomeElsewhere { get; init; }

    public int Before { get; init; }

    public static ReferralRow Of(Leg leg, int before) => new()
    {
        Id = leg.Id,
        IncidentId = leg.Incident,
        Jurisdiction = leg.Jurisdiction,
        Kind = leg.Kind.Code(),
        TaskForce = leg.TaskForce,
        Queue = Sights.QueueOf(leg).Value,
        Mandate = leg.Mandate.Code(),
        IsLead = leg.Lead,
        State = leg.State.Code(),
        IsOpen = leg.State.IsOpen(),
        Priority = leg.Priority.Code(),
        Safeguarded = leg.Safeguarded,
        PackVersion = leg.PackVersion,
        Rule = leg.Rule,
        LegalBasis = leg.LegalBasis,
        AssigneeSeat = leg.Assignee?.Seat,
        AssigneeRole = leg.Assignee?.Role.Code(),
        ProposedBy = leg.ProposedBy,
        Escalation = leg.Escalation,
        MadeAt = leg.MadeAt,
        AcknowledgeBy = leg.AcknowledgeBy,
        DecideBy = leg.DecideBy,
        ReviewBy = leg.ReviewBy,
        DeadlineReason = leg.DeadlineReason,
        AcknowledgedAt = leg.AcknowledgedAt,
        AcceptedAt = leg.AcceptedAt,
        EndedAt = leg.EndedAt,
        Outcome = leg.Outcome?.Code(),
        Revision = leg.Revision,
        DueAt = leg.RunningClock?.DueAt,
        Rank = RankOf(leg),
        Predecessor = leg.Predecessor,
        ClockStartedAt = leg.ClockStartedAt,
        EscalatesAt = leg.EscalatesAt,
        KeepsDecideBy = leg.KeepsDecideBy,
        AskedAt = leg.AskedAt,
        AnswerBy = leg.AnswerBy,
        PausedAt = leg.PausedAt,
        Pauses = leg.Pauses,
        Questions = leg.Questions,
        DeclineReason = leg.DeclineReason?.Code(),
        DuplicateOf = leg.DuplicateOf,
        MergedInto = leg.MergedInto,
        MergedFrom = leg.MergedFrom?.Code(),
        Carries = leg.Carries,
        CarriesSafeguards = leg.CarriesSafeguards,
        CarriesChain = leg.CarriesChain,
        CarriesActBefore = leg.CarriesActBefore,
        CarriesFor = leg.CarriesFor,
        Before = before,
    };

    public Leg ToLeg() => new()
    {
        Id = Id,
        Incident = IncidentId,
        Jurisdiction = Jurisdiction,
        Kind = Codes<LegKind>.Parse(Kind),
        TaskForce = TaskForce,
        Mandate = Codes<Mandate>.Parse(Mandate),
        Lead = IsLead,
        State = Codes<ReferralState>.Parse(State),
        Priority = Codes<Priority>.Parse(Priority),
        Safeguarded = Safeguarded,
        PackVersion = PackVersion,
        Rule = Rule,
        LegalBasis = LegalBasis,
        Assignee = AssigneeSeat is { } seat ? new(seat, Codes<SeatRole>.Parse(AssigneeRole!)) : null,
        ProposedBy = ProposedBy,
        Escalation = Escalation,
        MadeAt = MadeAt,
        AcknowledgeBy = AcknowledgeBy,
        DecideBy = DecideBy,
        ReviewBy = ReviewBy,
        DeadlineReason = DeadlineReason,
        AcknowledgedAt = AcknowledgedAt,
        AcceptedAt = AcceptedAt,
        EndedAt = EndedAt,
        Outcome = Outcome is null ? null : Codes<Outcome>.Parse(Outcome),
        Revision = Revision,
        Predecessor = Predecessor,
        ClockStartedAt = ClockStartedAt,
        EscalatesAt = EscalatesAt,
        KeepsDecideBy = KeepsDecideBy,
        AskedAt = AskedAt,
        AnswerBy = AnswerBy,
        PausedAt = PausedAt,
        Pauses = Pauses,
        Questions = Questions,
        DeclineReason = DeclineReason is null ? null : Codes<DeclineReason>.Parse(DeclineReason),
        DuplicateOf = DuplicateOf,
        MergedInto = MergedInto,
        MergedFrom = MergedFrom is null ? null : Codes<ReferralState>.Parse(MergedFrom),
        Carries = Carries,
        CarriesSafeguards = CarriesSafeguards,
        CarriesChain = CarriesChain,
        CarriesActBefore = CarriesActBefore,
        CarriesFor = CarriesFor,
        Elsewhere = ReadElsewhere(),
    };

    internal static string? Spell(GoneOn? elsewhere) => elsewhere is null ? null : (elsewhere.CarrierIsOpen ? "1" : "0") + elsewhere switch
    {
        { Outcome: { } outcome } => $"4{outcome.Code()}",
        { GoesOn: true } => "3",
        { DeclineReason: { } reason } => $"2{reason.Code()}",
        _ => "0",
    };

    private GoneOn? ReadElsewhere() => Elsewhere switch
    {
        null => OutcomeElsewhere is null ? null : new(false, false, Codes<Outcome>.Parse(OutcomeElsewhere), null),
        [var here, '4', .. var outcome] => new(here == '1', false, Codes<Outcome>.Parse(outcome), null),
        [var here, '3', ..] => new(here == '1', true, null, null),
        [var here, '2' or '1', .. var reason] => new(here == '1', false, null, Codes<DeclineReason>.Parse(reason)),
        // A leg that was declined and goes on nowhere has none.
        [] => null,
        [var here, ..] => new(here == '1', false, null, null),
    };

    // Priority, deadline, id: 1 + 8 + 16 bytes, big-endian, so that bytes sort like the queue.
    private static byte[] RankOf(Leg leg)
    {
        var rank = new byte[25];
        rank[0] = (byte)leg.Priority;
        var due = leg.RunningClock?.DueAt ?? leg.EndedAt ?? leg.MadeAt;
        BinaryPrimitives.WriteInt64BigEndian(rank.AsSpan(1), Instants.ToStore(due));
        leg.Id.Value.TryWriteBytes(rank.AsSpan(9), bigEndian: true, out _);
        return rank;
    }
}
