using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Seats;

/// <summary>Principals, their sign-ins and their seats.</summary>
public static class SeatStore
{
    private static readonly AccessScope SignIn = AccessScope.Registry("who signs in");

    private static readonly Statement Find = new(_ => """
        SELECT p.Id AS PrincipalId, p.IsPerson, s.Id AS SeatId, s.Role, s.Place, s.Jurisdiction, s.Agency
        FROM SignIn i JOIN Principal p ON p.Id = i.PrincipalId
        LEFT JOIN Seat s ON s.PrincipalId = p.Id AND s.ValidFrom <= @Now AND (s.ValidTo IS NULL OR s.ValidTo > @Now)
        WHERE i.TenantId = @TenantId AND i.ObjectId = @ObjectId AND i.ValidFrom <= @Now AND (i.ValidTo IS NULL OR i.ValidTo > @Now)
        ORDER BY s.Id
        """);

    private static readonly Statement InsertPrincipal = new(_ =>
        "INSERT INTO Principal (Id, IsPerson, CreatedAt) VALUES (@Id, @IsPerson, @At)");

    private static readonly Statement InsertName = new(_ =>
        "INSERT INTO PrincipalName (PrincipalId, Name, ServiceNumber) VALUES (@Id, @Name, NULL)");

    private static readonly Statement InsertSignIn = new(_ => """
        INSERT INTO SignIn (TenantId, ObjectId, ValidFrom, ValidTo, PrincipalId) VALUES (@TenantId, @ObjectId, @At, NULL, @Id)
        """);

    private static readonly Statement InsertSeat = new(_ => """
        INSERT INTO Seat (Id, PrincipalId, Role, Place, Jurisdiction, Agency, ValidFrom, ValidTo)
        VALUES (@SeatId, @PrincipalId, @Role, @Place, @Jurisdiction, @Agency, @At, NULL)
        """);

    /// <summary>The principal of a sign-in and the seats it holds now; null when nobody knows the sign-in.</summary>
    public static Load<KnownPrincipal?> FindPrincipal(Guid tenantId, Guid objectId, DateTimeOffset now) =>
        Load.List<Row>(Find, SignIn, new { TenantId = tenantId, ObjectId = objectId, Now = now }).Select(rows => rows.Count == 0
            ? null
            : new KnownPrincipal(
                rows[0].PrincipalId,
                rows[0].IsPerson,
                [.. rows.Where(row => row.SeatId is not null).Select(row => row.ToSeat())]));

    /// <summary>Adds a principal with its first sign-in and seat.</summary>
    public static Act Introduce(this Act act, Seat seat, Guid tenantId, Guid objectId, string name, DateTimeOffset at) => act
        .Do(InsertPrincipal, new { Id = seat.Principal, seat.IsPerson, At = at })
        .Do(InsertName, new { Id = seat.Principal, Name = name })
        .Do(InsertSignIn, new { TenantId = tenantId, ObjectId = objectId, At = at, Id = seat.Principal })
        .Do(InsertSeat, new
        {
            SeatId = seat.Id,
            PrincipalId = seat.Principal,
            Role = seat.Role.Code(),
            Place = seat.Where,
            seat.Jurisdiction,
            Agency = seat.Agency.Code(),
            At = at,
        });

    private sealed record Row
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
}

/// <summary>A principal as the registry knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsPerson">False for a system.</param>
/// <param name="Seats">What it may do where, now.</param>
public sealed record KnownPrincipal(PrincipalId Id, bool IsPerson, IReadOnlyList<Seat> Seats);
