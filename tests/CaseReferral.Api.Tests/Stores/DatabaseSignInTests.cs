using CaseReferral.Api.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>The service's own sign-in to a database that takes identities of Entra ID.</summary>
[TestFixture, NonParallelizable]
public sealed class A_sign_in_to_the_database
{
    [TestCase(SqlAuthenticationMethod.ActiveDirectoryManagedIdentity)]
    [TestCase(SqlAuthenticationMethod.ActiveDirectoryWorkloadIdentity)]
    [TestCase(SqlAuthenticationMethod.ActiveDirectoryServicePrincipal)]
    [TestCase(SqlAuthenticationMethod.ActiveDirectoryDefault)]
    public void Is_known_to_the_client_by_each_method_of_a_service(SqlAuthenticationMethod method)
    {
        DatabaseSignIn.Register();

        Assert.That(SqlAuthenticationProvider.GetProvider(method), Is.InstanceOf<DatabaseSignIn>());
    }

    [Test]
    public async Task As_a_managed_identity_asks_the_machines_endpoint_for_the_database()
    {
        await using var endpoint = await IdentityEndpoint.StartAsync(
            """{ "access_token": "for-the-database", "expires_on": "4102444800", "resource": "x", "token_type": "Bearer" }""", 200);
        var token = await AcquireAsync(endpoint);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(token.AccessToken, Is.EqualTo("for-the-database"));
            Assert.That(
                endpoint.Asked,
                Does.Contain("resource=https%3A%2F%2Fdatabase.windows.net").Or.Contain("resource=https://database.windows.net"));
            Assert.That(endpoint.Asked, Does.Contain("019a0000-0000-7000-8000-0000000000cc"));
        }
    }

    [Test]
    public async Task That_is_refused_tells_no_more_than_that()
    {
        await using var endpoint = await IdentityEndpoint.StartAsync(
            """{ "statusCode": 400, "message": "No identity was assigned" }""", 400);

        Assert.That(
            () => AcquireAsync(endpoint, "019a0000-0000-7000-8000-0000000000dd"),
            Throws.InstanceOf<SqlAuthenticationProviderException>().With.Message.EqualTo("Entra ID gave no token for the database."));
    }

    private static async Task<SqlAuthenticationToken> AcquireAsync(
        IdentityEndpoint endpoint, string client = "019a0000-0000-7000-8000-0000000000cc")
    {
        // As a host of services tells a process where its identity is.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", endpoint.Address);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "secret");
        try
        {
            DatabaseSignIn.Register();
            return await SqlAuthenticationProvider.GetProvider(SqlAuthenticationMethod.ActiveDirectoryManagedIdentity)!.AcquireTokenAsync(
                new(
                    SqlAuthenticationMethod.ActiveDirectoryManagedIdentity, "sql.example.org", "CaseReferral",
                    "https://database.windows.net/",
                    "https://login.example.org/tenant", client, "", Guid.Empty, 10));
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }

    private sealed class IdentityEndpoint : IAsyncDisposable
    {
        private readonly WebApplication app = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]).Build();

        public string Address => app.Urls.Single();

        public string Asked { get; private set; } = "";

        public static async Task<IdentityEndpoint> StartAsync(string says, int status)
        {
            var endpoint = new IdentityEndpoint();
            endpoint.app.Run(async http =>
            {
                endpoint.Asked = http.Request.QueryString.ToString();
                (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json");
                await http.Response.WriteAsync(says);
            });
            await endpoint.app.StartAsync();
            return endpoint;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
