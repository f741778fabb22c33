using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Routing;

/// <summary>
/// What a routing decision reads, in codes only and detached from persons. Stored with the decision, so that explaining it
/// evaluates the same facts again.
/// </summary>
public sealed record RoutingFacts
{
    /// <summary>Jurisdiction of detection.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>The day mandates and agreements must be valid on: the UTC date of receipt, or of the amendment.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Crime hypothesis.</summary>
    public required CrimeHypothesis Hypothesis { get; init; }

    /// <summary>Whether a child or a person of unknown age is involved (and safeguards stick).</summary>
    public required bool ChildOrUnknownAge { get; init; }

    /// <summary>Whether somebody's life is in danger.</summary>
    public required bool DangerToLife { get; init; }

    /// <summary>Whether persons are present now.</summary>
    public required bool PersonsPresentNow { get; init; }

    /// <summary>Whether one of the persons is in role victim or possible victim.</summary>
    public required bool VictimRoleListed { get; init; }

    /// <summary>Whether at least one person is counted.</summary>
    public required bool PersonCounted { get; init; }

    /// <summary>Whether at least one object is held.</summary>
    public required bool ObjectHeld { get; init; }

    /// <summary>Kind of the filing unit.</summary>
    public required UnitType UnitType { get; init; }

    /// <summary>Mode, when the filing says it.</summary>
    public Mode? Mode { get; init; }

    /// <summary>The mode's roll-up (UNECE Recommendation 19), or the unit's site function when no mode is given. Null for foot.</summary>
    public SiteFunction? Transport { get; init; }

    /// <summary>
    /// Nationalities, origin, transit and destination: distinct ISO 3166 codes and XK, sorted, the own jurisdiction left out.
    /// </summary>
    public IReadOnlyList<string> Touches { get; init; } = [];

    /// <summary>The record's handling code; H2 and H3 stop copies across a border.</summary>
    public HandlingCode Handling { get; init; }

    /// <summary>An officer suspects official complicity.</summary>
    public bool ComplicityConcern { get; init; }

    /// <summary>Task forces that rules of the pack name and that are closed, sorted: they take nothing new.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>What is sought again after a leg was declined; null for the incident's own decisions.</summary>
    public Rerouting? Again { get; init; }

    /// <summary>
    /// Whether a possible victim is present: persons are present now and one is in role victim or possible victim, or the
    /// hypothesis is anything but plain smuggling.
    /// </summary>
    public bool PossibleVictimPresent => PersonsPresentNow && (VictimRoleListed || Hypothesis != CrimeHypothesis.Som);

    /// <summary>
    /// Whether a decision would read the same here as in <paramref name="other"/>: everything but the day and what has closed, which alone
    /// are no reason to decide again, and what was sought again for one leg.
    /// </summary>
    public bool ReadsLike(RoutingFacts other) =>
        this with { On = default, Touches = [], Closed = [], Again = null }
            == other with { On = default, Touches = [], Closed = [], Again = null }
        && Touches.SequenceEqual(other.Touches);
}

/// <summary>What a declined leg leaves to be routed again, by the same pack version.</summary>
/// <param name="Kind">The kind of leg that was declined; only such legs are made.</param>
/// <param name="Mandate">What it was to decide on; none for a protection leg.</param>
/// <param name="Spent">Task forces that have an open leg of the incident, or declined it as not theirs.</param>
public sealed record Rerouting(LegKind Kind, Mandate Mandate, IReadOnlyList<string> Spent);
