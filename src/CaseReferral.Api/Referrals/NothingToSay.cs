namespace CaseReferral.Api.Referrals;

/// <summary>The body of a move that needs no words: an empty object, or nothing at all.</summary>
public sealed record NothingToSay;
