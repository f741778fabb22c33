using System.Diagnostics.Metrics;

namespace CaseReferral.Storage;

/// <summary>What operators watch of the store; no values and no names of anybody.</summary>
public static class StorageMetrics
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "CaseReferral.Storage";

    private static readonly Meter Own = new(Meter);

    private static readonly Histogram<double> Durations = Own.CreateHistogram<double>(
        "case_referral.storage.duration", "s", "Acts and loads on the server, retries included.");

    private static readonly Counter<long> Retries = Own.CreateCounter<long>(
        "case_referral.storage.retries", "{retry}", "Acts and loads that were tried again.");

    private static readonly Counter<long> Ambiguous = Own.CreateCounter<long>(
        "case_referral.storage.ambiguous_commits", "{act}", "Acts whose first answer was lost, by what became of them.");

    private static readonly Counter<long> Breaker = Own.CreateCounter<long>(
        "case_referral.storage.breaker", "{transition}", "Times the server was given a rest, or asked again.");

    internal static void Took(string operation, string outcome, TimeSpan duration) =>
        Durations.Record(duration.TotalSeconds, new("operation", operation), new("outcome", outcome));

    internal static void Retried(string operation, StorageFault? fault) =>
        Retries.Add(1, new("operation", operation), new("fault", fault?.ToString() ?? "none"));

    internal static void WasAmbiguous(string outcome) => Ambiguous.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal static void BreakerIs(string state) => Breaker.Add(1, new KeyValuePair<string, object?>("state", state));
}
