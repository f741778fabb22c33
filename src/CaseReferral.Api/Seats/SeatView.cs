using System.ComponentModel.DataAnnotations;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Seats;

namespace CaseReferral.Api.Seats;

/// <summary>A seat that is given, or the dates that one gets.</summary>
public sealed record SeatRequest
{
    /// <summary>Who is to hold it: somebody who has or had a seat in the jurisdiction. Either this or a code.</summary>
    public Guid? Principal { get; init; }

    /// <summary>Who is to hold it, by the code of their <c>POST /v1/me/code</c>, as they read it out.</summary>
    [MaxLength(20)] public string? Code { get; init; }

    /// <summary>The name of somebody whom the registry doesn't know yet; needed with their code, and kept as one erasable row.</summary>
    [MaxLength(200)] public string? Name { get; init; }

    /// <summary>Their service number; erasable with the name.</summary>
    [MaxLength(40)] public string? ServiceNumber { get; init; }

    /// <summary>What it lets its holder do.</summary>
    [Required, FromList("seatRole")] public string? Role { get; init; }

    /// <summary>The code of the unit (officer, supervisor), task force (duty, second, lead) or jurisdiction (auditor, partner).</summary>
    [Required, MaxLength(80)] public string? Where { get; init; }

    /// <summary>The agency it belongs to; copied onto each act.</summary>
    [Required, FromList("agency")] public string? Agency { get; init; }

    /// <summary>From when it counts; at once when left out.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when; no end when left out.</summary>
    public DateTimeOffset? ValidTo { get; init; }
}

/// <summary>A seat.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">How people name it, for example <c>duty@ME-OPTEAM</c>.</param>
/// <param name="Principal">Who holds it.</param>
/// <param name="Holder">The holder's name; null when none was given, or it was erased.</param>
/// <param name="IsPerson">False for a system.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="Where">The code of the unit, task force or jurisdiction, or <c>registry</c>.</param>
/// <param name="Jurisdiction">The jurisdiction it lies in; null for the registry itself.</param>
/// <param name="Agency">The agency it belongs to.</param>
/// <param name="ValidFrom">From when it counts.</param>
/// <param name="ValidTo">Until when; null while no end is set.</param>
/// <param name="Active">Whether it counts now, for a token that agrees with it.</param>
/// <param name="GivenBy">The principal who gave it; null for configuration.</param>
/// <param name="EndedAt">When somebody ended it; null while nobody has.</param>
/// <param name="EndedBy">The principal who ended it.</param>
public sealed record SeatView(
    Guid Id, string Name, Guid Principal, string? Holder, bool IsPerson, [property: FromList("seatRole")] string Role, string Where,
    string? Jurisdiction,
    [property: FromList("agency")] string Agency, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo, bool Active, Guid? GivenBy,
    DateTimeOffset? EndedAt, Guid? EndedBy)
{
    /// <summary>A seat as it stands at an instant.</summary>
    public static SeatView Of(NamedSeat named, DateTimeOffset now)
    {
        var (held, seat) = (named.Held, named.Held.Seat);
        return new(
            seat.Id.Value, seat.Name, seat.Principal.Value, named.Name, seat.IsPerson, seat.Role.Code(), seat.Where, seat.Jurisdiction,
            seat.Agency.Code(), held.ValidFrom, held.ValidTo, held.IsActive(now), held.GivenBy?.Value, held.EndedAt, held.EndedBy?.Value);
    }

    /// <summary>A seat for the journal: ids, codes and instants.</summary>
    public static object ForJournal(HeldSeat held, Seat by) => new
    {
        seat = held.Seat.Id.Value,
        principal = held.Seat.Principal.Value,
        role = held.Seat.Role.Code(),
        held.Seat.Where,
        agency = held.Seat.Agency.Code(),
        held.ValidFrom,
        held.ValidTo,
        by = by.Name,
    };
}
