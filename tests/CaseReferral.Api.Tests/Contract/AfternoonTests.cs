using System.Diagnostics;
using System.Text.RegularExpressions;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>The partner's afternoon in <c>api-spec/README.md</c>: its commands, from top to bottom, in a shell.</summary>
[Category("Process")]
public sealed partial class The_partners_afternoon
{
    [Test]
    public async Task Is_made_of_commands_that_work()
    {
        using var data = new DataFolder();
        await using var registry = await RunningRegistry.StartAsync(data.Launch);
        var readme = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "api-spec", "README.md"));
        var commands = string.Join('\n', Blocks().Matches(readme.ReplaceLineEndings("\n")).Select(block => block.Groups[1].Value));
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data.Path,
            Environment = { ["REGISTRY"] = registry.Http.BaseAddress!.ToString().TrimEnd('/') },
        };

        using var shell = Start(start);
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();

        Assert.That((shell.ExitCode, await error), Is.EqualTo((0, "")), await output);
        Assert.That(await output, Does.Contain("officer@ME-BAR-PCU").And.Contain("ME-OPTEAM routed")
            .And.Match("\n2\ninfo_requested\n[0-9T:.Z+-]+\nIs the reefer unit switched off\\?\nin_triage\n$"));
    }

    [Test]
    public async Task Also_has_commands_for_production_that_are_well_formed_and_ask_for_what_the_document_says()
    {
        var readme = (await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "api-spec", "README.md"))).ReplaceLineEndings("\n");
        var commands = string.Join('\n', ForProduction().Matches(readme).Select(block => block.Groups[1].Value));
        using var check = Start(new("bash", ["-n", "-c", commands]) { RedirectStandardError = true });
        var error = await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();

        Assert.That((check.ExitCode, error), Is.EqualTo((0, "")));
        Assert.That(commands, Does.Contain("/access_as_user").And.Contain("/.default").And.Contain("grant_type=client_credentials"));
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            Process.Start("node", "--version").WaitForExit();
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("skipped, Node missing (the commands need bash, curl and Node)");
            throw;
        }
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ForProduction();
}
