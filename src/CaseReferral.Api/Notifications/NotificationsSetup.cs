using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.Outbound;
using CaseReferral.Api.Platform.Workers;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Api.Notifications;

/// <summary>Registers what wakes people.</summary>
public static class NotificationsSetup
{
    /// <summary>The worker's name in metrics and health.</summary>
    public const string Name = "notifications";

    /// <summary>
    /// Registers the channels that are configured, or in Development the mailbox that keeps what would have been sent, and the worker;
    /// <c>Notifications:Enabled=false</c> leaves delivering to other instances.
    /// </summary>
    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<WakeQueues>();
        services.AddSingleton<SettleAttempt>();
        services.AddSingleton<NotificationMetrics>();
        if (builder.HasMailbox())
        {
            foreach (var kind in Enum.GetValues<ChannelKind>())
                services.AddKeyedSingleton<IChannel>(kind, (known, _) => known.GetRequiredService<Mailbox>());
        }
        else
        {
            var webhooks = WebhookSettings.Read(builder.Configuration, builder.Environment);
            services.AddSingleton(EmailSettings.Read(builder.Configuration));
            services.AddSingleton(webhooks);
            services.AddSingleton(webhooks.Rules);
            services.AddSingleton<OutboundHttp>();
            services.AddKeyedSingleton<IChannel, EmailChannel>(ChannelKind.Email);
            services.AddKeyedSingleton<IChannel, WebhookChannel>(ChannelKind.Webhook);
        }

        builder.AddWorker<DeliverNotifications>("Notifications");
    }
}
