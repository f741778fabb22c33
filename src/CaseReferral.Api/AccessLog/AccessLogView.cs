using System.Text.Json;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;

namespace CaseReferral.Api.AccessLog;

/// <summary>An entry of the access log, as an auditor sees it. It says what was opened, never what stood there.</summary>
public sealed record AccessEntryView
{
    /// <summary>The journal entry's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it tells.</summary>
    [FromList("accessKind")] public required string Kind { get; init; }

    /// <summary>Who did it; null when nobody knows the sign-in.</summary>
    public required AccessorView? Who { get; init; }

    /// <summary>Under which seat; null when none was found.</summary>
    public required AccessSeatView? Seat { get; init; }

    /// <summary>The incident; null for a search, and for what never was.</summary>
    public required Guid? IncidentId { get; init; }

    /// <summary>Its reference.</summary>
    public required string? Reference { get; init; }

    /// <summary>The purpose that was stated.</summary>
    [FromList("accessPurpose")] public required string? Purpose { get; init; }

    /// <summary>What was opened; null when nothing was.</summary>
    public required OpenedView? Opened { get; init; }

    /// <summary>What was asked for, in letters, digits and hyphens; null unless it was denied.</summary>
    public required string? Asked { get; init; }

    /// <summary>Code of the problem it was refused with; null when it wasn't.</summary>
    public required string? Problem { get; init; }

    /// <summary>What was searched; null for everything else.</summary>
    public required SearchView? Search { get; init; }

    internal static AccessEntryView Of(AccessRow row)
    {
        // Retention may have deleted the payload; the entry stays.
        var told = row.Payload is null ? new Told() : JsonSerializer.Deserialize<Told>(row.Payload, StoredJson.Options)!;
        return new()
        {
            Id = row.EntryId.Value,
            At = row.At,
            Kind = row.Kind,
            Who = row.PrincipalId is { } principal ? new(principal.Value, row.Name) : told.SignIn is { } signIn ? new(signIn, null) : null,
            Seat = row.SeatId is { } seat ? new(seat.Value, row.Role ?? "", row.Desk ?? "", row.Agency) : null,
            IncidentId = row.IncidentId?.Value,
            Reference = row.Reference,
            Purpose = row.Purpose,
            Opened = told.Version is { } version
                ? new(version, told.View ?? "", told.Persons ?? [], [.. (told.Content ?? []).Select(part => part.Kind).Distinct()])
                : null,
            Asked = told.Asked,
            Problem = told.Problem,
            Search = told.Query is { } query ? new(told.List ?? "", told.Filters ?? [], query, told.Key ?? 1) : null,
        };
    }

    private sealed record Told
    {
        public int? Version { get; init; }
        public string? View { get; init; }
        public IReadOnlyList<Guid>? Persons { get; init; }
        public IReadOnlyList<Part>? Content { get; init; }
        public string? Asked { get; init; }
        public string? Problem { get; init; }
        public Guid? SignIn { get; init; }
        public string? List { get; init; }
        public IReadOnlyList<string>? Filters { get; init; }
        public string? Query { get; init; }
        public int? Key { get; init; }
    }

    private sealed record Part(Guid Id, string Kind);
}

/// <summary>Who.</summary>
/// <param name="Id">The principal; for an unknown sign-in its object id.</param>
/// <param name="Name">The person's name; null once it was erased, and for an unknown sign-in.</param>
public sealed record AccessorView(Guid Id, string? Name);

/// <summary>The seat somebody acted under.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">Its role.</param>
/// <param name="Desk">Its unit, task force or jurisdiction.</param>
/// <param name="Agency">The agency at that moment.</param>
public sealed record AccessSeatView(
    Guid Id, [property: FromList("seatRole")] string Role, string Desk, [property: FromList("agency")] string? Agency);

/// <summary>What was opened.</summary>
/// <param name="Version">The incident's version.</param>
/// <param name="View">How much: <c>everything</c> or <c>to_protect</c>.</param>
/// <param name="Persons">Ids of the persons that were shown.</param>
/// <param name="Kinds">Kinds of content that were shown.</param>
public sealed record OpenedView(int Version, string View, IReadOnlyList<Guid> Persons, IReadOnlyList<string> Kinds);

/// <summary>What was searched.</summary>
/// <param name="List">The list.</param>
/// <param name="Filters">The filters that narrowed it, without their values.</param>
/// <param name="Query">HMAC-SHA256 of the list and its filters with their values, in hexadecimal.</param>
/// <param name="Key">Version of the registry's key.</param>
public sealed record SearchView(string List, IReadOnlyList<string> Filters, string Query, int Key);
