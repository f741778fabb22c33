using CaseReferral.Api.AccessLog;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>Gets one referral.</summary>
public static class GetReferral
{
    /// <summary>GET /v1/referrals/{id}.</summary>
    public static async Task<Results<Answered<ReferralView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, Database database, ReferenceData reference, Denials denials, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var loaded = await database.ReadAsync(LoadedLeg.Of(caller, new(id), now), ct);
        return loaded is null
            ? await denials.NotFoundAsync(caller, id.ToString(), ct)
            : new Answered<ReferralView>(
                ReferralView.Of(
                    loaded.Leg, loaded.Incident, caller, await reference.GetAsync(ct), now, withIncident: true, loaded.HasSecondSeat),
                loaded.ETag);
    }
}

/// <summary>
/// Lists referrals: a queue of its own, most urgent first, for a task force, and for a coordinator what is unrouted or waits for them; for
/// a unit, a coordinator and an auditor every referral they see, newest incident first.
/// </summary>
public static class ListReferrals
{
    private const string Queue = "referrals/queue";
    private const string AtCoordinator = "referrals/coordinator";
    private const string Seen = "referrals/seen";
    private const int RankBytes = 25;
    private const int PairBytes = 32;

    /// <summary>GET /v1/referrals.</summary>
    public static async Task<Results<Answered<Page<ReferralView>>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, Database database, Searches searches, ReferenceData reference, TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var query = new ListQuery(http);
        var limit = query.Limit();
        var state = query.Code("state", "referralState");
        var triages = SeatRequirements.Triage.Contains(caller.Seat.Role);
        var coordinates = caller.Seat.Role == SeatRole.Coordinator;
        var isOpen = state is null || Codes<ReferralState>.Parse(state).IsOpen();
        var waitsForUs = query.Flag("waitingOnUs");
        var list = triages || coordinates && state == ReferralState.Unrouted.Code() ? Queue
            : coordinates && isOpen && waitsForUs == true ? AtCoordinator
            : Seen;
        var place = query.Cursor(list, list == Seen ? PairBytes : RankBytes);
        var overdue = query.Flag("overdue");
        var escalated = query.Flag("escalated");
        var unclaimed = query.Flag("unclaimed");
        var within = query.Duration("dueWithin");
        var before = query.Instant("dueBefore");
        var filter = new ReferralFilter
        {
            Limit = limit + 1,
            Now = now,
            IsOpen = isOpen,
            OwnerIs = isOpen && caller.Seat.Role is SeatRole.Coordinator or SeatRole.Auditor
                ? caller.Seat.Jurisdiction : null,
            AfterRank = list == Seen ? null : place,
            AfterIncident = place is null || list != Seen ? null : new IncidentId(new Guid(place.AsSpan(0, 16), bigEndian: true)),
            AfterId = place is null || list != Seen ? null : new ReferralId(new Guid(place.AsSpan(16), bigEndian: true)),
            TaskForce = query.Text("taskForce"),
            UnitId = query.Text("unit"),
            Kind = query.Code("kind", "legKind"),
            State = state,
            Priority = query.Code("priority", "priority"),
            OverdueAt = overdue == true ? now : null,
            NotOverdueAt = overdue == false ? now : null,
            DueBefore = within is { } span && !(before < now + span) ? now + span : before,
            Escalated = escalated == true,
            NotEscalated = escalated == false,
            Assignee = Assignee(query, caller.Seat),
            Unclaimed = unclaimed == true,
            Claimed = unclaimed == false,
            Jurisdiction = query.Code("jurisdiction", "jurisdiction"),
            CrimeHypothesis = query.Code("crimeHypothesis", "crimeHypothesis"),
            FiledAfter = query.Instant("filedAfter"),
            // A queue waits for the unit while a question is open, a unit for the queue otherwise; a coordinator answers for what is
            // theirs.
            WaitsForUnit = !coordinates && waitsForUs == !triages,
            WaitsForQueue = !coordinates && waitsForUs == triages,
            WaitsForCoordinator = coordinates && waitsForUs == true,
            WaitsForOthers = coordinates && waitsForUs == false,
        };
        if (query.Refusal() is { } refusal)
            return refusal;

        await searches.RecordAsync(caller, "referrals", query, ct);
        var page = list == Queue ? ReferralStore.ListQueue(caller.Scope, filter)
            : list == AtCoordinator ? ReferralStore.ListAtCoordinator(caller.Scope, filter)
            : filter.OwnerIs is not null ? ReferralStore.ListOpen(caller.Scope, filter)
            : ReferralStore.ListSeen(caller.Scope, filter);
        var ((legs, incidents), alone) = await database.ReadLaggingAsync(page.And(LoadedLeg.StoodInFor(caller, now)), ct);
        var known = await reference.GetAsync(ct);
        return new Answered<Page<ReferralView>>(Paging.Cut(
            http, legs, limit,
            item => ReferralView.Of(
                item.Leg, incidents[item.Leg.Incident], caller, known, now, withIncident: true, !alone.Contains(item.Leg.Id)),
            item => list != Seen
                ? Cursors.Of(list, item.Rank)
                : Cursors.Of(
                    Seen, [.. item.Leg.Incident.Value.ToByteArray(bigEndian: true), .. item.Leg.Id.Value.ToByteArray(bigEndian: true)])));
    }

    private static SeatId? Assignee(ListQuery query, Seat seat)
    {
        switch (query.Text("assignee"))
        {
            case null: return null;
            case "me": return seat.Id;
            case var text when Guid.TryParse(text, out var id): return new SeatId(id);
            default:
                query.Fault("assignee", "Give a seat's id, or me.");
                return null;
        }
    }
}
