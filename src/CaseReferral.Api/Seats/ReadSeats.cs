using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Lists seats: those of the jurisdiction, or for administrators coordinators and each other.</summary>
public static class ListSeats
{
    private const string Name = "seats";
    private const int IdBytes = 16;

    /// <summary>GET /v1/seats.</summary>
    public static async Task<Results<Answered<Page<SeatView>>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, Database database, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var query = new ListQuery(http);
        var limit = query.Limit();
        var after = query.Cursor(Name, IdBytes);
        var active = query.Flag("active");
        var filter = new SeatFilter
        {
            Limit = limit + 1,
            AfterId = after is null ? null : new SeatId(new Guid(after, bigEndian: true)),
            Place = query.Text("place"),
            Principal = query.Id("principal") is { } principal ? new PrincipalId(principal) : null,
            Role = query.Code("role", "seatRole"),
            Jurisdiction = query.Code("jurisdiction", "jurisdiction"),
            ActiveAt = active == true ? now : null,
            InactiveAt = active == false ? now : null,
        };
        if (query.Refusal() is { } refusal)
            return refusal;

        var seats = await database.ReadAsync(SeatStore.ListSeats(caller.Scope, filter), ct);
        return new Answered<Page<SeatView>>(Paging.Cut(
            http, seats, limit, seat => SeatView.Of(seat, now),
            seat => Cursors.Of(Name, seat.Held.Seat.Id.Value.ToByteArray(bigEndian: true))));
    }
}

/// <summary>Gets one seat.</summary>
public static class GetSeat
{
    /// <summary>GET /v1/seats/{id}.</summary>
    public static async Task<Results<Answered<SeatView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, Database database, Denials denials, TimeProvider clock, CancellationToken ct) =>
        await database.ReadAsync(SeatStore.Get(caller.Scope, new(id)), ct) is { } seat
            ? new Answered<SeatView>(SeatView.Of(seat, clock.GetUtcNow()), ETags.Of(seat.Held.Revision))
            : await denials.NotFoundAsync(caller, id.ToString(), ct);
}
