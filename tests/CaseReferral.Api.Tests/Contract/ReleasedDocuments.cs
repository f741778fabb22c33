using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>The documents that were released, in <c>api-spec/released/</c>, each under its version.</summary>
public static class ReleasedDocuments
{
    /// <summary>The newest.</summary>
    public static JsonNode Latest() =>
        Directory.EnumerateFiles(Path.Combine(ContractFiles.Folder, "released"), "*.json")
            .Select(path => JsonNode.Parse(File.ReadAllText(path))!)
            .MaxBy(Version)!;

    /// <summary>The breaking changes since then that were read and meant, a line each.</summary>
    public static string Meant(Version since) => Path.Combine(ContractFiles.Folder, "released", $"breaks-since-{since}.txt");

    /// <summary>A document's version.</summary>
    public static Version Version(JsonNode document) => System.Version.Parse(document["info"]!["version"]!.GetValue<string>());

    /// <summary>Whether the later version says that it breaks the earlier (semver.org: the major number, before 1.0.0 the minor).</summary>
    public static bool MayBreak(Version earlier, Version later) =>
        later.Major > earlier.Major || (later.Major == 0 && later.Minor > earlier.Minor);
}
