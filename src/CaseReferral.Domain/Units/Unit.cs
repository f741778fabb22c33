using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Units;

/// <summary>A joint unit of police and customs at a seaport, an airport or a land border.</summary>
/// <param name="Code">Its code everywhere, for example <c>ME-BAR-PCU</c>.</param>
/// <param name="Jurisdiction">The jurisdiction it works in, and that owns what it files.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Type">Kind of unit, after the UNODC programmes.</param>
/// <param name="SiteFunction">What its site is; decides the mode of transport when a filing doesn't say.</param>
/// <param name="SiteCode">UN/LOCODE of its site without the space, or null where none exists (XK).</param>
/// <param name="ClosedAt">Since when it files nothing new; null while it does. What it saw before then may still arrive.</param>
public sealed record Unit(
    string Code, string Jurisdiction, string Name, UnitType Type, SiteFunction SiteFunction, string? SiteCode,
    DateTimeOffset? ClosedAt = null);
