using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage.Contents;

namespace CaseReferral.Api.Contents;

/// <summary>Who may read which of the texts that were written with acts, of an incident whose content they open.</summary>
/// <param name="incident">The incident as it is shown to the seat.</param>
/// <param name="turns">The acts that decided what became of texts, in order.</param>
/// <param name="seat">Who reads.</param>
/// <param name="isTold">Whether they are told how a leg ends, or is proposed to.</param>
/// <param name="now">When.</param>
public sealed class ActTexts(Incident incident, IReadOnlyList<TextTurn> turns, Seat seat, Func<Leg, bool> isTold, DateTimeOffset now)
{
    /// <summary>The texts that the seat may read, in order.</summary>
    /// <param name="parts">The rows of content within sight.</param>
    /// <param name="everything">Whether all content is open to the seat, or only what protects.</param>
    public IEnumerable<ContentPart> Of(IReadOnlyList<ContentPart> parts, bool everything) => parts
        .Where(part => ContentKinds.IsText(part.Kind))
        .Where(text => LegOf(text) is { TaskForce: { } queue } && queue == seat.Where || everything && IsForOthers(text));

    /// <summary>What was told of a leg that is concluded. What was proposed and not confirmed is nothing the officer was told.</summary>
    public IEnumerable<ContentPart> Feedback(IReadOnlyList<ContentPart> parts) => parts.Where(part =>
        part.Kind == ContentKinds.Feedback && LegOf(part)?.State == ReferralState.Concluded && FateOf(part) is null);

    // What a task force says of how it would end a referral, and why a second officer wouldn't, stays in its queue until it has ended so.
    private bool IsForOthers(ContentPart text)
    {
        var turn = turns.FirstOrDefault(turn => turn.Sequence == text.Sequence && turn.SubjectId == text.SubjectId);
        return (text.Kind, turn?.Kind) switch
        {
            (ContentKinds.Feedback or ContentKinds.Explanation, _) => IsEndTold(text),
            (_, ActKinds.IncidentVoidProposed or ActKinds.IncidentVoided) => IsOwn(turn!) || IsVoidTold(turn!),
            (_, ActKinds.DeclineRejected or ActKinds.ConclusionRejected) => IsOwn(turn!),
            _ => !IsOfUnit || IsForUnit(text),
        };
    }

    private bool IsOwn(TextTurn turn) => seat.IsOfDesk(turn.Desk, turn.Role);

    private bool IsOfUnit => seat.Role is SeatRole.Officer or SeatRole.Supervisor or SeatRole.Partner;

    // What the unit wrote, what it was asked, and why a leg went on or was taken back; never what the task force says among itself.
    private static bool IsForUnit(ContentPart text) => text.Kind switch
    {
        ContentKinds.Question or ContentKinds.Answer => true,
        ContentKinds.Reason => ContentParts.ReadText(text).Action is "void" or "withdraw" or "transfer" or "assign",
        _ => false,
    };

    // A leg is proposed to end, or has ended, by what nothing undid since. What it was taken up again from had ended it too; the unit is
    // told how it then ends.
    private bool IsEndTold(ContentPart text) => LegOf(text) is { } leg && FateOf(text) switch
    {
        null => isTold(leg),
        ActKinds.Reopened => !IsOfUnit,
        _ => false,
    };

    // A text of which nobody knows any more when it was written counts as the oldest.
    private string? FateOf(ContentPart text) =>
        turns.FirstOrDefault(turn => turn.SubjectId == text.SubjectId && !(turn.Sequence <= text.Sequence))?.Kind;

    // Until it is voided, a proposal that still counts is told to those who may confirm it. Afterwards it is told with what confirmed it.
    private bool IsVoidTold(TextTurn turn)
    {
        if (turn.Kind == ActKinds.IncidentVoided)
            return true;
        if (turns.Last(other => other.Kind == ActKinds.IncidentVoidProposed) != turn)
            return false;
        return incident.Status == IncidentStatus.Voided
            ? turns.FirstOrDefault(other => other.Kind == ActKinds.IncidentVoided) is { } voided && IsConfirmedBy(turn, voided)
            : incident.VoidProposedBy is not null && MayVoid();
    }

    // Where another desk than the one that proposed voids it and doesn't confirm, the proposal had lapsed with the lead, or with the
    // unit's say. A coordinator only confirms; a suspicion's filer is confirmed by the integrity list.
    private bool IsConfirmedBy(TextTurn proposed, TextTurn voided) =>
        voided.Desk == proposed.Desk || voided.Desk == incident.Jurisdiction || incident.Restricted && proposed.Desk == incident.UnitId;

    private bool MayVoid() =>
        IncidentVoiding.Void(incident, carriers: [], seat, now).Succeeded(out _, out var refusal) || refusal.Code == "carries-others";

    private Leg? LegOf(ContentPart text) => text.SubjectId is { } leg ? incident.Leg(new(leg)) : null;
}
