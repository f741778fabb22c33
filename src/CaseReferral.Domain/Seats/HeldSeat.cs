using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Seats;

/// <summary>A seat as it was given: from when until when, by whom, and whether it has ended. It is never deleted.</summary>
public sealed record HeldSeat
{
    /// <summary>Who holds it, what it lets them do, and where.</summary>
    public required Seat Seat { get; init; }

    /// <summary>It counts from this instant on.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>It counts until just before this instant; null while no end is set.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>Who gave it; null for configuration.</summary>
    public PrincipalId? GivenBy { get; init; }

    /// <summary>When somebody ended it; null while nobody has. What has ended doesn't change any more.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public PrincipalId? EndedBy { get; init; }

    /// <summary>Counts its changes, from 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Whether it counts at this instant.</summary>
    public bool IsActive(DateTimeOffset now) => EndedAt is null && ValidFrom <= now && (ValidTo is null || ValidTo > now);
}

/// <summary>Who is to hold a seat.</summary>
/// <param name="Principal">Who.</param>
/// <param name="IsPerson">False for a system.</param>
public sealed record SeatHolder(PrincipalId Principal, bool IsPerson);

/// <summary>What a seat is to be.</summary>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="Where">The code of the unit, task force or jurisdiction.</param>
/// <param name="Jurisdiction">The jurisdiction that lies in; null where the reference data has no such place.</param>
/// <param name="Agency">The agency it belongs to.</param>
/// <param name="ValidFrom">From when it counts; null for at once.</param>
/// <param name="ValidTo">Until when; null for no end.</param>
public sealed record SeatTerms(
    SeatRole Role, string Where, string? Jurisdiction, Agency Agency, DateTimeOffset? ValidFrom, DateTimeOffset? ValidTo);

/// <summary>What kind of place a seat is in.</summary>
public enum SeatPlace
{
    /// <summary>A unit.</summary>
    Unit,

    /// <summary>A task force.</summary>
    TaskForce,

    /// <summary>A jurisdiction.</summary>
    Jurisdiction,

    /// <summary>The registry itself.</summary>
    Registry,
}
