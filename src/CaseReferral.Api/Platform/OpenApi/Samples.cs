namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>The sample filings as examples of the contract: what the demo data files is what the document shows.</summary>
public static class Samples
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "DemoData", "scenarios");

    /// <summary>The JSON of the sample whose file begins with <paramref name="number"/>, for example <c>01</c>.</summary>
    public static string Filing(string number) => File.ReadAllText(Directory.EnumerateFiles(Folder, $"{number}-*.json").Single());

    /// <summary>The JSON of an offline queue of samples.</summary>
    public static string Batch(params IEnumerable<string> numbers) => $$"""{ "items": [{{string.Join(", ", numbers.Select(Filing))}}] }""";
}
