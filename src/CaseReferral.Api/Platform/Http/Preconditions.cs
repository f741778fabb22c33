using CaseReferral.Api.Platform.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Http;

/// <summary>Checks <c>If-Match</c> the same way everywhere: missing 428, malformed 400, stale or weak 412 with the current tag.</summary>
public static class Preconditions
{
    /// <summary>Why the request may not change a resource whose tag is <paramref name="current"/>; null when it may.</summary>
    /// <param name="http">For the header.</param>
    /// <param name="current">The resource's tag now, quotes included.</param>
    /// <param name="anyAllowed">Whether <c>*</c> is accepted here.</param>
    /// <param name="now">What the caller should know of the resource as it now stands, such as its state.</param>
    public static ProblemHttpResult? Refuse(
        HttpContext http, string current, bool anyAllowed = false, IReadOnlyDictionary<string, object?>? now = null)
    {
        var given = http.Request.Headers.IfMatch;
        if (given.Count == 0)
            return Problem.Of(ProblemCatalogue.PreconditionRequired);
        if (IfMatch.Parse(given.ToString()) is not { } match)
            return Problem.Of(ProblemCatalogue.PreconditionMalformed);
        if (match.IsAny && !anyAllowed)
            return Problem.Of(ProblemCatalogue.PreconditionMalformed, "If-Match: * isn't accepted here. Send the ETag that you read last.");
        if (match.IsAny || match.Matches(current))
            return null;

        http.Response.Headers.ETag = current;
        return Problem.Of(ProblemCatalogue.PreconditionFailed, extensions: With(now, current));
    }

    /// <summary>The members a 409 or 412 carries, and the current tag.</summary>
    public static IReadOnlyDictionary<string, object?> With(IReadOnlyDictionary<string, object?>? now, string current) =>
        new Dictionary<string, object?>(now ?? new Dictionary<string, object?>()) { ["etag"] = current };
}
