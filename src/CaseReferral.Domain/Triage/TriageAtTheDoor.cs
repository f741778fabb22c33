using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Triage;

/// <summary>The priority at filing, from the facts alone. A pack may raise it afterwards, never lower it.</summary>
public static class TriageAtTheDoor
{
    /// <summary>The most urgent level whose condition holds, with every reason for that level in plain words and without content.</summary>
    public static (Priority Level, IReadOnlyList<string> Reasons) Assess(RoutingFacts facts)
    {
        (Priority Level, bool Holds, string Reason)[] grounds =
        [
            (Priority.P1, facts.DangerToLife, "Somebody's life is in danger."),
            (Priority.P1, facts.ChildOrUnknownAge && facts.PersonsPresentNow && SuspectsTrafficking(facts.Hypothesis),
                "A child or a person of unknown age is present now and trafficking is suspected."),
            (Priority.P2, facts.ChildOrUnknownAge, "A child or a person of unknown age is involved."),
            (Priority.P2, facts.PossibleVictimPresent, "A possible victim is present."),
            (Priority.P3, facts.PersonCounted, "At least one person is counted."),
            (Priority.P3, facts.ObjectHeld, "At least one object is held."),
            (Priority.P4, true, "Intelligence only: no person is counted and no object is held."),
        ];

        var level = grounds.First(ground => ground.Holds).Level;
        return (level, [.. grounds.Where(ground => ground.Holds && ground.Level == level).Select(ground => ground.Reason)]);
    }

    // Undetermined is routed as if it were both, but P1 is kept for a hypothesis that names trafficking.
    private static bool SuspectsTrafficking(CrimeHypothesis hypothesis) =>
        hypothesis is CrimeHypothesis.Tip or CrimeHypothesis.TipAndSom;
}
