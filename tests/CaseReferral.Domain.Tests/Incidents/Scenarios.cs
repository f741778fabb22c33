using System.Text.Json;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Tests.Incidents;

/// <summary>The ten filings of the demo data, as officers send them.</summary>
internal static class Scenarios
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new OffsetInstantConverter() } };

    public static readonly IReadOnlyList<Unit> Units =
    [
        new("ME-BAR-PCU", "ME", "Bar", UnitType.Pcu, SiteFunction.Sea, "MEBAR"),
        new("RS-BEG-ACCU", "RS", "Belgrade", UnitType.Accu, SiteFunction.Air, "RSBEG"),
        new("BA-BIJACA-LAND", "BA", "Bijaca", UnitType.JointLand, SiteFunction.Road, null),
        new("BA-GRADISKA-LAND", "BA", "Gradiska", UnitType.JointLand, SiteFunction.Road, null),
        new("BA-SARAJEVO-ACCU", "BA", "Sarajevo", UnitType.Accu, SiteFunction.Air, "BASJJ"),
        new("MK-SKOPJE-BIU", "MK", "Skopje", UnitType.Biu, SiteFunction.Road, null),
        new("XK-VERMICE-LAND", "XK", "Vermice", UnitType.JointLand, SiteFunction.Road, null),
        new("AL-DURRES-PCU", "AL", "Durres", UnitType.Pcu, SiteFunction.Sea, "ALDRZ"),
    ];

    private static readonly string[] Files = [.. Directory.GetFiles(Folder(), "*.json").Order(StringComparer.Ordinal)];

    public static IEnumerable<TestCaseData<Filing>> All =>
        Files.Select(file => new TestCaseData<Filing>(Read(file)) { TestName = "{m}_" + Path.GetFileNameWithoutExtension(file) });

    /// <summary>The scenario whose file begins with this number.</summary>
    public static Filing Number(int number) =>
        Read(Files.Single(file => Path.GetFileName(file).StartsWith($"{number:00}-", StringComparison.Ordinal)));

    public static Unit UnitOf(Filing filing) => Units.Single(unit => unit.Code == filing.UnitId);

    private static Filing Read(string file) => JsonSerializer.Deserialize<Filing>(File.ReadAllText(file), Json)!;

    private static string Folder()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CaseReferral.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution's folder isn't above the tests.");
        return Path.Combine(folder.FullName, "src", "CaseReferral.Api", "DemoData", "scenarios");
    }
}
