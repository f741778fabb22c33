using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Disclosures;

/// <summary>How soon the owner must answer (Directive (EU) 2023/977 Art. 5).</summary>
public enum DisclosureUrgency
{
    /// <summary>Urgent, and the information is at hand: 8 hours.</summary>
    UrgentAndAtHand,

    /// <summary>Urgent: 3 days.</summary>
    Urgent,

    /// <summary>Anything else: 7 days.</summary>
    Normal,
}

/// <summary>Where a request stands.</summary>
public enum DisclosureState
{
    /// <summary>The owner hasn't answered; the consent clock runs.</summary>
    Requested,

    /// <summary>The owner consented: the recipient sees what the legal basis lets be sent.</summary>
    Consented,

    /// <summary>The owner refused, with a reason.</summary>
    Refused,

    /// <summary>The owner took the consent back: the recipient sees nothing by it from then on.</summary>
    Revoked,
}

/// <summary>What the owner says to a request.</summary>
public enum DisclosureAnswer
{
    /// <summary>Yes, under a legal basis.</summary>
    Consent,

    /// <summary>No, with a reason.</summary>
    Refuse,

    /// <summary>No longer, with a reason.</summary>
    Revoke,
}

/// <summary>
/// A request that an incident be disclosed to a desk in another jurisdiction. The owner answers: its coordinator, or the lead officer
/// of the leg that leads. Consented, it is the disclosure, with its recipient and legal basis.
/// </summary>
public sealed record DisclosureRequest
{
    /// <summary>Its id.</summary>
    public required DisclosureRequestId Id { get; init; }

    /// <summary>The incident.</summary>
    public required IncidentId Incident { get; init; }

    /// <summary>The jurisdiction that owns the incident.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Code of the task force that is to receive it, or of the jurisdiction for its coordinator.</summary>
    public required string Recipient { get; init; }

    /// <summary>The desk that asked: the recipient itself, or one of the owner's that wants to send it on.</summary>
    public required string RequestedDesk { get; init; }

    /// <summary>The role at that desk.</summary>
    public required SeatRole RequestedRole { get; init; }

    /// <summary>How soon it must be answered.</summary>
    public required DisclosureUrgency Urgency { get; init; }

