using CaseReferral.Api.Matching;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Referrals;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Api.Incidents;

/// <summary>An incident as filing, reading and amending answer it. It never holds content.</summary>
public sealed record IncidentView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The filing device's UUID.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>What people quote; accepted wherever an id is.</summary>
    public required string Reference { get; init; }

    /// <summary>The jurisdiction that owns it.</summary>
    [FromList("jurisdiction")] public required string Jurisdiction { get; init; }

    /// <summary>The unit that filed it.</summary>
    public required string UnitId { get; init; }

    /// <summary>UN/LOCODE of the site without the space.</summary>
    public required string? SiteCode { get; init; }

    /// <summary>Open, closed or voided.</summary>
    [FromList("incidentStatus")] public required string Status { get; init; }

    /// <summary>Whether voiding waits for a second person.</summary>
    public required bool VoidProposed { get; init; }

    /// <summary>Training.</summary>
    public required bool Exercise { get; init; }

    /// <summary>
    /// The ordinary incident that goes on since a suspicion of complicity was lowered; null for every other one. Its unit and its task
    /// forces see it, and nothing of this one.
    /// </summary>
    public required Guid? GoesOnAs { get; init; }

    /// <summary>Whether it arrived more than 24 hours after the unit became aware.</summary>
    public required bool Late { get; init; }

    /// <summary>Its version: 1 as filed, one more with each amendment. Also the ETag.</summary>
    public required int Version { get; init; }

    /// <summary>When it happened, by the device.</summary>
    public required DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was detected, by the device.</summary>
    public required DateTimeOffset? DetectedAt { get; init; }

    /// <summary>When the unit became aware, by the device.</summary>
    public required DateTimeOffset AwareAt { get; init; }

    /// <summary>When the officer finished filing, by the device.</summary>
    public required DateTimeOffset? FiledAt { get; init; }

    /// <summary>When the registry received it; starts the clocks.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When persons or goods are out of reach.</summary>
    public required DateTimeOffset? ActBefore { get; init; }

    /// <summary>Direction of travel.</summary>
    [FromList("direction")] public required string? Direction { get; init; }

    /// <summary>Mode of transport, when the filing says it.</summary>
    [FromList("mode")] public required string? Mode { get; init; }

    /// <summary>What the unit believes it sees.</summary>
    [FromList("crimeHypothesis")] public required string CrimeHypothesis { get; init; }

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

    /// <summary>How many messages the caller's desk hasn't read.</summary>
    public required int UnreadMessages { get; init; }

    /// <summary>How urgent it is, and why.</summary>
    public required PriorityView Priority { get; init; }

    /// <summary>Its legs, in the order they were made.</summary>
    public required IReadOnlyList<ReferralView> Referrals { get; init; }

    /// <summary>How it was routed; null in lists.</summary>
    public required RoutingView? Routing { get; init; }

    /// <summary>
    /// Other open incidents in your sight that name the same object, newest first, at most 20. They are looked up for each answer, a replay
    /// too. Null only when they couldn't be just then: GET the incident.
    /// </summary>
    public required IReadOnlyList<PossibleDuplicateView>? PossibleDuplicates { get; init; }

    /// <summary>The earliest deadline that runs on an open referral, whoever it runs on; null when none does.</summary>
    public required DateTimeOffset? NextDeadlineBy { get; init; }

    /// <summary>Whether a task force has given feedback; what it says is content.</summary>
    public required bool HasFeedback { get; init; }

    /// <summary>Doubts about the filing; never a reason to refuse it.</summary>
    public required IReadOnlyList<WarningView> Warnings { get; init; }

    /// <summary>What is missing that most often causes a question back.</summary>
    public required IReadOnlyList<NoteView> Completeness { get; init; }

    /// <summary>What the officer should do now, the most urgent first.</summary>
    public required IReadOnlyList<string> Instructions { get; init; }

    /// <summary>For each leg, the desk and the phone that answers now.</summary>
    public required IReadOnlyList<ContactView> Contacts { get; init; }

    /// <summary>The journal's receipt; null until the journal gives receipts.</summary>
    public required ReceiptView? Receipt { get; init; }

    /// <summary>
    /// The incident as <paramref name="caller"/> may see it at <paramref name="now"/>; <paramref name="alone"/> are the legs for which the
    /// caller stands in as the second officer.
    /// </summary>
    public static IncidentView Of(
        Incident incident, ReferenceSnapshot reference, Caller caller, DateTimeOffset now, bool withRouting = true,
        IReadOnlySet<ReferralId>? alone = null)
    {
        var pack = reference.Pack(incident.Jurisdiction, incident.PackVersion);
        return new()
        {
            Id = incident.Id.Value,
            ClientId = incident.ClientId,
            Reference = incident.Reference,
            Jurisdiction = incident.Jurisdiction,
            UnitId = incident.UnitId,
            SiteCode = incident.SiteCode,
            Status = incident.Status.Code(),
            VoidProposed = incident.VoidProposedBy is not null && incident.Status != IncidentStatus.Voided,
            Exercise = incident.Exercise,
            GoesOnAs = incident.GoesOnAs?.Value,
            Late = incident.Late,
            Version = incident.Version,
            OccurredAt = incident.OccurredAt,
            DetectedAt = incident.DetectedAt,
            AwareAt = incident.AwareAt,
            FiledAt = incident.FiledAt,
            ReceivedAt = incident.ReceivedAt,
            ActBefore = incident.ActBefore,
            Direction = incident.Direction,
            Mode = incident.Mode?.Code(),
            CrimeHypothesis = incident.CrimeHypothesis.Code(),
            PersonCounts = PersonCountsView.Of(incident.PersonCounts),
            PersonCountsEstimated = incident.PersonCountsEstimated,
            ChildInvolved = incident.ChildOrUnknownAge,
            DangerToLife = incident.DangerToLife,
            PersonsPresentNow = incident.PersonsPresentNow,
            HandlingCode = incident.Handling.Code(),
            PersonsListed = incident.PersonsListed,
            ObjectsListed = incident.ObjectsListed,
            UnreadMessages = incident.UnreadMessages,
            Priority = new(incident.Priority.Code(), incident.PriorityReasons),
            Referrals = [.. incident.Legs.Select(leg => ReferralView.Of(
                leg, incident, caller, reference, now, withIncident: false, queueHasSecondSeat: alone?.Contains(leg.Id) != true))],
            Routing = withRouting
                ? new(
                    incident.Jurisdiction, incident.PackVersion,
                    [.. incident.MatchedRules.Select(rule => new MatchedRuleView(rule.Rule, rule.Sentence))])
                : null,
            PossibleDuplicates = null,
            NextDeadlineBy = incident.Legs.Where(leg => leg.Kind != LegKind.Notice).Select(leg => leg.RunningClock?.DueAt).Min(),
            HasFeedback = incident.Legs.Any(leg => leg.State == ReferralState.Concluded),
            Warnings = [.. incident.Warnings.Select(warning => new WarningView(warning.Code, warning.Pointer, warning.Message))],
            Completeness = [.. incident.Completeness.Select(note => new NoteView(note.Code, note.Message))],
            Instructions = InstructionsFor(incident, pack, reference),
            Contacts = ContactsFor(incident, pack, reference, now),
            Receipt = null,
        };
    }

    private static IReadOnlyList<string> InstructionsFor(Incident incident, SopPack pack, ReferenceSnapshot reference)
    {
        var transport = incident.Mode is { } mode ? FilingFacts.TransportOf(mode) : reference.Unit(incident.UnitId)?.SiteFunction;
        return Domain.SopPacks.Contacts.RescueInstructions(pack, transport, incident.DangerToLife, incident.Exercise);
    }

    // A leg may be answered for by another jurisdiction's desk, whose own pack knows its phone. Once complicity is suspected nobody
    // shall ring a desk that it was taken from.
    private static IReadOnlyList<ContactView> ContactsFor(
        Incident incident, SopPack own, ReferenceSnapshot reference, DateTimeOffset now) =>
        [.. incident.LegsInSight.Select(leg => leg.TaskForce).Distinct().Select(taskForce =>
        {
            var home = taskForce is null ? incident.Jurisdiction : reference.TaskForce(taskForce)?.Jurisdiction ?? incident.Jurisdiction;
            var pack = home == incident.Jurisdiction ? own : reference.PackInForce(home) ?? own;
            var (desk, phone) = Domain.SopPacks.Contacts.For(pack, taskForce ?? incident.Jurisdiction, reference.LocalTime(home, now));
            return new ContactView(taskForce, desk, phone);
        })];
}

