using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Incidents;

/// <summary>The closed list of what lists, queues and feeds show of an incident. Everything else is content.</summary>
public sealed record IncidentSummaryView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people quote.</summary>
    public required string Reference { get; init; }

    /// <summary>The jurisdiction that owns it.</summary>
    [FromList("jurisdiction")] public required string Jurisdiction { get; init; }

    /// <summary>The unit that filed it.</summary>
    public required string UnitId { get; init; }

    /// <summary>UN/LOCODE of the site without the space.</summary>
    public required string? SiteCode { get; init; }

    /// <summary>Open, closed or voided.</summary>
    [FromList("incidentStatus")] public required string Status { get; init; }

    /// <summary>Training.</summary>
    public required bool Exercise { get; init; }

    /// <summary>Whether it arrived more than 24 hours after the unit became aware.</summary>
    public required bool Late { get; init; }

    /// <summary>When it happened, by the device.</summary>
    public required DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was detected, by the device.</summary>
    public required DateTimeOffset? DetectedAt { get; init; }

    /// <summary>When the unit became aware, by the device.</summary>
    public required DateTimeOffset AwareAt { get; init; }

    /// <summary>When the officer finished filing, by the device.</summary>
    public required DateTimeOffset? FiledAt { get; init; }

    /// <summary>When the registry received it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When persons or goods are out of reach.</summary>
    public required DateTimeOffset? ActBefore { get; init; }

    /// <summary>Direction of travel.</summary>
    [FromList("direction")] public required string? Direction { get; init; }

    /// <summary>Mode of transport, when the filing says it.</summary>
    [FromList("mode")] public required string? Mode { get; init; }

    /// <summary>What the unit believes it sees.</summary>
    [FromList("crimeHypothesis")] public required string CrimeHypothesis { get; init; }

    /// <summary>How urgent it is.</summary>
    [FromList("priority")] public required string Priority { get; init; }

    /// <summary>Everybody the incident is about.</summary>
    public required PersonCountsView PersonCounts { get; init; }

    /// <summary>Whether the counts are an estimate.</summary>
    public required bool PersonCountsEstimated { get; init; }

    /// <summary>Whether a child or a person of unknown age is involved.</summary>
    public required bool ChildInvolved { get; init; }

    /// <summary>Whether somebody's life is in danger.</summary>
    public required bool DangerToLife { get; init; }

    /// <summary>Whether persons are present now.</summary>
    public required bool PersonsPresentNow { get; init; }

    /// <summary>Handling code; travels with every copy.</summary>
    [FromList("handling")] public required string HandlingCode { get; init; }

    /// <summary>How many persons are listed.</summary>
    public required int PersonsListed { get; init; }

    /// <summary>How many objects are listed.</summary>
    public required int ObjectsListed { get; init; }

    /// <summary>How many warnings it carries.</summary>
    public required int WarningsCount { get; init; }

    /// <summary>How many messages the caller's desk hasn't read.</summary>
    public required int UnreadMessages { get; init; }

    /// <summary>The summary of <paramref name="incident"/>.</summary>
    public static IncidentSummaryView Of(Incident incident) => new()
    {
        Id = incident.Id.Value,
        Reference = incident.Reference,
        Jurisdiction = incident.Jurisdiction,
        UnitId = incident.UnitId,
        SiteCode = incident.SiteCode,
        Status = incident.Status.Code(),
        Exercise = incident.Exercise,
        Late = incident.Late,
        OccurredAt = incident.OccurredAt,
        DetectedAt = incident.DetectedAt,
        AwareAt = incident.AwareAt,
        FiledAt = incident.FiledAt,
        ReceivedAt = incident.ReceivedAt,
        ActBefore = incident.ActBefore,
        Direction = incident.Direction,
        Mode = incident.Mode?.Code(),
        CrimeHypothesis = incident.CrimeHypothesis.Code(),
        Priority = incident.Priority.Code(),
        PersonCounts = PersonCountsView.Of(incident.PersonCounts),
        PersonCountsEstimated = incident.PersonCountsEstimated,
        ChildInvolved = incident.ChildOrUnknownAge,
        DangerToLife = incident.DangerToLife,
        PersonsPresentNow = incident.PersonsPresentNow,
        HandlingCode = incident.Handling.Code(),
        PersonsListed = incident.PersonsListed,
        ObjectsListed = incident.ObjectsListed,
        WarningsCount = incident.Warnings.Count,
        UnreadMessages = incident.UnreadMessages,
    };
}

/// <summary>How many persons of which age.</summary>
/// <param name="Adult">18 or older.</param>
/// <param name="Child">Under 18.</param>
/// <param name="UnknownAge">Counted as children until a task force decides.</param>
public sealed record PersonCountsView(int Adult, int Child, int UnknownAge)
{
    internal static PersonCountsView Of(Counts counts) => new(counts.Adult, counts.Child, counts.UnknownAge);
}
