using System.Net;
using Polly;

namespace CaseReferral.Client.Http;

/// <summary>Which requests may be sent again, and when.</summary>
internal static class Repeats
{
    /// <summary>
    /// What never left, and a refusal that says it did nothing (429, 503, and a 409 that says when to come back), lets anything be sent
    /// again. When what became of a request is unknown, only one that does the same thing twice as once is: a read, or a POST under its
    /// key. A PATCH isn't: its second try could answer 412 for the first one's success.
    /// </summary>
    public static bool May(HttpRequestMessage? request, Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result.StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } => true,
        { Result: { StatusCode: HttpStatusCode.Conflict, Headers.RetryAfter: not null } } => true,
        { Result.StatusCode: HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway } => IsRepeatable(request),
        { Result.StatusCode: HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout } => IsRepeatable(request),
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } } => true,
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } } => true,
        { Exception: SignInException { InnerException: HttpRequestException } } => true,
        { Exception: HttpRequestException } => IsRepeatable(request),
        _ => false,
    };

    private static bool IsRepeatable(HttpRequestMessage? request) =>
        request?.Method == HttpMethod.Get || request?.Headers.Contains(RequestHeaders.IdempotencyKey) == true;
}
