using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage.Contents;

namespace CaseReferral.Api.Contents;

/// <summary>Who may read which of the texts that were written with acts, of an incident whose content they open.</summary>
public static class ActTexts
{
    /// <summary>The texts that <paramref name="seat"/> may read, in order.</summary>
    /// <param name="seat">Who reads.</param>
    /// <param name="incident">The incident as it stands.</param>
    /// <param name="parts">The rows of content within sight.</param>
    /// <param name="everything">Whether all content is open to the seat, or only what protects.</param>
    public static IEnumerable<ContentPart> For(Seat seat, Incident incident, IReadOnlyList<ContentPart> parts, bool everything)
    {
        var texts = parts.Where(part => ContentKinds.IsText(part.Kind)).ToList();
        if (!everything)
            return texts.Where(text => LegOf(incident, text)?.TaskForce == seat.Where);
        return seat.Role is SeatRole.Officer or SeatRole.Supervisor or SeatRole.Partner
            ? texts.Where(text => IsForUnit(text, LegOf(incident, text), texts))
            : texts;
    }

    // What the unit wrote, what it was asked, and what it was told of how a leg ended; never what the task force says among itself, nor
    // what was only proposed.
    private static bool IsForUnit(ContentPart text, Leg? leg, IReadOnlyList<ContentPart> texts) => text.Kind switch
    {
        ContentKinds.Question or ContentKinds.Answer => true,
        ContentKinds.Feedback => leg?.State == ReferralState.Concluded && IsLast(text, texts),
        ContentKinds.Explanation => leg?.State == ReferralState.Declined && IsLast(text, texts),
        ContentKinds.Reason => leg is null || ContentParts.ReadText(text).Action is "withdraw" or "transfer" or "assign",
        _ => false,
    };

    private static bool IsLast(ContentPart text, IReadOnlyList<ContentPart> texts) =>
        texts.Last(other => other.Kind == text.Kind && other.SubjectId == text.SubjectId) == text;

    private static Leg? LegOf(Incident incident, ContentPart text) => text.SubjectId is { } leg ? incident.Leg(new(leg)) : null;
}
