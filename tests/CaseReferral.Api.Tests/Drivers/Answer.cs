using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>An answer: status, the headers that matter, and the body as JSON and as text.</summary>
public sealed record Answer(int Status, JsonNode? Json, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The entity tag, quotes included.</summary>
    public string? ETag => Headers.GetValueOrDefault("ETag");

    /// <summary>Whether it is the answer to an earlier request.</summary>
    public bool Replayed => Headers.GetValueOrDefault("Idempotency-Replayed") == "true";

    /// <summary>The problem's code; null for an answer that is none.</summary>
    public string? Problem => Status >= 400 ? Json?["code"]?.GetValue<string>() : null;

    /// <summary>A member of the body.</summary>
    public JsonNode this[string name] => Json![name]!;

    /// <summary>The leg addressed to this task force; null stands for the coordinator.</summary>
    public JsonNode Leg(string? taskForce) =>
        Json!["referrals"]!.AsArray().Single(leg => leg!["taskForce"]?.GetValue<string>() == taskForce)!;

    /// <summary>The JSON Pointers of a validation problem's errors.</summary>
    public IReadOnlyList<string> Errors => [.. Json?["errors"]?.AsObject().Select(error => error.Key) ?? []];

    internal static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, text, headers);
    }
}
