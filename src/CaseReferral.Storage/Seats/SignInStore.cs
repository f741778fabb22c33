using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Seats;

/// <summary>Sign-ins, and the codes by which somebody whom the registry doesn't know is told apart.</summary>
public static class SignInStore
{
    // Each new code takes away more of those that are too old than it adds.
    private const int AtOnce = 100;

    private static readonly AccessScope Codes = AccessScope.Registry("who presents a code");

    private static readonly Statement Presented = new(_ => """
        SELECT c.TenantId, c.ObjectId, c.IsPerson, c.UsedFor, i.PrincipalId, p.IsPerson AS IsKnownPerson
        FROM SignInCode c
        LEFT JOIN SignIn i ON i.TenantId = c.TenantId AND i.ObjectId = c.ObjectId AND i.ValidTo IS NULL
        LEFT JOIN Principal p ON p.Id = i.PrincipalId
        WHERE c.Digest = @Digest AND c.ExpiresAt > @Now
        """);

    // Whom a jurisdiction has had to do with: others don't exist for it.
    private static readonly Statement Known = new(_ => """
        SELECT p.Id AS PrincipalId, p.IsPerson FROM Principal p
        WHERE p.Id = @Principal AND EXISTS (SELECT 1 FROM Seat s WHERE s.PrincipalId = p.Id AND s.Jurisdiction = @Jurisdiction)
        """);

    private static readonly Statement Leads = new(_ =>
        "SELECT i.PrincipalId FROM SignIn i WHERE i.TenantId = @TenantId AND i.ObjectId = @ObjectId AND i.ValidTo IS NULL");

    private static readonly Statement List = new(
        d => $"""
            SELECT {d.Top("@Limit")} i.PrincipalId, i.TenantId, i.ObjectId, i.ValidFrom, i.ValidTo FROM SignIn i
            WHERE @Audience LIKE 'J:%'
                AND EXISTS (SELECT 1 FROM Seat s WHERE s.PrincipalId = i.PrincipalId AND s.Jurisdiction = SUBSTRING(@Audience, 3, 2))
                {Statement.Filters}
            ORDER BY i.TenantId, i.ObjectId, i.ValidFrom {d.Limit("@Limit")}
            """,
        [
            new("Principal", "i.PrincipalId = @Principal"),
            new("After", """
                i.TenantId > @AfterTenant OR i.TenantId = @AfterTenant AND (
                    i.ObjectId > @AfterObject OR i.ObjectId = @AfterObject AND i.ValidFrom > @AfterFrom)
                """),
        ]);

    private static readonly Statement ForgetCode = new(_ => "DELETE FROM SignInCode WHERE TenantId = @TenantId AND ObjectId = @ObjectId");

    // The oldest of them: a force that signed in on one morning is thousands of rows, and whoever comes next waits for its own code only.
    private static readonly Statement ForgetOldest = new(d => $"""
        DELETE FROM SignInCode WHERE ExpiresAt <= @Now AND ExpiresAt <= (
            SELECT MAX(o.ExpiresAt) FROM (SELECT {d.Top("@Limit")} ExpiresAt FROM SignInCode ORDER BY ExpiresAt {d.Limit("@Limit")}) o)
        """);

    private static readonly Statement InsertCode = new(_ => """
        INSERT INTO SignInCode (TenantId, ObjectId, IsPerson, Digest, ExpiresAt, UsedFor)
        VALUES (@TenantId, @ObjectId, @IsPerson, @Digest, @ExpiresAt, NULL)
        """);

    private static readonly Statement UseUp = new(_ =>
        "UPDATE SignInCode SET UsedFor = @Principal WHERE Digest = @Digest AND UsedFor IS NULL AND ExpiresAt > @Now");

    private static readonly Statement InsertSignIn = new(_ => """
        INSERT INTO SignIn (TenantId, ObjectId, ValidFrom, ValidTo, PrincipalId) VALUES (@TenantId, @ObjectId, @At, NULL, @Id)
        """);

    private static readonly Statement EndSignIns = new(_ =>
        "UPDATE SignIn SET ValidTo = @At WHERE PrincipalId = @Id AND ValidTo IS NULL");

    /// <summary>Who presents a code that is still good; null for one that never was, was replaced, or is too old.</summary>
    public static Load<PresentedCode?> FindCode(byte[]? digest, DateTimeOffset now) => digest is null
        ? Load.Of<PresentedCode?>(null)
        : Load.One<CodeRow>(Presented, Codes, new { Digest = digest, Now = now }).Select(row => row is null
            ? null
            : new PresentedCode(
                digest, new(row.TenantId, row.ObjectId), row.IsPerson, row.UsedFor,
                row.PrincipalId is { } known ? new(known, row.IsKnownPerson!.Value) : null));

