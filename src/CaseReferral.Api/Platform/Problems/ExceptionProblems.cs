using System.Text;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Problems;

/// <summary>
/// Maps the exceptions that reach the pipeline's edge: requests that can't be bound, infrastructure that is away, and bugs.
/// Expected refusals are values and never come by here.
/// </summary>
public sealed partial class ExceptionProblems(ILogger<ExceptionProblems> log) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Nobody is left to read an answer.
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        await AnswerTo(exception, httpContext).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemHttpResult AnswerTo(Exception exception, HttpContext http)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return BadRequests.Answer(bad, http);

            case MalformedKeyException:
                return Problem.Of(ProblemCatalogue.IdempotencyKeyMalformed);

            // The storage library's exceptions are mapped here, and nowhere else: their kind and when to come back.
            case StorageUnavailableException or TimeoutException
                or ObjectDisposedException { ObjectName: nameof(Database) or nameof(SqliteDatabase) or nameof(SqlServerDatabase) }:
                http.Response.Headers.RetryAfter = RetryAfter(exception);
                StorageAway(exception.GetType().Name);
                return Problem.Of(ProblemCatalogue.StorageUnavailable);

            default:
                Log(exception, http);
                return Problem.Of(ProblemCatalogue.InternalError);
        }
    }

    // A server that rests says until when; the others are asked again soon.
    private static string RetryAfter(Exception exception) =>
        Math.Max(2, (int)Math.Ceiling((exception as StorageUnavailableException)?.RetryAfter?.TotalSeconds ?? 0))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);

    // Messages of exceptions may quote values, and values may name persons: types and stack say where the bug is.
    private void Log(Exception exception, HttpContext http)
    {
        var route = (http.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
        var types = new StringBuilder();
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            types.Append(types.Length == 0 ? "" : " < ").Append(cause.GetType().FullName);
        Unhandled(http.Request.Method, route, types.ToString(), exception.StackTrace);
        UnhandledInFull(exception);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed: {Types}\n{Stack}")]
    private partial void Unhandled(string method, string route, string types, string? stack);

    [LoggerMessage(2, LogLevel.Debug, "The failure in full, with messages that may quote values")]
    private partial void UnhandledInFull(Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The store didn't answer: {Type}")]
    private partial void StorageAway(string type);
}
