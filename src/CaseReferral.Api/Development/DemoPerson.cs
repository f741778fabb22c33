using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Development;

/// <summary>Somebody, or a partner's system, that one can be in a registry run for development.</summary>
/// <param name="User">How one names it, for example <c>officer@ME-BAR-PCU</c>.</param>
/// <param name="TenantId">The tenant that signs it in.</param>
/// <param name="ObjectId">Its object id there; always the same for the same user.</param>
/// <param name="Role">The role of its seat.</param>
/// <param name="Where">The code of the unit, task force or jurisdiction of its seat, or <c>registry</c>.</param>
/// <param name="Jurisdiction">The jurisdiction of its seat; null for the registry itself.</param>
/// <param name="Agency">The agency of its seat.</param>
/// <param name="AppRoles">The app roles its tokens carry.</param>
/// <param name="IsPerson">False for a partner's system.</param>
/// <param name="Title">What to show, for example <c>Officer, Bar Port Control Unit</c>.</param>
public sealed record DemoPerson(
    string User,
    Guid TenantId,
    Guid ObjectId,
    SeatRole Role,
    string Where,
    string? Jurisdiction,
    Agency Agency,
    IReadOnlyList<string> AppRoles,
    bool IsPerson,
    string Title);
