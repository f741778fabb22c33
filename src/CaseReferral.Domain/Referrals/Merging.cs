using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// A leg goes on within another one, of this incident or of another: the other takes the higher priority, the earlier deadlines and the
/// safeguards, and when it ends, the filers of those it carries are told the same.
/// </summary>
internal static class Merging
{
    public static Decided<ReferralMoved> Merge(Turn turn, Merge merge) =>
        TakeIn(turn, turn.Ended() with { MergedInto = merge.Into, MergedFrom = turn.Leg.State }, sameQueue: true);

    public static Decided<ReferralMoved> Unmerge(Turn turn)
    {
        var from = turn.Leg.MergedInto!.Value;
        var holder = Holder(turn, from);
        if (holder?.Leg(from)?.State.IsOpen() != true && turn.Leg.Elsewhere is not { IsLost: true })
            return Ended;

        var restored = (turn.Moved() with { MergedInto = null, MergedFrom = null, EndedAt = null, Elsewhere = null })
            .CaughtUp(turn.Incident, turn.Pace);
        // Nobody could act on what passed meanwhile: the deadline stays, and the levels above the first are reckoned from here.
        if (restored.IsOverdue(turn.Now))
            restored = restored with { ClockStartedAt = turn.Now };
        return TakeOut(turn, restored, from, new ReferralUnmerged(restored.Id, from));
    }

    /// <summary>What keeps a merged leg within the other; null when nothing does.</summary>
    public static Refusal? UnmergingRefusal(Incident incident, Leg leg)
    {
        if (incident.LegsInSight.All(seen => seen.Id != leg.Id))
            return Refusals.Illegal("This referral was taken out of your hands. It can't be taken up again.");
        if (incident.Legs.Any(other => other.TaskForce == leg.TaskForce && other.Kind == leg.Kind && other.State.IsOpen()))
            return Refusals.Illegal("The queue has another open referral of this incident. Work on that one.");
        return leg.Elsewhere is { CarrierIsOpen: false, IsLost: false } ? Ended : null;
    }

    private static Refusal Ended => Refusals.Illegal(
        "The referral it was merged into has ended with an outcome, or goes on in another queue, and this one with it. Ask that desk.");

    /// <summary>
    /// A leg that went on in another one is triaged by itself again. Where its queue doesn't see the other any more, that is
    /// a suspicion of complicity by now and withdrawn: nobody goes on with it, and what it counts is read by nobody.
    /// </summary>
    public static ReferralMoved TakeOut(Turn turn, Leg leg, ReferralId from, params ReadOnlySpan<ReferralFact> facts)
    {
        if (Holder(turn, from) is not { } holder)
            return turn.Makes(leg, facts);
        if (holder.Id == turn.Incident.Id)
            return turn.Makes(Lightened(turn.Incident.With(leg), from), facts);

        return turn.Makes(leg, facts) with { Other = (holder, Lightened(holder, from).Settled(holder)) };
    }

    /// <summary>A leg, and whatever goes on in its place, carries one less.</summary>
    private static Incident Lightened(Incident holder, ReferralId from)
    {
        HashSet<ReferralId> places = [from];
        foreach (var leg in holder.Legs.Where(leg => leg.Predecessor is { } predecessor && places.Contains(predecessor)))
            places.Add(leg.Id);
        // What the coordinator had may have gone on in a leg that was there already.
        if (holder.Legs.Any(leg => places.Contains(leg.Id)
            && leg.State == ReferralState.Transferred
            && holder.Legs.All(next => next.Predecessor != leg.Id)))
            places.UnionWith(
                holder.Legs.Where(leg => leg.State.IsOpen() && leg.CarriesFor == holder.Leg(from)!.CarriesFor).Select(leg => leg.Id));
        return holder with { Legs = [.. holder.Legs.Select(leg => places.Contains(leg.Id) && leg.Carries > 0 ? Lighter(leg) : leg)] };
    }

    /// <summary>
    /// Other incidents in whose legs these go on no more, as they were and as they are then: a carrier whose last carried leg is nobody's
    /// may be withdrawn and voided again.
    /// </summary>
    public static IReadOnlyList<(Incident Before, Incident After)> Released(IEnumerable<Incident> carriers, IEnumerable<Leg> legs)
    {
        var into = legs.Select(leg => leg.GoesOnIn).OfType<ReferralId>().ToList();
        return
        [
            .. carriers.Select(carrier => (carrier, Places: into.FindAll(place => carrier.Leg(place) is not null)))
                .Where(found => found.Places.Count > 0)
                .Select(found => (found.carrier, found.Places.Aggregate(found.carrier, Lightened).Settled(found.carrier))),
        ];
    }

    /// <summary>A new leg that continues another one, with what goes on within that.</summary>
    public static Leg InPlaceOf(Leg leg, Leg successor) => successor with
    {
        Predecessor = leg.Id,
        Carries = leg.Carries,
        CarriesFor = leg.HandsOn,
        CarriesSafeguards = leg.CarriesSafeguards,
        CarriesChain = leg.CarriesChain,
        CarriesActBefore = leg.CarriesActBefore,
    };

