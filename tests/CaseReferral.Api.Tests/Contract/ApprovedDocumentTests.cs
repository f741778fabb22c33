using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>The document in <c>api-spec/</c> is the contract; what the program serves must be it, to the letter.</summary>
public sealed class The_approved_document
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public async Task Is_what_the_program_serves()
    {
        await using var registry = Registry.Start();
        var served = JsonNode.Parse(await registry.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!.ToJsonString(Pretty)
            .ReplaceLineEndings("\n") + "\n";
        var approved = Path.Combine(Checkout.Root, "api-spec", "case-referral.v1.json");

        if (Environment.GetEnvironmentVariable("CASEREFERRAL_APPROVE") == "1")
            await File.WriteAllTextAsync(approved, served);

        Assert.That(
            served, Is.EqualTo(File.Exists(approved) ? (await File.ReadAllTextAsync(approved)).ReplaceLineEndings("\n") : ""),
            "The contract has changed. Read the difference; to approve it: CASEREFERRAL_APPROVE=1 dotnet test tests/CaseReferral.Api.Tests --filter The_approved_document");
    }

    [Test]
    public async Task Keeps_the_rules_of_a_document()
    {
        await using var registry = Registry.Start();
        using var document = JsonDocument.Parse(await registry.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));

        Assert.That(Platform.DocumentRules.Broken(document.RootElement), Is.Empty);
    }
}