    /// <summary>A principal that holds or held a seat in a jurisdiction; null for any other.</summary>
    public static Load<SeatHolder?> FindHolder(PrincipalId? principal, string jurisdiction) => principal is null
        ? Load.Of<SeatHolder?>(null)
        : Load.One<HolderRow>(
            Known, AccessScope.Registry("who has a seat in a jurisdiction"), new { Principal = principal, Jurisdiction = jurisdiction })
            .Select(row => row is null ? null : new SeatHolder(row.PrincipalId, row.IsPerson));

    /// <summary>Whom a sign-in leads to now; null for nobody.</summary>
    public static Load<PrincipalId?> FindLead(SignInKey signIn) =>
        Load.List<PrincipalId>(Leads, Codes, signIn).Select(rows => rows is [var lead] ? lead : (PrincipalId?)null);

    /// <summary>A page of the sign-ins of those who hold or held a seat in the scope's jurisdiction.</summary>
    public static Load<IReadOnlyList<BoundSignIn>> ListSignIns(AccessScope scope, int limit, PrincipalId? principal, BoundSignIn? after) =>
        Load.List<BoundSignIn>(List, scope, new
        {
            Limit = limit,
            Principal = principal,
            After = after is not null,
            AfterTenant = after?.TenantId ?? Guid.Empty,
            AfterObject = after?.ObjectId ?? Guid.Empty,
            AfterFrom = after?.ValidFrom ?? DateTimeOffset.UnixEpoch,
        });

    /// <summary>Keeps a code for a sign-in, in the place of its former one; forgets some of those that are too old.</summary>
    public static Act KeepCode(
        this Act act, SignInKey signIn, bool isPerson, byte[] digest, DateTimeOffset expiresAt, DateTimeOffset now) => act
        // The old ones first: two that begin with their own, and then meet the other's among the old ones, would wait for each other.
        .DoAny(ForgetOldest, new { Now = now, Limit = AtOnce })
        .DoAny(ForgetCode, new { signIn.TenantId, signIn.ObjectId })
        .Do(InsertCode, new { signIn.TenantId, signIn.ObjectId, IsPerson = isPerson, Digest = digest, ExpiresAt = expiresAt });

    /// <summary>Uses a code up; loses when somebody else did.</summary>
    public static Act UseCode(this Act act, PresentedCode code, PrincipalId principal, DateTimeOffset now) =>
        act.Do(UseUp, new { code.Digest, Principal = principal, Now = now });

    /// <summary>Binds a sign-in to a principal; loses when it leads to somebody already.</summary>
    public static Act Bind(this Act act, PrincipalId principal, SignInKey signIn, DateTimeOffset at) =>
        act.Do(InsertSignIn, RowOf(principal, signIn, at));

    /// <summary>Binds many sign-ins, each to a principal of its own.</summary>
    public static Act Bind(this Act act, IReadOnlyCollection<(PrincipalId Principal, SignInKey SignIn)> many, DateTimeOffset at) =>
        act.DoEach(InsertSignIn, [.. many.Select(one => RowOf(one.Principal, one.SignIn, at))]);

    /// <summary>Ends all sign-ins of a principal.</summary>
    public static Act EndSignInsOf(this Act act, PrincipalId principal, DateTimeOffset at) =>
        act.DoAny(EndSignIns, new { Id = principal, At = at });

    private static object RowOf(PrincipalId principal, SignInKey signIn, DateTimeOffset at) =>
        new { signIn.TenantId, signIn.ObjectId, At = at, Id = principal };

    private sealed record CodeRow
    {
        public Guid TenantId { get; init; }
        public Guid ObjectId { get; init; }
        public bool IsPerson { get; init; }
        public PrincipalId? UsedFor { get; init; }
        public PrincipalId? PrincipalId { get; init; }
        public bool? IsKnownPerson { get; init; }
    }

    private sealed record HolderRow
    {
        public PrincipalId PrincipalId { get; init; }
        public bool IsPerson { get; init; }
    }
}

/// <summary>A sign-in: somebody in a tenant.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="ObjectId">Their object id there.</param>
public sealed record SignInKey(Guid TenantId, Guid ObjectId);

/// <summary>A code that was presented.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="SignIn">Whose it is.</param>
/// <param name="IsPerson">False for a system's.</param>
/// <param name="UsedFor">Whom it led to; null while it is unused.</param>
/// <param name="Known">Whom its sign-in leads to now; null for nobody.</param>
public sealed record PresentedCode(byte[] Digest, SignInKey SignIn, bool IsPerson, PrincipalId? UsedFor, SeatHolder? Known);

/// <summary>A sign-in of a principal.</summary>
public sealed record BoundSignIn
{
    /// <summary>Whose.</summary>
    public PrincipalId PrincipalId { get; init; }

    /// <summary>The tenant.</summary>
    public Guid TenantId { get; init; }

    /// <summary>The object id there.</summary>
    public Guid ObjectId { get; init; }

    /// <summary>From when.</summary>
    public DateTimeOffset ValidFrom { get; init; }

    /// <summary>Until when; null while it lasts.</summary>
    public DateTimeOffset? ValidTo { get; init; }
}
