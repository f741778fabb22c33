using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;

namespace CaseReferral.Api.Platform.Http;

/// <summary>Holds the headers that a route reads to the length it declares for them.</summary>
public static class HeaderLengths
{
    /// <summary>Refuses what is longer, before anything is bound. A header with a code list is held to that.</summary>
    public static void UseHeaderLengths(this WebApplication app) => app.Use(async (http, next) =>
    {
        var tooLong = http.GetEndpoint()?.Metadata.OfType<RequestHeader>()
            .FirstOrDefault(header => header.List is null && http.Request.Headers[header.Name].ToString().Length > header.Longest);
        if (tooLong is null)
            await next(http);
        else
            await Problem.Of(
                tooLong.Name switch
                {
                    "If-Match" or "If-None-Match" => ProblemCatalogue.PreconditionMalformed,
                    "Idempotency-Key" => ProblemCatalogue.IdempotencyKeyMalformed,
                    _ => ProblemCatalogue.ValidationFailed,
                },
                $"The header {tooLong.Name} has at most {tooLong.Longest} characters. Shorten it and send the request again.")
                .ExecuteAsync(http);
    });
}
