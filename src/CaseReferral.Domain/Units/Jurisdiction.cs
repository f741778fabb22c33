namespace CaseReferral.Domain.Units;

/// <summary>A jurisdiction: its own tenant, rules and law. Never called a country.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, or the user-assigned <c>XK</c>.</param>
/// <param name="Label">What to show; configuration decides it ("Kosovo (UNSCR 1244)").</param>
/// <param name="TimeZone">IANA time zone, in which contacts keep their hours.</param>
/// <param name="Tenants">
/// The Entra tenants whose people may hold seats here: one, and two while a tenant migrates. Each is bound to one jurisdiction.
/// </param>
public sealed record Jurisdiction(string Code, string Label, string TimeZone, IReadOnlyList<Guid> Tenants);
