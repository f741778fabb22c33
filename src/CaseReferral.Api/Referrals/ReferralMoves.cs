using CaseReferral.Api.Clocks;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>A free text that goes with a move.</summary>
/// <param name="Kind">Its kind of content.</param>
/// <param name="Says">What it says; null where nothing was said.</param>
public sealed record MoveText(string Kind, string? Says);

/// <summary>
/// Takes moves on referrals: finds the leg through the caller's sight with all that the move depends on, checks <c>If-Match</c>, lets the
/// domain decide, and commits the move with its journal entry. A refusal says what is allowed now.
/// </summary>
public sealed class ReferralMoves(ActLoop acts, ReferenceData reference, WakeQueues wake, ClockMetrics metrics, IdFactory ids)
{
    /// <summary>Takes <paramref name="move"/>.</summary>
    /// <param name="id">The referral.</param>
    /// <param name="http">For <c>If-Match</c> and <c>Idempotency-Key</c>.</param>
    /// <param name="caller">Who moves.</param>
    /// <param name="request">The bound body; null for none.</param>
    /// <param name="move">What is done.</param>
    /// <param name="text">The text that goes with it; null for a move that takes none.</param>
    /// <param name="ct">Counts until the act is queued.</param>
    /// <param name="named">The seat that the move names.</param>
    public async Task<Results<Answered<ReferralView>, ProblemHttpResult>> TakeAsync(
        Guid id, HttpContext http, Caller caller, object? request, ReferralMove move, MoveText? text, CancellationToken ct,
        SeatId? named = null)
    {
        var known = await reference.GetAsync(ct);
        ReferralMoved? decided = null;
        var result = await acts.ChangeAsync<LoadedLeg, ReferralView>(
            caller, id.ToString(), RequestKey.Of(http, request),
            now => LoadedLeg.For(move, caller, new(id), named, now),
            (loaded, now) => Preconditions.Refuse(
                    http, loaded.ETag, anyAllowed: move.Action == ReferralAction.Acknowledge, loaded.AsItStands(caller, known)) is { } stale
                ? stale
                : Decide(
                    loaded, move is Reassignment ? new Reassignment(loaded.Named) : move, text, known, caller, now,
                    taken => decided = taken),
            ct);
        if (decided is not null && result.Result is Answered<ReferralView> { Replayed: false })
            metrics.Moved(decided);
        return result;
    }

    private Planned<ReferralView> Decide(
        LoadedLeg loaded, ReferralMove move, MoveText? text, ReferenceSnapshot known, Caller caller, DateTimeOffset now,
        Action<ReferralMoved> decided)
    {
        var taken = ReferralLife.Take(loaded.Incident, loaded.Leg.Id, move, caller.Seat, loaded.Around(known, ids.New), now);
        if (!taken.Succeeded(out var moved, out var refusal))
            return loaded.Refuse(refusal, caller, known);

        var leg = moved.Leg;
        IReadOnlyList<ContentPart> parts = string.IsNullOrWhiteSpace(text?.Says)
            ? []
            : [ContentParts.Text(text.Kind, leg.Id.Value, text.Says, ids, move.Action.Code())];
        var act = new Act(ids.NewEntry()).Moved(moved, now).Write(moved.After, parts).RecordMoved(moved, parts, caller.Seat, ids, now);
        wake.Write(act, moved, known, now);
        decided(moved);
        return Planned<ReferralView>.Commit(act, new(
            ReferralView.Of(leg, moved.After, caller, known, now, withIncident: true, loaded.HasSecondSeat), ETags.Of(leg.Revision)));
    }
}