    /// <summary>Where it stands.</summary>
    public required DisclosureState State { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the consent clock ends.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was answered last.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The desk that answered.</summary>
    public string? DecidedDesk { get; init; }

    /// <summary>The role at that desk.</summary>
    public SeatRole? DecidedRole { get; init; }

    /// <summary>The agreement that it was consented under.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>The incident's version at the consent: what was sent.</summary>
    public int? Version { get; init; }

    /// <summary>How far its clock has escalated: 0 to 3.</summary>
    public int Escalation { get; init; }

    /// <summary>When the next level of escalation fires; null before the first, which fires when the clock is breached.</summary>
    public DateTimeOffset? EscalatesAt { get; init; }

    /// <summary>Counts its changes: the ETag.</summary>
    public required int Revision { get; init; }

    /// <summary>How long the owner has.</summary>
    public static TimeSpan IntervalOf(DisclosureUrgency urgency) => urgency switch
    {
        DisclosureUrgency.UrgentAndAtHand => TimeSpan.FromHours(8),
        DisclosureUrgency.Urgent => TimeSpan.FromDays(3),
        _ => TimeSpan.FromDays(7),
    };

    /// <summary>The clock that the owner answers against; null once it has.</summary>
    public Clock? Clock => State == DisclosureState.Requested
        ? new(ClockKind.Consent, RequestedAt, DueAt, PausedAt: null, Escalation, FiresAt: EscalatesAt ?? DueAt)
        : null;

    /// <summary>Whether the owner is late.</summary>
    public bool IsOverdue(DateTimeOffset now) => State == DisclosureState.Requested && now > DueAt;

    /// <summary>
    /// Asks. A desk abroad asks for itself; one of the owner's (a task force with a leg, the coordinator) names the desk abroad it wants
    /// to send to.
    /// </summary>
    /// <param name="incident">The incident, which the seat sees or has a pointer to.</param>
    /// <param name="seat">Who asks.</param>
    /// <param name="recipient">The desk it is to go to; null for the asker's own.</param>
    /// <param name="urgency">How soon.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="now">The instant of the act.</param>
    public static Decided<DisclosureRequest> Ask(
        Incident incident, Seat seat, string? recipient, DisclosureUrgency urgency, DisclosureRequestId id, DateTimeOffset now)
    {
        var isOwner = seat.Jurisdiction == incident.Jurisdiction;
        var goesTo = recipient ?? (isOwner ? null : seat.Where);
        if (goesTo is null || Borders.JurisdictionOf(goesTo) == incident.Jurisdiction)
            return Wrong("Name a task force of another jurisdiction: within the owner's nothing needs a consent.");
        if (!isOwner && goesTo != seat.Where)
            return Wrong("A desk of another jurisdiction asks for itself. Leave the recipient out.");
        if (incident.Restricted)
            return Wrong("This incident stays with the integrity recipients.");

        return new DisclosureRequest
        {
            Id = id,
            Incident = incident.Id,
            Jurisdiction = incident.Jurisdiction,
            Recipient = goesTo,
            RequestedDesk = seat.Where,
            RequestedRole = seat.Role,
            Urgency = urgency,
            State = DisclosureState.Requested,
            RequestedAt = now,
            DueAt = now + IntervalOf(urgency),
            Revision = 1,
        };
    }

    /// <summary>The answers that <paramref name="seat"/> may give now.</summary>
    public IReadOnlyList<DisclosureAnswer> AllowedTo(Seat seat, Incident incident) => !Answers(seat, incident) ? [] : State switch
    {
        DisclosureState.Requested => [DisclosureAnswer.Consent, DisclosureAnswer.Refuse],
        DisclosureState.Consented => [DisclosureAnswer.Revoke],
        _ => [],
    };

    /// <summary>Answers.</summary>
    /// <param name="answer">What the owner says.</param>
    /// <param name="legalBasis">With a consent, the agreement it rests on.</param>
    /// <param name="seat">Who answers.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="pack">The owner's pack in force, whose agreements count.</param>
    /// <param name="now">The instant of the act.</param>
    public Decided<DisclosureRequest> Answer(
        DisclosureAnswer answer, string? legalBasis, Seat seat, Incident incident, SopPack pack, DateTimeOffset now)
    {
        if (!seat.IsPerson)
            return new Refusal("person-required", "A system can't take a person's move. Sign in as a person of the owner.");
        if (!Answers(seat, incident))
            return new Refusal(
                "not-yours-to-disclose", "Only the owner's coordinator or the lead officer of the leg that leads answers this.");
        if (!AllowedTo(seat, incident).Contains(answer))
            return new Refusal(
                "illegal-transition", "This request was answered already, or has nothing to revoke. Take one of the allowed answers.");

        var answered = this with
        {
            DecidedAt = now,
            DecidedDesk = seat.Where,
            DecidedRole = seat.Role,
            Escalation = 0,
            EscalatesAt = null,
            Revision = Revision + 1,
        };
        if (answer != DisclosureAnswer.Consent)
            return answered with { State = answer == DisclosureAnswer.Refuse ? DisclosureState.Refused : DisclosureState.Revoked };

        var consents = new Consents([Recipient]);
        return Borders.MostUnder(
            pack, legalBasis, Recipient, incident.Handling, DateOnly.FromDateTime(now.UtcDateTime), consents) is var (most, objection)
            && most == Sending.Pointer
                ? new Refusal("no-legal-basis", objection ?? "This agreement lets nothing but a pointer go.")
                : answered with { State = DisclosureState.Consented, LegalBasis = legalBasis, Version = incident.Version };
    }

    private static bool Answers(Seat seat, Incident incident) => seat.Role switch
    {
        SeatRole.Coordinator => seat.Where == incident.Jurisdiction,
        SeatRole.Lead => seat.Jurisdiction == incident.Jurisdiction && incident.Legs.Any(leg => leg.Lead && leg.TaskForce == seat.Where),
        _ => false,
    };

    private static Refusal Wrong(string detail) => new("recipient-not-fit", detail, [new("/recipient", detail)]);
}
