using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>Starts of the real process that must be refused: one sentence, an exit code, no stack trace.</summary>
public sealed class A_start
{
    private const string ClientId = "--AzureAd:ClientId=6f1d1f3e-2f0a-4c55-9d0e-ca5e4efe44a1";

    [TestCase("DevelopmentSignIn:Enabled is set in the environment Production", "Production", "--DevelopmentSignIn:Enabled=true", ClientId)]
    [TestCase("DevelopmentSignIn:Enabled is set in the environment Staging", "Staging", "--DevelopmentSignIn:Enabled=true", ClientId)]
    [TestCase("DevelopmentSignIn:Enabled must be true or false", "Development", "--DevelopmentSignIn:Enabled=yes")]
    [TestCase("AzureAd:ClientId is missing", "Production")]
    [TestCase("AzureAd:ClientId is missing", "Production", "--AzureAd:ClientId=me")]
    [TestCase("AzureAd:TenantId is missing", "Production", ClientId, "--AzureAd:TenantId=")]
    [TestCase("AzureAd:Instance must be an https address", "Production", ClientId, "--AzureAd:Instance=http://localhost/")]
    [TestCase("Swagger:Enabled must be true or false", "Production", ClientId, "--Swagger:Enabled=maybe")]
    [TestCase("SignIn:RegistryTenants must list tenant ids", "Production", ClientId, "--SignIn:RegistryTenants:0=contoso")]
    [TestCase("SignIn:FirstAdministrators must list people", "Production", ClientId, "--SignIn:FirstAdministrators:0:TenantId=contoso")]
    [TestCase("SignIn:FirstAdministrators lists somebody of a tenant", "Production", ClientId,
        "--SignIn:FirstAdministrators:0:TenantId=6f1d1f3e-2f0a-4c55-9d0e-ca5e4efe44a1",
        "--SignIn:FirstAdministrators:0:ObjectId=6f1d1f3e-2f0a-4c55-9d0e-ca5e4efe44a1")]
    [TestCase("RateLimits:PerSecond must be a whole number above 0", "Production", ClientId, "--RateLimits:PerSecond=0")]
    [TestCase("RateLimits:Content:Burst must be at least", "Production", ClientId, "--RateLimits:Content:Burst=1")]
    [TestCase("RateLimits:Content:UsualPerHour must be", "Production", ClientId, "--RateLimits:Content:UsualPerHour=many")]
    [TestCase("OpenTelemetry:Endpoint must be the address", "Production", ClientId, "--OpenTelemetry:Endpoint=collector")]
    [TestCase("Invalid url", "Development", "--urls=nonsense")]
    [TestCase("The addresses to listen on can't be used", "Development", "--urls=http://localhost:99999")]
    [TestCase("'Loud' is not supported", "Development", "--Logging:LogLevel:Default=Loud")]
    public async Task Is_refused_for_its_configuration(string sentence, string environment, params string[] arguments)
    {
        await Expect(sentence, 78, [$"--environment={environment}", "--urls=http://127.0.0.1:0", .. arguments]);
    }

    [Test]
    public async Task Is_refused_on_a_taken_port()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await Expect($"127.0.0.1:{port}", 69, ["--environment=Development", $"--urls=http://127.0.0.1:{port}"]);
    }

    private static async Task Expect(string sentence, int exitCode, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CaseReferral.Api.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            // From anywhere, with nothing of the developer's own environment deciding.
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("ASPNETCORE_URLS");
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The process started instead.");
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(process.ExitCode, Is.EqualTo(exitCode));
            Assert.That((await error).TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), await error);
            Assert.That(await error, Does.Contain(sentence));
            Assert.That(await output, Does.Not.Contain("Exception").And.Not.Contain("   at "));
        }
    }
}
