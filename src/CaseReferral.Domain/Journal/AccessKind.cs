namespace CaseReferral.Domain.Journal;

/// <summary>What an entry of the access log tells.</summary>
public enum AccessKind
{
    /// <summary>Content was opened.</summary>
    Consultation,

    /// <summary>Somebody asked for what they may not see or do, or for what never was.</summary>
    Denied,

    /// <summary>A list was narrowed: somebody looked for something.</summary>
    Search,

    /// <summary>A valid token, and no seat that may do this.</summary>
    SignInRefused,

    /// <summary>The access log was exported.</summary>
    Export,

    /// <summary>Somebody opens more than is usual.</summary>
    Alert,
}
