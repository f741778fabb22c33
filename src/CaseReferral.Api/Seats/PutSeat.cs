using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Gives a seat under an id that the giver made, or changes the dates of one.</summary>
public sealed class PutSeat(ActLoop acts, ReferenceData reference, Holders holders, IdFactory ids)
{
    /// <summary>PUT /v1/seats/{id}.</summary>
    public static Task<Results<Answered<SeatView>, ProblemHttpResult>> HandleAsync(
        Guid id, SeatRequest request, HttpContext http, Caller caller, PutSeat use, CancellationToken ct) =>
            use.PutAsync(new(id), request, http, caller, ct);

    private async Task<Results<Answered<SeatView>, ProblemHttpResult>> PutAsync(
        SeatId id, SeatRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        var role = Codes<SeatRole>.Parse(request.Role!);
        var terms = new SeatTerms(
            role, request.Where!, known.JurisdictionOf(Seating.PlaceOf(role), request.Where!), Codes<Agency>.Parse(request.Agency!),
            Kept(request.ValidFrom), Kept(request.ValidTo));
        var named = new Named(request.Principal, request.Code, request.Name, request.ServiceNumber);
        return await acts.ChangeAsync<Desk, SeatView>(
            caller, id.Value.ToString(), RequestKey.None,
            now => Load(caller, id, terms, named, now),
            (desk, now) => desk.Existing is { } existing
                ? Change(existing, desk, terms, named, http, caller.Seat, now)
                : Give(id, desk, terms, named, known, http, caller.Seat, now),
            ct);
    }

    /// <summary>An instant to the microsecond, in UTC, as the store keeps it.</summary>
    internal static DateTimeOffset? Kept(DateTimeOffset? instant) =>
        instant is { } given ? new DateTimeOffset(given.UtcTicks - given.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero) : null;

    // An id that is somebody else's seat doesn't exist for the caller, and isn't theirs to use.
    private Load<Desk?> Load(Caller caller, SeatId id, SeatTerms terms, Named named, DateTimeOffset now) =>
        SeatStore.Get(caller.Scope, id).And(
            SeatStore.IsTaken(id),
            holders.Find(named, caller.Seat.Jurisdiction ?? "", now),
            SeatStore.FindSame(
                terms.Role, terms.Where, named.Principal is { } principal ? new PrincipalId(principal) : null, holders.DigestOf(named)),
            (existing, taken, found, same) => existing is null && taken ? null : new Desk(existing, found, same));

    private Planned<SeatView> Give(
        SeatId id, Desk desk, SeatTerms terms, Named named, ReferenceSnapshot known, HttpContext http, Seat giver, DateTimeOffset now)
    {
        if (Preconditions.RefusePut(http, null) is { } stale)
            return stale;
        if (Seating.WhyNotByOne(terms.Role, giver) is { } notYours)
            return notYours;
        if (known.IsClosed(Seating.PlaceOf(terms.Role), terms.Where))
            return Problem.Of(
                ProblemCatalogue.ValidationFailed, faults: [new("/where", "It is closed and takes nobody new. Name an open one.")]);
        if (holders.Tell(named, desk.Found, giver.Jurisdiction!, known) is var (holder, problem) && holder is null)
            return problem!;
        if (!Seating.Give(id, holder, terms, giver, now).Succeeded(out var held, out var refusal))
            return refusal;
        if (desk.Same is { } same)
            return Problem.Of(
                ProblemCatalogue.SeatGivenAlready, extensions: new Dictionary<string, object?> { ["seat"] = same.Seat.Id.Value });

        var act = Holders.Introduce(new Act(ids.NewEntry()), named, desk.Found, holder, now)
            .Give(held).RecordAdministration("seat-given", held.Seat.Jurisdiction, SeatView.ForJournal(held, giver), giver, now);
        return Planned<SeatView>.Commit(act, new(
            SeatView.Of(new(held, desk.Found.Code?.Known is null ? named.Name : null), now), ETags.Of(held.Revision),
            StatusCodes.Status201Created, $"/v1/seats/{id.Value}"));
    }

    private Planned<SeatView> Change(
        NamedSeat existing, Desk desk, SeatTerms terms, Named named, HttpContext http, Seat changer, DateTimeOffset now)
    {
        var before = existing.Held;
        var etag = ETags.Of(before.Revision);
        var isSameHolder = (named.Principal is null || named.Principal == before.Seat.Principal.Value)
            && (named.Code is null || desk.Found.Code?.UsedFor == before.Seat.Principal);
        var isSame = isSameHolder && terms.Role == before.Seat.Role && terms.Where == before.Seat.Where
            && terms.Agency == before.Seat.Agency
            && (terms.ValidFrom is null || terms.ValidFrom == before.ValidFrom) && terms.ValidTo == before.ValidTo;
        if (Preconditions.RefusePut(http, etag, isSame) is { } stale)
            return stale;
        if (isSame)
            return new Answered<SeatView>(SeatView.Of(existing, now), etag);
        if (!isSameHolder)
        {
            return Problem.Of(ProblemCatalogue.ValidationFailed, faults:
                [new(named.Principal is null ? "/code" : "/principal",
                    "A seat stays with who holds it. End it, and give another under a new id.")]);
        }

        if (!Seating.Change(before, terms, changer, now).Succeeded(out var after, out var refusal))
            return refusal;
        var act = new Act(ids.NewEntry()).Change(before, after)
            .RecordAdministration("seat-changed", after.Seat.Jurisdiction, SeatView.ForJournal(after, changer), changer, now);
        return Planned<SeatView>.Commit(act, new(SeatView.Of(existing with { Held = after }, now), ETags.Of(after.Revision)));
    }

    private sealed record Desk(NamedSeat? Existing, Found Found, HeldSeat? Same);
}
