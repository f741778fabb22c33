using CaseReferral.Api.Contents;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.AccessLog;

/// <summary>Who saw what, newest first, for the auditors of a jurisdiction; as JSON by pages, or streamed whole as CSV.</summary>
public sealed class ReadAccessLog(Database database, Denials denials, Searches searches, IdFactory ids, TimeProvider clock)
{
    private const string Name = "access-log";
    private const int IdBytes = 16;

    /// <summary>GET /v1/access-log.</summary>
    public static Task<Results<Answered<Page<AccessEntryView>>, AccessLogCsv, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, ReadAccessLog use, CancellationToken ct)
    {
        var query = new ListQuery(http);
        return use.ReadAsync(http, caller, query, query.Text("incident"), ct);
    }

    /// <summary>GET /v1/incidents/{id}/access-log.</summary>
    public static Task<Results<Answered<Page<AccessEntryView>>, AccessLogCsv, ProblemHttpResult>> OfIncidentAsync(
        string id, HttpContext http, Caller caller, ReadAccessLog use, CancellationToken ct) =>
        use.OfAsync(id, http, caller, ct);

    private async Task<Results<Answered<Page<AccessEntryView>>, AccessLogCsv, ProblemHttpResult>> OfAsync(
        string id, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (await database.ReadAsync(IncidentStore.Get(caller.Scope, IncidentKey.Parse(id)), ct) is null)
            return await denials.NotFoundAsync(caller, id, ct);
        return await ReadAsync(http, caller, new ListQuery(http), id, ct);
    }

    private async Task<Results<Answered<Page<AccessEntryView>>, AccessLogCsv, ProblemHttpResult>> ReadAsync(
        HttpContext http, Caller caller, ListQuery query, string? incident, CancellationToken ct)
    {
        var limit = query.Limit();
        var after = query.Cursor(Name, IdBytes);
        var key = incident is null ? default : IncidentKey.Parse(incident);
        var filter = new AccessFilter
        {
            Limit = limit + 1,
            BeforeId = after is null ? null : new EntryId(new Guid(after, bigEndian: true)),
            OfIncident = incident is not null,
            Id = key.Id,
            Reference = key.Reference,
            Person = query.Id("person"),
            Principal = query.Id("principal") is { } principal ? new PrincipalId(principal) : null,
            Seat = query.Id("seat") is { } seat ? new SeatId(seat) : null,
            Desk = query.Text("desk"),
            Kind = query.Code("kind", "accessKind"),
            Purpose = query.Code("purpose", "accessPurpose"),
            From = query.Instant("from"),
            To = query.Instant("to"),
        };
        if (query.Refusal() is { } refusal)
            return refusal;
        if (AccessLogCsv.IsAskedFor(http))
            return await ExportAsync(http, caller, filter, ct);
        // A page needs no purpose; one that isn't any is a mistake all the same.
        if (http.Request.Headers[OpenContent.Header].ToString() is var stated && !string.IsNullOrWhiteSpace(stated)
            && !Codes<AccessPurpose>.TryParse(stated, out _))
            return Problem.Of(ProblemCatalogue.PurposeRequired);

        await searches.RecordAsync(caller, Name, query, ct);
        var rows = await database.ReadAsync(AccessLogStore.List(caller.Scope, filter), ct);
        return new Answered<Page<AccessEntryView>>(Paging.Cut(
            http, rows, limit, AccessEntryView.Of, row => Cursors.Of(Name, row.EntryId.Value.ToByteArray(bigEndian: true))));
    }

    // An export leaves the registry: it states a purpose, and is on record before its first line.
    private async Task<Results<Answered<Page<AccessEntryView>>, AccessLogCsv, ProblemHttpResult>> ExportAsync(
        HttpContext http, Caller caller, AccessFilter filter, CancellationToken ct)
    {
        if (!Codes<AccessPurpose>.TryParse(http.Request.Headers[OpenContent.Header].ToString(), out var purpose))
            return Problem.Of(ProblemCatalogue.PurposeRequired);
        if (purpose is not (AccessPurpose.Audit or AccessPurpose.SubjectAccess))
            return Problem.Of(ProblemCatalogue.PurposeNotYours);

        var act = new Act(ids.NewEntry());
        var seat = caller.Seat;
        var commit = await database.CommitAsync(
            act.RecordAccess(
                AccessEntries.Make(act, "access-log-exported", seat.Jurisdiction, null, seat, clock.GetUtcNow(), new { seat = seat.Name }),
                new(AccessKind.Export, seat.Jurisdiction, seat, purpose.Code(), [])),
            ct);
        return commit.Succeeded
            ? new AccessLogCsv(database, caller.Scope, filter)
            : Problem.Of(ProblemCatalogue.StorageUnavailable);
    }
}
