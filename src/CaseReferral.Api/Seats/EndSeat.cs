using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Ends a seat at once; it stays on record.</summary>
public sealed class EndSeat(ActLoop acts, IdFactory ids)
{
    /// <summary>DELETE /v1/seats/{id}.</summary>
    public static Task<Results<Answered<SeatView>, ProblemHttpResult>> HandleAsync(
        Guid id, HttpContext http, Caller caller, EndSeat use, CancellationToken ct) => use.EndAsync(id, http, caller, ct);

    private Task<Results<Answered<SeatView>, ProblemHttpResult>> EndAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) =>
        acts.ChangeAsync<NamedSeat, SeatView>(
            caller, id.ToString(), RequestKey.None, _ => SeatStore.Get(caller.Scope, new(id)),
            (seat, now) => Decide(seat, http, caller.Seat, now), ct);

    private Planned<SeatView> Decide(NamedSeat seat, HttpContext http, Seat by, DateTimeOffset now)
    {
        var before = seat.Held;
        // A retry finds it ended, under a tag it couldn't know.
        if (before.EndedAt is null && Preconditions.Refuse(http, ETags.Of(before.Revision)) is { } stale)
            return stale;
        if (!Seating.End(before, by, now).Succeeded(out var after, out var refusal))
            return refusal;

        var answer = new Answered<SeatView>(SeatView.Of(seat with { Held = after }, now), ETags.Of(after.Revision));
        return before.EndedAt is not null ? answer : Planned<SeatView>.Commit(
            new Act(ids.NewEntry()).Change(before, after)
                .RecordAdministration("seat-ended", after.Seat.Jurisdiction, SeatView.ForJournal(after, by), by, now),
            answer);
    }
}
