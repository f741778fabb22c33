using System.Diagnostics.Metrics;
using CaseReferral.Api.Platform.Telemetry;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Clocks;

/// <summary>
/// What is measured of deadlines, exercises apart: breaches, levels of escalation, how late they fire, and times to acknowledge. Tags are
/// codes; none says which case it was.
/// </summary>
public sealed class ClockMetrics
{
    private readonly Counter<long> breaches;
    private readonly Counter<long> levels;
    private readonly Histogram<double> lateness;
    private readonly Histogram<double> acknowledged;

    /// <summary>Makes the instruments of the registry's meter.</summary>
    public ClockMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetrySetup.Name);
        breaches = meter.CreateCounter<long>("case_referral.clocks.breaches", "{breach}", "Deadlines that nobody met.");
        levels = meter.CreateCounter<long>("case_referral.clocks.levels", "{level}", "Levels of escalation that were reached.");
        lateness = meter.CreateHistogram<double>("case_referral.clocks.lateness", "s", "From when a level was due to when it fired.");
        acknowledged = meter.CreateHistogram<double>(
            "case_referral.referrals.time_to_acknowledge", "s", "From a leg's making to its acknowledgement.");
    }

    /// <summary>A clock fired; or, where nobody could be told, its next level at once.</summary>
    public void Fired(ReferralMoved moved, DateTimeOffset now)
    {
        foreach (var reached in moved.Facts.OfType<LevelReached>())
        {
            var isBreach = moved.LegBefore.Escalation == 0 && moved.LegBefore.Clocks.Any(clock => clock.DueAt <= now);
            Reached(
                reached.Clock, moved.Leg.Priority, moved.After.Jurisdiction, reached.Exercise, reached.Level, now - reached.DueAt,
                isBreach);
        }
    }

    /// <summary>A level of a disclosure request's clock was reached.</summary>
    public void Fired(ConsentLevelReached reached, Incident incident, DateTimeOffset now) => Reached(
        ClockKind.Consent, incident.Priority, incident.Jurisdiction, incident.Exercise, reached.After.Escalation, now - reached.DueAt,
        isBreach: reached.Before.Escalation == 0 && reached.Before.DueAt <= now);

    // The first level at its own instant is the breach; one that came early, for nobody was told, is none.
    private void Reached(
        ClockKind clock, Priority priority, string jurisdiction, bool exercise, int level, TimeSpan late, bool isBreach)
    {
        KeyValuePair<string, object?>[] tags =
        [
            new("clock", clock.Code()), new("priority", priority.Code()), new("jurisdiction", jurisdiction), new("exercise", exercise),
            new("level", level),
        ];
        levels.Add(1, tags);
        lateness.Record(late.TotalSeconds, tags);
        if (isBreach)
            breaches.Add(1, tags.AsSpan(..^1));
    }

    /// <summary>A leg moved by a person's hand; the move that acknowledges it is measured.</summary>
    public void Moved(ReferralMoved moved)
    {
        if (moved.LegBefore.AcknowledgedAt is null && moved.Leg is { AcknowledgedAt: { } at, Kind: not LegKind.Notice } leg)
        {
            acknowledged.Record(
                (at - leg.MadeAt).TotalSeconds, new("priority", leg.Priority.Code()), new("jurisdiction", moved.After.Jurisdiction),
                new("exercise", moved.After.Exercise));
        }
    }
}
