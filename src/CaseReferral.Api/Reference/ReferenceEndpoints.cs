using System.Security.Cryptography;
using System.Text.Json;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Domain.Units;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Reference;

/// <summary>A code list: the standard it follows and its values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it lists.</param>
/// <param name="Standard">The standard its values are spelled after.</param>
/// <param name="Values">Its values.</param>
public sealed record CodeListView(string Name, string Title, string Standard, IReadOnlyList<CodeView> Values);

/// <summary>A value of a code list.</summary>
/// <param name="Code">As it is sent.</param>
/// <param name="Label">As it is shown, in English.</param>
public sealed record CodeView(string Code, string Label);

/// <summary>A jurisdiction.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, or the user-assigned XK.</param>
/// <param name="Label">What to show.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="Tenants">The Entra tenants whose people may hold seats here.</param>
public sealed record JurisdictionView(
    [property: FromList("jurisdiction")] string Code, string Label, string TimeZone, IReadOnlyList<TenantView> Tenants)
{
    /// <summary>A jurisdiction as it is answered.</summary>
    public static JurisdictionView Of(Jurisdiction jurisdiction) => new(
        jurisdiction.Code, jurisdiction.Label, jurisdiction.TimeZone,
        [.. jurisdiction.Tenants.Order().Select(tenant => new TenantView(tenant))]);
}

/// <summary>A tenant that is bound to a jurisdiction.</summary>
/// <param name="TenantId">Its id in Entra.</param>
public sealed record TenantView(Guid TenantId);

/// <summary>A unit.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Jurisdiction">The jurisdiction it works in.</param>
/// <param name="Name">Its name.</param>
/// <param name="UnitType">Kind of unit.</param>
/// <param name="SiteFunction">What its site is.</param>
/// <param name="SiteCode">UN/LOCODE of its site; null where none exists.</param>
/// <param name="ClosedAt">Since when it files nothing new; null while it does.</param>
public sealed record UnitView(
    string Code, [property: FromList("jurisdiction")] string Jurisdiction, string Name, [property: FromList("unitType")] string UnitType,
    [property: FromList("siteFunction")] string SiteFunction, string? SiteCode, DateTimeOffset? ClosedAt)
{
    /// <summary>A unit as it is answered.</summary>
    public static UnitView Of(Unit unit) =>
        new(unit.Code, unit.Jurisdiction, unit.Name, unit.Type.Code(), unit.SiteFunction.Code(), unit.SiteCode, unit.ClosedAt);
}

/// <summary>A task force, protection service or integrity recipient.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Jurisdiction">The jurisdiction it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="ClosedAt">Since when it takes nothing new; null while it does.</param>
public sealed record TaskForceView(
    string Code, [property: FromList("jurisdiction")] string Jurisdiction, string Name, DateTimeOffset? ClosedAt)
{
    /// <summary>A task force as it is answered.</summary>
    public static TaskForceView Of(TaskForce taskForce) => new(taskForce.Code, taskForce.Jurisdiction, taskForce.Name, taskForce.ClosedAt);
}

/// <summary>
/// Reference data: the same for everybody who is signed in, so it may be kept by a client and asked for again with its ETag.
/// </summary>
public static class ReferenceEndpoints
{
    private const string JurisdictionCode = "The jurisdiction's code, for example ME.";
    private const string UnitCode = "The unit's code, for example ME-BAR-PCU.";
    private const string TaskForceCode = "The task force's code, for example ME-OPTEAM.";