/// <summary>How urgent an incident is, and why.</summary>
/// <param name="Level">P1 to P4.</param>
/// <param name="Reasons">Plain sentences.</param>
public sealed record PriorityView([property: FromList("priority")] string Level, IReadOnlyList<string> Reasons);

/// <summary>How an incident was routed.</summary>
/// <param name="Pack">The jurisdiction whose pack decided.</param>
/// <param name="Version">The pack's version.</param>
/// <param name="Matched">The rules that matched.</param>
public sealed record RoutingView(string Pack, int Version, IReadOnlyList<MatchedRuleView> Matched);

/// <summary>A rule that matched.</summary>
/// <param name="Rule">Its name in the pack.</param>
/// <param name="Sentence">The rule in one plain sentence.</param>
public sealed record MatchedRuleView(string Rule, string Sentence);

/// <summary>A doubt about a filing.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) into the filing.</param>
/// <param name="Message">What looks odd; never the value itself.</param>
public sealed record WarningView(string Code, string Pointer, string Message);

/// <summary>Something that is missing.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">What is missing, and why it is asked.</param>
public sealed record NoteView(string Code, string Message);

/// <summary>Who answers for a leg.</summary>
/// <param name="TaskForce">Code of the task force; null for the coordinator.</param>
/// <param name="Desk">The desk's name.</param>
/// <param name="Phone">The phone that answers now; null when none does.</param>
public sealed record ContactView(string? TaskForce, string Desk, string? Phone);

/// <summary>The journal's promise that it holds this filing.</summary>
/// <param name="Log">The log.</param>
/// <param name="Entry">The entry's id.</param>
/// <param name="Commitment">SHA-256(salt ‖ payload), base64.</param>
/// <param name="ReceivedAt">When the registry received it.</param>
/// <param name="Signature">The log's signature, base64.</param>
public sealed record ReceiptView(string Log, Guid Entry, string Commitment, DateTimeOffset ReceivedAt, string Signature);
