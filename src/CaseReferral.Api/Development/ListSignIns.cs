using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Development;

/// <summary>Who one can be.</summary>
public static class ListSignIns
{
    /// <summary>All demo sign-ins, in the order of the reference data.</summary>
    public static SignIns Handle(IReadOnlyList<DemoPerson> people) => new(
        [.. people.Select(person => new SignIn(
            person.User, person.Title, person.Role.Code(), person.Where, person.Jurisdiction, person.Agency.Code(), person.AppRoles,
            person.IsPerson))]);
}

/// <summary>The answer of <c>GET /development/sign-ins</c>.</summary>
/// <param name="Items">Each sign-in.</param>
public sealed record SignIns(IReadOnlyList<SignIn> Items);

/// <summary>Somebody one can be.</summary>
/// <param name="User">What to send to <c>POST /development/token</c>.</param>
/// <param name="Title">What it is.</param>
/// <param name="Role">The role of its seat.</param>
/// <param name="Where">Where its seat is.</param>
/// <param name="Jurisdiction">The jurisdiction of its seat; null for the registry itself.</param>
/// <param name="Agency">The agency of its seat.</param>
/// <param name="AppRoles">The app roles its tokens carry.</param>
/// <param name="IsPerson">False for a partner's system.</param>
public sealed record SignIn(
    string User, string Title, string Role, string Where, string? Jurisdiction, string Agency, IReadOnlyList<string> AppRoles,
    bool IsPerson);
