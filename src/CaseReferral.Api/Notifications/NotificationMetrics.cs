using System.Diagnostics.Metrics;
using CaseReferral.Api.Platform.Telemetry;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Notifications;

/// <summary>What is measured of waking people: attempts, by channel and result.</summary>
public sealed class NotificationMetrics(IMeterFactory meters)
{
    private readonly Counter<long> attempts = meters.Create(TelemetrySetup.Name).CreateCounter<long>(
        "case_referral.notifications.attempts", "{attempt}", "Attempts to deliver a notification.");

    /// <summary>An attempt was made.</summary>
    public void Attempted(Notification notification, Attempt attempt) => attempts.Add(
        1, new("channel", notification.Channel?.Code() ?? "none"), new("result", attempt.Code), new("exercise", notification.Exercise));
}
