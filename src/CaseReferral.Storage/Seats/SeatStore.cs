using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Seats;

/// <summary>Principals and their seats.</summary>
public static class SeatStore
{
    // A jurisdiction's coordinators and auditors see its seats; administrators see coordinators and each other.
    private const string Seen = """
        (@Audience LIKE 'J:%' AND s.Jurisdiction = SUBSTRING(@Audience, 3, 2)
            OR @Audience = 'R:registry' AND s.Role IN ('coordinator', 'admin'))
        """;

    private const string Columns = """
        s.Id AS SeatId, s.PrincipalId, p.IsPerson, s.Role, s.Place, s.Jurisdiction, s.Agency, s.ValidFrom, s.ValidTo, s.GivenBy, s.EndedAt,
        s.EndedBy, s.Revision, n.Name
        """;

    private const string Joined =
        "Seat s JOIN Principal p ON p.Id = s.PrincipalId LEFT JOIN PrincipalName n ON n.PrincipalId = s.PrincipalId";

    private static readonly AccessScope SignIn = AccessScope.Registry("who signs in");
    private static readonly AccessScope Chosen = AccessScope.Registry("whom a lead officer names");
    private static readonly AccessScope Keys = AccessScope.Registry("which ids and seats are taken");

    private static readonly Statement Find = new(_ => """
        SELECT p.Id AS PrincipalId, p.IsPerson, s.Id AS SeatId, s.Role, s.Place, s.Jurisdiction, s.Agency
        FROM SignIn i JOIN Principal p ON p.Id = i.PrincipalId
        LEFT JOIN Seat s ON s.PrincipalId = p.Id AND s.ValidFrom <= @Now AND (s.ValidTo IS NULL OR s.ValidTo > @Now)
        WHERE i.TenantId = @TenantId AND i.ObjectId = @ObjectId AND i.ValidFrom <= @Now AND (i.ValidTo IS NULL OR i.ValidTo > @Now)
        ORDER BY s.Id
        """);

    private static readonly Statement List = new(
        d => $"""
            SELECT {d.Top("@Limit")} {Columns} FROM {Joined} WHERE {Seen} {Statement.Filters} ORDER BY s.Id {d.Limit("@Limit")}
            """,
        [
            new("AfterId", "s.Id > @AfterId"),
            new("Place", "s.Place = @Place"),
            new("Principal", "s.PrincipalId = @Principal"),
            new("Role", "s.Role = @Role"),
            new("Jurisdiction", "s.Jurisdiction = @Jurisdiction"),
            new("ActiveAt", "s.EndedAt IS NULL AND s.ValidFrom <= @ActiveAt AND (s.ValidTo IS NULL OR s.ValidTo > @ActiveAt)"),
            new("InactiveAt", "s.EndedAt IS NOT NULL OR s.ValidFrom > @InactiveAt OR s.ValidTo <= @InactiveAt"),
        ]);

    private static readonly Statement One = new(_ => $"SELECT {Columns} FROM {Joined} WHERE s.Id = @Id AND {Seen}");

    private static readonly Statement Taken = new(_ => "SELECT s.Id FROM Seat s WHERE s.Id = @Id");

    // Of the principal that is named, or that a code's sign-in leads to.
    private static readonly Statement SameSeat = new(_ => $"""
        SELECT {Columns} FROM {Joined}
        WHERE s.EndedAt IS NULL AND s.Role = @Role AND s.Place = @Place AND (s.PrincipalId = @Principal OR s.PrincipalId IN (
            SELECT i.PrincipalId FROM SignInCode c JOIN SignIn i ON i.TenantId = c.TenantId AND i.ObjectId = c.ObjectId
            WHERE c.Digest = @Digest AND i.ValidTo IS NULL))
        """);

    private static readonly Statement Proposed = new(_ => $"""
        SELECT {Columns} FROM {Joined} JOIN Proposal r ON r.PrincipalId = s.PrincipalId AND r.Jurisdiction = s.Place
        WHERE r.Id = @Id AND s.Role = 'coordinator' AND s.EndedAt IS NULL
        """);

    private static readonly Statement ActiveOfRole = new(d => $"""
        SELECT {d.Top("1")} s.Id FROM Seat s
        WHERE s.Role = @Role AND s.EndedAt IS NULL AND (s.ValidTo IS NULL OR s.ValidTo > @Now) {d.Limit("1")}
        """);

