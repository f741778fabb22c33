using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;

namespace CaseReferral.Domain.Disclosures;

/// <summary>A level of a request's consent clock was reached: the owner hasn't answered.</summary>
/// <param name="Before">The request as it was.</param>
/// <param name="After">The request one level further.</param>
/// <param name="DueAt">Since when the level was due.</param>
/// <param name="Queue">Whose channels of that level are woken.</param>
public sealed record ConsentLevelReached(DisclosureRequest Before, DisclosureRequest After, DateTimeOffset DueAt, string Queue);

/// <summary>
/// Whom a disclosure request waits for, and whom its breached clock tells: the desk that leads the case (its second seats, then its lead
/// officers), and then the owner's coordinator, again at each interval until somebody answers. Where nobody leads, the coordinator from the
/// first.
/// </summary>
public static class ConsentLadder
{
    /// <summary>Whose channels of a level are woken; 0 for a new request.</summary>
    public static string QueueOf(int level, Incident incident) =>
        level < EscalationLadder.Coordinator
        && incident.Legs.FirstOrDefault(leg => leg.Lead && leg.State.IsOpen()) is { TaskForce: { } desk }
            ? desk
            : incident.Jurisdiction;

    /// <summary>
    /// Reaches the next level that is due; null when none is, and where nobody may send the incident on any more. The guard is the level
    /// and the instant it was due at, so that each is reached once whoever asks.
    /// </summary>
    public static ConsentLevelReached? Fire(DisclosureRequest request, Incident incident, DateTimeOffset now) =>
        ClockOf(request, incident) is { } clock && Escalation.Next(clock, IntervalOf(request), now) is { } due
            ? Reach(request, incident, due)
            : null;

    /// <summary>
    /// None of a level's channels could be reached, so the next one is told at once; null when that was the last, or somebody has answered.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="incident">Its incident.</param>
    /// <param name="level">The level that nobody was told of; 0 for a new request.</param>
    /// <param name="now">The instant of the act.</param>
    public static ConsentLevelReached? NobodyWasTold(DisclosureRequest request, Incident incident, int level, DateTimeOffset now) =>
        ClockOf(request, incident) is { FiresAt: { } at } clock && clock.Level == level && level < EscalationLadder.Coordinator
            ? Reach(request, incident, new(level + 1, now, at + IntervalOf(request)))
            : null;

    private static Clock? ClockOf(DisclosureRequest request, Incident incident) =>
        incident.Restricted || incident.Status == IncidentStatus.Voided ? null : request.Clock;

    private static TimeSpan IntervalOf(DisclosureRequest request) => DisclosureRequest.IntervalOf(request.Urgency);

    private static ConsentLevelReached Reach(DisclosureRequest request, Incident incident, DueLevel due) => new(
        request, request with { Escalation = due.Level, EscalatesAt = due.NextAt }, due.DueAt, QueueOf(due.Level, incident));
}
