using System.Net;
using System.Text.Json;
using CaseReferral.Api.Platform.Problems;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>What every problem must be; each test of a refusal goes through it.</summary>
public static class ProblemAnswer
{
    /// <summary>The problem in <paramref name="response"/>, after checking that it has the contract's shape.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), text);
        var problem = JsonDocument.Parse(text).RootElement;
        var kind = ProblemCatalogue.Find(code)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code), text);
            Assert.That(problem.GetProperty("type").GetString(), Is.EqualTo($"/problems/{code}"));
            Assert.That(problem.GetProperty("title").GetString(), Is.EqualTo(kind.Title));
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(kind.Status));
            Assert.That(response.StatusCode, Is.EqualTo((HttpStatusCode)kind.Status));
            Assert.That(problem.GetProperty("detail").GetString(), Is.Not.Empty);
            Assert.That(problem.GetProperty("traceId").GetString(), Does.Match("^[0-9a-f]{32}$"));
        }

        return problem;
    }

    public static string[] Pointers(JsonElement problem) =>
        problem.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(error => error.Name)] : [];
}
