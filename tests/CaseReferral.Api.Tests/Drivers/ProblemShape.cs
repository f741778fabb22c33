using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.Problems;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>What every refusal must look like, whoever refuses.</summary>
public static class ProblemShape
{
    /// <summary>What is wrong with a refusal's form, in one sentence for each fault; empty when it is as documented.</summary>
    public static IEnumerable<string> Faults(Answer answer)
    {
        if (answer.Headers.GetValueOrDefault(
            "Content-Type") is not "application/problem+json" and not "application/problem+json; charset=utf-8")
            yield return "It isn't application/problem+json.";
        if (answer.Json is not JsonObject problem || ProblemCatalogue.Find(Text(problem, "code") ?? "") is not { } kind)
        {
            yield return "Its code isn't in the catalogue.";
            yield break;
        }

        if (answer.Status != kind.Status || problem["status"]?.GetValue<int>() != kind.Status)
            yield return $"{kind.Code} comes with {kind.Status}.";
        if (Text(problem, "type") != $"/problems/{kind.Code}")
            yield return "Its type isn't the code's page.";
        if (Text(problem, "title") != kind.Title)
            yield return "Its title isn't the code's.";
        if (Text(problem, "detail") is not { Length: > 10 } detail || !detail.EndsWith('.'))
            yield return "Its detail is no sentence.";
        if (Text(problem, "traceId") is not { Length: 32 } trace || !trace.All(char.IsAsciiHexDigitLower))
            yield return "It has no trace.";
        foreach (var (pointer, messages) in problem["errors"] as JsonObject ?? [])
        {
            if (pointer is not "" && pointer[0] != '/')
                yield return $"{pointer} is no JSON Pointer.";
            if (messages is not JsonArray { Count: > 0 } texts || texts.Any(text => text!.GetValue<string>().Length < 10))
                yield return $"Nothing is said about {pointer}.";
        }
    }

    private static string? Text(JsonObject problem, string name) => problem[name]?.GetValue<string>();
}
