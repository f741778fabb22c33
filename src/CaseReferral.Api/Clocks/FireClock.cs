using CaseReferral.Api.Journal;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Api.Clocks;

/// <summary>
/// What a leg's clocks do when nobody acts: each level that is due, in order, one act each; and the end of the wait for an answer. The act
/// is guarded by the clock, its level and the instant it was due at, and by the incident's sequence, so that each happens once, whoever
/// else tries; whoever loses reads again and finds it done.
/// </summary>
public sealed class FireClock(
    Database database, ReferenceData reference, WakeQueues wake, ClockMetrics metrics, IdFactory ids, TimeProvider clock)
{
    // Four clocks' levels and some lost races; more means that a row says what its leg doesn't.
    private const int MostRounds = 64;

    /// <summary>Fires all that is due on a leg.</summary>
    /// <returns>False when its row says that something is due, and the leg says that nothing is.</returns>
    public async Task<bool> FireAsync(ReferralId id, CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var known = await reference.GetAsync(ct);
            if (await database.ReadAsync(IncidentStore.GetForRegistry(id), ct) is not { } incident)
                return false;

            var now = clock.GetUtcNow();
            var leg = incident.Leg(id)!;
            if (Next(incident, leg, known.Pack(leg.Jurisdiction, leg.PackVersion), now) is not var (due, moved))
                return leg.Clocks.All(runs => runs.FiresAt is not { } at || at > now);

            var act = new Act(ids.NewEntry()).Moved(moved, now, (id, due)).RecordMoved(moved, [], null, ids, now);
            wake.Write(act, moved, known, now);
            if ((await database.CommitAsync(act, ct)).Succeeded)
                metrics.Fired(moved, now);
        }

        return false;
    }

    // Of two that are due the one that was due first: a wait that ended before the decision was due gives it time.
    private static (Clock Due, ReferralMoved Moved)? Next(Incident incident, Leg leg, SopPack pack, DateTimeOffset now)
    {
        foreach (var due in leg.Clocks.Where(runs => runs.FiresAt <= now).OrderBy(runs => runs.FiresAt))
        {
            var moved = due.Kind == ClockKind.Answer
                ? ReferralLife.MissAnswer(incident, leg.Id, pack, now)
                : Escalation.Fire(incident, leg.Id, pack, now);
            if (moved is not null)
                return (due, moved);
        }

        return null;
    }
}
