using System.Diagnostics;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>The TypeScript client, generated, compiled strictly and run by Node against the program as a process of its own.</summary>
[Category("Process")]
public sealed class The_TypeScript_client
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "src", "CaseReferral.Client.TypeScript");

    [OneTimeSetUp]
    public async Task BuildAsync()
    {
        if (await NodeAsync() is null || !Directory.Exists(Path.Combine(Folder, "node_modules")))
            Assert.Ignore("skipped, Node missing (it needs Node 20, and npm ci in src/CaseReferral.Client.TypeScript)");
        var (exit, output) = await NpmAsync("run", "--silent", "build");
        Assert.That(exit, Is.Zero, output);
    }

    [Test]
    public async Task Leads_a_case_from_filing_to_conclusion()
    {
        using var data = new DataFolder();
        await using var registry = await RunningRegistry.StartAsync(data.Launch);

        var (exit, output) = await NpmAsync("run", "--silent", "journey", "--", registry.Http.BaseAddress!.ToString().TrimEnd('/'));

        Assert.That((exit, output.TrimEnd().Split('\n')[^1]), Is.EqualTo((0, "The journey is through.")), output);
    }

    [Test]
    public async Task Keeps_its_rules_on_lines_that_break_and_to_addresses_that_are_wrong()
    {
        var (exit, output) = await NpmAsync("run", "--silent", "edges");

        Assert.That((exit, output.TrimEnd().Split('\n')[^1]), Is.EqualTo((0, "The edges hold.")), output);
    }

    [Test]
    public async Task Is_not_the_only_one_that_a_generator_makes()
    {
        var (exit, output) = await NpmAsync("run", "--silent", "other-generator");
        Assert.That(exit, Is.Zero, output);
    }

    private static async Task<string?> NodeAsync()
    {
        try
        {
            return (await RunAsync("node", "--version")).Output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Task<(int Exit, string Output)> NpmAsync(params string[] arguments) => RunAsync("npm", arguments);

    private static async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await error + await output);
    }
}
