using System.Text.Json;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Journal;

namespace CaseReferral.Api.Timelines;

/// <summary>Something that happened to an incident: what, when and by which desk, in codes; never content.</summary>
public sealed record TimelineEntryView
{
    /// <summary>The journal entry's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    [FromList("timelineKind")] public required string Kind { get; init; }

    /// <summary>Who did it; null for the registry by itself.</summary>
    public required ActorView? By { get; init; }

    /// <summary>The incident's version that it made; null where it made none.</summary>
    public required int? Version { get; init; }

    /// <summary>The incident's priority after it; null where it wasn't decided on.</summary>
    [FromList("priority")] public required string? Priority { get; init; }

    /// <summary>Members that an amendment changed, by JSON Pointer; never their values.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>The referrals it made or changed, as they then stood.</summary>
    public required IReadOnlyList<TimelineReferralView> Referrals { get; init; }

    /// <summary>What followed from it, in the order it did.</summary>
    public required IReadOnlyList<TimelineFactView> Facts { get; init; }

    /// <summary>The message or note that was written; null for everything else.</summary>
    public required Guid? MessageId { get; init; }

    /// <summary>The earlier message that it corrects.</summary>
    public required Guid? Corrects { get; init; }

    /// <summary>Who was woken and what came of it; null for everything else.</summary>
    public required TimelineNotificationView? Notification { get; init; }

    internal static TimelineEntryView Of(TimelineRow row, Seat viewer)
    {
        // Retention may have deleted the payload; that it happened stays.
        using var parsed = JsonDocument.Parse(row.Payload ?? "{}");
        var told = new Told(parsed.RootElement);
        return new()
        {
            Id = row.Id.Value,
            At = row.At,
            Kind = row.Kind,
            By = row.Desk is null ? null : ActorView.Of(row, viewer),
            Version = told.Number("version"),
            Priority = told.Code("priority"),
            Changed = told.Texts("changed"),
            Referrals = [.. Legs(told).Select(leg => leg.AsToldTo(viewer))],
            Facts =
            [
                .. told.Items("facts").Select(TimelineFactView.Of)
                    .Select(fact => IsOnlyProposed(fact, told, viewer) ? fact.WithoutHow() : fact),
            ],
            MessageId = told.Id("message"),
            Corrects = told.Id("corrects"),
            Notification = told.Inner("notification") is { } notification ? TimelineNotificationView.Of(notification) : null,
        };
    }

    // How somebody would end a referral is told in its queue alone until a second officer confirms it.
    private static bool IsOnlyProposed(TimelineFactView fact, Told told, Seat viewer) =>
        fact.Fact is "decline-proposed" or "conclusion-proposed"
        && !Legs(told).Any(leg => leg.Id == fact.ReferralId && leg.TaskForce == viewer.Where);

    private static IEnumerable<TimelineReferralView> Legs(Told told)
    {
        if (told.Inner("leg") is { } moved && moved.Code("state") is not null)
            yield return TimelineReferralView.Of(moved, told.Code("from"), told.Code("outcome"));
        foreach (var leg in told.Items("added").Concat(told.Items("legs")))
            yield return TimelineReferralView.Of(leg, leg.Code("from"), leg.Code("outcome"));
    }
}

/// <summary>Who did something. Outside the desk it shows desk and role only; an auditor sees the person.</summary>
/// <param name="Desk">The unit, task force or jurisdiction.</param>
/// <param name="Role">The role at that desk.</param>
/// <param name="Seat">The seat; null outside the desk.</param>
/// <param name="Person">The person's name; null outside the desk, and once it is erased.</param>
public sealed record ActorView(string Desk, [property: FromList("seatRole")] string Role, Guid? Seat, string? Person)
{
    internal static ActorView Of(TimelineRow row, Seat viewer) => viewer.IsOfDesk(row.Desk, row.Role) || viewer.Role == SeatRole.Auditor
        ? new(row.Desk!, row.Role!, row.SeatId?.Value, row.Name)
        : new(row.Desk!, row.Role!, null, null);
}

