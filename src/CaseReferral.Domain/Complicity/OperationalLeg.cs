using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.TaskForces;

namespace CaseReferral.Domain.Complicity;

/// <summary>An operational leg was added to a suspicion of complicity, which stays one.</summary>
/// <param name="Before">The incident as it was.</param>
/// <param name="After">The incident as it now stands.</param>
/// <param name="Leg">The leg that was added.</param>
public sealed record OperationalLegAdded(Incident Before, Incident After, Leg Leg)
{
    /// <summary>What followed, the new leg's queue first.</summary>
    public IEnumerable<ReferralFact> Facts => [Handover.Made(Leg), .. Settling.Follows(Before, After, Leg.Id)];
}

/// <summary>
/// An integrity recipient brings in a task force that it trusts, to act on the case while the suspicion is looked into. The desk sees all
/// of it, the suspicion included; nobody else learns of it.
/// </summary>
public static class OperationalLeg
{
    /// <summary>Adds a leg for <paramref name="taskForce"/>, with the mandates of the integrity leg that it holds today.</summary>
    /// <param name="incident">The incident with its legs.</param>
    /// <param name="taskForce">Code of the task force.</param>
    /// <param name="seat">Who adds it.</param>
    /// <param name="packOf">The pack of a leg.</param>
    /// <param name="taskForceOf">The task force of a code; null for an unknown one.</param>
    /// <param name="newId">Gives ids.</param>
    /// <param name="now">The instant of the act.</param>
    public static Decided<OperationalLegAdded> Add(
        Incident incident, string taskForce, Seat seat, Func<Leg, SopPack> packOf, Func<string, TaskForce?> taskForceOf, Func<Guid> newId,
        DateTimeOffset now)
    {
        if (!IntegrityDesk.ActingLeg(incident, seat).Succeeded(out var integrity, out var refusal))
            return refusal;

        var pack = packOf(integrity);
        if (Objection(incident, taskForce, pack, taskForceOf) is { } objection)
            return Refusals.Recipient(objection);

        var mandate = pack.HeldBy(taskForce, DateOnly.FromDateTime(now.UtcDateTime)) & integrity.Mandate;
        if (mandate == Mandate.None)
            return Refusals.Recipient("That task force holds no mandate for it today. Name one that does.");

        PlannedLeg planned = new(LegKind.Action, taskForce, mandate, Lead: false, IncidentRouting.OperationalRule, LegalBasis: null);
        var made = NewLegs.Make(planned, incident, pack, newId(), now);
        var after = (incident with { Legs = [.. incident.Legs, made] }).Settled(incident);
        return new OperationalLegAdded(incident, after, after.Leg(made.Id)!);
    }

    private static string? Objection(Incident incident, string taskForce, SopPack pack, Func<string, TaskForce?> taskForceOf)
    {
        if (taskForceOf(taskForce) is not { } known)
            return "The registry knows no task force of this code. GET /v1/task-forces lists them.";
        if (known.ClosedAt is not null)
            return "That task force is closed and takes nothing new. Name another one.";
        if (Borders.IsAbroad(pack, taskForce))
            return "A suspicion of complicity stays within the jurisdiction. Name one of its own task forces.";
        if (pack.IntegrityRecipients.Contains(taskForce))
            return "That is an integrity recipient. Transfer your referral to it instead.";
        return incident.Legs.Any(leg => leg.TaskForce == taskForce && leg.Kind == LegKind.Action && leg.State.IsOpen())
            ? "That task force has an open referral of this incident already."
            : null;
    }
}
