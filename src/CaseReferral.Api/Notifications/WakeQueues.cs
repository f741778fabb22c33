using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Referrals;
using CaseReferral.Storage;
using CaseReferral.Storage.Notifications;

namespace CaseReferral.Api.Notifications;

/// <summary>
/// Writes what an act has to tell, as part of that act: whom it wakes is decided with it, and delivering is somebody else's. A queue of
/// another jurisdiction is woken by the channels that its own pack knows.
/// </summary>
public sealed class WakeQueues(IdFactory ids)
{
    /// <summary>Wakes the queues of legs that an incident came with, or got by an amendment.</summary>
    public void Write(Act act, Incident incident, IEnumerable<Leg> newLegs, ReferenceSnapshot known, DateTimeOffset now) =>
        Write(act, incident, Waking.Of(newLegs, incident.Jurisdiction), known, now);

    /// <summary>Wakes whoever a move brings a leg to, and whoever a level or a missed answer tells.</summary>
    public void Write(Act act, ReferralMoved moved, ReferenceSnapshot known, DateTimeOffset now) =>
        Write(act, moved.After, Waking.Of(moved), known, now);

    /// <summary>Wakes those who are told of a disclosure.</summary>
    public void Write(Act act, Incident incident, IEnumerable<Wake> wakes, ReferenceSnapshot known, DateTimeOffset now)
    {
        act.Write(wakes.SelectMany(Plan));

        IEnumerable<Notification> Plan(Wake wake)
        {
            var home = known.TaskForce(wake.Queue)?.Jurisdiction ?? known.Jurisdiction(wake.Queue)?.Code ?? incident.Jurisdiction;
            var own = known.Pack(wake.Leg.Jurisdiction, wake.Leg.PackVersion);
            var pack = home == incident.Jurisdiction ? own : known.PackInForce(home) ?? own;
            return Waking.Plan(wake, incident, pack, known.LocalTime(home, now), act.Id, ids.New, now);
        }
    }
}
