using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// The contract's document, generated from the routes, and the page to try it. There are two documents of one content: the contract
/// signs in at Entra, the page's signs in wherever this registry does.
/// </summary>
public static partial class OpenApiSetup
{
    /// <summary>The name of the contract's document.</summary>
    public const string Contract = "v1";

    private const string Page = "page";
    private const string HowToTry =
        "\n\n**To try it:** press *Authorize* twice and click `officer@ME-BAR-PCU`; execute `POST /v1/incidents` as it stands. Sign in "
        + "again as `duty@ME-OPTEAM`; `GET /v1/referrals` shows what came in. Get the referral by its `id`, then acknowledge, claim, "
        + "accept and conclude it: each answer's `etag` is the next request's `If-Match`.";

    private const string Entra = "https://login.microsoftonline.com/organizations/oauth2/v2.0/";

    // One definition and one server: nothing to choose. Answers are shown in full; of what may go wrong, what and why in a line each.
    private const string Style = """
        <style>
        .swagger-ui .topbar, .swagger-ui .scheme-container .servers-title, .swagger-ui .scheme-container .servers { display: none; }
        .swagger-ui .highlight-code > .microlight { max-height: 40rem; }
        .swagger-ui tr.response:not([data-code^="2"]) > td
            > :is(.response-controls, .model-example, .response__extension) { display: none; }
        .swagger-ui .curl-command .microlight { max-height: 10rem; }
        .swagger-ui .parameters input[type="text"] { width: 100%; max-width: 40rem; }
        .swagger-ui tr.response > .response-col_links { display: none; }
        </style>
        """;

    // In the order in which a case is worked on, and in which the page shows them.
    private static readonly OrderedDictionary<string, string> Tags = new()
    {
        ["Incidents"] = "What a unit saw: filed once, amended later, never deleted.",
        ["Referrals"] = "The legs of an incident, each in one task force's queue, with its state, deadlines and outcome.",
        ["Disclosures"] = "What may cross a border, who asked the owner for it, and what the owner answered.",
        ["Me"] = "Who the registry thinks you are.",
        ["Seats"] = "Who may do what where, who gave it, and what waits for a second person to confirm.",
        ["Access log"] = "Who opened, sought or was refused what, for the auditors of whose it is.",
        ["Reference"] = "Code lists, jurisdictions, units and task forces: the same for everybody, to be kept by a client.",
    };

