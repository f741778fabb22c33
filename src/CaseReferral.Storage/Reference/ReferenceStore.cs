using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Domain.Units;

namespace CaseReferral.Storage.Reference;

/// <summary>Jurisdictions, units, task forces and published SOP packs: what changes seldom and everybody reads.</summary>
public static class ReferenceStore
{
    private static readonly AccessScope Public = AccessScope.Registry("reference data");

    private static readonly Statement Jurisdictions = new(_ => "SELECT Code, Label, TimeZone FROM Jurisdiction ORDER BY Code");

    private static readonly Statement Tenants = new(_ => "SELECT Jurisdiction, TenantId FROM JurisdictionTenant ORDER BY TenantId");

    private static readonly Statement Revision = new(_ => "SELECT Revision FROM ReferenceRevision WHERE Id = 1");

    private static readonly Statement Units = new(_ =>
        "SELECT Code, Jurisdiction, Name, Type, SiteFunction, SiteCode, ClosedAt FROM Unit ORDER BY Code");

    private static readonly Statement TaskForces = new(_ => "SELECT Code, Jurisdiction, Name, ClosedAt FROM TaskForce ORDER BY Code");

    private static readonly Statement Packs = new(_ => "SELECT Body FROM SopPack ORDER BY Jurisdiction, Version");

    private static readonly Statement InsertJurisdiction = new(_ =>
        "INSERT INTO Jurisdiction (Code, Label, TimeZone) VALUES (@Code, @Label, @TimeZone)");

    private static readonly Statement UpdateJurisdiction = new(_ =>
        "UPDATE Jurisdiction SET Label = @Label, TimeZone = @TimeZone WHERE Code = @Code");

    private static readonly Statement BindTenant = new(_ =>
        "INSERT INTO JurisdictionTenant (TenantId, Jurisdiction) VALUES (@TenantId, @Jurisdiction)");

    private static readonly Statement ReleaseTenants = new(_ => "DELETE FROM JurisdictionTenant WHERE Jurisdiction = @Jurisdiction");

    private static readonly Statement InsertUnit = new(_ => """
        INSERT INTO Unit (Code, Jurisdiction, Name, Type, SiteFunction, SiteCode, ClosedAt)
        VALUES (@Code, @Jurisdiction, @Name, @Type, @SiteFunction, @SiteCode, @ClosedAt)
        """);

    private static readonly Statement UpdateUnit = new(_ => """
        UPDATE Unit SET Name = @Name, Type = @Type, SiteFunction = @SiteFunction, SiteCode = @SiteCode, ClosedAt = @ClosedAt
        WHERE Code = @Code
        """);

    private static readonly Statement InsertTaskForce = new(_ =>
        "INSERT INTO TaskForce (Code, Jurisdiction, Name, ClosedAt) VALUES (@Code, @Jurisdiction, @Name, @ClosedAt)");

    private static readonly Statement UpdateTaskForce = new(_ =>
        "UPDATE TaskForce SET Name = @Name, ClosedAt = @ClosedAt WHERE Code = @Code");

    private static readonly Statement Advance = new(_ =>
        "UPDATE ReferenceRevision SET Revision = Revision + 1 WHERE Id = 1 AND Revision = @Revision");

    private static readonly Statement InsertPack = new(_ =>
        "INSERT INTO SopPack (Jurisdiction, Version, Body, PublishedAt) VALUES (@Jurisdiction, @Version, @Pack, @At)");

    /// <summary>Everything, in one snapshot.</summary>
    public static Load<ReferenceRows> ReadAll() =>
        Load.List<JurisdictionRow>(Jurisdictions, Public).And(
            Load.List<TenantRow>(Tenants, Public),
            (jurisdictions, tenants) => jurisdictions.Select(row => new Jurisdiction(
                row.Code, row.Label, row.TimeZone,
                [.. tenants.Where(tenant => tenant.Jurisdiction == row.Code).Select(tenant => tenant.TenantId)]))).And(
            Load.List<UnitRow>(Units, Public),
            Load.List<TaskForceRow>(TaskForces, Public),
            Load.List<string>(Packs, Public).And(ReadRevision()),
            (jurisdictions, units, taskForces, packs) => new ReferenceRows(
                [.. jurisdictions],
                [.. units.Select(row => new Unit(
                    row.Code, row.Jurisdiction, row.Name, Codes<UnitType>.Parse(row.Type), Codes<SiteFunction>.Parse(row.SiteFunction),
                    row.SiteCode, row.ClosedAt))],
                [.. taskForces.Select(row => new TaskForce(row.Code, row.Jurisdiction, row.Name, row.ClosedAt))],
                [.. packs.First.Select(SopPackJson.Parse)],
                packs.Second));

