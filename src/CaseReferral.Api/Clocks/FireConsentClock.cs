using CaseReferral.Api.Journal;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Api.Clocks;

/// <summary>
/// What a disclosure request's clock does when its owner doesn't answer: each level that is due, in order, one act each, guarded by the
/// level, the instant it was due at and the incident's sequence. Whoever loses reads again and finds it done.
/// </summary>
public sealed class FireConsentClock(
    Database database, ReferenceData reference, WakeQueues wake, ClockMetrics metrics, IdFactory ids, TimeProvider clock)
{
    private const int MostRounds = 64;

    /// <summary>Fires all that is due on a request.</summary>
    /// <returns>False when its row says that something is due, and the request says that nothing is.</returns>
    public async Task<bool> FireAsync(DisclosureRequestId id, CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var known = await reference.GetAsync(ct);
            var (request, incident) = await database.ReadAsync(
                DisclosureStore.GetForRegistry(id).And(IncidentStore.GetForRegistry(id)), ct);
            if (request is null || incident is null)
                return false;

            var now = clock.GetUtcNow();
            if (ConsentLadder.Fire(request, incident, now) is not { } reached)
                return request.Clock?.FiresAt is not { } at || at > now;

            var act = new Act(ids.NewEntry()).Reach(incident, reached).RecordConsentLevel(incident, reached, now);
            wake.Write(act, incident, [Waking.Of(reached, incident)], known, now);
            if ((await database.CommitAsync(act, ct)).Succeeded)
                metrics.Fired(reached, incident, now);
        }

        return false;
    }
}
