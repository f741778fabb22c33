using System.Diagnostics;
using System.Reflection;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Api.Seats;

/// <summary>Who calls: the seat the request acts under, and so what it may see.</summary>
/// <param name="Seat">The seat, valid at the moment of the request.</param>
public sealed record Caller(Seat Seat)
{
    /// <summary>When the request began to be answered, by the monotonic clock.</summary>
    public long Began { get; } = Stopwatch.GetTimestamp();

    /// <summary>What every read of this request is bound to.</summary>
    public AccessScope Scope { get; } = Sights.Of(Seat);

    /// <summary>
    /// Binds what <see cref="SeatResolution"/> found. An endpoint without a seat requirement has no caller: that is a bug.
    /// </summary>
    public static ValueTask<Caller?> BindAsync(HttpContext http, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(http.Features.Get<Caller>()
            ?? throw new InvalidOperationException($"{parameter.Member.Name} asks for a caller, but its route names no seats."));
}
