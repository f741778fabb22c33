using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Disclosures;

/// <summary>What a queue abroad gets without a legal basis: that there is something, how urgent it is, and whom to call. No more.</summary>
/// <param name="Reference">The incident's reference.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Contact">Whom to call.</param>
public sealed record PointerView(string Reference, [property: FromList("priority")] string Priority, PointerContactView Contact);

/// <summary>The owner's desk.</summary>
/// <param name="Desk">Its name.</param>
/// <param name="Phone">The phone that answers now.</param>
public sealed record PointerContactView(string? Desk, string? Phone);

/// <summary>A desk and role: outside its own queue an act shows no more.</summary>
/// <param name="Desk">The unit, task force or jurisdiction.</param>
/// <param name="Role">The role there.</param>
public sealed record DeskView(string Desk, [property: FromList("seatRole")] string Role);

/// <summary>A request for the owner's consent. What it is for, and why it was refused, are content.</summary>
public sealed record DisclosureRequestView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The incident's reference.</summary>
    public required string Reference { get; init; }

    /// <summary>Code of the task force, or of the jurisdiction for its coordinator, that is to receive it.</summary>
    public required string Recipient { get; init; }

    /// <summary>Who asked.</summary>
    public required DeskView RequestedBy { get; init; }

    /// <summary>How soon it must be answered.</summary>
    [FromList("disclosureUrgency")] public required string Urgency { get; init; }

    /// <summary>Where it stands.</summary>
    [FromList("disclosureState")] public required string State { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>By when the owner must answer.</summary>
    public required DateTimeOffset ConsentBy { get; init; }

    /// <summary>Whether the owner is late.</summary>
    public required bool Overdue { get; init; }

    /// <summary>How far its clock has escalated, 0 to 3; 0 once the owner has answered.</summary>
    public required int Escalation { get; init; }

    /// <summary>When it was answered last.</summary>
    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who answered.</summary>
    public required DeskView? DecidedBy { get; init; }

    /// <summary>The agreement that it was consented under.</summary>
    public required string? LegalBasis { get; init; }

    /// <summary>The incident's version that was sent; null until the owner consents.</summary>
    public required int? Version { get; init; }

    /// <summary>The answers that this caller may give now, each as its address spells it.</summary>
    [FromList("disclosureAnswer")] public required IReadOnlyList<string> Allowed { get; init; }

    internal static DisclosureRequestView Of(DisclosureRequest request, Incident incident, Seat viewer, DateTimeOffset now) => new()
    {
        Id = request.Id.Value,
        Reference = incident.Reference,
        Recipient = request.Recipient,
        RequestedBy = new(request.RequestedDesk, request.RequestedRole.Code()),
        Urgency = request.Urgency.Code(),
        State = request.State.Code(),
        RequestedAt = request.RequestedAt,
        ConsentBy = request.DueAt,
        Overdue = request.IsOverdue(now),
        Escalation = request.Escalation,
        DecidedAt = request.DecidedAt,
        DecidedBy = request.DecidedDesk is { } desk ? new(desk, request.DecidedRole!.Value.Code()) : null,
        LegalBasis = request.LegalBasis,
        Version = request.Version,
        Allowed = [.. request.AllowedTo(viewer, incident).Select(answer => answer.Code())],
    };
}

/// <summary>What was disclosed to whom, and whether the recipient should look again.</summary>
/// <param name="Recipient">Code of the task force, or of the jurisdiction for its coordinator.</param>
/// <param name="LegalBasis">The agreement it went under.</param>
/// <param name="DisclosedAt">When.</param>
/// <param name="Version">The incident's version that was sent.</param>
/// <param name="Newer">Whether the incident was amended since.</param>
/// <param name="Revoked">Whether the owner took it back.</param>
public sealed record DisclosureView(string Recipient, string LegalBasis, DateTimeOffset DisclosedAt, int Version, bool Newer, bool Revoked);

/// <summary>The texts of a disclosure request.</summary>
/// <param name="Id">The request.</param>
/// <param name="Purpose">The purpose that was stated for reading them, and is on record.</param>
/// <param name="WhatFor">What the disclosure is for.</param>
/// <param name="Reason">Why it was refused, or taken back; null when it wasn't.</param>
public sealed record DisclosureTextsView(Guid Id, [property: FromList("accessPurpose")] string Purpose, string WhatFor, string? Reason);
