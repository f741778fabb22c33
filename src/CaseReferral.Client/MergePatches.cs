using System.Text.Json.Serialization;

namespace CaseReferral.Client;

/// <summary>A merge patch (RFC 7396) of an incident.</summary>
public partial class FilingPatch
{
    /// <summary>Members to take away, as JSON names them; those that are absent from the patch stay as they are.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Removes
    {
        get => MergePatch.NamesOf(Nulls);
        set => Nulls = MergePatch.NullsOf(value);
    }

    /// <summary>What goes over the wire for <see cref="Removes"/>.</summary>
    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, object?>? Nulls { get; set; }
}

/// <summary>A merge patch (RFC 7396) of a person.</summary>
public partial class FiledPersonPatch
{
    /// <inheritdoc cref="FilingPatch.Removes"/>
    [JsonIgnore]
    public IReadOnlyList<string> Removes
    {
        get => MergePatch.NamesOf(Nulls);
        set => Nulls = MergePatch.NullsOf(value);
    }

    /// <summary>What goes over the wire for <see cref="Removes"/>.</summary>
    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, object?>? Nulls { get; set; }
}

/// <summary>A merge patch (RFC 7396) of an object.</summary>
public partial class FiledObjectPatch
{
    /// <inheritdoc cref="FilingPatch.Removes"/>
    [JsonIgnore]
    public IReadOnlyList<string> Removes
    {
        get => MergePatch.NamesOf(Nulls);
        set => Nulls = MergePatch.NullsOf(value);
    }

    /// <summary>What goes over the wire for <see cref="Removes"/>.</summary>
    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, object?>? Nulls { get; set; }
}

/// <summary>Merge patches (RFC 7396), where null is a value of its own.</summary>
internal static class MergePatch
{
    public static IReadOnlyList<string> NamesOf(IDictionary<string, object?>? nulls) => [.. nulls?.Keys ?? []];

    public static IDictionary<string, object?> NullsOf(IReadOnlyList<string> names) => names.ToDictionary(name => name, _ => (object?)null);
}
