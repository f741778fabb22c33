using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>Refusals that more than one move gives.</summary>
internal static class Refusals
{
    public static Refusal Illegal(string detail) => new("illegal-transition", detail);

    public static Refusal Illegal(ReferralState state, ReferralAction action) => Illegal(
        $"A referral that is {state.Code()} can't be moved by {action.Code()}. What you may do with it now is in allowed.");

    public static readonly Refusal Voided = new(
        "incident-voided", "The incident is voided: nothing on it changes any more. File a new one.");

    public static readonly Refusal Unchanged = new("nothing-to-change", "It is so already. There is nothing to do.");

    public static Refusal Recipient(string detail) => new("recipient-refused", detail);

    public static Refusal Into(string detail) => new("merge-refused", detail);
}
