using System.Collections.Frozen;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Domain.Units;
using CaseReferral.Storage;
using CaseReferral.Storage.Reference;

namespace CaseReferral.Api.Reference;

/// <summary>Reference data as one immutable snapshot.</summary>
/// <param name="rows">What the store holds.</param>
/// <param name="registryTenants">The tenants of the registry's own administrators.</param>
public sealed class ReferenceSnapshot(ReferenceRows rows, RegistryTenants registryTenants)
{
    private readonly FrozenDictionary<string, Jurisdiction> jurisdictions = rows.Jurisdictions.ToFrozenDictionary(row => row.Code);
    private readonly FrozenDictionary<string, Unit> units = rows.Units.ToFrozenDictionary(row => row.Code);
    private readonly FrozenDictionary<string, TaskForce> taskForces = rows.TaskForces.ToFrozenDictionary(row => row.Code);
    private readonly FrozenDictionary<(string, int), SopPack> packs = rows.Packs.ToFrozenDictionary(
        pack => (pack.Jurisdiction, pack.Version));

    private readonly FrozenDictionary<string, SopPack> inForce =
        rows.Packs.GroupBy(pack => pack.Jurisdiction).ToFrozenDictionary(group => group.Key, group => group.MaxBy(pack => pack.Version)!);

    private readonly FrozenDictionary<Guid, string> jurisdictionOfTenant = rows.Jurisdictions
        .SelectMany(row => row.Tenants, (row, tenant) => KeyValuePair.Create(tenant, row.Code)).ToFrozenDictionary();

    /// <summary>All of it, sorted by code.</summary>
    public ReferenceRows Rows => rows;

    /// <summary>The jurisdiction with this code; null when there is none.</summary>
    public Jurisdiction? Jurisdiction(string code) => jurisdictions.GetValueOrDefault(code);

    /// <summary>The jurisdiction a tenant is bound to; null for none.</summary>
    public string? JurisdictionOf(Guid tenant) => jurisdictionOfTenant.GetValueOrDefault(tenant);

    /// <summary>The jurisdiction in which a place of this kind and code lies; null when there is no such place.</summary>
    public string? JurisdictionOf(SeatPlace place, string code) => place switch
    {
        SeatPlace.Unit => Unit(code)?.Jurisdiction,
        SeatPlace.TaskForce => TaskForce(code)?.Jurisdiction,
        SeatPlace.Jurisdiction => Jurisdiction(code)?.Code,
        _ => null,
    };

    /// <summary>Whether a tenant's people may hold seats anywhere here.</summary>
    public bool IsBound(Guid tenant) => jurisdictionOfTenant.ContainsKey(tenant) || registryTenants.Ids.Contains(tenant);

    /// <summary>Whether a tenant's people may hold seats in a jurisdiction; null stands for the registry itself.</summary>
    public bool IsBound(Guid tenant, string? jurisdiction) => jurisdiction is null
        ? registryTenants.Ids.Contains(tenant)
        : jurisdictionOfTenant.TryGetValue(tenant, out var bound) && bound == jurisdiction;

    /// <summary>The unit with this code; null when there is none.</summary>
    public Unit? Unit(string code) => units.GetValueOrDefault(code);

    /// <summary>The task force with this code; null when there is none.</summary>
    public TaskForce? TaskForce(string code) => taskForces.GetValueOrDefault(code);

    /// <summary>The task forces that rules of a pack name and that are closed, sorted.</summary>
    public IReadOnlyList<string> ClosedIn(SopPack pack) =>
    [
        .. pack.Rules.Select(rule => rule.TaskForce).OfType<string>().Where(code => TaskForce(code) is { ClosedAt: not null })
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a place of this kind and code is closed.</summary>
    public bool IsClosed(SeatPlace place, string code) => place switch
    {
        SeatPlace.Unit => Unit(code) is { ClosedAt: not null },
        SeatPlace.TaskForce => TaskForce(code) is { ClosedAt: not null },
        _ => false,
    };

    /// <summary>The published pack that new decisions of a jurisdiction are made under; null when it has none.</summary>
    public SopPack? PackInForce(string jurisdiction) => inForce.GetValueOrDefault(jurisdiction);

    /// <summary>The time of day in a jurisdiction, in which its contacts keep their hours; UTC where the zone isn't known here.</summary>
    public TimeOnly LocalTime(string jurisdiction, DateTimeOffset now) =>
        Jurisdiction(jurisdiction) is { } known && TimeZoneInfo.TryFindSystemTimeZoneById(known.TimeZone, out var zone)
            ? TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime)
            : TimeOnly.FromDateTime(now.UtcDateTime);

    /// <summary>A published version of a pack, which never changes.</summary>
    public SopPack Pack(string jurisdiction, int version) => packs[(jurisdiction, version)];
}

/// <summary>
/// Reference data, read once and kept: every filing needs it and it changes seldom. Each change advances one row, which is read along
/// with a caller's seats: what one instance changed holds for the next request at every other.
/// </summary>
public sealed class ReferenceData(Database database, RegistryTenants registryTenants)
{
    private readonly Lock gate = new();
    private ReferenceSnapshot? held;

    /// <summary>The snapshot that the request's seat was found under. Whoever found none asks for <see cref="CurrentAsync"/>.</summary>
    public ValueTask<ReferenceSnapshot> GetAsync(CancellationToken ct) => held is { } kept ? new(kept) : ReadAsync(ct);

    /// <summary>A snapshot that is no older than <paramref name="revision"/>, which was read just now.</summary>
    public ValueTask<ReferenceSnapshot> GetAsync(int revision, CancellationToken ct) =>
        held is { } kept && kept.Rows.Revision >= revision ? new(kept) : ReadAsync(ct);

    /// <summary>The snapshot as of now.</summary>
    public async ValueTask<ReferenceSnapshot> CurrentAsync(CancellationToken ct) =>
        await GetAsync(await database.ReadAsync(ReferenceStore.ReadRevision(), ct), ct);

    private async ValueTask<ReferenceSnapshot> ReadAsync(CancellationToken ct)
    {
        var read = new ReferenceSnapshot(await database.ReadAsync(ReferenceStore.ReadAll(), ct), registryTenants);
        lock (gate)
        {
            // Of two that read at once, the older must not come after the newer.
            if (held is null || held.Rows.Revision < read.Rows.Revision)
                held = read;
        }

        return read;
    }
}
