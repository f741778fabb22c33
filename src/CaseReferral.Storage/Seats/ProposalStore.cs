using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Seats;

/// <summary>What one proposed and another must confirm.</summary>
public static class ProposalStore
{
    // Administrators see appointments; coordinators and auditors see the sign-ins of their jurisdiction.
    private const string Seen = """
        (@Audience = 'R:registry' AND r.Kind = 'seat'
            OR @Audience LIKE 'J:%' AND r.Kind = 'sign_in' AND r.Jurisdiction = SUBSTRING(@Audience, 3, 2))
        """;

    private const string Columns = """
        r.Id, r.Kind, r.State, r.Jurisdiction, r.PrincipalId, r.ProposedBy, r.ProposedAt, r.DecidedBy, r.DecidedAt, r.Agency, r.ValidFrom,
        r.ValidTo, r.TenantId, r.ObjectId, r.EndsOthers, p.IsPerson, n.Name
        """;

    private const string Joined =
        "Proposal r JOIN Principal p ON p.Id = r.PrincipalId LEFT JOIN PrincipalName n ON n.PrincipalId = r.PrincipalId";

    private static readonly AccessScope Keys = AccessScope.Registry("which ids are taken");

    private static readonly Statement List = new(
        d => $"SELECT {d.Top("@Limit")} {Columns} FROM {Joined} WHERE {Seen} {Statement.Filters} ORDER BY r.Id {d.Limit("@Limit")}",
        [
            new("AfterId", "r.Id > @AfterId"),
            new("State", "r.State = @State"),
            new("Jurisdiction", "r.Jurisdiction = @Jurisdiction"),
        ]);

    private static readonly Statement One = new(_ => $"SELECT {Columns} FROM {Joined} WHERE r.Id = @Id AND {Seen}");

    private static readonly Statement Taken = new(_ => "SELECT r.Id FROM Proposal r WHERE r.Id = @Id");

    private static readonly Statement Lead = new(_ => """
        SELECT i.PrincipalId FROM Proposal r JOIN SignIn i ON i.TenantId = r.TenantId AND i.ObjectId = r.ObjectId
        WHERE r.Id = @Id AND i.ValidTo IS NULL
        """);

    private static readonly Statement Insert = new(_ => """
        INSERT INTO Proposal (
            Id, Kind, State, Jurisdiction, PrincipalId, ProposedBy, ProposedAt, Agency, ValidFrom, ValidTo, TenantId, ObjectId, EndsOthers)
        VALUES (
            @Id, @Kind, @State, @Jurisdiction, @PrincipalId, @ProposedBy, @ProposedAt, @Agency, @ValidFrom, @ValidTo, @TenantId, @ObjectId,
            @EndsOthers)
        """);

    private static readonly Statement Decide = new(_ => """
        UPDATE Proposal SET State = @State, DecidedBy = @DecidedBy, DecidedAt = @DecidedAt WHERE Id = @Id AND State = 'open'
        """);

    /// <summary>A page of the proposals that a scope sees, by id.</summary>
    public static Load<IReadOnlyList<NamedProposal>> ListProposals(
        AccessScope scope, int limit, Guid? after, string? state, string? jurisdiction) => Load
        .List<Row>(List, scope, new { Limit = limit, AfterId = after, State = state, Jurisdiction = jurisdiction })
        .Select<IReadOnlyList<NamedProposal>>(rows => [.. rows.Select(row => row.ToNamed())]);

    /// <summary>A proposal that a scope sees; null for any other.</summary>
    public static Load<NamedProposal?> Get(AccessScope scope, Guid id) =>
        Load.One<Row>(One, scope, new { Id = id }).Select(row => row?.ToNamed());

    /// <summary>Whether an id is a proposal's, whoever sees it.</summary>
    public static Load<bool> IsTaken(Guid id) => Load.List<Guid>(Taken, Keys, new { Id = id }).Select(rows => rows.Count > 0);

    /// <summary>Whom the proposed sign-in leads to now; null for nobody.</summary>
    public static Load<PrincipalId?> FindLead(Guid id) =>
        Load.List<PrincipalId>(Lead, Keys, new { Id = id }).Select(rows => rows is [var lead] ? lead : (PrincipalId?)null);

    /// <summary>Adds a proposal; loses when its id is taken.</summary>
    public static Act Propose(this Act act, Proposal proposal) => act.Do(Insert, new
    {
        proposal.Id,
        Kind = proposal.Kind.Code(),
        State = proposal.State.Code(),
        proposal.Jurisdiction,
        PrincipalId = proposal.Principal,
        proposal.ProposedBy,
        proposal.ProposedAt,
        Agency = proposal.Kind == ProposalKind.Seat ? proposal.Agency.Code() : null,
        proposal.ValidFrom,
        proposal.ValidTo,
        TenantId = proposal.Kind == ProposalKind.SignIn ? proposal.TenantId : (Guid?)null,
        ObjectId = proposal.Kind == ProposalKind.SignIn ? proposal.ObjectId : (Guid?)null,
        EndsOthers = proposal.Kind == ProposalKind.SignIn ? proposal.EndsOthers : (bool?)null,
    });

    /// <summary>Confirms or rejects a proposal; loses when somebody else did.</summary>
    public static Act DecideProposal(this Act act, Proposal decided) => act.Do(Decide, new
    {
        decided.Id,
        State = decided.State.Code(),
        decided.DecidedBy,
        decided.DecidedAt,
    });

    private sealed record Row
    {
        public Guid Id { get; init; }
        public string Kind { get; init; } = "";
        public string State { get; init; } = "";
        public string Jurisdiction { get; init; } = "";
        public PrincipalId PrincipalId { get; init; }
        public PrincipalId ProposedBy { get; init; }
        public DateTimeOffset ProposedAt { get; init; }
        public PrincipalId? DecidedBy { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
        public string? Agency { get; init; }
        public DateTimeOffset? ValidFrom { get; init; }
        public DateTimeOffset? ValidTo { get; init; }
        public Guid? TenantId { get; init; }
        public Guid? ObjectId { get; init; }
        public bool? EndsOthers { get; init; }
        public bool IsPerson { get; init; }
        public string? Name { get; init; }

        public NamedProposal ToNamed() => new(
            new()
            {
                Id = Id,
                Kind = Codes<ProposalKind>.Parse(Kind),
                State = Codes<ProposalState>.Parse(State),
                Jurisdiction = Jurisdiction,
                Principal = PrincipalId,
                ProposedBy = ProposedBy,
                ProposedAt = ProposedAt,
                DecidedBy = DecidedBy,
                DecidedAt = DecidedAt,
                Agency = Agency is null ? default : Codes<Agency>.Parse(Agency),
                ValidFrom = ValidFrom,
                ValidTo = ValidTo,
                TenantId = TenantId ?? Guid.Empty,
                ObjectId = ObjectId ?? Guid.Empty,
                EndsOthers = EndsOthers ?? false,
            },
            new(PrincipalId, IsPerson),
            Name);
    }
}

/// <summary>A proposal, and whom it is about.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Holder">Whom it is about.</param>
/// <param name="Name">Their name; null when none was given, or it was erased.</param>
public sealed record NamedProposal(Proposal Proposal, SeatHolder Holder, string? Name);