/// <summary>A referral as something that happened left it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="TaskForce">Whose queue; null while unrouted.</param>
/// <param name="From">The state before; null where it wasn't moved, and for a new one.</param>
/// <param name="State">The state after.</param>
/// <param name="Priority">How urgent.</param>
/// <param name="Lead">Whether it leads.</param>
/// <param name="AcknowledgeBy">By when it must be acknowledged.</param>
/// <param name="DecideBy">By when it must be decided.</param>
/// <param name="ReviewBy">By when the filer must hear of progress.</param>
/// <param name="Outcome">How it ended; what is only proposed shows to the queue.</param>
public sealed record TimelineReferralView(
    Guid Id, [property: FromList("legKind")] string Kind, string? TaskForce, [property: FromList("referralState")] string? From,
    [property: FromList("referralState")] string State, [property: FromList("priority")] string? Priority, bool Lead,
    DateTimeOffset? AcknowledgeBy, DateTimeOffset? DecideBy, DateTimeOffset? ReviewBy,
    [property: FromList("referralOutcome")] string? Outcome)
{
    internal static TimelineReferralView Of(Told leg, string? from, string? outcome) => new(
        leg.Id("id") ?? Guid.Empty, leg.Code("kind") ?? "", leg.Code("taskForce"), from, leg.Code("state") ?? "", leg.Code("priority"),
        leg.Flag("lead") ?? false, leg.Instant("acknowledgeBy"), leg.Instant("decideBy"), leg.Instant("reviewBy"), outcome);

    // What was still proposed when the referral was merged or taken over stands in older entries as if it had come to be.
    internal TimelineReferralView AsToldTo(Seat viewer) =>
        Codes<ReferralState>.TryParse(State, out var state)
        && (state == ReferralState.Concluded || state.IsProposed() && viewer.Where == TaskForce)
            ? this
            : this with { Outcome = null };
}

/// <summary>Something that followed, in codes. A member that a fact doesn't have is null.</summary>
/// <param name="Fact">What, in the past tense, for example <c>lead-passed</c> or <c>level-reached</c>.</param>
/// <param name="ReferralId">The referral it happened to; null where it happened to a disclosure request.</param>
/// <param name="TaskForce">Whose queue.</param>
/// <param name="From">What was: a state or a priority.</param>
/// <param name="To">What is.</param>
/// <param name="State">How a referral ended.</param>
/// <param name="Status">Where the incident stands.</param>
/// <param name="Reason">Why a referral was declined; what is only proposed shows to the queue.</param>
/// <param name="Outcome">What it came to; what is only proposed shows to the queue.</param>
/// <param name="Clock">Which clock was breached.</param>
/// <param name="Level">The escalation level that was reached.</param>
/// <param name="DueBy">The deadline that it is about.</param>
public sealed record TimelineFactView(
    [property: FromList("timelineFact")] string Fact, Guid? ReferralId, string? TaskForce, string? From, string? To,
    [property: FromList("referralState")] string? State,
    [property: FromList("incidentStatus")] string? Status, [property: FromList("declineReason")] string? Reason,
    [property: FromList("referralOutcome")] string? Outcome, [property: FromList("clockKind")] string? Clock, int? Level,
    DateTimeOffset? DueBy)
{
    internal TimelineFactView WithoutHow() => this with { Reason = null, Outcome = null };

    internal static TimelineFactView Of(Told fact)
    {
        // Whether somebody is a child is content, so an age decision tells no status.
        var name = fact.Code("fact") ?? "";
        var ended = fact.Inner("tells") ?? fact;
        return new(
            name, fact.Id("leg"), fact.Code("taskForce"), fact.Code("from"), fact.Code("to"),
            ended.Code("state"), name == "incident-status-changed" ? fact.Code("status") : null, ended.Code("reason"),
            ended.Code("outcome"),
            fact.Code("clock"), fact.Number("level"),
            fact.Instant("dueAt") ?? fact.Instant("answerBy") ?? fact.Instant("decideBy") ?? fact.Instant("reviewBy"));
    }
}

/// <summary>An attempt to wake somebody. Addresses are never told.</summary>
/// <param name="Queue">Whose channel.</param>
/// <param name="Channel">What kind of channel.</param>
/// <param name="Level">The level that was told; 0 for a new referral.</param>
/// <param name="Result">What came of it.</param>
public sealed record TimelineNotificationView(string? Queue, string? Channel, int? Level, string? Result)
{
    internal static TimelineNotificationView Of(Told notification) => new(
        notification.Code("queue"), notification.Code("channel"), notification.Number("level"), notification.Code("result"));
}

/// <summary>A payload, read by the members that a timeline tells. Whatever else stands in it isn't told, whoever wrote it there.</summary>
internal readonly record struct Told(JsonElement Json)
{
    /// <summary>A code; null for what is absent, for an id and for anything longer than a code.</summary>
    public string? Code(string name) =>
        Text(name) is { Length: <= 40 } text && !Guid.TryParse(text, out _) ? text : null;

    public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    public int? Number(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var number) ? number : null;

    public bool? Flag(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };

    public DateTimeOffset? Instant(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } member && member.TryGetDateTimeOffset(out var instant) ? instant : null;

    public Told? Inner(string name) => Member(name) is { ValueKind: JsonValueKind.Object } member ? new(member) : null;

    public IEnumerable<Told> Items(string name) => Member(name) is { ValueKind: JsonValueKind.Array } member
        ? member.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new Told(item))
        : [];

    public IReadOnlyList<string> Texts(string name) => Member(name) is { ValueKind: JsonValueKind.Array } member
        ? [.. member.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    private string? Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    private JsonElement? Member(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var member) ? member : null;
}