    /// <summary>What a leg carries goes on within another one of its incident that takes its place.</summary>
    public static Incident HandOn(Incident incident, Leg ended, ReferralId heir, DateTimeOffset now)
    {
        var goesOn = incident.Leg(heir)!;
        if (ended.HandsOn is not { } carriedFor || goesOn.CarriesFor == carriedFor)
            return incident;

        // Whoever asks what became of either finds both.
        var place = goesOn.CarriesFor ?? carriedFor;
        incident = incident.With(goesOn with
        {
            Carries = goesOn.Carries + ended.Carries,
            CarriesFor = place,
            CarriesChain = goesOn.CarriesChain || ended.CarriesChain,
            CarriesSafeguards = goesOn.CarriesSafeguards || ended.CarriesSafeguards,
            CarriesActBefore = Pace.Soonest(goesOn.CarriesActBefore, ended.CarriesActBefore, now),
            Safeguarded = goesOn.Safeguarded || ended.Safeguarded,
        });
        return incident with
        {
            Legs = [.. incident.Legs.Select(leg => leg.CarriesFor == carriedFor ? leg with { CarriesFor = place } : leg)],
        };
    }

    private static Leg Lighter(Leg leg) => leg with
    {
        Carries = leg.Carries - 1,
        CarriesChain = leg.CarriesChain && leg.Carries > 1,
        CarriesActBefore = leg.Carries > 1 ? leg.CarriesActBefore : null,
    };

    /// <summary>Lets a leg that ends go on within the one it names; refused when that can't take it.</summary>
    public static Decided<ReferralMoved> TakeIn(Turn turn, Leg ended, bool sameQueue)
    {
        var into = ended.GoesOnIn!.Value;
        if (!Target(turn, into, sameQueue).Succeeded(out var holder, out var refusal))
            return refusal;

        var carrier = Carrying(turn, holder, holder.Leg(into)!, ended);
        return Both(turn, ended, holder, carrier, ReferralLife.Tell(ended), new ReferralTookIn(into, ended.Id));
    }

    /// <summary>The incident of a leg that can take this one in.</summary>
    public static Decided<Incident> Target(Turn turn, ReferralId into, bool sameQueue)
    {
        if (into == turn.Leg.Id)
            return Refusals.Into("A referral can't go on in itself. Name another one.");
        if (Holder(turn, into) is not { } holder || holder.Leg(into) is not { } carrier)
            return Refusals.Into("There is no such referral that you see. Name one of your queue.");
        if (sameQueue && carrier.TaskForce != turn.Leg.TaskForce)
            return Refusals.Into("That referral is in another queue. Transfer this one instead, or decline it as a duplicate.");
        if (carrier.Kind != turn.Leg.Kind)
            return Refusals.Into("That referral is of another kind: they end differently.");
        // What operational task forces decide ends in the integrity list, not the other way round.
        if (turn.Leg.IsIntegrity && carrier.IsOperational)
            return Refusals.Into(
                "That referral is a task force's that an integrity recipient brought in. Name one of an integrity recipient.");
        if (turn.Leg is { Carries: > 0, CarriesChain: true })
            return Refusals.Into(
                "Others go on in this referral through one that was merged itself. Merge the other referral into this one instead.");
        if (!carrier.State.IsOpen())
            return Refusals.Into("That referral has ended and can't take this one in. Name one that is open.");
        // What is suspected of complicity may not show in an ordinary case, nor a real case end in an exercise.
        return holder.Restricted == turn.Incident.Restricted && holder.Exercise == turn.Incident.Exercise
            ? holder
            : Refusals.Into("That referral can't take this one in: they are handled under different rules. Decide each by itself.");
    }

    private static Incident? Holder(Turn turn, ReferralId leg) =>
        turn.Incident.Leg(leg) is null ? turn.Around.IncidentOf(leg) : turn.Incident;

    private static Leg Carrying(Turn turn, Incident holder, Leg carrier, Leg ended)
    {
        var pace = turn.PaceOf(holder, carrier);
        if (ended.Priority < carrier.Priority)
            carrier = carrier.Reprioritised(ended.Priority, pace);
        // What was decided before it goes on here has kept its time; legs of one incident have the same.
        var end = turn.Pace.End;
        if (!turn.Leg.IsUndecided)
            end = null;
        else if (holder.Id == turn.Incident.Id)
            end = turn.Leg.CarriesActBefore;
        return carrier.NoLaterThan(turn.Leg, pace, turn.Pace) with
        {
            CarriesActBefore = Pace.Soonest(carrier.CarriesActBefore, end, turn.Now),
            Safeguarded = carrier.Safeguarded || ended.Safeguarded,
            CarriesSafeguards = carrier.CarriesSafeguards || ended.Safeguarded,
            CarriesChain = carrier.CarriesChain || ended.Carries > 0,
            Carries = carrier.Carries + 1,
            CarriesFor = carrier.CarriesFor ?? carrier.Id,
            // Within one incident what the one was to decide the other must; another incident's case is decided as its own.
            Mandate = holder.Id == turn.Incident.Id ? carrier.Mandate | ended.Mandate : carrier.Mandate,
        };
    }

    private static ReferralMoved Both(Turn turn, Leg leg, Incident holder, Leg carrier, params ReadOnlySpan<ReferralFact> facts)
    {
        if (holder.Id == turn.Incident.Id)
            return turn.Makes(Graver(turn.Incident.With(leg).With(carrier), carrier), facts);

        return turn.Makes(leg, facts) with { Other = (holder, Graver(holder.With(carrier), carrier).Settled(holder)) };
    }

    // The lead's priority is the incident's too.
    private static Incident Graver(Incident incident, Leg carrier) => carrier.Lead && carrier.Priority < incident.Priority
        ? incident with
        {
            Priority = carrier.Priority,
            PriorityReasons = [.. incident.PriorityReasons, $"A referral of {carrier.Priority.Code()} goes on within the leading one."],
        }
        : incident;
}
