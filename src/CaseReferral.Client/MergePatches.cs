using System.Text.Json.Serialization;

namespace CaseReferral.Client;

/// <summary>What the merge patches (RFC 7396) have in common: null is a value of its own there, and takes a member away.</summary>
public abstract class MergePatch
{
    private protected MergePatch()
    {
    }

    /// <summary>Members to take away, as JSON names them; those that are absent from the patch stay as they are.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Removes
    {
        get => [.. Nulls?.Keys ?? []];
        set => Nulls = value.ToDictionary(name => name, _ => (object?)null);
    }

    /// <summary>What goes over the wire for <see cref="Removes"/>.</summary>
    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, object?>? Nulls { get; set; }
}

/// <summary>A merge patch of an incident.</summary>
public partial class FilingPatch : MergePatch;

/// <summary>A merge patch of a person.</summary>
public partial class FiledPersonPatch : MergePatch;

/// <summary>A merge patch of an object.</summary>
public partial class FiledObjectPatch : MergePatch;
