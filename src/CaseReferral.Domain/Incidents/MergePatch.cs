using System.Text.Json.Nodes;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// JSON Merge Patch (RFC 7396): members that are given replace, <c>null</c> removes, objects merge, lists are replaced as a whole.
/// </summary>
public static class MergePatch
{
    /// <summary>What <paramref name="target"/> becomes; neither argument is changed, and the result shares no node with them.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();

        var result = target is JsonObject ? target.DeepClone().AsObject() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
                result.Remove(name);
            else
                result[name] = Apply(result[name], change);
        }

        return result;
    }
}
