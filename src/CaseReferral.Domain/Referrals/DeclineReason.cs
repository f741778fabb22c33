namespace CaseReferral.Domain.Referrals;

/// <summary>Why a task force says no; what follows depends on it.</summary>
public enum DeclineReason
{
    /// <summary>Not ours to decide: the same pack version routes it again, to a task force that has no open leg of the incident.</summary>
    NotMandate,

    /// <summary>Another leg is about the same; it goes on there, like a merge.</summary>
    Duplicate,

    /// <summary>Too little to go on, and the question that was asked didn't help. A safeguarded leg goes to the coordinator.</summary>
    InsufficientInformation,

    /// <summary>For another jurisdiction: the own coordinator decides what crosses the border.</summary>
    OtherJurisdiction,
}
