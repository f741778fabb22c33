using Microsoft.Data.SqlClient;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CaseReferral.Storage.SqlServer;

/// <summary>
/// The one owner of retries, around whole acts and loads: total timeout, retries with jitter, breaker, attempt timeout, in this order from
/// the outside. What is tried again is the whole; no statement is ever tried again by itself.
/// </summary>
internal static class Resilience
{
    /// <summary>Names what is done, for the metrics.</summary>
    public static readonly ResiliencePropertyKey<string> Operation = new("operation");

    /// <summary>Builds the pipeline.</summary>
    public static ResiliencePipeline Of(SqlServerOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(options.TotalTimeout)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(
                    FaultOf(attempt.Outcome.Exception) is { } fault && SqlServerFaults.IsTransient(fault)),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstDelay,
                MaxDelay = options.LongestDelay,
                OnRetry = retry =>
                {
                    StorageMetrics.Retried(
                        retry.Context.Properties.GetValue(Operation, "unknown"), FaultOf(retry.Outcome.Exception));
                    return ValueTask.CompletedTask;
                },
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(
                    FaultOf(attempt.Outcome.Exception) is { } fault && SqlServerFaults.IsOutage(fault)),
                FailureRatio = 0.5,
                MinimumThroughput = options.BreakerThroughput,
                SamplingDuration = options.BreakerSampling,
                BreakDuration = options.BreakerRest,
                OnOpened = _ => Say("open"),
                OnHalfOpened = _ => Say("half-open"),
                OnClosed = _ => Say("closed"),
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();

    /// <summary>Why the store couldn't be used; null for a bug.</summary>
    public static StorageFault? FaultOf(Exception? failure) => failure switch
    {
        SqlException sql => sql.Fault(),
        StorageUnavailableException known => known.Fault,
        TimeoutRejectedException => StorageFault.Slow,
        BrokenCircuitException => StorageFault.Resting,
        _ => null,
    };

    /// <summary>The same failure in the store's own words; null for a bug.</summary>
    public static StorageUnavailableException? Told(Exception failure, StorageFault? instead = null) => failure switch
    {
        StorageUnavailableException known when instead is null => known,
        _ => FaultOf(failure) is { } fault
            ? new StorageUnavailableException(instead ?? fault, failure)
            {
                RetryAfter = (failure as BrokenCircuitException)?.RetryAfter,
            }
            : null,
    };

    private static ValueTask Say(string state)
    {
        StorageMetrics.BreakerIs(state);
        return ValueTask.CompletedTask;
    }
}
