using System.Globalization;
using System.Text.Json;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.Startup;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// The contract's document, generated from the routes, and the page to try it. There are two documents of one content: the contract
/// signs in at Entra, the page's signs in wherever this registry does.
/// </summary>
public static class OpenApiSetup
{
    private const string Contract = "v1";
    private const string Page = "page";
    private const string Scheme = "entra";
    private const string Entra = "https://login.microsoftonline.com/organizations/oauth2/v2.0/";

    /// <summary>Registers both documents.</summary>
    public static void AddOpenApiDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(Contract, options => Configure(options, EntraFlow("access_as_user")));
        if (!HasPage(builder.Configuration, builder.Environment))
            return;
        var flow = builder.HasDevelopmentSignIn() ? DevelopmentFlow() : EntraFlow(PageScope(builder.Configuration, builder.HasDevelopmentSignIn()));
        builder.Services.AddOpenApi(Page, options => Configure(options, flow));
    }

    /// <summary>Serves <c>/openapi/v1.json</c> and <c>/openapi/v1.yaml</c>, and the page's own document where there is a page.</summary>
    public static void MapOpenApiDocuments(this WebApplication app)
    {
        Map("/openapi/v1.json", Contract, "application/json", text => new OpenApiJsonWriter(text));
        Map("/openapi/v1.yaml", Contract, "application/yaml", text => new OpenApiYamlWriter(text));
        if (HasPage(app.Configuration, app.Environment))
            Map("/swagger/v1.json", Page, "application/json", text => new OpenApiJsonWriter(text));

        void Map(string path, string name, string mediaType, Func<TextWriter, IOpenApiWriter> writer)
        {
            // Routes don't change while the process runs, so one rendering serves everybody.
            var rendered = new Lazy<Task<string>>(() => RenderAsync(app.Services, name, writer));
            app.MapGet(path, async () => TypedResults.Text(await rendered.Value, mediaType, System.Text.Encoding.UTF8))
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
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Case Referral Registry";
            page.SwaggerEndpoint("/swagger/v1.json", "Case Referral Registry v1");
            page.OAuthClientId(app.Configuration["AzureAd:ClientId"]);
            page.OAuthUsePkce();
            page.OAuthScopes(PageScope(app.Configuration, development));
            page.EnablePersistAuthorization();
            page.EnableTryItOutByDefault();
            page.DisplayRequestDuration();
        });
    }

    /// <summary>The document as text.</summary>
    public static async Task<string> RenderAsync(IServiceProvider services, string name, Func<TextWriter, IOpenApiWriter> writer)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(name).GetOpenApiDocumentAsync();
        await using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, writer(text));
        return text.ToString();
    }

    private static void Configure(OpenApiOptions options, OpenApiOAuthFlow flow)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = info =>
            info.Type == typeof(JsonElement) || Json.IdConverters.Has(Nullable.GetUnderlyingType(info.Type) ?? info.Type)
                ? null
                : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
        options.AddSchemaTransformer(CodeListSchemas.CompleteAsync);
        options.AddOperationTransformer(OperationContract.CompleteAsync);
        options.AddDocumentTransformer((document, _, _) =>
        {
            Complete(document, flow);
            return Task.CompletedTask;
        });
    }

    private static void Complete(OpenApiDocument document, OpenApiOAuthFlow flow)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Case Referral Registry",
            Version = "v1",
            Description =
                "Joint units at seaports, airports and land borders tell the right task force about suspected trafficking in persons and "
                + "smuggling of migrants, and get an answer. Errors are problems (RFC 9457) with a stable code and a page that explains it.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent(ProblemSchema.Name, ProblemSchema.Make());
        document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2,
            Description = "Sign-in at the caller's own Entra tenant; app roles say what kind of thing one may do, seats say where.",
            Flows = new OpenApiOAuthFlows { AuthorizationCode = flow },
        });
        document.Security =
            [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [.. flow.Scopes!.Keys] }];
        RequestsAndAnswers.Tell(document);
    }

    private static OpenApiOAuthFlow EntraFlow(string scope) => new()
    {
        AuthorizationUrl = new Uri(Entra + "authorize"),
        TokenUrl = new Uri(Entra + "token"),
        Scopes = Scopes(scope),
    };

    private static OpenApiOAuthFlow DevelopmentFlow() => new()
    {
        AuthorizationUrl = new Uri("/development/authorize", UriKind.Relative),
        TokenUrl = new Uri("/development/token", UriKind.Relative),
        Scopes = Scopes(LocalIssuer.Scope),
    };

    private static Dictionary<string, string> Scopes(string scope) => new() { [scope] = "Act in the registry as yourself" };

    private static string PageScope(IConfiguration configuration, bool development) =>
        development ? LocalIssuer.Scope : $"api://{configuration["AzureAd:ClientId"]}/{LocalIssuer.Scope}";

    private static bool HasPage(IConfiguration configuration, IHostEnvironment environment) =>
        configuration["Swagger:Enabled"] is { Length: > 0 } configured
            ? bool.TryParse(configured, out var on) ? on : throw new StartupRefusedException("Swagger:Enabled must be true or false.")
            : environment.IsDevelopment();
}
