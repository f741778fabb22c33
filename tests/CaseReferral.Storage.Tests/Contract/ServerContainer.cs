using CaseReferral.Tests;
using Testcontainers.MsSql;

#pragma warning disable CA1050 // NUnit starts a fixture that stands in no namespace before every other of the assembly.
/// <summary>
/// A SQL Server of the run's own, in a container, for those who have Docker and say so with <c>CASEREFERRAL_TEST_CONTAINER=1</c>; then
/// nothing that needs a server is skipped.
/// </summary>
[SetUpFixture]
public sealed class ServerContainer
{
    private const string Wanted = "CASEREFERRAL_TEST_CONTAINER";

    /// <summary>The version that deploy/compose.yaml runs, and a test says so: what passes here today passes tomorrow.</summary>
    internal const string Image = "mcr.microsoft.com/mssql/server:2022-CU14-ubuntu-22.04";

    private MsSqlContainer? container;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (Environment.GetEnvironmentVariable(Wanted) != "1" || Environment.GetEnvironmentVariable(TestServer.Variable) is { Length: > 0 })
            return;
        container = new MsSqlBuilder(Image).Build();
        await container.StartAsync();
        Environment.SetEnvironmentVariable(TestServer.Variable, container.GetConnectionString());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (container is not null)
            await container.DisposeAsync();
    }
}
