using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage.Messages;

namespace CaseReferral.Api.Messages;

/// <summary>Something that was written on a referral. It is never changed; a later one may correct it.</summary>
public sealed record MessageView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The referral it was written on.</summary>
    public required Guid ReferralId { get; init; }

    /// <summary>When the registry received it.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The desk that wrote it.</summary>
    public required SenderView From { get; init; }

    /// <summary>Whether it told the filer of progress and so started the review again.</summary>
    public required bool Progress { get; init; }

    /// <summary>The earlier one that it corrects; null for none.</summary>
    public required Guid? Corrects { get; init; }

    /// <summary>The later one that corrects it; null for none.</summary>
    public required Guid? CorrectedBy { get; init; }

    /// <summary>What it says; null where it isn't opened: without a purpose, and in the answer to sending it.</summary>
    public required string? Text { get; init; }

    internal static MessageView Of(MessageRow row, string? text, Seat viewer) => new()
    {
        Id = row.Id.Value,
        ReferralId = row.ReferralId.Value,
        SentAt = row.SentAt,
        From = new(row.Desk, row.Role, viewer.IsOfDesk(row.Desk, row.Role) ? row.SeatId.Value : null),
        Progress = row.IsProgress,
        Corrects = row.Corrects?.Value,
        CorrectedBy = row.CorrectedBy?.Value,
        Text = text,
    };
}

/// <summary>Who wrote something. Outside the desk it shows desk and role only.</summary>
/// <param name="Desk">The unit, task force or jurisdiction.</param>
/// <param name="Role">The role at that desk.</param>
/// <param name="Seat">The seat; null outside the desk.</param>
public sealed record SenderView(string Desk, [property: FromList("seatRole")] string Role, Guid? Seat);
