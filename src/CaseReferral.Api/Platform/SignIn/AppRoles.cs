using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// App roles of the Entra application: what kind of thing a token's bearer may do. Where, the seats say; both must agree.
/// </summary>
public static class AppRoles
{
    /// <summary>File, amend, answer, message.</summary>
    public const string IncidentFile = "Incident.File";

    /// <summary>Withdraw, void, see the unit's lateness.</summary>
    public const string UnitSupervise = "Unit.Supervise";

    /// <summary>Acknowledge, claim, ask, accept, decline, confirm others' proposals, conclude.</summary>
    public const string ReferralTriage = "Referral.Triage";

    /// <summary>Transfer, reassign, reopen, change priority.</summary>
    public const string TaskForceLead = "TaskForce.Lead";

    /// <summary>Assign, packs, seats in the jurisdiction, consent.</summary>
    public const string JurisdictionCoordinate = "Jurisdiction.Coordinate";

    /// <summary>Access log, timelines without content.</summary>
    public const string RegistryAudit = "Registry.Audit";

    /// <summary>Reference data, coordinators.</summary>
    public const string RegistryAdminister = "Registry.Administer";

    /// <summary>Feed, webhooks, granted reads, for a partner's system.</summary>
    public const string PartnerRead = "Partner.Read";

    /// <summary>Filing by a partner's system.</summary>
    public const string PartnerFile = "Partner.File";

    /// <summary>Every app role there is.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        IncidentFile, UnitSupervise, ReferralTriage, TaskForceLead, JurisdictionCoordinate, RegistryAudit, RegistryAdminister,
        PartnerRead, PartnerFile,
    ];

    /// <summary>The app roles a token needs, all of them, before a seat of this role counts.</summary>
    public static IReadOnlyList<string> NeededFor(SeatRole role) => role switch
    {
        SeatRole.Officer => [IncidentFile],
        SeatRole.Supervisor => [IncidentFile, UnitSupervise],
        SeatRole.Duty or SeatRole.Second => [ReferralTriage],
        SeatRole.Lead => [ReferralTriage, TaskForceLead],
        SeatRole.Coordinator => [JurisdictionCoordinate],
        SeatRole.Auditor => [RegistryAudit],
        SeatRole.Admin => [RegistryAdminister],
        SeatRole.Partner => [PartnerRead, PartnerFile],
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A seat role without app roles would fail open."),
    };
}