    /// <summary>Registers both documents.</summary>
    public static void AddOpenApiDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<IdFactory>();
        builder.Services.AddOpenApi(Contract, options => Configure(
            options, EntraFlow(EntraTokens.Scope), OperationSecurity.SystemsFlow(new Uri(Entra + "token"))));
        if (!HasPage(builder.Configuration, builder.Environment))
            return;
        var flow = builder.HasDevelopmentSignIn() ? DevelopmentFlow()
            : EntraFlow(PageScope(builder.Configuration, builder.HasDevelopmentSignIn()));
        builder.Services.AddOpenApi(Page, options =>
        {
            Configure(options, flow);
            if (builder.HasDevelopmentSignIn())
                options.AddDocumentTransformer((document, _, _) => Task.FromResult(document.Info.Description += HowToTry));
        });
    }

    /// <summary>Serves <c>/openapi/v1.json</c> and <c>/openapi/v1.yaml</c>, and the page's own document where there is a page.</summary>
    public static void MapOpenApiDocuments(this WebApplication app)
    {
        Map("/openapi/v1.json", Contract, "application/json", text => new OpenApiJsonWriter(text));
        Map("/openapi/v1.yaml", Contract, "application/yaml", text => new OpenApiYamlWriter(text));
        if (HasPage(app.Configuration, app.Environment))
        {
            Map("/swagger/v1.json", Page, "application/json", text => new OpenApiJsonWriter(text), WithFreshClientIds);
            app.MapGet("/", () => TypedResults.Redirect("/swagger")).AllowAnonymous().ExcludeFromDescription();
        }

        void Map(
            string path, string name, string mediaType, Func<TextWriter, IOpenApiWriter> writer,
            Func<string, IdFactory, string>? each = null)
        {
            // Routes don't change while the process runs, so one rendering serves everybody.
            var rendered = new Lazy<Task<string>>(() => RenderAsync(app.Services, name, writer));
            app.MapGet(path, async (IdFactory ids) => TypedResults.Text(
                    each is null ? await rendered.Value : each(await rendered.Value, ids), mediaType, System.Text.Encoding.UTF8))
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }

    /// <summary>Serves Swagger UI at <c>/swagger</c>, in Development or with <c>Swagger:Enabled</c>; all of it from this process.</summary>
    public static void UseSwaggerPage(this WebApplication app)
    {
        if (!HasPage(app.Configuration, app.Environment))
            return;
        var development = app.Services.GetService<LocalIssuer>() is not null;
        var policy = SecurityHeaders.SwaggerPolicy(new Uri(app.Configuration["AzureAd:Instance"]!).GetLeftPart(UriPartial.Authority));
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/swagger"))
                http.Response.Headers.ContentSecurityPolicy = policy;
            return next(http);
        });
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Case Referral Registry";
            page.HeadContent = Style;
            page.SwaggerEndpoint("/swagger/v1.json", "Case Referral Registry v1");
            page.OAuthClientId(app.Configuration["AzureAd:ClientId"]);
            page.OAuthUsePkce();
            page.OAuthScopes(PageScope(app.Configuration, development));
            page.EnablePersistAuthorization();
            page.EnableDeepLinking();
            page.EnableTryItOutByDefault();
            page.DisplayRequestDuration();
            // Operations are what one came for; the schemas stand with each of them.
            page.DefaultModelsExpandDepth(-1);
            page.DefaultModelRendering(ModelRendering.Example);
            page.ShowExtensions();
        });
    }

    /// <summary>The document as text, in OpenAPI 3.1 unless an older <paramref name="version"/> is wanted.</summary>
    public static async Task<string> RenderAsync(
        IServiceProvider services, string name, Func<TextWriter, IOpenApiWriter> writer,
        OpenApiSpecVersion version = OpenApiSpecVersion.OpenApi3_1)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(name).GetOpenApiDocumentAsync();
        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAs(version, writer(text));
        return text.ToString();
    }

    // The page stands for a device, which makes its own clientId: otherwise what one files there was filed before by somebody else.
    private static string WithFreshClientIds(string document, IdFactory ids) =>
        ClientId().Replace(document, _ => $"\"clientId\": \"{ids.New()}\"");

    [GeneratedRegex("\"clientId\": \"[0-9a-f-]{36}\"", RegexOptions.CultureInvariant)]
    private static partial Regex ClientId();

    private static void Configure(OpenApiOptions options, OpenApiOAuthFlow flow, OpenApiOAuthFlow? systems = null)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = SchemaNames.Of;
        options.AddSchemaTransformer(CodeListSchemas.CompleteAsync);
        options.AddOperationTransformer(OperationContract.CompleteAsync);
        options.AddOperationTransformer((operation, context, _) =>
        {
            OperationSecurity.Complete(
                operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document!, flow.Scopes!.Keys.Single());
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, context, _) =>
        {
            Complete(document, flow, systems);
            var promised = context.DescriptionGroups.SelectMany(group => group.Items)
                .SelectMany(operation => operation.ActionDescriptor.EndpointMetadata);
            foreach (var said in promised)
            {
                if (said is MergePatchBody patch)
                    MergePatches.Add(document, patch);
                else if (said is ListInBody list)
                    Tell(list, document);
            }

            Bounds.Set(document, RequestsAndAnswers.Tell(document));
            AnswerExamples.Add(document);
            return Task.CompletedTask;
        });
    }

    private static void Tell(ListInBody list, OpenApiDocument document)
    {
        var items = (OpenApiSchema)document.Components!.Schemas![SchemaNames.Of(list.Body)].Properties![list.Member];
        items.Items = Schemas.Reference(SchemaNames.Of(list.Item), document);
        items.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        // What is wrong with one of them is answered for that one, and refuses no other.
        items.Extensions["x-answered-one-by-one"] = new JsonNodeExtension(JsonValue.Create(true));
    }

    private static void Complete(OpenApiDocument document, OpenApiOAuthFlow flow, OpenApiOAuthFlow? systems)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Case Referral Registry",
            // Semantic: what breaks a partner needs a new major, and before 1.0.0 a new minor version.
            Version = typeof(OpenApiSetup).Assembly.GetName().Version!.ToString(3),
            Contact = new OpenApiContact { Name = "The national coordinator of your jurisdiction" },
            Description =
                "Joint units at seaports, airports and land borders tell the right task force about suspected trafficking in persons and "
                + "smuggling of migrants, and get an answer. Errors are [problems](/problems) (RFC 9457) with a stable code and a page "
                + "that explains it.",
        };
        document.Servers =
        [
            new OpenApiServer
            {
                Url = "/",
                Description = "The registry that served this document, be it local, staging or production.",
                // Partners call it too.
                Extensions = new Dictionary<string, IOpenApiExtension> { ["x-internal"] = new JsonNodeExtension(JsonValue.Create(false)) },
            },
        ];
        document.Tags = (document.Tags ?? new HashSet<OpenApiTag>()).OrderBy(
            tag => Tags.IndexOf(tag.Name!) is >= 0 and var place ? place : Tags.Count).ToHashSet();
        foreach (var tag in document.Tags)
            tag.Description = Tags.GetValueOrDefault(tag.Name!);
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[ProblemSchema.Name] = ProblemSchema.Make();
        ProblemSchema.AddExamples(document);
        OperationContract.AddComponents(document);
        document.AddComponent<IOpenApiSecurityScheme>(OperationSecurity.Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2,
            Description =
                "Sign-in at the caller's own Entra tenant; app roles say what kind of thing one may do, seats say where. A person's client "
                + "asks for `api://{client id of the registry}/access_as_user`, and the token carries the app roles assigned to the "
                + "person. A system asks by client credentials for `api://{client id of the registry}/.default`, and the token carries the "
                + "app roles consented to; it has no scope. Each operation's `x-seats` says which it takes. Access tokens are JWTs, "
                + "validated as RFC8725 asks: issuer, audience, lifetime, and RS256 only.",
            Flows = new OpenApiOAuthFlows { AuthorizationCode = flow, ClientCredentials = systems },
        });
        document.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(OperationSecurity.Scheme, document)] = [.. flow.Scopes!.Keys],
                },
            ];
    }

    private static OpenApiOAuthFlow EntraFlow(string scope) => new()
    {
        AuthorizationUrl = new Uri(Entra + "authorize"),
        TokenUrl = new Uri(Entra + "token"),
        RefreshUrl = new Uri(Entra + "token"),
        Scopes = Scopes(scope),
    };

    private static OpenApiOAuthFlow DevelopmentFlow() => new()
    {
        AuthorizationUrl = new Uri("/development/authorize", UriKind.Relative),
        TokenUrl = new Uri("/development/token", UriKind.Relative),
        Scopes = Scopes(EntraTokens.Scope),
    };

    private static Dictionary<string, string> Scopes(string scope) => new() { [scope] = "Act in the registry as yourself" };

    private static string PageScope(IConfiguration configuration, bool development) =>
        development ? EntraTokens.Scope : $"api://{configuration["AzureAd:ClientId"]}/{EntraTokens.Scope}";

    private static bool HasPage(IConfiguration configuration, IHostEnvironment environment) =>
        configuration["Swagger:Enabled"] is { Length: > 0 } configured
            ? bool.TryParse(configured, out var on) ? on : throw new StartupRefusedException("Swagger:Enabled must be true or false.")
            : environment.IsDevelopment();
}