    private static readonly Statement Named = new(_ => """
        SELECT s.PrincipalId, p.IsPerson, s.Id AS SeatId, s.Role, s.Place, s.Jurisdiction, s.Agency
        FROM Seat s JOIN Principal p ON p.Id = s.PrincipalId
        WHERE s.Id = @SeatId AND s.ValidFrom <= @Now AND (s.ValidTo IS NULL OR s.ValidTo > @Now)
        """);

    private static readonly Statement InsertPrincipal = new(_ =>
        "INSERT INTO Principal (Id, IsPerson, CreatedAt) VALUES (@Id, @IsPerson, @At)");

    private static readonly Statement InsertName = new(_ =>
        "INSERT INTO PrincipalName (PrincipalId, Name, ServiceNumber) VALUES (@Id, @Name, @ServiceNumber)");

    private static readonly Statement InsertSeat = new(_ => """
        INSERT INTO Seat (Id, PrincipalId, Role, Place, Jurisdiction, Agency, ValidFrom, ValidTo, GivenBy, Revision)
        VALUES (@SeatId, @PrincipalId, @Role, @Place, @Jurisdiction, @Agency, @ValidFrom, @ValidTo, @GivenBy, 1)
        """);

    private static readonly Statement UpdateSeat = new(_ => """
        UPDATE Seat SET ValidFrom = @ValidFrom, ValidTo = @ValidTo, EndedAt = @EndedAt, EndedBy = @EndedBy, Revision = Revision + 1
        WHERE Id = @SeatId AND Revision = @Revision
        """);

    /// <summary>The principal of a sign-in and the seats it holds now; null when nobody knows the sign-in.</summary>
    public static Load<KnownPrincipal?> FindPrincipal(Guid tenantId, Guid objectId, DateTimeOffset now) =>
        Load.List<Row>(Find, SignIn, new { TenantId = tenantId, ObjectId = objectId, Now = now }).Select(rows => rows.Count == 0
            ? null
            : new KnownPrincipal(
                rows[0].PrincipalId,
                rows[0].IsPerson,
                [.. rows.Where(row => row.SeatId is not null).Select(row => row.ToSeat())]));

    /// <summary>A page of the seats that a scope sees, by id.</summary>
    public static Load<IReadOnlyList<NamedSeat>> ListSeats(AccessScope scope, SeatFilter filter) =>
        Load.List<HeldRow>(List, scope, filter).Select<IReadOnlyList<NamedSeat>>(rows => [.. rows.Select(row => row.ToNamed())]);

    /// <summary>A seat as it stands now; null when there is none of this id, or it isn't valid.</summary>
    public static Load<Seat?> GetValid(SeatId id, DateTimeOffset now) =>
        Load.One<Row>(Named, Chosen, new { SeatId = id, Now = now }).Select(row => row?.ToSeat());

    /// <summary>A seat that a scope sees; null for any other.</summary>
    public static Load<NamedSeat?> Get(AccessScope scope, SeatId id) =>
        Load.One<HeldRow>(One, scope, new { Id = id }).Select(row => row?.ToNamed());

    /// <summary>Whether an id is a seat's, whoever sees it.</summary>
    public static Load<bool> IsTaken(SeatId id) => Load.List<SeatId>(Taken, Keys, new { Id = id }).Select(rows => rows.Count > 0);

    /// <summary>
    /// The seat of this role at this place that hasn't ended, of a principal or of whom a code leads to; null when there is none.
    /// </summary>
    public static Load<HeldSeat?> FindSame(SeatRole role, string place, PrincipalId? principal, byte[]? digest) => Load
        .One<HeldRow>(SameSeat, Keys, new { Role = role.Code(), Place = place, Principal = principal, Digest = digest })
        .Select(row => row?.ToNamed().Held);

    /// <summary>The coordinator's seat that hasn't ended of whom a proposal is about; null when there is none.</summary>
    public static Load<HeldSeat?> FindProposed(Guid proposal) =>
        Load.One<HeldRow>(Proposed, Keys, new { Id = proposal }).Select(row => row?.ToNamed().Held);

    /// <summary>Whether anybody holds a seat of this role now or later.</summary>
    public static Load<bool> HasAny(SeatRole role, DateTimeOffset now) =>
        Load.List<SeatId>(ActiveOfRole, Keys, new { Role = role.Code(), Now = now }).Select(rows => rows.Count > 0);

    /// <summary>Adds a principal with its first sign-in.</summary>
    public static Act Introduce(this Act act, SeatHolder holder, SignInKey signIn, string? name, string? serviceNumber, DateTimeOffset at)
    {
        act.Do(InsertPrincipal, new { Id = holder.Principal, holder.IsPerson, At = at });
        if (name is not null)
            act.Do(InsertName, new { Id = holder.Principal, Name = name, ServiceNumber = serviceNumber });
        return act.Bind(holder.Principal, signIn, at);
    }

