using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>What the client's README shows is what compiles and runs here.</summary>
public sealed class The_example_of_the_readme
{
    [Test]
    public async Task Is_this_one_and_runs()
    {
        var source = await File.ReadAllTextAsync(
            Path.Combine(Checkout.Root, "tests", "CaseReferral.Api.Tests", "Clients", "ReadmeExample.cs"));
        var readme = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "src", "CaseReferral.Client", "README.md"));
        var example =
            string.Join(
                '\n', Between(source, "// Here it begins.\n", "        // Here it ends.").Split('\n')
                    .Select(line => line.Length > 8 ? line[8..] : line.Trim())).Trim();

        Assert.That(Between(readme, "```csharp\n", "```").Trim(), Is.EqualTo(example));
        Assert.That(example.Split('\n'), Has.Length.LessThanOrEqualTo(10));
        await using var registry = Registry.Start();
        Assert.That(await RunAsync(registry.Http.BaseAddress!, (await registry.AsAsync("officer@ME-BAR-PCU")).Token), Is.Not.Empty);
    }

    private static async Task<string> RunAsync(Uri address, string token)
    {
        var services = new ServiceCollection();
        // Here it begins.
        services.AddCaseReferralClient(options => (options.BaseAddress, options.Token) = (address, _ => ValueTask.FromResult(token)));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<ICaseReferralClient>();
        var filing = Filing.Of("ME-BAR-PCU", "som", new() { Adult = 9 }, "Knocking from inside a reefer.", personsPresentNow: true);
        var filed = await client.FileIncidentAsync(filing);
        await foreach (var leg in client.EveryReferralAsync().Where(leg => leg.IncidentId == filed.Result.Id))
            Console.WriteLine($"{leg.Reference}: {leg.TaskForce}, {leg.State}, acknowledged by {leg.AcknowledgeBy:t} at the latest");
        // Here it ends.
        return filed.Result.Reference;
    }

    private static string Between(string text, string begin, string end)
    {
        text = text.ReplaceLineEndings("\n");
        var from = text.LastIndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
