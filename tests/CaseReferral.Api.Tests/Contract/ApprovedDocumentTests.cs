using System.Text.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>What is in <c>api-spec/</c> is the contract; what the program serves must be it, to the letter.</summary>
public sealed class The_approved_document
{
    private const string HowToApprove =
        "The contract has changed. Read the difference; to approve it: CASEREFERRAL_APPROVE=1 dotnet test tests/CaseReferral.Api.Tests "
        + "--filter The_approved_document";

    private Registry registry;

    [OneTimeSetUp]
    public void Start() => registry = Registry.Start();

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [Test, Order(1)]
    public async Task Is_what_the_program_serves_in_each_of_its_forms()
    {
        var written = await ContractFiles.WrittenAsync(registry);
        if (Environment.GetEnvironmentVariable("CASEREFERRAL_APPROVE") == "1")
            ContractFiles.Approve(written);

        var approved = ContractFiles.Approved();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(approved.Keys, Is.EquivalentTo(written.Keys), HowToApprove);
            foreach (var (path, text) in written.Where(file => approved.ContainsKey(file.Key)))
                Assert.That(text, Is.EqualTo(approved[path]), $"{path}: {HowToApprove}");
        }
    }

    [Test]
    public async Task Keeps_the_rules_of_a_document()
    {
        using var document = JsonDocument.Parse(await registry.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));

        Assert.That(Platform.DocumentRules.Broken(document.RootElement), Is.Empty);
    }

    [Test]
    public async Task Breaks_nothing_that_was_released_but_what_its_version_may_and_was_meant()
    {
        var now = JsonNode.Parse(await registry.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var released = ReleasedDocuments.Latest();

        var (since, version) = (ReleasedDocuments.Version(released), ReleasedDocuments.Version(now));
        var breaks = string.Concat(BreakingChanges.Between(released, now).Select(change => change + '\n'));
        var meant = ReleasedDocuments.Meant(since);
        var mayBreak = ReleasedDocuments.MayBreak(since, version);
        if (mayBreak && Environment.GetEnvironmentVariable("CASEREFERRAL_APPROVE") == "1")
            await File.WriteAllTextAsync(meant, breaks);

        Assert.That(version, Is.GreaterThanOrEqualTo(since));
        Assert.That(
            breaks, Is.EqualTo(mayBreak && File.Exists(meant) ? (await File.ReadAllTextAsync(meant)).ReplaceLineEndings("\n") : ""),
            "Somebody relies on this. Add instead of changing. A version that may break (the major, before 1.0.0 the minor number of "
            + $"<Version> in Directory.Build.props is higher) lists what it breaks in {Path.GetFileName(meant)}; "
            + "approving the document writes it.");
    }
}
