using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Contents;

/// <summary>The purposes that a seat may ever state; on an incident, its legs narrow them (<see cref="ContentRules"/>).</summary>
public static class SeatPurposes
{
    /// <summary>Those of a role.</summary>
    public static IReadOnlyList<AccessPurpose> Of(SeatRole role) => role switch
    {
        SeatRole.Officer or SeatRole.Partner => [AccessPurpose.Filing],
        SeatRole.Supervisor => [AccessPurpose.Filing, AccessPurpose.Supervision],
        SeatRole.Duty or SeatRole.Second =>
            [AccessPurpose.Triage, AccessPurpose.Investigation, AccessPurpose.VictimSupport, AccessPurpose.Deconfliction],
        SeatRole.Lead =>
            [AccessPurpose.Triage, AccessPurpose.Investigation, AccessPurpose.VictimSupport, AccessPurpose.Deconfliction,
                AccessPurpose.Supervision],
        SeatRole.Coordinator => [AccessPurpose.Supervision],
        SeatRole.Auditor => [AccessPurpose.Audit, AccessPurpose.SubjectAccess],
        _ => [],
    };
}
