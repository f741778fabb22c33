using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Referrals;

/// <summary>A move that is in the table and may be taken by this seat: what is left to decide is what follows from it.</summary>
/// <param name="Incident">The incident with all its legs.</param>
/// <param name="Leg">The leg that moves.</param>
/// <param name="Transition">The cell of the table.</param>
/// <param name="Seat">Who moves it.</param>
/// <param name="Around">What else is known.</param>
/// <param name="Now">The instant of the act.</param>
internal sealed record Turn(Incident Incident, Leg Leg, Transition Transition, Seat Seat, Surroundings Around, DateTimeOffset Now)
{
    /// <summary>Where the action leads: the state that the table says.</summary>
    public ReferralState To => Transition.To ?? Leg.MergedFrom!.Value;

    /// <summary>The leg's pack.</summary>
    public SopPack Pack => Around.PackOf(Leg);

    /// <summary>What the leg's deadlines are reckoned with.</summary>
    public Pace Pace => PaceOf(Incident, Leg);

    /// <summary>The day that mandates and agreements must be valid on.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>What another leg's deadlines are reckoned with.</summary>
    public Pace PaceOf(Incident incident, Leg leg) => Pace.Of(Around.PackOf(leg), incident, leg, Now);

    /// <summary>The leg in the state the table says, and nothing else changed.</summary>
    public Leg Moved() => Leg with { State = To };

    /// <summary>The leg ended in the state the table says.</summary>
    public Leg Ended() => Leg with { State = To, EndedAt = Now };

    /// <summary>The move changed this leg and nothing else but what follows for lead and status.</summary>
    public ReferralMoved Makes(Leg after, params ReadOnlySpan<ReferralFact> facts) => Makes(Incident.With(after), facts);

    /// <summary>What the table says waits for a second officer.</summary>
    public ReferralMoved Proposes(Leg leg, ReferralFact fact) =>
        Makes(leg with { State = Transition.ProposesInstead!.Value, ProposedBy = Seat.Principal }, fact);

    /// <summary>
    /// The move made this of the incident. Who stands in sees and is told what now waits for a second officer in a queue that has none.
    /// </summary>
    public ReferralMoved Makes(Incident after, params ReadOnlySpan<ReferralFact> facts)
    {
        var moved = ReferralMoved.Of(Transition.Action, Incident, after, Leg.Id, [.. facts]);
        return moved.Leg.State.IsProposed() && !Leg.State.IsProposed() && !Around.Standing.QueueHasSecondSeat
            && Movers.StandInFor(moved.After, moved.Leg, Pack) is { } standIn
            ? moved with { StandIn = standIn, ShownTo = Incident.Restricted ? standIn : null }
            : moved;
    }
}

/// <summary>A leg moved, and what followed from it for other legs and incidents.</summary>
/// <param name="Action">What was done; null when the registry did it by itself.</param>
/// <param name="Before">The incident as it was.</param>
/// <param name="After">The incident as it now stands, one sequence later.</param>
/// <param name="Id">The leg that was moved.</param>
/// <param name="Facts">What happened, in the order it followed from each other.</param>
public sealed record ReferralMoved(
    ReferralAction? Action, Incident Before, Incident After, ReferralId Id, IReadOnlyList<ReferralFact> Facts)
{
    /// <summary>The routing decision that made the new legs, and what it read; null when no rule was asked.</summary>
    public (RoutingFacts Facts, RoutingDecision Decision)? Rerouted { get; init; }

    /// <summary>The other incident that a merge changed; null when none did. Both are guarded, in id order.</summary>
    public (Incident Before, Incident After)? Other { get; init; }

    /// <summary>
    /// Whose is to confirm what was proposed, for the leg's own queue has no second officer; null where it has, or nothing was.
    /// </summary>
    public string? StandIn { get; init; }

    /// <summary>
    /// The integrity recipient that is told of a suspicion it may act on, and so must see it from now on; null for nobody.
    /// </summary>
    public string? ShownTo { get; init; }

    /// <summary>The leg as it was.</summary>
    public Leg LegBefore => Before.Leg(Id)!;

    /// <summary>The leg as it now stands.</summary>
    public Leg Leg => After.Leg(Id)!;

    /// <summary>Legs that the move made.</summary>
    public IEnumerable<Leg> NewLegs => After.Legs.Where(leg => Before.Leg(leg.Id) is null);

    /// <summary>Legs that the move changed, the moved one included.</summary>
    public IEnumerable<Leg> ChangedLegs => After.Legs.Where(leg => Before.Leg(leg.Id) is { } known && known != leg);

    /// <summary>Settles what follows from the legs as they now are: lead, revisions, escalation, status and sequence.</summary>
    internal static ReferralMoved Of(
        ReferralAction? action, Incident before, Incident after, ReferralId id, IReadOnlyList<ReferralFact> facts)
    {
        var settled = after.Settled(before);
        return new(action, before, settled, id, [.. facts, .. Settling.Follows(before, settled, id)]);
    }
}
