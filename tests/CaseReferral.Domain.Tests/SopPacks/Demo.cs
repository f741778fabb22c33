using System.Text.Json;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Tests.SopPacks;

/// <summary>The example packs and the reference data, as the web project ships them.</summary>
internal static class Demo
{
    private static readonly string Folder = Path.Combine(Root(), "src", "CaseReferral.Api", "DemoData");

    public static readonly string[] Jurisdictions = ["AL", "BA", "ME", "MK", "RS", "XK"];

    public static string Json(string jurisdiction) => File.ReadAllText(Path.Combine(Folder, "packs", jurisdiction + ".json"));

    public static SopPack Pack(string jurisdiction) => SopPackJson.Parse(Json(jurisdiction));

    public static JsonElement Reference { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "reference.json"))).RootElement;

    public static string? JurisdictionOf(string taskForce) => TaskForces.GetValueOrDefault(taskForce);

    private static readonly Dictionary<string, string> TaskForces = Reference.GetProperty("taskForces").EnumerateArray()
        .ToDictionary(item => item.GetProperty("code").GetString()!, item => item.GetProperty("jurisdiction").GetString()!);

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CaseReferral.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
        return folder.FullName;
    }
}
