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
        if (turn.Incident.Legs.Any(leg => leg.TaskForce == turn.Leg.TaskForce && leg.Kind == turn.Leg.Kind && leg.State.IsOpen()))
            return Refusals.Illegal("The queue has another open referral of this incident. Work on that one.");
        if (Holder(turn, from) is not { } holder || holder.Leg(from) is not { } carrier || !carrier.State.IsOpen())
            return Refusals.Illegal("The referral it was merged into has ended, and this one with it. Reopen that one.");

        var restored = turn.Moved() with { MergedInto = null, MergedFrom = null, EndedAt = null };
        // Nobody could act on what passed meanwhile: the deadline stays, and the levels above the first are reckoned from here.
        if (restored.IsOverdue(turn.Now))
            restored = restored with { ClockStartedAt = turn.Now };
        return Both(turn, restored, holder, carrier with { Carries = carrier.Carries - 1 }, new ReferralUnmerged(restored.Id, from));
    }

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
            return Refusals.Into("That referral is a task force's that an integrity recipient brought in. Name one of an integrity recipient.");
        if (turn.Leg is { Carries: > 0, CarriesChain: true })
            return Refusals.Into("Others go on in this referral through one that was merged itself. Merge the other referral into this one instead.");
        if (!carrier.State.IsOpen())
            return Refusals.Into($"That referral is {carrier.State.Code()}: it has ended and can't take this one in.");
        // What is suspected of complicity may not show in an ordinary case, nor a real case end in an exercise.
        return holder.Restricted == turn.Incident.Restricted && holder.Exercise == turn.Incident.Exercise
            ? holder
            : Refusals.Into("That referral can't take this one in: they are handled under different rules.");
    }

    private static Incident? Holder(Turn turn, ReferralId leg) =>
        turn.Incident.Leg(leg) is null ? turn.Around.IncidentOf(leg) : turn.Incident;

    private static Leg Carrying(Turn turn, Incident holder, Leg carrier, Leg ended)
    {
        var pace = turn.PaceOf(holder, carrier);
        if (ended.Priority < carrier.Priority)
            carrier = carrier.Reprioritised(ended.Priority, pace);
        return carrier.NoLaterThan(turn.Leg, pace) with
        {
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
    private static Incident Graver(Incident incident, Leg carrier)
    {
        if (carrier is { Lead: true } && carrier.Priority < incident.Priority)
        {
            incident = incident with
            {
                Priority = carrier.Priority,
                PriorityReasons = [.. incident.PriorityReasons, $"A referral of {carrier.Priority.Code()} goes on within the leading one."],
            };
        }

        return incident with { Safeguarded = incident.Safeguarded || incident.NeedsSafeguards };
    }
}
