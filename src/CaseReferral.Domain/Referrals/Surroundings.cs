using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.TaskForces;

namespace CaseReferral.Domain.Referrals;

/// <summary>What decides, besides the case itself, who may take an action.</summary>
/// <param name="QueueHasSecondSeat">
/// Whether the queue has another active triage seat than the proposer's, or while nothing is proposed than the actor's.
/// </param>
/// <param name="IntegrityRecipients">Those of the leg's pack version, in order; read for a restricted incident only.</param>
public sealed record Standing(bool QueueHasSecondSeat, IReadOnlyList<string> IntegrityRecipients);

/// <summary>
/// What a move depends on besides the incident. Everything is read before deciding; what a move doesn't need is never asked.
/// </summary>
public sealed record Surroundings
{
    /// <summary>Who could be the second officer, and who stands in for the coordinator.</summary>
    public required Standing Standing { get; init; }

    /// <summary>The pack now in force; an age decision routes by it.</summary>
    public required SopPack PackInForce { get; init; }

    /// <summary>The pack of a leg: its jurisdiction's, in the version it was routed under.</summary>
    public required Func<Leg, SopPack> PackOf { get; init; }

    /// <summary>The task force of this code; null for one that the registry doesn't know.</summary>
    public required Func<string, TaskForce?> TaskForceOf { get; init; }

    /// <summary>The task forces of a pack that are closed: none unless somebody says so.</summary>
    public Func<SopPack, IReadOnlyList<string>> ClosedIn { get; init; } = _ => [];

    /// <summary>What the incident's last routing decision read; read for what is routed again.</summary>
    public required Func<RoutingFacts> Facts { get; init; }

    /// <summary>The incident of a leg that the actor sees; null for what it doesn't see and for what never was.</summary>
    public required Func<ReferralId, Incident?> IncidentOf { get; init; }

    /// <summary>The incident's content; read for an age decision only, which recounts the persons.</summary>
    public required Func<IncidentContent> Content { get; init; }

    /// <summary>What the owner has consented to; nothing unless somebody says so.</summary>
    public Consents Consents { get; init; } = Consents.None;

    /// <summary>Gives ids.</summary>
    public required Func<Guid> NewId { get; init; }
}
