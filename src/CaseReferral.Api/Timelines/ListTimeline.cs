using System.Buffers.Binary;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Timelines;

/// <summary>Tells the story of an incident, or of one of its referrals, in the order it happened, to whoever may see it.</summary>
public static class ListTimeline
{
    private const int SequenceBytes = sizeof(long);

    /// <summary>GET /v1/incidents/{id}/timeline.</summary>
    public static Task<Results<Answered<Page<TimelineEntryView>>, ProblemHttpResult>> OfIncidentAsync(
        string id, HttpContext http, Caller caller, Database database, Denials denials, CancellationToken ct) =>
        ListAsync(id, IncidentKey.Parse(id), null, http, caller, database, denials, ct);

    /// <summary>GET /v1/referrals/{id}/timeline.</summary>
    public static Task<Results<Answered<Page<TimelineEntryView>>, ProblemHttpResult>> OfReferralAsync(
        Guid id, HttpContext http, Caller caller, Database database, Denials denials, CancellationToken ct) =>
        ListAsync(id.ToString(), new ReferralId(id), new ReferralId(id), http, caller, database, denials, ct);

    private static async Task<Results<Answered<Page<TimelineEntryView>>, ProblemHttpResult>> ListAsync(
        string asked, IncidentKey key, ReferralId? leg, HttpContext http, Caller caller, Database database, Denials denials,
        CancellationToken ct)
    {
        var list = leg is null ? "timeline" : $"timeline/{leg.Value.Value:N}";
        var query = new ListQuery(http);
        var limit = query.Limit();
        var after = query.Cursor(list, SequenceBytes) is { } place ? BinaryPrimitives.ReadInt64BigEndian(place) : 0;
        if (query.Refusal() is { } refusal)
            return refusal;

        var (incident, rows) = await database.ReadAsync(
            IncidentStore.Get(caller.Scope, key).And(
                TimelineStore.List(caller.Scope, key, leg, MayLearn(caller.Seat), after, limit + 1)), ct);
        if (incident is null || leg is { } only && incident.Leg(only) is null)
            return await denials.NotFoundAsync(caller, asked, ct);

        return new Answered<Page<TimelineEntryView>>(Paging.Cut(
            http, rows, limit, row => TimelineEntryView.Of(row, caller.Seat), row => Cursors.Of(list, Place(row.Sequence))));
    }

    // Another queue's messages: the filing side reads all of them, and the coordinator may look on. Who asked for a disclosure, and what
    // the owner said, is between desks; the unit reads in the list of disclosures what was sent. To an auditor no act is missing, as the
    // timeline holds no word of it.
    private static TimelineReader MayLearn(Seat seat) => seat.Role switch
    {
        SeatRole.Officer or SeatRole.Supervisor or SeatRole.Partner => new(Messages: true, Notes: false, DisclosuresOf: null),
        SeatRole.Duty or SeatRole.Second or SeatRole.Lead => new(Messages: false, Notes: false, seat.Jurisdiction),
        SeatRole.Coordinator => new(Messages: true, Notes: false, seat.Jurisdiction),
        SeatRole.Auditor => new(Messages: true, Notes: true, seat.Jurisdiction),
        _ => new(Messages: false, Notes: false, DisclosuresOf: null),
    };

    private static byte[] Place(long sequence)
    {
        var place = new byte[SequenceBytes];
        BinaryPrimitives.WriteInt64BigEndian(place, sequence);
        return place;
    }
}
