namespace CaseReferral.Domain.TaskForces;

/// <summary>A queue that referrals are addressed to: a task force, a protection service, or an integrity recipient.</summary>
/// <param name="Code">Its code everywhere, for example <c>ME-OPTEAM</c>.</param>
/// <param name="Jurisdiction">The jurisdiction it belongs to.</param>
/// <param name="Name">What people call it.</param>
/// <param name="ClosedAt">Since when it takes nothing new; null while it does. What it has open its seats bring to an end.</param>
public sealed record TaskForce(string Code, string Jurisdiction, string Name, DateTimeOffset? ClosedAt = null);
