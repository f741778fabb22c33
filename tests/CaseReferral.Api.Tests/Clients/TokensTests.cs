using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Client;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Abstractions;
using Microsoft.Identity.Web;
using Microsoft.Identity.Web.TokenCacheProviders.InMemory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>
/// The client's tokens from Microsoft.Identity.Web as a partner installs it: the package with its MSAL, its caches and its HTTP, against
/// the whole registry. Only Entra's own end of the line is played here, since it is nowhere but at its address: it takes the requests that
/// the package makes and answers with tokens of the registry's issuer.
/// </summary>
public sealed class The_client_s_tokens
{
    private const string Tenant = "5ee00000-0000-4000-8000-000000000003";
    private const string Application = "9c0ffee0-0000-4000-8000-000000000001";

    private Registry registry;

    [OneTimeSetUp]
    public void Start() => registry = Registry.Start();

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [Test]
    public async Task Are_the_system_s_own_by_its_secret_and_kept_while_they_are_valid()
    {
        var entra = new Entra((await registry.AsAsync("partner@ME")).Token);
        var services = new ServiceCollection();
        services.AddTokenAcquisition();
        services.AddInMemoryTokenCaches();
        services.Configure<MicrosoftIdentityApplicationOptions>(Describe);
        await using var provider = Provide(services, entra, options =>
        {
            options.Scopes.Add("api://registry/.default");
            options.AsApplication = true;
        });
        var client = provider.GetRequiredService<ICaseReferralClient>();

        var me = (await client.GetMeAsync()).Result;
        await client.ListCodeListsAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((me.IsPerson, me.Seats.Count), Is.EqualTo((false, 1)));
            Assert.That(entra.Asked, Has.Count.EqualTo(1), "The second request has the kept one.");
            Assert.That(entra.Asked[0]["grant_type"], Is.EqualTo("client_credentials"));
            Assert.That(
                (entra.Asked[0]["client_id"], entra.Asked[0]["scope"].Split(' ')[0]), Is.EqualTo((Application, "api://registry/.default")));
        }
    }

    [Test]
    public async Task Are_on_behalf_of_the_user_at_hand()
    {
        var entra = new Entra((await registry.AsAsync("duty@ME-OPTEAM")).Token);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddMicrosoftIdentityWebApi(_ => { }, options =>
            {
                (options.Instance, options.TenantId, options.ClientId) = ("https://login.microsoftonline.com/", Tenant, Application);
                options.ClientSecret = "not a secret";
            })
            .EnableTokenAcquisitionToCallDownstreamApi(_ => { })
            .AddInMemoryTokenCaches();
        await using var provider = Provide(services, entra, options => options.Scopes.Add("api://registry/access_as_user"));
        var caller = new ClaimsIdentity(
            [new("tid", Tenant), new("oid", "33333333-3333-4333-8333-333333333333"), new("scp", "use")],
            JwtBearerDefaults.AuthenticationScheme);
        var request = new DefaultHttpContext { RequestServices = provider, User = new(caller) };
        (request.Request.Scheme, request.Request.Host) = ("https", new("partner.example"));
        // What the partner's own API was called with, as its sign-in leaves it for the package.
        request.Items["JwtSecurityTokenUsedToCallWebAPI"] = new JsonWebToken((await registry.AsAsync("officer@ME-BAR-PCU")).Token);
        provider.GetRequiredService<IHttpContextAccessor>().HttpContext = request;

        var me = (await provider.GetRequiredService<ICaseReferralClient>().GetMeAsync()).Result;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(me.Seats.Select(seat => seat.Name), Is.EqualTo(["duty@ME-OPTEAM"]));
            Assert.That(entra.Asked.Select(form => form["requested_token_use"]), Is.EqualTo(["on_behalf_of"]));
            Assert.That(entra.Asked[0]["scope"].Split(' '), Does.Contain("api://registry/access_as_user"));
        }
    }

    [Test]
    public async Task That_Entra_refuses_end_in_one_kind_of_exception()
    {
        var services = new ServiceCollection();
        services.AddTokenAcquisition();
        services.AddInMemoryTokenCaches();
        services.Configure<MicrosoftIdentityApplicationOptions>(Describe);
        await using var provider = Provide(services, new Entra(token: null), options =>
        {
            options.Scopes.Add("api://registry/.default");
            options.AsApplication = true;
        });

        var failed = Assert.ThrowsAsync<SignInException>(() => provider.GetRequiredService<ICaseReferralClient>().GetMeAsync())!;

        Assert.That(failed.InnerException?.GetType().Name, Is.EqualTo("MsalServiceException"));
        Assert.That(failed.Message, Does.Contain("AADSTS7000215"));
    }

    private static void Describe(MicrosoftIdentityApplicationOptions options)
    {
        (options.Instance, options.TenantId, options.ClientId) = ("https://login.microsoftonline.com/", Tenant, Application);
        options.ClientCredentials = [new() { SourceType = CredentialSource.ClientSecret, ClientSecret = "not a secret" }];
    }

    private ServiceProvider Provide(IServiceCollection services, Entra entra, Action<CaseReferralClientOptions> configure)
    {
        // The line that the package asks Entra over; the client has one of its own.
        services.AddHttpClient("").ConfigurePrimaryHttpMessageHandler(() => entra);
        services.AddCaseReferralClient(options =>
        {
            options.BaseAddress = registry.Http.BaseAddress;
            configure(options);
        });
        return services.BuildServiceProvider();
    }

    // Gives one token, or refuses the secret; notes what it was asked.
    private sealed class Entra(string? token) : HttpMessageHandler
    {
        public List<Dictionary<string, string>> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/common/discovery/instance")
            {
                string[] aliases = [request.RequestUri.Host];
                return Answer(HttpStatusCode.OK, new
                {
                    tenant_discovery_endpoint = $"https://{aliases[0]}/{Tenant}/v2.0/.well-known/openid-configuration",
                    metadata = new[] { new { preferred_network = aliases[0], preferred_cache = aliases[0], aliases } },
                });
            }

            Assert.That(request.RequestUri.AbsolutePath, Is.EqualTo($"/{Tenant}/oauth2/v2.0/token"));
            var form = await request.Content!.ReadAsStringAsync(cancellationToken);
            Asked.Add(form.Split('&').Select(pair => pair.Split('=')).ToDictionary(
                pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1])));
            return token is null
                ? Answer(
                    HttpStatusCode.Unauthorized,
                    new { error = "invalid_client", error_description = "AADSTS7000215: Invalid client secret." })
                : Answer(HttpStatusCode.OK, new
                {
                    token_type = "Bearer",
                    expires_in = 3600,
                    access_token = token,
                    client_info = Encode(new { uid = "33333333-3333-4333-8333-333333333333", utid = Tenant }),
                });
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, object body) => new(status) { Content = JsonContent.Create(body) };

        private static string Encode(object value) =>
            Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(value)));
    }
}
