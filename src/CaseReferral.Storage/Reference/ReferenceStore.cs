using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Domain.Units;

namespace CaseReferral.Storage.Reference;

/// <summary>Jurisdictions, units, task forces and published SOP packs: what changes seldom and everybody reads.</summary>
public static class ReferenceStore
{
    private static readonly AccessScope Public = AccessScope.Registry("reference data");

    private static readonly Statement Jurisdictions = new(_ => "SELECT Code, Label, TimeZone, TenantId FROM Jurisdiction ORDER BY Code");

    private static readonly Statement Units = new(_ =>
        "SELECT Code, Jurisdiction, Name, Type, SiteFunction, SiteCode FROM Unit ORDER BY Code");

    private static readonly Statement TaskForces = new(_ => "SELECT Code, Jurisdiction, Name FROM TaskForce ORDER BY Code");

    private static readonly Statement Packs = new(_ => "SELECT Body FROM SopPack ORDER BY Jurisdiction, Version");

    private static readonly Statement InsertJurisdiction = new(_ =>
        "INSERT INTO Jurisdiction (Code, Label, TimeZone, TenantId) VALUES (@Code, @Label, @TimeZone, @TenantId)");

    private static readonly Statement InsertUnit = new(_ => """
        INSERT INTO Unit (Code, Jurisdiction, Name, Type, SiteFunction, SiteCode)
        VALUES (@Code, @Jurisdiction, @Name, @Type, @SiteFunction, @SiteCode)
        """);

    private static readonly Statement InsertTaskForce = new(_ =>
        "INSERT INTO TaskForce (Code, Jurisdiction, Name) VALUES (@Code, @Jurisdiction, @Name)");

    private static readonly Statement InsertPack = new(_ =>
        "INSERT INTO SopPack (Jurisdiction, Version, Body, PublishedAt) VALUES (@Jurisdiction, @Version, @Pack, @At)");

    /// <summary>Everything, in one snapshot.</summary>
    public static Load<ReferenceRows> ReadAll() =>
        Load.List<JurisdictionRow>(Jurisdictions, Public).And(
            Load.List<UnitRow>(Units, Public),
            Load.List<TaskForceRow>(TaskForces, Public),
            Load.List<string>(Packs, Public),
            (jurisdictions, units, taskForces, packs) => new ReferenceRows(
                [.. jurisdictions.Select(row => new Jurisdiction(row.Code, row.Label, row.TimeZone, row.TenantId))],
                [.. units.Select(row => new Unit(
                    row.Code, row.Jurisdiction, row.Name, Codes<UnitType>.Parse(row.Type), Codes<SiteFunction>.Parse(row.SiteFunction),
                    row.SiteCode))],
                [.. taskForces.Select(row => new TaskForce(row.Code, row.Jurisdiction, row.Name))],
                [.. packs.Select(SopPackJson.Parse)]));

    /// <summary>Adds a jurisdiction.</summary>
    public static Act Add(this Act act, Jurisdiction jurisdiction) => act.Do(InsertJurisdiction, jurisdiction);

    /// <summary>Adds a unit.</summary>
    public static Act Add(this Act act, Unit unit) => act.Do(InsertUnit, new
    {
        unit.Code,
        unit.Jurisdiction,
        unit.Name,
        Type = unit.Type.Code(),
        SiteFunction = unit.SiteFunction.Code(),
        unit.SiteCode,
    });

    /// <summary>Adds a task force.</summary>
    public static Act Add(this Act act, TaskForce taskForce) => act.Do(InsertTaskForce, taskForce);

    /// <summary>Adds a published pack.</summary>
    public static Act Add(this Act act, SopPack pack, DateTimeOffset publishedAt) =>
        act.Do(InsertPack, new { pack.Jurisdiction, pack.Version, Pack = SopPackJson.Write(pack), At = publishedAt });

    private sealed record JurisdictionRow
    {
        public string Code { get; init; } = "";
        public string Label { get; init; } = "";
        public string TimeZone { get; init; } = "";
        public Guid? TenantId { get; init; }
    }

    private sealed record UnitRow
    {
        public string Code { get; init; } = "";
        public string Jurisdiction { get; init; } = "";
        public string Name { get; init; } = "";
        public string Type { get; init; } = "";
        public string SiteFunction { get; init; } = "";
        public string? SiteCode { get; init; }
    }

    private sealed record TaskForceRow
    {
        public string Code { get; init; } = "";
        public string Jurisdiction { get; init; } = "";
        public string Name { get; init; } = "";
    }
}

/// <summary>All reference data, as one snapshot.</summary>
/// <param name="Jurisdictions">By code.</param>
/// <param name="Units">By code.</param>
/// <param name="TaskForces">By code.</param>
/// <param name="Packs">Published packs, by jurisdiction and version.</param>
public sealed record ReferenceRows(
    IReadOnlyList<Jurisdiction> Jurisdictions, IReadOnlyList<Unit> Units, IReadOnlyList<TaskForce> TaskForces, IReadOnlyList<SopPack> Packs);