    /// <summary>
    /// Adds many principals, each with a name, its first sign-in and a seat: however many, it is a step for each kind of row.
    /// </summary>
    public static Act Introduce(
        this Act act, IReadOnlyCollection<(string Name, SignInKey SignIn, HeldSeat Seat)> many, DateTimeOffset at) => act
        .DoEach(InsertPrincipal, [.. many.Select(one => new { Id = one.Seat.Seat.Principal, one.Seat.Seat.IsPerson, At = at })])
        .DoEach(InsertName, [.. many.Select(one => new { Id = one.Seat.Seat.Principal, one.Name, ServiceNumber = (string?)null })])
        .Bind([.. many.Select(one => (one.Seat.Seat.Principal, one.SignIn))], at)
        .DoEach(InsertSeat, [.. many.Select(one => RowOf(one.Seat))]);

    /// <summary>Adds a seat; loses when its id is taken or its holder has the same one.</summary>
    public static Act Give(this Act act, HeldSeat held) => act.Do(InsertSeat, RowOf(held));

    /// <summary>Changes a seat's dates or ends it; loses when somebody else changed it first.</summary>
    /// <param name="act">The act.</param>
    /// <param name="before">As it was read.</param>
    /// <param name="after">As it is to be.</param>
    public static Act Change(this Act act, HeldSeat before, HeldSeat after) => act.Do(UpdateSeat, new
    {
        SeatId = before.Seat.Id,
        before.Revision,
        after.ValidFrom,
        after.ValidTo,
        after.EndedAt,
        after.EndedBy,
    });

    private static object RowOf(HeldSeat held) => new
    {
        SeatId = held.Seat.Id,
        PrincipalId = held.Seat.Principal,
        Role = held.Seat.Role.Code(),
        Place = held.Seat.Where,
        held.Seat.Jurisdiction,
        Agency = held.Seat.Agency.Code(),
        held.ValidFrom,
        held.ValidTo,
        held.GivenBy,
    };

    private record Row
    {
        public PrincipalId PrincipalId { get; init; }
        public bool IsPerson { get; init; }
        public SeatId? SeatId { get; init; }
        public string? Role { get; init; }
        public string? Place { get; init; }
        public string? Jurisdiction { get; init; }
        public string? Agency { get; init; }

        public Seat ToSeat() =>
            new(SeatId!.Value, PrincipalId, Codes<SeatRole>.Parse(Role!), Place!, Jurisdiction, Codes<Agency>.Parse(Agency!), IsPerson);
    }

    private sealed record HeldRow : Row
    {
        public DateTimeOffset ValidFrom { get; init; }
        public DateTimeOffset? ValidTo { get; init; }
        public PrincipalId? GivenBy { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
        public PrincipalId? EndedBy { get; init; }
        public int Revision { get; init; }
        public string? Name { get; init; }

        public NamedSeat ToNamed() => new(
            new()
            {
                Seat = ToSeat(),
                ValidFrom = ValidFrom,
                ValidTo = ValidTo,
                GivenBy = GivenBy,
                EndedAt = EndedAt,
                EndedBy = EndedBy,
                Revision = Revision,
            },
            Name);
    }
}

/// <summary>A principal as the registry knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsPerson">False for a system.</param>
/// <param name="Seats">What it may do where, now.</param>
public sealed record KnownPrincipal(PrincipalId Id, bool IsPerson, IReadOnlyList<Seat> Seats);

/// <summary>A seat and what its holder is called.</summary>
/// <param name="Held">The seat.</param>
/// <param name="Name">The holder's name; null when none was given, or it was erased.</param>
public sealed record NamedSeat(HeldSeat Held, string? Name);

/// <summary>Which seats to list. Null narrows nothing.</summary>
public sealed record SeatFilter
{
    /// <summary>At most so many.</summary>
    public required int Limit { get; init; }

    /// <summary>Where the last page ended.</summary>
    public SeatId? AfterId { get; init; }

    /// <summary>Code of the unit, task force or jurisdiction.</summary>
    public string? Place { get; init; }

    /// <summary>Who holds it.</summary>
    public PrincipalId? Principal { get; init; }

    /// <summary>Code of the role.</summary>
    public string? Role { get; init; }

    /// <summary>The jurisdiction it lies in.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Only those that count at this instant.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>Only those that don't count at this instant.</summary>
    public DateTimeOffset? InactiveAt { get; init; }
}
