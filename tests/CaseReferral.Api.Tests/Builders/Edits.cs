using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Builders;

/// <summary>Edits of a filing.</summary>
public static class Edits
{
    /// <summary>A copy with one member set.</summary>
    public static JsonObject With(this JsonObject filing, string member, JsonNode? value)
    {
        var copy = filing.DeepClone().AsObject();
        copy[member] = value;
        return copy;
    }

    /// <summary>A copy without one member.</summary>
    public static JsonObject Without(this JsonObject filing, string member)
    {
        var copy = filing.DeepClone().AsObject();
        copy.Remove(member);
        return copy;
    }
}
