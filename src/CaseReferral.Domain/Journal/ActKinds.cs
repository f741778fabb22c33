using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Journal;

/// <summary>
/// Kinds of journal entry that something else reads by their name, and how those of moves are spelled (code list <c>timelineKind</c>).
/// </summary>
public static class ActKinds
{
    /// <summary>The unit filed it.</summary>
    public const string IncidentFiled = "incident-filed";

    /// <summary>Voiding was proposed.</summary>
    public const string IncidentVoidProposed = "incident-void-proposed";

    /// <summary>The incident was voided.</summary>
    public const string IncidentVoided = "incident-voided";

    /// <summary>A decline was sent back.</summary>
    public const string DeclineRejected = "referral-reject-decline";

    /// <summary>A conclusion was sent back.</summary>
    public const string ConclusionRejected = "referral-reject-conclusion";

    /// <summary>A leg that had ended was taken up again.</summary>
    public const string Reopened = "referral-reopen";

    /// <summary>The kind of a move.</summary>
    public static string Of(ReferralAction action) => $"referral-{action.Code()}";
}
