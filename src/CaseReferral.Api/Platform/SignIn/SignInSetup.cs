using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Startup;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// Sign-in with Microsoft.Identity.Web, always the real pipeline. The development sign-in replaces what answers its two
/// back-channels and nothing else.
/// </summary>
public static class SignInSetup
{
    /// <summary>How far apart a token's clock and ours may be. The default of five minutes keeps expired tokens alive for too long.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(45);

    /// <summary>Accepts Entra's v2 access tokens for this application from any tenant; seats decide what a tenant's people may do.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var entra = builder.Configuration.GetSection("AzureAd");
        var clientId = RequireConfigured(entra);

        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddMicrosoftIdentityWebApi(entra);
        builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
        {
            bearer.MapInboundClaims = false;
            // Says only that the token wasn't accepted: why would help whoever forged it.
            bearer.IncludeErrorDetails = false;
            bearer.TokenValidationParameters.ClockSkew = ClockSkew;
            bearer.TokenValidationParameters.ValidAudiences = [clientId];
            bearer.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
            bearer.TokenValidationParameters.ValidTypes = ["JWT", "at+jwt"];
            bearer.TokenValidationParameters.RequireExpirationTime = true;
            bearer.TokenValidationParameters.RequireSignedTokens = true;
            bearer.TokenValidationParameters.RoleClaimType = "roles";
            bearer.TokenValidationParameters.NameClaimType = "oid";
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

        builder.Services.AddHostedService<IssuerMetadata>();
        builder.Services.AddHealthChecks().AddCheck<IssuerMetadata>("sign-in", tags: [HealthSetup.Ready]);
    }

    /// <summary>Authenticates and authorises whatever comes after it.</summary>
    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static bool IsStartOfDataProtection(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Assembly == typeof(Microsoft.AspNetCore.DataProtection.IDataProtectionBuilder).Assembly;

    private static string RequireConfigured(IConfigurationSection entra)
    {
        if (!Guid.TryParse(entra["ClientId"], out var clientId) || clientId == Guid.Empty)
            throw new StartupRefusedException("AzureAd:ClientId is missing or is no GUID: set it to the application (client) id that the registry has in Entra.");
        if (string.IsNullOrWhiteSpace(entra["TenantId"]))
            throw new StartupRefusedException("AzureAd:TenantId is missing: set it to \"organizations\", or to the one tenant that signs everybody in.");
        if (!Uri.TryCreate(entra["Instance"], UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps)
            throw new StartupRefusedException("AzureAd:Instance must be an https address, for example https://login.microsoftonline.com/.");
        return entra["ClientId"]!;
    }
}