    /// <summary>Maps code lists, jurisdictions, units and task forces.</summary>
    public static void MapReference(this IEndpointRouteBuilder app)
    {
        var reference = app.MapGroup("/v1").WithTags("Reference").RequireAuthorization();

        reference.MapGet("/code-lists", (Cached cached) => cached.Of(new Page<CodeListView>([.. CodeLists.All.Select(View)], null)))
            .IsReference<Page<CodeListView>>("ListCodeLists", "Lists all code lists");
        reference.MapGet(
            "/code-lists/{name}", (string name, Cached cached) => CodeLists.Find(name) is { } list ? cached.Of(View(list)) : Missing())
            .IsReference<CodeListView>("GetCodeList", "Gets a code list")
            .TakesSegment("name", "The list's name, for example crimeHypothesis.");
        reference.MapGet("/jurisdictions", async (ReferenceData data, Cached cached, CancellationToken ct) =>
                cached.Of(new Page<JurisdictionView>([.. (await data.GetAsync(ct)).Rows.Jurisdictions.Select(JurisdictionView.Of)], null)))
            .IsReference<Page<JurisdictionView>>("ListJurisdictions", "Lists the jurisdictions");
        reference.MapGet("/jurisdictions/{code}", async (string code, ReferenceData data, Cached cached, CancellationToken ct) =>
                (await data.GetAsync(ct)).Jurisdiction(code) is { } jurisdiction ? cached.Of(JurisdictionView.Of(jurisdiction)) : Missing())
            .IsReference<JurisdictionView>("GetJurisdiction", "Gets a jurisdiction").TakesSegment("code", JurisdictionCode);
        reference.MapGet("/units", async (ReferenceData data, Cached cached, CancellationToken ct) =>
                cached.Of(new Page<UnitView>([.. (await data.GetAsync(ct)).Rows.Units.Select(UnitView.Of)], null)))
            .IsReference<Page<UnitView>>("ListUnits", "Lists the units");
        reference.MapGet("/units/{code}", async (string code, ReferenceData data, Cached cached, CancellationToken ct) =>
                (await data.GetAsync(ct)).Unit(code) is { } unit ? cached.Of(UnitView.Of(unit)) : Missing())
            .IsReference<UnitView>("GetUnit", "Gets a unit").TakesSegment("code", UnitCode);
        reference.MapGet("/task-forces", async (ReferenceData data, Cached cached, CancellationToken ct) =>
                cached.Of(new Page<TaskForceView>([.. (await data.GetAsync(ct)).Rows.TaskForces.Select(TaskForceView.Of)], null)))
            .IsReference<Page<TaskForceView>>("ListTaskForces", "Lists the task forces");
        reference.MapGet("/task-forces/{code}", async (string code, ReferenceData data, Cached cached, CancellationToken ct) =>
                (await data.GetAsync(ct)).TaskForce(code) is { } taskForce ? cached.Of(TaskForceView.Of(taskForce)) : Missing())
            .IsReference<TaskForceView>("GetTaskForce", "Gets a task force").TakesSegment("code", TaskForceCode);

        reference.MapPut("/jurisdictions/{code}", PutJurisdiction.HandleAsync)
            .IsKept<JurisdictionView>(
                "PutJurisdiction", "Adds a jurisdiction of the code list, or changes its label, time zone and tenants", JurisdictionCode)
            .TakesExample("bound", "A jurisdiction with its tenant", () => """
                {
                  "label": "Montenegro", "timeZone": "Europe/Podgorica",
                  "tenants": [{ "tenantId": "5ee00000-0000-4000-8000-000000000003" }]
                }
                """)
            .Refuses(Kinds.TenantBoundElsewhere);
        reference.MapPut("/units/{code}", PutUnit.HandleAsync)
            .IsKept<UnitView>("PutUnit", "Adds a unit, changes what it is called and what its site is, or closes it", UnitCode)
            .TakesExample("port", "A port control unit", () => """
                { "name": "Port Control Unit, Port of Bar", "unitType": "PCU", "siteFunction": "sea", "siteCode": "MEBAR" }
                """);
        reference.MapPut("/task-forces/{code}", PutTaskForce.HandleAsync)
            .IsKept<TaskForceView>("PutTaskForce", "Adds a task force, changes what it is called, or closes it", TaskForceCode)
            .TakesExample("named", "A task force", () => """{ "name": "Operational team against trafficking" }""")
            .Refuses(Kinds.TaskForceNeeded);
    }

    private static RouteHandlerBuilder IsKept<T>(this RouteHandlerBuilder route, string name, string summary, string segment) => route
        .ForSeats(SeatRole.Admin).TakesActingAs()
        .WithName(name).WithSummary(summary)
        .WithDescription(
            "By administrators; on record in the registry's journal, and in effect on the next request everywhere. A code begins with its "
            + "jurisdiction's and never changes. Sending the same again changes nothing.")
        .TakesSegment("code", segment)
        .Answers(200, "As it now stands.").Produces<T>(StatusCodes.Status201Created).Answers(201, "It is added.")
        .TakesPutConditions().ReturnsETag().ReturnsLocation();

    private static RouteHandlerBuilder IsReference<T>(this RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name).WithSummary(summary)
        .WithDescription(
            "The same for everybody who is signed in. Keep it, and ask again with its `ETag` as `If-None-Match`: 304 when it is current.")
                .Produces<T>().AnswersNotModified();

    private static ProblemHttpResult Missing() => Problem.Of(Kinds.NotFound);

    private static CodeListView View(CodeList list) =>
        new(list.Name, list.Title, list.Standard, [.. list.Values.Select(value => new CodeView(value.Code, value.Label))]);
}

/// <summary>Answers with an ETag made of the representation itself, or 304 when the caller has it.</summary>
public sealed class Cached(IHttpContextAccessor accessor, IOptions<JsonOptions> json)
{
    /// <summary>The answer with <paramref name="value"/>.</summary>
    public IResult Of<T>(T value)
    {
        var http = accessor.HttpContext!;
        var bytes = Write(value);
        http.Response.Headers.CacheControl = "private, max-age=60, must-revalidate";
        return Results.Bytes(bytes, "application/json; charset=utf-8", entityTag: new(TagOf(bytes)));
    }

    /// <summary>The tag of <paramref name="value"/>, quotes included.</summary>
    public string TagOf<T>(T value) => TagOf(Write(value));

    private static string TagOf(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";

    private byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, json.Value.SerializerOptions);
}
