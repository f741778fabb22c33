using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Seats;

/// <summary>What a seat lets its holder do; where, the seat itself says.</summary>
public enum SeatRole
{
    /// <summary>Officer of a unit: files, amends, answers.</summary>
    Officer,

    /// <summary>Supervisor of a unit: also withdraws and voids.</summary>
    Supervisor,

    /// <summary>Duty officer of a task force: acknowledges, claims, decides.</summary>
    Duty,

    /// <summary>Second officer of a task force: the same, and confirms what others propose.</summary>
    Second,

    /// <summary>Lead officer of a task force: also transfers, reassigns, reopens.</summary>
    Lead,

    /// <summary>National coordinator of a jurisdiction: owns what no rule could route.</summary>
    Coordinator,

    /// <summary>Auditor of a jurisdiction: metadata and the access log, never content.</summary>
    Auditor,

    /// <summary>Administrator of the registry: reference data and coordinators, no case.</summary>
    Admin,

    /// <summary>A partner's system: files, and reads what it was granted.</summary>
    Partner,
}

/// <summary>The agency a seat belongs to; copied onto each act.</summary>
public enum Agency
{
    /// <summary>Police.</summary>
    Police,

    /// <summary>Customs.</summary>
    Customs,

    /// <summary>Border guard.</summary>
    BorderGuard,

    /// <summary>Prosecution.</summary>
    Prosecution,

    /// <summary>Social services.</summary>
    SocialServices,

    /// <summary>A non-governmental organisation.</summary>
    Ngo,

    /// <summary>Another agency.</summary>
    Other,
}

/// <summary>
/// A seat: a role in a unit, task force, jurisdiction or the registry, with the agency it belongs to. Who may act is checked against
/// it at the moment of the act, so a leg is never stranded by a person leaving.
/// </summary>
/// <param name="Id">The seat's id.</param>
/// <param name="Principal">Who holds it.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="Where">The code of the unit, task force or jurisdiction, or <c>registry</c>.</param>
/// <param name="Jurisdiction">The jurisdiction it lies in; null for the registry itself.</param>
/// <param name="Agency">The agency, copied onto each act.</param>
/// <param name="IsPerson">False for a system, which can't take a person's moves.</param>
public sealed record Seat(
    SeatId Id, PrincipalId Principal, SeatRole Role, string Where, string? Jurisdiction, Agency Agency, bool IsPerson)
{
    /// <summary>How people name it, for example <c>duty@ME-OPTEAM</c>; accepted in <c>Acting-As</c>.</summary>
    public string Name => $"{Role.Code()}@{Where}";

    /// <summary>Whose records its acts are: the code of its jurisdiction, or <c>registry</c>.</summary>
    public string Owner => Jurisdiction ?? "registry";

    /// <summary>
    /// Whether it belongs to the desk from which somebody acted under a role at a place. A unit and a task force are one desk each; a
    /// jurisdiction's coordinators, auditors and partners share a place and are different desks.
    /// </summary>
    /// <param name="place">The code of the place; null where the registry acted by itself.</param>
    /// <param name="role">The code of the role there.</param>
    public bool IsOfDesk(string? place, string? role) =>
        Where == place && (Seating.PlaceOf(Role) is SeatPlace.Unit or SeatPlace.TaskForce || Role.Code() == role);
}
