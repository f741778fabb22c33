using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Messages;

/// <summary>Who reads what is written on a leg.</summary>
public enum MessageKind
{
    /// <summary>Between the queue of the leg and the unit that filed.</summary>
    Message,

    /// <summary>The task force's own: nobody else ever sees that there is one.</summary>
    Note,
}

/// <summary>
/// Something that was written on a leg. It is never changed and never deleted: who wrote it may correct it by another one. What it says
/// is content and lies beside it.
/// </summary>
public sealed record Message
{
    /// <summary>Its id.</summary>
    public required MessageId Id { get; init; }

    /// <summary>The leg it was written on.</summary>
    public required ReferralId Leg { get; init; }

    /// <summary>Who reads it.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The incident's sequence at that act: its place in the conversation.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the registry received it.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Who wrote it, a person or a system.</summary>
    public required PrincipalId Author { get; init; }

    /// <summary>Whether the filing unit, or the system that filed, wrote it; else the queue of the leg did.</summary>
    public required bool FromUnit { get; init; }

    /// <summary>The earlier one that it corrects; null for none.</summary>
    public MessageId? Corrects { get; init; }

    /// <summary>Whether it told the filer of progress and so started the review again.</summary>
    public bool IsProgress { get; init; }
}

/// <summary>A message was sent, or a note was added.</summary>
/// <param name="Message">The message.</param>
/// <param name="Before">The incident as it was.</param>
/// <param name="After">The incident one sequence later; its ETags are the same.</param>
/// <param name="Progress">What it did to the review's clock; null where it did nothing.</param>
public sealed record MessageSent(Message Message, Incident Before, Incident After, ReferralMoved? Progress);
