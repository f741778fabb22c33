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

/// <summary>What a jurisdiction is to be.</summary>
public sealed record JurisdictionRequest
{
    /// <summary>What to show, for example <c>Kosovo (UNSCR 1244)</c>.</summary>
    [Required, MaxLength(200)] public string? Label { get; init; }

    /// <summary>IANA time zone, in which its contacts keep their hours.</summary>
    [Required, MaxLength(80)] public string? TimeZone { get; init; }

    /// <summary>
    /// The Entra tenants whose people may hold seats here, all of them: one, two while a tenant migrates, none while nobody may sign in.
    /// </summary>
    [Required, MaxLength(10)] public IReadOnlyList<TenantRequest>? Tenants { get; init; }
}

/// <summary>A tenant that a jurisdiction is bound to.</summary>
public sealed record TenantRequest
{
    /// <summary>Its id in Entra.</summary>
    [Required] public Guid? TenantId { get; init; }
}

/// <summary>Adds a jurisdiction, or changes it.</summary>
public static class PutJurisdiction
{
    private static readonly Kept<Jurisdiction, JurisdictionView> Jurisdictions = new(
        "jurisdiction", "/v1/jurisdictions", (reference, code) => reference.Jurisdiction(code), JurisdictionView.Of, ReferenceStore.Add,
        ReferenceStore.Change);

    /// <summary>PUT /v1/jurisdictions/{code}.</summary>
    public static async Task<Results<Answered<JurisdictionView>, ProblemHttpResult>> HandleAsync(
        string code, JurisdictionRequest request, HttpContext http, Caller caller, Cached cached, ReferenceChanges changes,
        CancellationToken ct)
    {
        if (!CodeLists.Find("jurisdiction")!.Contains(code))
            return Problem.Of(ProblemCatalogue.NotFound, "Give a code of /v1/code-lists/jurisdiction.");
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;
        if (Faults(request) is { Count: > 0 } faults)
            return Problem.Of(ProblemCatalogue.ValidationFailed, faults: faults);
        return await changes.PutAsync(Jurisdictions, code, (reference, _) => Decide(code, request, reference), http, caller, cached, ct);
    }

    private static (Jurisdiction? Wanted, ProblemHttpResult? Problem) Decide(
        string code, JurisdictionRequest request, ReferenceSnapshot reference)
    {
        var tenants = request.Tenants!.Select(tenant => tenant.TenantId!.Value).ToList();
        return tenants.Any(tenant => reference.JurisdictionOf(tenant) is { } other && other != code)
            ? (null, Problem.Of(ProblemCatalogue.TenantBoundElsewhere))
            : (new Jurisdiction(code, request.Label!, request.TimeZone!, tenants), null);
    }

    private static List<Fault> Faults(JurisdictionRequest request)
    {
        var tenants = request.Tenants!.Select(tenant => tenant.TenantId!.Value).ToList();
        List<Fault> faults = [];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(request.TimeZone!, out var zone) || !zone.HasIanaId)
            faults.Add(new("/timeZone", "Give an IANA time zone, for example Europe/Podgorica."));
        faults.AddRange(tenants.Select((tenant, at) => (tenant, at)).Where(given => tenants.IndexOf(given.tenant) < given.at)
            .Select(given => new Fault($"/tenants/{given.at}", "Give each tenant once.")));
        return faults;
    }
}
