using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Messages;

/// <summary>The conversation on a leg: who takes part, who may look on, and what a message does. Pure.</summary>
public static class Conversation
{
    /// <summary>
    /// Whether a seat writes for the filing side: its unit, of a restricted incident only the filer, or the system that filed.
    /// </summary>
    public static bool IsFilingSide(Incident incident, Seat seat) =>
        seat.IsOfFilingUnit(incident) || (seat.Role == SeatRole.Partner && seat.Principal == incident.FiledBy);

    /// <summary>Why a seat may not read what was written on a leg; null when it may. An auditor sees neither messages nor notes.</summary>
    public static Refusal? RefuseToRead(MessageKind kind, Incident incident, Leg leg, Seat seat) => kind switch
    {
        MessageKind.Message when IsFilingSide(incident, seat) || seat.Role == SeatRole.Coordinator => null,
        _ => seat.IsInQueueOf(leg) ? null : NotYours(kind),
    };

    /// <summary>Writes on a leg.</summary>
    /// <param name="kind">For whom.</param>
    /// <param name="incident">The incident, as the seat sees it.</param>
    /// <param name="id">The leg.</param>
    /// <param name="seat">Who writes.</param>
    /// <param name="correction">
    /// The message that was named to be corrected; null when it isn't one of this leg. Not read when none was named.
    /// </param>
    /// <param name="corrects">The id that was named; null for none.</param>
    /// <param name="message">The new message's id.</param>
    /// <param name="now">The instant of the act.</param>
    public static Decided<MessageSent> Write(
        MessageKind kind, Incident incident, ReferralId id, Seat seat, MessageId? corrects, Earlier? correction, MessageId message,
        DateTimeOffset now)
    {
        var leg = incident.Leg(id) ?? throw new ArgumentException("The leg is another incident's.", nameof(id));
        var fromUnit = kind == MessageKind.Message && IsFilingSide(incident, seat);
        if (!fromUnit && !seat.IsInQueueOf(leg))
            return NotYours(kind);
        if (incident.Status == IncidentStatus.Voided || !leg.State.IsOpen())
            return Closed(
                "This referral has ended, and with it what its desk and the unit say on it. GET the incident to see where it goes on.");
        if (leg.Kind == LegKind.Notice && kind == MessageKind.Message)
            return Closed("A notice is a copy that nobody answers. Write on the leg that leads.");
        if (corrects is not null && RefuseCorrection(kind, correction, seat) is { } refusal)
            return refusal;

        var progress = fromUnit || kind == MessageKind.Note || corrects is not null ? null : ReferralLife.Progress(incident, id, now);
        var after = progress?.After ?? incident with { Sequence = incident.Sequence + 1 };
        return new MessageSent(
            new()
            {
                Id = message,
                Leg = id,
                Kind = kind,
                Sequence = after.Sequence,
                SentAt = now,
                Author = seat.Principal,
                FromUnit = fromUnit,
                Corrects = corrects,
                IsProgress = progress is not null,
            },
            incident, after, progress);
    }

    private static Refusal? RefuseCorrection(MessageKind kind, Earlier? earlier, Seat seat) => earlier switch
    {
        null => Fault("There is none with this id on this referral."),
        var (of, _) when of.Kind != kind => Fault("There is none with this id on this referral."),
        var (of, _) when of.Author != seat.Principal => Fault("Only who wrote it may correct it."),
        { CorrectedBy: not null } => Fault("It was corrected already: correct the correction."),
        _ => null,
    };

    private static Refusal Fault(string message) =>
        new("validation-failed", "Name in corrects an earlier one of your own, or leave it out.", [new("/corrects", message)]);

    private static Refusal Closed(string detail) => new("conversation-closed", detail);

    private static Refusal NotYours(MessageKind kind) => new("not-your-queue", kind == MessageKind.Note
        ? "Notes are the task force's own whose queue this referral is in. Act under a seat there."
        : "Messages are between the queue of this referral and the unit that filed. Act under a seat there.");
}

/// <summary>A message that was written before.</summary>
/// <param name="Message">The message.</param>
/// <param name="CorrectedBy">The one that corrects it; null for none.</param>
public sealed record Earlier(Message Message, MessageId? CorrectedBy);
