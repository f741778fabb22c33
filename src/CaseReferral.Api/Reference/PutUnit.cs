using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Units;
using CaseReferral.Storage.Reference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Reference;

/// <summary>What a unit is to be.</summary>
public sealed record UnitRequest
{
    /// <summary>Its name.</summary>
    [Required, MaxLength(200)] public string? Name { get; init; }

    /// <summary>Kind of unit.</summary>
    [Required, FromList("unitType")] public string? UnitType { get; init; }

    /// <summary>What its site is; decides the mode of transport when a filing doesn't say.</summary>
    [Required, FromList("siteFunction")] public string? SiteFunction { get; init; }

    /// <summary>UN/LOCODE of its site without the space, for example MEBAR; left out where none exists.</summary>
    [MaxLength(5)] public string? SiteCode { get; init; }

    /// <summary>
    /// True closes it: from now on it files nothing that it saw later, and nobody gets a seat there. What it filed goes on. False, or left
    /// out, opens it again.
    /// </summary>
    public bool? Closed { get; init; }
}

/// <summary>Adds a unit, or changes it; closes it, or opens it again.</summary>
public static class PutUnit
{
    private const int SiteCodeLength = 5;

    private static readonly Kept<Unit, UnitView> Units = new(
        "unit", "/v1/units", (reference, code) => reference.Unit(code), UnitView.Of, ReferenceStore.Add, ReferenceStore.Change);

    /// <summary>PUT /v1/units/{code}.</summary>
    public static async Task<Results<Answered<UnitView>, ProblemHttpResult>> HandleAsync(
        string code, UnitRequest request, HttpContext http, Caller caller, Cached cached, ReferenceChanges changes, CancellationToken ct)
    {
        if (!ReferenceChanges.IsCode(code))
            return ReferenceChanges.NoCode;
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;
        if (request.SiteCode is { } site && !IsSite(site, code[..2]))
        {
            return Problem.Of(ProblemCatalogue.ValidationFailed, faults:
                [new("/siteCode",
                    "Give the UN/LOCODE of its site in its jurisdiction without the space, for example MEBAR, or leave it out.")]);
        }

        return await changes.PutAsync(
            Units, code,
            (reference, now) => reference.Jurisdiction(code[..2]) is { } jurisdiction
                ? (new Unit(
                    code, jurisdiction.Code, request.Name!, Codes<UnitType>.Parse(request.UnitType!),
                    Codes<SiteFunction>.Parse(request.SiteFunction!), request.SiteCode,
                    ReferenceChanges.ClosedAt(request.Closed, reference.Unit(code)?.ClosedAt, now)), null)
                : (null, ReferenceChanges.NoCode),
            http, caller, cached, ct);
    }

    // UN/LOCODE leaves out 0 and 1, which look like letters.
    private static bool IsSite(string site, string jurisdiction) =>
        site.Length == SiteCodeLength && site.StartsWith(jurisdiction, StringComparison.Ordinal)
        && site[2..].All(character => char.IsAsciiLetterUpper(character) || character is >= '2' and <= '9');
}
