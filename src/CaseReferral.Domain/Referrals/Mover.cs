namespace CaseReferral.Domain.Referrals;

/// <summary>Who may take an action, by their relation to the leg at the moment of the act. <see cref="Movers"/> says who that is.</summary>
public enum Mover
{
    /// <summary>Anybody with a triage seat in the leg's queue.</summary>
    DutyOfficer,

    /// <summary>The seat that claimed it.</summary>
    Assignee,

    /// <summary>The seat that claimed it, or a lead officer of the queue.</summary>
    AssigneeOrLeadOfficer,

    /// <summary>A lead officer of the queue; for an unrouted leg the coordinator.</summary>
    LeadOfficer,

    /// <summary>Another principal with a triage seat in the queue, never the proposer; the coordinator where there is none.</summary>
    SecondOfficer,

    /// <summary>The coordinator of the jurisdiction.</summary>
    Coordinator,

    /// <summary>Anybody of the filing unit; only the filer of a restricted incident.</summary>
    FilingUnit,

    /// <summary>A supervisor of the filing unit; the filer of a restricted incident.</summary>
    FilingSupervisor,
}
