using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Telemetry;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>
/// The platform on a real Kestrel without use cases and without a store, and a few endpoints that exist to be asked wrongly.
/// </summary>
public sealed class PlatformHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private PlatformHost(WebApplication app)
    {
        this.app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public static Task<PlatformHost> StartAsync(params string[] arguments) => StartAsync(_ => { }, arguments);

    public static async Task<PlatformHost> StartAsync(Action<WebApplicationBuilder> also, params string[] arguments)
    {
        var builder = RegistryProcess.CreateBuilder(
            ["--urls", "http://127.0.0.1:0", "--environment", "Development", "--Logging:LogLevel:Default", "Critical", .. arguments]);
        builder.AddTelemetry();
        builder.AddClock();
        builder.AddJson();
        builder.AddProblems();
        builder.AddSignIn();
        builder.AddRateLimits();
        builder.AddDevelopment();
        builder.AddHealth();
        builder.AddOpenApiDocuments();

        var reference = DemoReference.Read(DemoReference.File);
        builder.Services.AddSingleton(DemoPeople.Of(reference.Jurisdictions, reference.Units, reference.TaskForces));
        builder.Services.AddSingleton<Func<string, IReadOnlyList<string>?>>(name => name == "crimeHypothesis" ? ["tip", "som"] : null);

        var tenants = reference.Jurisdictions.SelectMany(jurisdiction => jurisdiction.Tenants).Append(DemoPeople.RegistryTenant)
            .ToHashSet();
        builder.Services.AddSingleton<TenantIsBound>((tenant, _) => ValueTask.FromResult(tenants.Contains(tenant)));

        also(builder);

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseDeprecations();
        app.UseSwaggerPage();
        app.UseSignIn();
        app.MapHealth();
        app.MapProblemPages();
        app.MapOpenApiDocuments();
        app.MapDevelopment();
        TestEndpoints.Map(app);
        await app.StartAsync();
        return new PlatformHost(app);
    }

    /// <summary>Sends a request, with a token unless it is null.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    public string TokenOf(string user) =>
        Services.GetRequiredService<LocalIssuer>()
            .Issue(Services.GetRequiredService<IReadOnlyList<DemoPerson>>().Single(person => person.User == user));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>Endpoints that exist to be asked wrongly.</summary>
public static class TestEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var test = app.MapGroup("/v1/tests").WithTags("Tests").WithDescription("Exists to be asked wrongly.");
        test.MapGet("/me", (HttpContext http) => TypedResults.Ok(TokenIdentity.From(http.User))).WithName("GetTestMe")
            .WithSummary("Who am I?");
        test.MapGet("/supervisors", () => "yes").RequireAuthorization(policy => policy.RequireRole(AppRoles.UnitSupervise))
            .WithName("GetTestSupervisors").WithSummary("For supervisors only.");

        var open = app.MapGroup("/v1/open").WithTags("Open").WithDescription("Exists to be asked wrongly.").AllowAnonymous();
        open.MapPost(
            "/strict", (StrictRequest request) =>
                TypedResults.Ok(new StrictAnswer(request.Name, request.Hypothesis, Priority.P2, request.Parts)))
            .WithName("SendStrict").WithSummary("Takes a strict body.");
        open.MapPost("/any", (JsonElement request) => TypedResults.Ok(request.ValueKind.ToString())).WithName("SendAny")
            .WithSummary("Takes any JSON.");
        open.MapPost("/large", (StrictRequest request) => TypedResults.Ok(request.Name.Length)).WithBodyLimit(8 * 1024 * 1024)
            .WithName("SendLarge").WithSummary("Takes a large body.");
        open.MapGet("/numbers/{id:guid}", (Guid id) => TypedResults.Ok(id)).WithName("GetNumber").WithSummary("Takes an id.");
        open.MapGet("/ids/{id}", (Guid id) => TypedResults.Ok(id)).WithName("GetId").WithSummary("Takes an id.");
        open.MapGet("/query", (int limit, [FromHeader(Name = "X-Count")] int? count) => TypedResults.Ok(limit + count))
            .WithName("GetQuery").WithSummary("Takes a number.");
        open.MapPost("/moves", ([FromHeader(Name = "If-Match")] string? ifMatch) => TypedResults.Ok(ifMatch))
            .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey().TakesActingAs().TakesAccessPurpose().WithName("MoveTest")
            .WithSummary("Moves.");
        open.MapGet("/old", () => TypedResults.Ok("still"))
            .IsDeprecated(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero), "/v1/open/new")
            .WithName("GetOld").WithSummary("Goes away.");
        open.MapGet("/bug", string () => throw new InvalidOperationException("secret: Ana Anić")).WithName("GetBug").WithSummary("Fails.");
        open.MapGet("/refused", ProblemHttpResult () => Problem.Of(
            new Refusal("illegal-transition", "Choose one of allowed.", [new Fault("/a~1b", "One."), new Fault("/a~1b", "Two.")]),
            new Dictionary<string, object?> { ["state"] = "accepted", ["allowed"] = (string[])["conclude"] })).WithName("GetRefused")
                .WithSummary("Refuses.");
    }
}

/// <summary>A body with one member of each sort.</summary>
public sealed record StrictRequest
{
    /// <summary>A name.</summary>
    public required string Name { get; init; }

    /// <summary>A number.</summary>
    public int? Count { get; init; }

    /// <summary>A fraction.</summary>
    public double? Share { get; init; }

    /// <summary>A truth.</summary>
    public bool? Sure { get; init; }

    /// <summary>An id.</summary>
    public Guid? Id { get; init; }

    /// <summary>A typed id.</summary>
    public IncidentId? Incident { get; init; }

    /// <summary>An instant.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>A code.</summary>
    [FromList("crimeHypothesis")] public string? Hypothesis { get; init; }

    /// <summary>Codes.</summary>
    [FromList("crimeHypothesis")] public IReadOnlyList<string>? Hypotheses { get; init; }

    /// <summary>A text that the checks ask for, not the reader.</summary>
    [Required, MaxLength(40)] public string? Needed { get; init; }

    /// <summary>Texts.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Parts.</summary>
    public IReadOnlyList<StrictPart>? Parts { get; init; }
}

/// <summary>A part.</summary>
public sealed record StrictPart
{
    /// <summary>Its kind.</summary>
    [JsonRequired] public string? Kind { get; init; }

    /// <summary>A code.</summary>
    [FromList("crimeHypothesis")] public string? Hypothesis { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Name">A name.</param>
/// <param name="Hypothesis">A code.</param>
/// <param name="Priority">An enum.</param>
/// <param name="Parts">Parts.</param>
public sealed record StrictAnswer(
    string Name, [FromList("crimeHypothesis")] string? Hypothesis, Priority Priority, IReadOnlyList<StrictPart>? Parts);
