using System.Text.Json;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>What every operation of the contract has; used on the real document too.</summary>
public static class DocumentRules
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    /// <summary>The broken rules, one sentence each.</summary>
    public static IReadOnlyList<string> Broken(JsonElement document)
    {
        var broken = new List<string>();
        var ids = new HashSet<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Where(member => Methods.Contains(member.Name)))
            {
                var (where, operation) = ($"{method.Name.ToUpperInvariant()} {path.Name}", method.Value);
                if (!operation.TryGetProperty("operationId", out var id))
                    broken.Add($"{where} has no operationId.");
                else if (!ids.Add(id.GetString()!))
                    broken.Add($"{where} has an operationId that another operation has.");
                if (!operation.TryGetProperty("summary", out var summary) || string.IsNullOrWhiteSpace(summary.GetString()))
                    broken.Add($"{where} has no summary.");
                if (!operation.TryGetProperty("description", out var description) || string.IsNullOrWhiteSpace(description.GetString()))
                    broken.Add($"{where} doesn't tell the rule that matters.");
                if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() != 1)
                    broken.Add($"{where} hasn't exactly one tag.");
                broken.AddRange(BrokenAnswers(where, operation.GetProperty("responses")));
            }
        }

        return broken;
    }

    private static IEnumerable<string> BrokenAnswers(string where, JsonElement responses)
    {
        if (!responses.EnumerateObject().Any(response => response.Name[0] is '2' or '3'))
            yield return $"{where} never succeeds.";
        if (!responses.TryGetProperty("default", out _))
            yield return $"{where} doesn't say what any other error looks like.";
        foreach (var response in responses.EnumerateObject().Where(response => response.Name[0] is '4' or '5' or 'd'))
        {
            if (!response.Value.TryGetProperty("content", out var content)
                || content.EnumerateObject().Select(media => media.Name).SingleOrDefault() != "application/problem+json"
                || content.GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref")
                    .GetString() != "#/components/schemas/Problem")
                yield return $"{where} answers {response.Name} with something else than a Problem.";
        }
    }
}
