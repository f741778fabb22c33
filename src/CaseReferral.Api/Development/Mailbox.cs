using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Development;

/// <summary>
/// Keeps what would have been sent, so that a registry that is tried wakes nobody and needs no server:
/// <c>GET /development/notifications</c> shows it, newest first. Works in the environment Development only.
/// </summary>
public sealed class Mailbox(TimeProvider clock) : IChannel
{
    private const int Kept = 500;
    private const string Flag = "DevelopmentMailbox:Enabled";

    private readonly Lock gate = new();
    private readonly Queue<KeptNotification> kept = new();

    /// <inheritdoc/>
    public Task<Attempt> SendAsync(Notification notification, CancellationToken ct)
    {
        var sent = new KeptNotification(
            notification.Id.Value, clock.GetUtcNow(), notification.Queue, notification.Level, notification.Channel!.Value.Code(),
            notification.Address!, NotificationText.Of(notification));
        lock (gate)
        {
            kept.Enqueue(sent);
            if (kept.Count > Kept)
                kept.Dequeue();
        }

        return Task.FromResult(Attempt.Success);
    }

    /// <summary>GET /development/notifications.</summary>
    public static KeptNotifications Show(Mailbox mailbox)
    {
        lock (mailbox.gate)
            return new([.. mailbox.kept.Reverse()]);
    }

    /// <summary>Whether it is on; refuses to start when it is configured outside Development, where nobody would be woken.</summary>
    internal static bool IsOn(IConfiguration configuration, IHostEnvironment environment)
    {
        var on = configuration.GetValue(Flag, false);
        return !on || environment.IsDevelopment()
            ? on
            : throw new StartupRefusedException(
                $"{Flag} is set in the environment {environment.EnvironmentName}, where people must be woken: remove it.");
    }
}

/// <summary>The answer of <c>GET /development/notifications</c>.</summary>
/// <param name="Items">The newest first.</param>
public sealed record KeptNotifications(IReadOnlyList<KeptNotification> Items);

/// <summary>What would have been sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Queue">Whose channel.</param>
/// <param name="Level">0 for a new referral, 1 to 3 for escalation.</param>
/// <param name="Channel"><c>email</c> or <c>webhook</c>.</param>
/// <param name="Address">Where to.</param>
/// <param name="Text">What it says.</param>
public sealed record KeptNotification(Guid Id, DateTimeOffset At, string Queue, int Level, string Channel, string Address, string Text);
