using System.Security.Cryptography;
using System.Text.Json;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.CodeLists;
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
public sealed record JurisdictionView([property: FromList("jurisdiction")] string Code, string Label, string TimeZone);

/// <summary>A unit.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Jurisdiction">The jurisdiction it works in.</param>
/// <param name="Name">Its name.</param>
/// <param name="UnitType">Kind of unit.</param>
/// <param name="SiteFunction">What its site is.</param>
/// <param name="SiteCode">UN/LOCODE of its site; null where none exists.</param>
public sealed record UnitView(
    string Code, [property: FromList("jurisdiction")] string Jurisdiction, string Name, [property: FromList("unitType")] string UnitType,
    [property: FromList("siteFunction")] string SiteFunction, string? SiteCode);

/// <summary>A task force, protection service or integrity recipient.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Jurisdiction">The jurisdiction it belongs to.</param>
/// <param name="Name">Its name.</param>
public sealed record TaskForceView(string Code, [property: FromList("jurisdiction")] string Jurisdiction, string Name);

/// <summary>
/// Reference data: the same for everybody who is signed in, so it may be kept by a client and asked for again with its ETag.
/// </summary>
public static class ReferenceEndpoints
{
    /// <summary>Maps code lists, jurisdictions, units and task forces.</summary>
    public static void MapReference(this IEndpointRouteBuilder app)
    {
        var reference = app.MapGroup("/v1").WithTags("Reference").RequireAuthorization();

        reference.MapGet("/code-lists", (Cached cached) => cached.Of(new Page<CodeListView>([.. CodeLists.All.Select(View)], null)))
            .IsReference<Page<CodeListView>>("ListCodeLists", "Lists all code lists");
        reference.MapGet("/code-lists/{name}", (string name, Cached cached) => CodeLists.Find(name) is { } list ? cached.Of(View(list)) : Missing())
            .IsReference<CodeListView>("GetCodeList", "Gets a code list").TakesSegment("name", "The list's name, for example crimeHypothesis.");
        reference.MapGet("/jurisdictions", async (ReferenceData data, Cached cached, CancellationToken ct) =>
                cached.Of(new Page<JurisdictionView>([.. (await data.GetAsync(ct)).Rows.Jurisdictions.Select(View)], null)))
            .IsReference<Page<JurisdictionView>>("ListJurisdictions", "Lists the jurisdictions");
        reference.MapGet("/units", async (ReferenceData data, Cached cached, CancellationToken ct) =>
                cached.Of(new Page<UnitView>([.. (await data.GetAsync(ct)).Rows.Units.Select(View)], null)))
            .IsReference<Page<UnitView>>("ListUnits", "Lists the units");
        reference.MapGet("/units/{code}", async (string code, ReferenceData data, Cached cached, CancellationToken ct) =>
                (await data.GetAsync(ct)).Unit(code) is { } unit ? cached.Of(View(unit)) : Missing())
            .IsReference<UnitView>("GetUnit", "Gets a unit").TakesSegment("code", "The unit's code, for example ME-BAR-PCU.");
        reference.MapGet("/task-forces", async (ReferenceData data, Cached cached, CancellationToken ct) =>
                cached.Of(new Page<TaskForceView>([.. (await data.GetAsync(ct)).Rows.TaskForces.Select(View)], null)))
            .IsReference<Page<TaskForceView>>("ListTaskForces", "Lists the task forces");
        reference.MapGet("/task-forces/{code}", async (string code, ReferenceData data, Cached cached, CancellationToken ct) =>
                (await data.GetAsync(ct)).TaskForce(code) is { } taskForce ? cached.Of(View(taskForce)) : Missing())
            .IsReference<TaskForceView>("GetTaskForce", "Gets a task force").TakesSegment("code", "The task force's code, for example ME-OPTEAM.");
    }

    private static RouteHandlerBuilder IsReference<T>(this RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name).WithSummary(summary)
        .WithDescription("The same for everybody who is signed in. Keep it, and ask again with its `ETag` as `If-None-Match`: 304 when it is current.").Produces<T>().AnswersNotModified();

    private static ProblemHttpResult Missing() => Problem.Of(Kinds.NotFound);

    private static CodeListView View(CodeList list) =>
        new(list.Name, list.Title, list.Standard, [.. list.Values.Select(value => new CodeView(value.Code, value.Label))]);

    private static JurisdictionView View(Jurisdiction jurisdiction) => new(jurisdiction.Code, jurisdiction.Label, jurisdiction.TimeZone);

    private static UnitView View(Unit unit) =>
        new(unit.Code, unit.Jurisdiction, unit.Name, unit.Type.Code(), unit.SiteFunction.Code(), unit.SiteCode);

    private static TaskForceView View(TaskForce taskForce) => new(taskForce.Code, taskForce.Jurisdiction, taskForce.Name);
}

/// <summary>Answers with an ETag made of the representation itself, or 304 when the caller has it.</summary>
public sealed class Cached(IHttpContextAccessor accessor, IOptions<JsonOptions> json)
{
    /// <summary>The answer with <paramref name="value"/>.</summary>
    public IResult Of<T>(T value)
    {
        var http = accessor.HttpContext!;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, json.Value.SerializerOptions);
        var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
        http.Response.Headers.CacheControl = "private, max-age=60, must-revalidate";
        return Results.Bytes(bytes, "application/json; charset=utf-8", entityTag: tag);
    }
}
