using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaseReferral.Storage;

/// <summary>How JSON columns are written: camelCase, absent members left out, text as it is.</summary>
public static class StoredJson
{
    /// <summary>The options of every JSON column.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The store is no web page; escaping Cyrillic letters would only make rows longer.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
