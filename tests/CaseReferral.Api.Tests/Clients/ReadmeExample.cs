using System.Security.Cryptography;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Client;
using CaseReferral.Client.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>What the client's README shows is what compiles and runs here.</summary>
public sealed class The_example_of_the_readme
{
    [Test]
    public async Task Is_this_one_and_runs()
    {
        var (readme, source) = await ReadAsync();
        var example = Shown(source, "// Here it begins.\n", "        // Here it ends.");

        Assert.That(Between(readme, "```csharp\n", "```").Trim(), Is.EqualTo(example));
        Assert.That(example.Split('\n'), Has.Length.LessThanOrEqualTo(10));
        await using var registry = Registry.Start();
        Assert.That(await RunAsync(registry.Http.BaseAddress!, (await registry.AsAsync("officer@ME-BAR-PCU")).Token), Is.Not.Empty);
    }

    [Test]
    public async Task Without_a_connection_is_this_one_and_runs()
    {
        var (readme, source) = await ReadAsync();
        Assert.That(
            Between(readme, "```cs\n", "```").Trim(),
            Is.EqualTo(Shown(source, "// The outbox begins.\n", "        // The outbox ends.").Replace("path, key", "\"outbox.db\", key")));

        var folder = Directory.CreateTempSubdirectory("case-referral-outbox-");
        await using var registry = Registry.Start();
        await RunOutboxAsync(
            Path.Combine(folder.FullName, "outbox.db"), OutboxKey.From(RandomNumberGenerator.GetBytes(32)), Clients.Filing(),
            await registry.ClientOfAsync("officer@ME-BAR-PCU"));
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Names_what_it_needs()
    {
        var (readme, source) = await ReadAsync();
        var named = Between(readme, "```cs usings\n", "```").Trim().Split('\n').Select(line => line.Split(" //")[0]);

        Assert.That(
            source.Split('\n').TakeWhile(line => line.StartsWith("using", StringComparison.Ordinal)),
            Is.EquivalentTo(named.Concat(["using CaseReferral.Api.Tests.Drivers;", "using System.Security.Cryptography;"])));
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

    private static async Task RunOutboxAsync(string path, OutboxKey key, Filing filing, ICaseReferralClient client)
    {
        // The outbox begins.
        using var outbox = new FilingOutbox(path, key);
        await outbox.AddAsync(filing);                       // on disk when this returns, encrypted
        await foreach (var item in outbox.SendAsync(client)) // in order, when there is a connection
        {
            Console.WriteLine($"{item.ClientId}: {item.State} {item.Reference} {item.Code} {item.Detail}");
            foreach (var (pointer, wrong) in item.Errors)
                Console.WriteLine($"  {pointer}: {string.Join(' ', wrong)}");
        }
        // The outbox ends.
        Assert.That(outbox.List().Single().State, Is.EqualTo(OutboxState.Filed));
    }

    private static async Task<(string Readme, string Source)> ReadAsync() => (
        (await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "src", "CaseReferral.Client", "README.md"))).ReplaceLineEndings("\n"),
        (await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "tests", "CaseReferral.Api.Tests", "Clients", "ReadmeExample.cs")))
        .ReplaceLineEndings("\n"));

    // The lines as the README has them, which begin where a method's do.
    private static string Shown(string source, string begin, string end) => string.Join(
        '\n', Between(source, begin, end).Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())).Trim();

    private static string Between(string text, string begin, string end)
    {
        var from = text.LastIndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