    /// <summary>Counts the changes of reference data: one row, read along with whatever decides on it.</summary>
    public static Load<int> ReadRevision() => Load.List<int>(Revision, Public).Select(rows => rows.Single());

    /// <summary>Makes the act a change of the reference data as it was read; loses when somebody else changed any of it first.</summary>
    public static Act ChangeReference(this Act act, int revision) => act.Do(Advance, new { Revision = revision });

    /// <summary>Adds a jurisdiction with its tenants.</summary>
    public static Act Add(this Act act, Jurisdiction jurisdiction)
    {
        act.Do(InsertJurisdiction, jurisdiction);
        return act.Bind(jurisdiction);
    }

    /// <summary>Changes a jurisdiction's label, time zone and tenants.</summary>
    public static Act Change(this Act act, Jurisdiction jurisdiction) =>
        act.Do(UpdateJurisdiction, jurisdiction).DoAny(ReleaseTenants, new { Jurisdiction = jurisdiction.Code }).Bind(jurisdiction);

    /// <summary>Adds a unit.</summary>
    public static Act Add(this Act act, Unit unit) => act.Do(InsertUnit, Spell(unit));

    /// <summary>Changes what a unit is called, what its site is, and whether it is closed; its code and jurisdiction stay.</summary>
    public static Act Change(this Act act, Unit unit) => act.Do(UpdateUnit, Spell(unit));

    /// <summary>Adds a task force.</summary>
    public static Act Add(this Act act, TaskForce taskForce) => act.Do(InsertTaskForce, taskForce);

    /// <summary>Changes what a task force is called, and whether it is closed; its code and jurisdiction stay.</summary>
    public static Act Change(this Act act, TaskForce taskForce) => act.Do(UpdateTaskForce, taskForce);

    /// <summary>Adds a published pack.</summary>
    public static Act Add(this Act act, SopPack pack, DateTimeOffset publishedAt) =>
        act.Do(InsertPack, new { pack.Jurisdiction, pack.Version, Pack = SopPackJson.Write(pack), At = publishedAt });

    private static Act Bind(this Act act, Jurisdiction jurisdiction)
    {
        foreach (var tenant in jurisdiction.Tenants)
            act.Do(BindTenant, new { TenantId = tenant, Jurisdiction = jurisdiction.Code });
        return act;
    }

    private static object Spell(Unit unit) => new
    {
        unit.Code,
        unit.Jurisdiction,
        unit.Name,
        Type = unit.Type.Code(),
        SiteFunction = unit.SiteFunction.Code(),
        unit.SiteCode,
        unit.ClosedAt,
    };

    private sealed record JurisdictionRow
    {
        public string Code { get; init; } = "";
        public string Label { get; init; } = "";
        public string TimeZone { get; init; } = "";
    }

    private sealed record TenantRow
    {
        public string Jurisdiction { get; init; } = "";
        public Guid TenantId { get; init; }
    }

    private sealed record UnitRow
    {
        public string Code { get; init; } = "";
        public string Jurisdiction { get; init; } = "";
        public string Name { get; init; } = "";
        public string Type { get; init; } = "";
        public string SiteFunction { get; init; } = "";
        public string? SiteCode { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
    }

    private sealed record TaskForceRow
    {
        public string Code { get; init; } = "";
        public string Jurisdiction { get; init; } = "";
        public string Name { get; init; } = "";
        public DateTimeOffset? ClosedAt { get; init; }
    }
}

/// <summary>All reference data, as one snapshot.</summary>
/// <param name="Jurisdictions">By code.</param>
/// <param name="Units">By code.</param>
/// <param name="TaskForces">By code.</param>
/// <param name="Packs">Published packs, by jurisdiction and version.</param>
/// <param name="Revision">Counts the changes of all of it.</param>
public sealed record ReferenceRows(
    IReadOnlyList<Jurisdiction> Jurisdictions, IReadOnlyList<Unit> Units, IReadOnlyList<TaskForce> TaskForces, IReadOnlyList<SopPack> Packs,
    int Revision);
