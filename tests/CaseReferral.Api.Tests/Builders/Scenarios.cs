using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Builders;

/// <summary>The sample filings, each with a clientId of its own unless a test wants the original.</summary>
public static class Scenarios
{
    /// <summary>The filing whose file begins with <paramref name="number"/>, for example <c>01</c>, under a fresh clientId.</summary>
    public static JsonObject Fresh(string number)
    {
        var filing = Original(number);
        filing["clientId"] = NewClientId();
        return filing;
    }

    /// <summary>The filing as its file has it.</summary>
    public static JsonObject Original(string number)
    {
        var path = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "DemoData", "scenarios"), $"{number}-*.json").Single();
        return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
    }

    /// <summary>A device's UUID.</summary>
#pragma warning disable RS0030 // A device makes its own UUID; it has no registry clock.
    public static string NewClientId() => Guid.NewGuid().ToString();
#pragma warning restore RS0030
}
