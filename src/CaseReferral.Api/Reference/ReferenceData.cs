using System.Collections.Frozen;
using CaseReferral.Api.Platform.SignIn;
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
    private readonly FrozenDictionary<(string, int), SopPack> packs = rows.Packs.ToFrozenDictionary(pack => (pack.Jurisdiction, pack.Version));

    private readonly FrozenDictionary<string, SopPack> inForce =
        rows.Packs.GroupBy(pack => pack.Jurisdiction).ToFrozenDictionary(group => group.Key, group => group.MaxBy(pack => pack.Version)!);

    // A tenant that two jurisdictions claim is neither's: nobody's token may act in another jurisdiction than their own.
    private readonly FrozenDictionary<Guid, string> jurisdictionOfTenant = rows.Jurisdictions
        .Where(row => row.TenantId is not null)
        .GroupBy(row => row.TenantId!.Value)
        .Where(claims => claims.Count() == 1)
        .ToFrozenDictionary(claims => claims.Key, claims => claims.Single().Code);

    /// <summary>All of it, sorted by code.</summary>
    public ReferenceRows Rows => rows;

    /// <summary>The jurisdiction with this code; null when there is none.</summary>
    public Jurisdiction? Jurisdiction(string code) => jurisdictions.GetValueOrDefault(code);

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
/// Reference data, read once and kept: every filing needs it and it changes seldom. A snapshot older than <see cref="Fresh"/> is read
/// again, so that what another instance changed arrives.
/// </summary>
public sealed class ReferenceData(Database database, RegistryTenants registryTenants, TimeProvider clock)
{
    /// <summary>How long a snapshot is good without asking.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private Held? held;

    /// <summary>The snapshot that holds now.</summary>
    public ValueTask<ReferenceSnapshot> GetAsync(CancellationToken ct) =>
        held is { } kept && clock.GetElapsedTime(kept.ReadAt) < Fresh ? new(kept.Snapshot) : ReadAsync(ct);

    /// <summary>Reads it again at the next use.</summary>
    public void Forget() => held = null;

    private async ValueTask<ReferenceSnapshot> ReadAsync(CancellationToken ct)
    {
        var readAt = clock.GetTimestamp();
        var snapshot = new ReferenceSnapshot(await database.ReadAsync(ReferenceStore.ReadAll(), ct), registryTenants);
        held = new(snapshot, readAt);
        return snapshot;
    }

    private sealed record Held(ReferenceSnapshot Snapshot, long ReadAt);
}
