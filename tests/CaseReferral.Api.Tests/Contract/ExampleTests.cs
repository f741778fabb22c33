using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>The examples beside the contract: each is run from top to bottom, as somebody with an editor does.</summary>
public sealed class The_runnable_examples
{
    private Registry registry;

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(Checkout.Root, "api-spec", "examples"), "*.http")
        .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [OneTimeSetUp]
    public void Start() => registry = Registry.Start();

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [TestCaseSource(nameof(Files))]
    public async Task Answer_as_noted_beside_them(string file)
    {
        var example = new HttpFile(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "api-spec", "examples", file)));
        example.Set("host", registry.Http.BaseAddress!.ToString().TrimEnd('/'));
        Assert.That(example.Requests, Is.Not.Empty);

        foreach (var request in example.Requests)
        {
            var answer = await example.SendAsync(registry.Http, request);
            Assert.That(answer.Status, Is.EqualTo(request.Answers), $"{request.Title}: {answer.Text}");
        }
    }
}
