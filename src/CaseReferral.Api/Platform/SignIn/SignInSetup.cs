using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// Sign-in with Microsoft.Identity.Web, always the real pipeline. The development sign-in replaces what answers for the issuer and
/// nothing else.
/// </summary>
public static class SignInSetup
{
    /// <summary>
    /// How far apart a token's clock and ours may be. The default of five minutes keeps expired tokens alive for too long.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(45);

    private const string KeptKeysFile = "SignIn:KeptKeysFile";
    private const string RegistryTenantsKey = "SignIn:RegistryTenants";

    /// <summary>Accepts Entra's v2 access tokens for this application from every tenant that is bound to something here.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var entra = builder.Configuration.GetSection("AzureAd");
        var clientId = RequireConfigured(entra);

        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddMicrosoftIdentityWebApi(entra);
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IssuerKeys>((bearer, keys) =>
        {
            bearer.ConfigurationManager = keys;
            bearer.MapInboundClaims = false;
            // Says only that the token wasn't accepted: why would help whoever forged it. Of a genuine one, Refuse tells.
            bearer.IncludeErrorDetails = false;
            bearer.TokenValidationParameters.ClockSkew = ClockSkew;
            // Exactly this one, and not the vendor's choice by the version that the token claims.
            bearer.TokenValidationParameters.AudienceValidator = null;
            bearer.TokenValidationParameters.ValidAudiences = [clientId];
            bearer.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
            bearer.TokenValidationParameters.ValidTypes = ["JWT", "at+jwt"];
            bearer.TokenValidationParameters.RequireExpirationTime = true;
            bearer.TokenValidationParameters.RequireSignedTokens = true;
            // Entra names its keys. A token that names none of them isn't tried against all.
            bearer.TokenValidationParameters.TryAllIssuerSigningKeys = false;
            bearer.TokenValidationParameters.RoleClaimType = "roles";
            bearer.TokenValidationParameters.NameClaimType = "oid";
            bearer.TokenValidationParameters.IssuerValidatorUsingConfiguration = EntraTokens.ValidateIssuer;
            bearer.Events.OnTokenValidated = Demand(bearer.Events.OnTokenValidated);
            bearer.Events.OnChallenge = challenge => RefuseAsync(challenge, clientId, keys);
        });

        // Nothing fails open: a route that says nothing about sign-in needs it. An unknown route or method stays 404 or 405.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.User.Identity?.IsAuthenticated == true
                || context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build());

        // Authentication brings data protection along for cookies that this API doesn't have. Whether or not anybody uses its keys, its
        // start would write them, unencrypted, into the user's home folder.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var start in builder.Services.Where(IsStartOfDataProtection).ToList())
            builder.Services.Remove(start);

        var tenants = RegistryTenantsOf(builder.Configuration);
        builder.Services.AddSingleton(tenants);

        var kept = KeptKeys(builder);
        builder.Services.AddSingleton(services => new KeptIssuerKeys(kept ?? BesideTheData(services), TimeProvider.System));
        builder.Services.AddSingleton<IssuerKeys>();
        builder.Services.AddSingleton<IssuerKeyRefresh>();
        builder.Services.AddHostedService(services => services.GetRequiredService<IssuerKeyRefresh>());
        builder.Services.AddHttpClient(IssuerKeyRefresh.Client, client => client.MaxResponseContentBufferSize = 1024 * 1024)
            // Keys come from the address that is configured, and from nowhere it points to.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        builder.Services.AddHealthChecks().AddCheck<IssuerKeyRefresh>("sign-in", tags: [HealthSetup.Ready]);

        string? BesideTheData(IServiceProvider services) =>
            // The local issuer is never away, and its keys are worth nothing to another process.
            services.GetService<LocalIssuer>() is null && services.GetService<RegistryPlace>()?.Folder is { } folder
                ? Path.Combine(folder, "issuer-keys.json")
                : null;
    }

    /// <summary>
    /// Authenticates, counts the request on whoever it turned out to be, and authorises whatever comes after.
    /// </summary>
    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimits();
        app.UseAuthorization();
    }

    private static bool IsStartOfDataProtection(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Assembly == typeof(Microsoft.AspNetCore.DataProtection.IDataProtectionBuilder).Assembly;

    // After the vendor's own demand that a token has a scope or a role.
    private static Func<TokenValidatedContext, Task> Demand(Func<TokenValidatedContext, Task> vendors) => async context =>
    {
        await vendors(context);
        if (context.Result is not null)
            return;
        var isBound = context.HttpContext.RequestServices.GetRequiredService<TenantIsBound>();
        if (await EntraTokens.WhyNotAsync(context.Principal!, isBound, context.HttpContext.RequestAborted) is { } sentence)
            context.Fail(new TokenRefusedException(sentence));
    };

    private static async Task RefuseAsync(JwtBearerChallengeContext challenge, string clientId, IssuerKeys keys)
    {
        var http = challenge.HttpContext;
        // Without keys a good token can't be told from a bad one. Saying that it is bad would sign everybody out.
        if (!keys.Known && challenge.AuthenticateFailure is not null)
        {
            challenge.HandleResponse();
            http.Response.Headers.RetryAfter = "30";
            await Problem.Of(ProblemCatalogue.SignInUnavailable).ExecuteAsync(http);
        }
        else if (EntraTokens.Explain(
            challenge.AuthenticateFailure, http.Request.Headers.Authorization.ToString(), clientId) is { } sentence)
        {
            challenge.HandleResponse();
            http.Response.Headers.WWWAuthenticate = JwtBearerDefaults.AuthenticationScheme;
            await Problem.Of(ProblemCatalogue.TokenRefused, sentence).ExecuteAsync(http);
        }
    }

    private static string? KeptKeys(WebApplicationBuilder builder) =>
        builder.Configuration[KeptKeysFile] is { Length: > 0 } configured ? Path.GetFullPath(configured, AppContext.BaseDirectory) : null;

    private static RegistryTenants RegistryTenantsOf(IConfiguration configuration) =>
        new(configuration.GetSection(RegistryTenantsKey).GetChildren()
        .Select(listed => Guid.TryParse(listed.Value, out var tenant) && tenant != Guid.Empty
            ? tenant
            : throw new StartupRefusedException(
                $"{RegistryTenantsKey} must list tenant ids (GUIDs): those whose people may administer the registry."))
        .ToHashSet());

    private static string RequireConfigured(IConfigurationSection entra)
    {
        if (!Guid.TryParse(entra["ClientId"], out var clientId) || clientId == Guid.Empty)
            throw new StartupRefusedException(
                "AzureAd:ClientId is missing or is no GUID: set it to the application (client) id that the registry has in Entra.");
        if (string.IsNullOrWhiteSpace(entra["TenantId"]))
            throw new StartupRefusedException(
                "AzureAd:TenantId is missing: set it to \"organizations\", or to the one tenant that signs everybody in.");
        if (!Uri.TryCreate(entra["Instance"], UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps)
            throw new StartupRefusedException("AzureAd:Instance must be an https address, for example https://login.microsoftonline.com/.");
        return entra["ClientId"]!;
    }
}

/// <summary>
/// Tenants whose people may hold seats in the registry itself: its administrators. From configuration; none unless it lists some.
/// </summary>
/// <param name="Ids">Their ids.</param>
public sealed record RegistryTenants(IReadOnlySet<Guid> Ids);
