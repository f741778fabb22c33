using System.Collections.Frozen;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>
/// Takes moves on referrals: finds the leg through the caller's sight, checks <c>If-Match</c>, lets the leg decide, and commits the
/// move with its journal entry. A refusal says what is allowed now.
/// </summary>
public sealed class ReferralMoves(ActLoop acts, ReferenceData reference, IdFactory ids)
{
    /// <summary>Takes <paramref name="move"/>.</summary>
    /// <param name="id">The referral.</param>
    /// <param name="http">For <c>If-Match</c> and <c>Idempotency-Key</c>.</param>
    /// <param name="caller">Who moves.</param>
    /// <param name="request">The bound body; null for none.</param>
    /// <param name="move">What is done.</param>
    /// <param name="text">A free text that goes with it: its kind of content, and what it says.</param>
    /// <param name="ct">Counts until the act is queued.</param>
    public async Task<Results<Answered<ReferralView>, ProblemHttpResult>> TakeAsync(
        Guid id, HttpContext http, Caller caller, object? request, ReferralMove move, (string Kind, string Says)? text, CancellationToken ct)
    {
        var known = await reference.GetAsync(ct);
        return await acts.ChangeAsync<LoadedLeg, ReferralView>(
            caller, id.ToString(), RequestKey.Of(http, request),
            now => LoadedLeg.Of(caller.Scope, new(id), now),
            (loaded, now) => Preconditions.Refuse(
                    http, loaded.ETag, anyAllowed: move.Action == ReferralAction.Acknowledge, loaded.AsItStands(caller)) is { } stale
                ? stale
                : Decide(loaded, move, text, known, caller, now),
            ct);
    }

    private Planned<ReferralView> Decide(
        LoadedLeg loaded, ReferralMove move, (string Kind, string Says)? text, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        var (incident, leg) = (loaded.Incident, loaded.Leg);
        if (!ReferralLife.Take(incident, leg.Id, move, caller.Seat, Around(loaded, known), now).Succeeded(out var taken, out var refusal))
        {
            return refusal.Code == "illegal-transition"
                ? Problem.Of(refusal, Preconditions.With(loaded.AsItStands(caller), loaded.ETag))
                : Problem.Of(refusal);
        }

        IReadOnlyList<ContentPart> parts = text is var (kind, says) ? [ContentParts.Text(kind, leg.Id.Value, says, ids)] : [];
        var act = new Act(ids.NewEntry()).Moved(taken, now).Write(taken.After, parts).RecordMoved(taken, parts, caller.Seat, ids, now);

        return Planned<ReferralView>.Commit(act, new(
            ReferralView.Of(taken.Leg, taken.After, caller, now, withIncident: true, loaded.HasSecondSeat), ETags.Of(taken.Leg.Revision)));
    }

    // The moves with a route ask for nothing but the standing and the pack.
    private Surroundings Around(LoadedLeg loaded, ReferenceSnapshot known) => new()
    {
        Standing = loaded.Standing,
        PackInForce = known.PackInForce(loaded.Leg.Jurisdiction)!,
        PackOf = leg => known.Pack(leg.Jurisdiction, leg.PackVersion),
        TaskForceOf = _ => null,
        Facts = () => throw new InvalidOperationException("No move that has a route is routed again."),
        IncidentOf = _ => null,
        Content = () => throw new InvalidOperationException("No move that has a route reads content."),
        NewId = ids.New,
    };
}

/// <summary>A leg as a caller's sight found it, with its incident.</summary>
/// <param name="Incident">The incident with all its legs.</param>
/// <param name="Leg">The leg.</param>
/// <param name="HasSecondSeat">Whether the queue has another active triage seat than the proposer's.</param>
public sealed record LoadedLeg(Incident Incident, Leg Leg, bool HasSecondSeat)
{
    /// <summary>The referral's tag, quotes included.</summary>
    public string ETag => ETags.Of(Leg.Revision);

    /// <summary>The leg as the caller sees it; null for what it doesn't see and for what never was.</summary>
    public static Load<LoadedLeg?> Of(AccessScope scope, ReferralId id, DateTimeOffset now) =>
        IncidentStore.Get(scope, id).And(ReferralStore.HasSecondSeat(id, now), (incident, hasSecondSeat) =>
        {
            var leg = incident?.Legs.Single(known => known.Id == id);
            return leg is null
                ? null
                : new LoadedLeg(incident!, leg, leg is not { ProposedBy: not null, TaskForce: not null } || hasSecondSeat);
        });

    /// <summary>What a 409 or 412 tells: the state, and what the caller may do now.</summary>
    public IReadOnlyDictionary<string, object?> AsItStands(Caller caller) => new Dictionary<string, object?>
    {
        ["state"] = Leg.State.Code(),
        ["allowed"] = Offered(Incident, Leg, caller, HasSecondSeat),
    };

    /// <summary>What decides who may act, besides the case.</summary>
    public Standing Standing => new(HasSecondSeat, []);

    /// <summary>What the caller may do now, of what has an address.</summary>
    public static IReadOnlyList<string> Offered(Incident incident, Leg leg, Caller caller, bool hasSecondSeat) =>
    [
        .. ReferralLife.AllowedTo(incident, leg, caller.Seat, new(hasSecondSeat, []))
            .Where(WithAddress.Contains).Select(action => action.Code()),
    ];

    private static readonly FrozenSet<ReferralAction> WithAddress =
    [
        ReferralAction.Acknowledge, ReferralAction.Claim, ReferralAction.Release, ReferralAction.Accept, ReferralAction.Conclude,
        ReferralAction.ConfirmConclusion, ReferralAction.RejectConclusion,
    ];
}
