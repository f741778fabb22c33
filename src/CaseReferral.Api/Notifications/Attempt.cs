using CaseReferral.Domain.Notifications;

namespace CaseReferral.Api.Notifications;

/// <summary>What became of one attempt to deliver a notification.</summary>
/// <param name="Code">Why, as a code for the journal: <c>delivered</c>, <c>no-channel</c>, <c>http-503</c>, <c>smtp-550</c>, …</param>
/// <param name="Delivered">Whether the channel took it.</param>
/// <param name="Final">Whether trying again is of no use.</param>
public readonly record struct Attempt(string Code, bool Delivered, bool Final)
{
    /// <summary>The channel took it.</summary>
    public static Attempt Success { get; } = new("delivered", Delivered: true, Final: true);

    /// <summary>It failed, and may succeed later.</summary>
    public static Attempt Failed(string code) => new(code, Delivered: false, Final: false);

    /// <summary>It failed, and always will.</summary>
    public static Attempt Refused(string code) => new(code, Delivered: false, Final: true);
}

/// <summary>A way to reach an address.</summary>
public interface IChannel
{
    /// <summary>Sends a notification to its address. It may be the second time: the id is the same.</summary>
    Task<Attempt> SendAsync(Notification notification, CancellationToken ct);
}
