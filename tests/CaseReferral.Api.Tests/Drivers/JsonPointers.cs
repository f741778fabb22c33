using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>Reads JSON by JSON Pointer (RFC 6901), so that a test names a member as the contract does.</summary>
public static class JsonPointers
{
    /// <summary>What lies at the pointer; null for a null, and for a member that isn't there.</summary>
    public static JsonNode? At(this JsonNode? node, string pointer) => pointer.Split('/').Skip(1)
        .Aggregate(
            node, (here, step) => here is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]
                : here?[step]);

    /// <summary>What lies at the pointer of the body.</summary>
    public static JsonNode? At(this Answer answer, string pointer) => answer.Json.At(pointer);

    /// <summary>The text, code, number, <c>true</c> or <c>false</c> at the pointer; null for a null.</summary>
    public static string? Says(this JsonNode? node, string pointer) => node.At(pointer)?.ToString();

    /// <summary>The same of the body.</summary>
    public static string? Says(this Answer answer, string pointer) => answer.Json.Says(pointer);

    /// <summary>The instant at the pointer.</summary>
    public static DateTimeOffset Instant(this JsonNode? node, string pointer) => node.At(pointer)!.GetValue<DateTimeOffset>();

    /// <summary>The items of the list at the pointer.</summary>
    public static IReadOnlyList<JsonNode> Items(this JsonNode? node, string pointer) =>
        [.. node.At(pointer)!.AsArray().Select(item => item!)];

    /// <summary>The same of the body.</summary>
    public static IReadOnlyList<JsonNode> Items(this Answer answer, string pointer) => answer.Json.Items(pointer);

    /// <summary>What <paramref name="inside"/> says of each item of the list at the pointer.</summary>
    public static IReadOnlyList<string?> Each(this Answer answer, string pointer, string inside) =>
        [.. answer.Items(pointer).Select(item => item.Says(inside))];
}
