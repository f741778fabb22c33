using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Platform.Workers;
using CaseReferral.Domain.Notifications;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Notifications;

namespace CaseReferral.Api.Notifications;

/// <summary>
/// Delivers what acts have written. Whoever tries a notification claims it first by putting it off for <see cref="Lease"/>: nobody else
/// tries it meanwhile, and if nobody comes back from the attempt it is due again. So each is delivered at least once, under its one id.
/// </summary>
public sealed class DeliverNotifications(
    Database database, IServiceProvider services, SettleAttempt settle, NotificationMetrics metrics, IdFactory ids, RegistryClock clock,
    [FromKeyedServices(NotificationsSetup.Name)] WorkerState state, ILogger<DeliverNotifications> log)
    : Worker(clock, state, log)
{
    /// <summary>How long an attempt may take, its own timeouts included, before somebody else tries.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int Limit = 256;
    private const int SideBySide = 16;

    /// <inheritdoc/>
    protected override async Task<Tick> TickAsync(DateTimeOffset now, CancellationToken ct)
    {
        var due = await database.ReadAsync(NotificationStore.ListDue(now, Limit), ct);
        if (due.Count == 0)
            return default;

        var tried = await TryEachAsync(due, SideBySide, TryAsync, ct);
        return new(due[0].NextAt, More: due.Count == Limit && tried > 0);
    }

    private async Task<bool> TryAsync(Notification due, CancellationToken ct)
    {
        var claimed = due.Claimed(Now + Lease);
        if (!(await database.CommitAsync(new Act(ids.NewEntry()).Claim(due, claimed), ct)).Succeeded)
            return false;

        var attempt = await IsOvertakenAsync(claimed, ct)
            ? Attempt.Refused("overtaken")
            : claimed.Channel is { } kind
                ? await services.GetRequiredKeyedService<IChannel>(kind).SendAsync(claimed, ct)
                : Attempt.Refused("no-channel");
        metrics.Attempted(claimed, attempt);

        // It has been sent: that is recorded also when the registry is about to stop.
        await settle.RecordAsync(claimed, attempt, CancellationToken.None);
        return true;
    }

    // The first attempt follows the act at once; before a later one somebody may have acted.
    private async Task<bool> IsOvertakenAsync(Notification claimed, CancellationToken ct) =>
        claimed.Attempts > 1
        && await database.ReadAsync(
            IncidentStore.GetForRegistry(claimed.Leg).And(SettleAttempt.RequestOf(claimed)), ct) is ({ } incident, var request)
        && !Waking.StillStands(claimed, incident.Leg(claimed.Leg)!, request);
}
