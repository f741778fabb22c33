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

    /// <summary>
    /// The same for a PUT, which also makes what isn't there: <c>If-None-Match: *</c> asks for something new, and <c>If-Match</c> for
    /// what was read. A PUT that says what is there already changes nothing, and so needs neither: a retry finds its own work.
    /// </summary>
    /// <param name="http">For the headers.</param>
    /// <param name="current">The resource's tag now, quotes included; null when it isn't there.</param>
    /// <param name="isSame">Whether the request says what is there already.</param>
    public static ProblemHttpResult? RefusePut(HttpContext http, string? current, bool isSame = false)
    {
        var onlyNew = http.Request.Headers.IfNoneMatch;
        if (onlyNew.Count > 0 && onlyNew.ToString().Trim() != "*")
            return Problem.Of(ProblemCatalogue.PreconditionMalformed, "If-None-Match takes * here: make it, unless it is there.");
        if (current is null)
            return RefuseMaking(http);
        if (onlyNew.Count > 0)
        {
            http.Response.Headers.ETag = current;
            return Problem.Of(
                ProblemCatalogue.PreconditionFailed, "It is there already. Read it, and send its ETag as If-Match.",
                extensions: With(null, current));
        }

        return isSame && http.Request.Headers.IfMatch.Count == 0 ? null : Refuse(http, current);
    }

    private static ProblemHttpResult? RefuseMaking(HttpContext http) =>
        http.Request.Headers.IfMatch is not { Count: > 0 } given ? null
        : IfMatch.Parse(given.ToString()) is null or { IsAny: true } ? Problem.Of(ProblemCatalogue.PreconditionMalformed)
        : Problem.Of(ProblemCatalogue.PreconditionFailed, "There is nothing at this address. Leave If-Match out to make it.");

    /// <summary>The members a 409 or 412 carries, and the current tag.</summary>
    public static IReadOnlyDictionary<string, object?> With(IReadOnlyDictionary<string, object?>? now, string current) =>
        new Dictionary<string, object?>(now ?? new Dictionary<string, object?>()) { ["etag"] = current };
}
