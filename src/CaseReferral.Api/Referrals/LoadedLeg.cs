using CaseReferral.Api.Contents;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Referrals;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Referrals;

/// <summary>A leg as a caller's sight found it, with its incident and what else a move depends on.</summary>
/// <param name="Incident">The incident with all its legs.</param>
/// <param name="Leg">The leg.</param>
/// <param name="HasSecondSeat">
/// Whether the queue has another active triage seat than the proposer's, or while nothing is proposed than the caller's.
/// </param>
public sealed record LoadedLeg(Incident Incident, Leg Leg, bool HasSecondSeat)
{
    /// <summary>
    /// The referral's tag, quotes included, as a move must send it: of the leg as the move would find it, also where an earlier one is
    /// shown.
    /// </summary>
    public string ETag => ETags.Of(Revision);

    /// <summary>The seat that the move names, as it stands now; null when it names none that is valid.</summary>
    public Seat? Named { get; private init; }

    private int Revision { get; init; }

    private RoutingFacts? LastFacts { get; init; }

    private IReadOnlyList<ContentPart> Parts { get; init; } = [];

    private SeenIncident? Other { get; init; }

    private IReadOnlyList<ConsentInForce> Given { get; init; } = [];

    /// <summary>The leg as it is shown to the caller; null for what it doesn't see and for what never was.</summary>
    public static Load<LoadedLeg?> Of(Caller caller, ReferralId id, DateTimeOffset now) => Of(caller, id, now, seen => seen?.Shown);

    private static Load<LoadedLeg?> Of(Caller caller, ReferralId id, DateTimeOffset now, Func<SeenIncident?, Incident?> which) =>
        IncidentStore.See(caller.Scope, id).And(ReferralStore.HasSecondSeat(id, caller.Seat.Principal, now), (seen, hasSecondSeat) =>
        {
            var incident = which(seen);
            if (incident?.Leg(id) is not { } leg)
                return null;

            return new LoadedLeg(incident, leg, leg.TaskForce is null || hasSecondSeat)
            {
                Revision = ToMove(seen, caller.Scope, id)!.Leg(id)!.Revision,
            };
        });

    // A desk whose leg has ended reopens it, and for that needs the incident as it now is. What became of others' legs since isn't told it
    // by a refusal either. Integrity recipients answer for each other.
    private static Incident? ToMove(SeenIncident? seen, AccessScope scope, ReferralId id) => seen?.Shown.Leg(id) switch
    {
        null => null,
        var leg when Sights.QueueOf(leg) == scope.Audience || seen.Now.Restricted && IsOfIntegrity(seen.Now, scope) => seen.Now,
        _ => seen.Shown,
    };

    private static bool IsOfIntegrity(Incident incident, AccessScope scope) =>
        incident.Legs.Any(leg => leg.IsIntegrity && Sights.QueueOf(leg) == scope.Audience);

    /// <summary>The same with what <paramref name="move"/> depends on besides, and nothing else, in one load.</summary>
    public static Load<LoadedLeg?> For(ReferralMove move, Caller caller, ReferralId id, SeatId? named, DateTimeOffset now)
    {
        var scope = caller.Scope;
        var reroutes =
            move is Decline { Reason: DeclineReason.NotMandate } or AgeDetermination or { Action: ReferralAction.ConfirmDecline };
        IncidentKey? other = move switch
        {
            Merge merge => merge.Into,
            Decline { DuplicateOf: { } duplicate } => duplicate,
            { Action: ReferralAction.Unmerge or ReferralAction.ConfirmDecline or ReferralAction.Reopen } => IncidentKey.GoesOnFor(id),
            _ => null,
        };
        var around = (reroutes ? IncidentStore.GetLastDecision(scope, id) : Load.Of<StoredDecision?>(null)).And(
            move is AgeDetermination ? ContentStore.ReadCurrent(scope, id) : Load.Of<IReadOnlyList<ContentPart>>([]),
            other is { } key ? IncidentStore.See(scope, key) : Load.Of<SeenIncident?>(null),
            named is { } seat ? SeatStore.GetValid(seat, now) : Load.Of<Seat?>(null),
            (decision, parts, holder, known) => (decision?.Facts, parts, holder, known));
        var consents = move.Action is ReferralAction.Transfer or ReferralAction.Assign
            ? DisclosureStore.ConsentsOf(scope, id)
            : Load.Of<IReadOnlyList<ConsentInForce>>([]);
        return Of(caller, id, now, seen => ToMove(seen, scope, id)).And(around, consents, (loaded, read, given) => loaded is null
            ? null
            : loaded with { LastFacts = read.Facts, Parts = read.parts, Other = read.holder, Named = read.known, Given = given });
    }

    /// <summary>What the move depends on besides the incident.</summary>
    public Surroundings Around(ReferenceSnapshot known, Func<Guid> newId) => new()
    {
        Standing = StandingOf(Leg, known, HasSecondSeat),
        PackInForce = known.PackInForce(Leg.Jurisdiction)!,
        PackOf = leg => known.Pack(leg.Jurisdiction, leg.PackVersion),
        TaskForceOf = known.TaskForce,
        ClosedIn = known.ClosedIn,
        Facts = () => LastFacts ?? throw new InvalidOperationException("This move isn't loaded to be routed again."),
        IncidentOf = leg => Other?.Shown.Leg(leg) is null ? null : Other.Now,
        Content = () => ContentParts.Join(Parts),
        Consents = new([.. Given.Select(consent => consent.Recipient)]),
        NewId = newId,
    };

    /// <summary>What a 409 or 412 tells: the state, and what the caller may do now.</summary>
    public IReadOnlyDictionary<string, object?> AsItStands(Caller caller, ReferenceSnapshot known) => new Dictionary<string, object?>
    {
        ["state"] = Leg.State.Code(),
        ["allowed"] = Allowed(Incident, Leg, caller, known, HasSecondSeat),
    };

    /// <summary>The problem of a refused move: what conflicts with how the leg stands says how it stands.</summary>
    public ProblemHttpResult Refuse(Refusal refusal, Caller caller, ReferenceSnapshot known) =>
        ProblemCatalogue.Find(refusal.Code) is { Status: StatusCodes.Status409Conflict }
            ? Problem.Of(refusal, Preconditions.With(AsItStands(caller, known), ETag))
            : Problem.Of(refusal);

    /// <summary>What the caller may do now, each as its address spells it.</summary>
    public static IReadOnlyList<string> Allowed(Incident incident, Leg leg, Caller caller, ReferenceSnapshot known, bool hasSecondSeat) =>
        [.. ReferralLife.AllowedTo(incident, leg, caller.Seat, StandingOf(leg, known, hasSecondSeat)).Select(action => action.Code())];

    /// <summary>
    /// The legs for which the caller stands in as the second officer, as a coordinator or another integrity recipient's lead officer may;
    /// none for anybody else.
    /// </summary>
    public static Load<IReadOnlySet<ReferralId>> StoodInFor(Caller caller, DateTimeOffset now) =>
        caller.Seat is { Role: SeatRole.Coordinator or SeatRole.Lead, Jurisdiction: { } jurisdiction }
            ? ReferralStore.WithoutSecondSeat(jurisdiction, now)
            : Load.Of<IReadOnlySet<ReferralId>>(new HashSet<ReferralId>());

    private static Standing StandingOf(Leg leg, ReferenceSnapshot known, bool hasSecondSeat) =>
        new(hasSecondSeat, known.Pack(leg.Jurisdiction, leg.PackVersion).IntegrityRecipients);
}
