using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// The two acts of a task force that change how urgent and how protected a case is, downward too: a priority, and an age decision.
/// </summary>
internal static class Safeguards
{
    /// <summary>
    /// The leg's own priority; the lead's is the incident's too. Another task force's leg keeps its own, for nobody lowers another's.
    /// </summary>
    public static Decided<ReferralMoved> ChangePriority(Turn turn, PriorityChange change)
    {
        var (from, to) = (turn.Leg.Priority, change.Priority);
        if (from == to)
            return Refusals.Unchanged;

        var leg = Guarded(turn.Moved().Reprioritised(to, turn.Pace), turn.Incident);
        var incident = turn.Incident.With(leg);
        if (leg.Lead)
        {
            incident = incident with
            {
                Priority = to,
                PriorityReasons = [.. incident.PriorityReasons, $"The leading task force changed it from {from.Code()} to {to.Code()}."],
            };
        }

        return turn.Makes(
            incident with { Safeguarded = incident.NeedsSafeguards },
            [new PriorityChanged(leg.Id, from, to), .. Lifted(turn.Incident, incident)]);
    }

    /// <summary>
    /// Recounts the incident with the decision. A child that nobody knew of makes a new routing decision, which adds; when none is left,
    /// the second officer is needed only where the priority asks for one. The priority stays: lowering it is an act of its own.
    /// </summary>
    public static Decided<ReferralMoved> RecordAgeDecision(Turn turn, AgeDetermination determination)
    {
        var content = turn.Around.Content();
        var decision = determination.Person is { } person
            ? AgeDecisions.About(person, content, determination.Status, turn.Leg.Id, turn.Now)
            : AgeDecisions.AboutEverybody(content, determination.Status, turn.Leg.Id, turn.Now);
        if (decision is null)
            return new Refusal("person-unknown", "The incident lists nobody of this id.", [new("/person", "Nobody of this id is listed.")]);

        IReadOnlyList<AgeDecision> decisions = [.. turn.Incident.AgeDecisions, decision];
        var (filing, persons) = AgeDecisions.Read(content, decisions, turn.Today);
        var involved = FilingFacts.InvolvesChildOrUnknownAge(filing, persons, turn.Today);
        // Whoever decides on an age must know what was decided on it before, so the leg's tag stands for that too.
        var incident = turn.Incident.With(turn.Leg with { Revision = turn.Leg.Revision + 1 }) with
        {
            AgeDecisions = decisions,
            ChildOrUnknownAge = involved,
        };
        var fact = new AgeDecided(turn.Leg.Id, determination.Person, determination.Status);
        if (involved == turn.Incident.ChildOrUnknownAge)
            return turn.Makes(incident, fact);

        var facts = turn.Around.Facts() with
        {
            ChildOrUnknownAge = involved,
            On = turn.Today,
            Closed = turn.Around.ClosedIn(turn.Around.PackInForce),
            Again = null,
        };
        var routed = IncidentRouting.Route(turn.Around.PackInForce, facts);
        incident = NewDecision.Follow(
            incident, turn.Incident, routed, turn.Around.PackInForce, turn.Around.PackOf, turn.Around.NewId, turn.Now);
        if (!involved)
        {
            // Those that have ended too: a leg that comes back needs no second officer for a child that there never was.
            incident = incident with { Legs = [.. incident.Legs.Select(leg => Guarded(leg, incident))] };
            incident = incident with { Safeguarded = incident.NeedsSafeguards };
        }

        return turn.Makes(incident, [fact, .. Lifted(turn.Incident, incident), .. NewDecision.Facts(turn.Incident, incident)]) with
        {
            Rerouted = (facts, routed),
        };
    }

    private static Leg Guarded(Leg leg, Incident incident) =>
        leg with { Safeguarded = incident.Guards(leg.Priority) || leg.CarriesSafeguards };

    private static IEnumerable<ReferralFact> Lifted(Incident before, Incident after) => after.Legs
        .Where(leg => leg.State.IsOpen() && !leg.Safeguarded && before.Leg(leg.Id) is { Safeguarded: true })
        .Select(leg => new SafeguardsLifted(leg.Id));
}
