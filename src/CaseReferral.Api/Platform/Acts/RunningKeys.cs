using System.Collections.Concurrent;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>
/// Tells a repeated request that the first one under its <c>Idempotency-Key</c> still runs. Requests that come together are not stopped:
/// the store decides which of them acts, and the others replay its answer. So it is across instances. But one that has run for longer than
/// <see cref="Usual"/> waits for something, and its repetitions would only wait with it.
/// </summary>
public sealed class RunningKeys(RequestDelegate next, TimeProvider clock)
{
    /// <summary>Longer than a request takes while the store answers.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(PrincipalId Principal, string Key), DateTimeOffset> running = new();

    /// <summary>Lets the request through, or answers 409.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        // A malformed key is refused where it is bound.
        if (!HttpMethods.IsPost(http.Request.Method) || http.Features.Get<Caller>() is not { } caller
            || http.Request.Headers["Idempotency-Key"] is not [{ Length: > 0 } key])
        {
            await next(http);
            return;
        }

        var (first, now) = ((caller.Seat.Principal, key), clock.GetUtcNow());
        if (!running.TryAdd(first, now))
        {
            if (!running.TryGetValue(first, out var since) || now - since < Usual)
            {
                await next(http);
                return;
            }

            // Tells the clients that this 409 is one to wait out, not to decide on.
            http.Response.Headers.RetryAfter = "1";
            await Problem.Of(ProblemCatalogue.IdempotencyKeyInUse).ExecuteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            running.TryRemove(first, out _);
        }
    }
}
