using CaseReferral.Api.Clocks;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Notifications;

namespace CaseReferral.Api.Notifications;

/// <summary>
/// Records what became of an attempt to deliver a notification, as an act on its incident. When that makes it clear that nobody was told,
/// the same act tells the next level at once.
/// </summary>
public sealed class SettleAttempt(
    Database database, ReferenceData reference, WakeQueues wake, ClockMetrics metrics, IdFactory ids, TimeProvider clock)
{
    // Each round somebody else's act on the incident was committed; what isn't recorded after so many is tried again, under the same id.
    private const int MostRounds = 25;

    /// <summary>Records it.</summary>
    /// <param name="claimed">The notification as it was tried.</param>
    /// <param name="attempt">What became of it.</param>
    /// <param name="ct">Counts until an act is queued.</param>
    public async Task RecordAsync(Notification claimed, Attempt attempt, CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var known = await reference.GetAsync(ct);
            var (incident, others, request) = await database.ReadAsync(
                IncidentStore.GetForRegistry(claimed.Leg).And(
                    NotificationStore.ListOthers(claimed), RequestOf(claimed), (found, written, asked) => (found, written, asked)),
                ct);
            var now = clock.GetUtcNow();
            var leg = incident!.Leg(claimed.Leg)!;
            var settled = claimed with
            {
                NextAt = attempt.Final ? null : now + Waking.PauseAfter(claimed.Attempts),
                DeliveredAt = attempt.Delivered ? now : null,
            };

            var nobodyWasTold = Waking.NobodyWasTold(settled, others) && Waking.StillStands(settled, leg, request);
            var next = nobodyWasTold && request is null
                ? Escalation.NobodyWasTold(incident, leg.Id, settled.Level, known.Pack(leg.Jurisdiction, leg.PackVersion), now)
                : null;
            var reached = nobodyWasTold && request is not null ? ConsentLadder.NobodyWasTold(request, incident, settled.Level, now) : null;
            var act = new Act(ids.NewEntry()).Settle(claimed, settled);
            if (next is not null)
            {
                act.Moved(next, now).RecordMoved(next, [], null, ids, now, (settled, attempt));
                wake.Write(act, next, known, now);
            }
            else if (reached is not null)
            {
                act.Reach(incident, reached).RecordConsentLevel(incident, reached, now, (settled, attempt));
                wake.Write(act, incident, [Waking.Of(reached, incident)], known, now);
            }
            else
            {
                var after = incident with { Sequence = incident.Sequence + 1 };
                act.Noted(incident, after).RecordAttempt(after, settled, attempt, now);
            }

            var commit = await database.CommitAsync(act, ct);
            if (commit.Succeeded && next is not null)
                metrics.Fired(next, now);
            if (commit.Succeeded && reached is not null)
                metrics.Fired(reached, incident, now);
            if (commit.Succeeded || commit.LostAt == 0)
                return;
        }
    }

    /// <summary>The disclosure request that a notification is about; null for none.</summary>
    internal static Load<DisclosureRequest?> RequestOf(Notification notification) =>
        notification.Request is { } request ? DisclosureStore.GetForRegistry(request) : Load.Of<DisclosureRequest?>(null);
}
