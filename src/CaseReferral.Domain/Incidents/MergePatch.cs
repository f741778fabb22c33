using System.Text.Json.Nodes;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// JSON Merge Patch (RFC 7396): members that are given replace, <c>null</c> removes, objects merge, lists are replaced as a whole.
/// </summary>
public static class MergePatch
{
    /// <summary>What <paramref name="target"/> becomes; neither argument is changed, and the result shares no node with them.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="patch">The changes.</param>
    /// <param name="nullStays">
    /// Leaves the null of a member that is removed, which binds like an absent one: so a strict reader tells of a member that doesn't
    /// exist.
    /// </param>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch, bool nullStays = false)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();

        var result = target is JsonObject ? target.DeepClone().AsObject() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null && !nullStays)
                result.Remove(name);
            else
                result[name] = Apply(result[name], change, nullStays);
        }

        return result;
    }
}
