using System.Net.Sockets;
using CaseReferral.Domain.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CaseReferral.Api.Notifications;

/// <summary>
/// E-mail through the one server that is configured. The message's id is the notification's, so that a mailbox shows one that was sent
/// twice once.
/// </summary>
public sealed class EmailChannel(EmailSettings settings) : IChannel
{
    /// <inheritdoc/>
    public async Task<Attempt> SendAsync(Notification notification, CancellationToken ct)
    {
        if (settings.Host is null)
            return Attempt.Refused("not-configured");
        if (!MailboxAddress.TryParse(notification.Address, out var to))
            return Attempt.Refused("address-refused");

        using var message = Compose(notification, to);
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, ct);
            if (settings.User is not null)
                await client.AuthenticateAsync(settings.User, settings.Password ?? "", ct);
            await client.SendAsync(message, ct);
        }
        catch (SmtpCommandException refused)
        {
            // RFC 5321 section 4.2.1: 5yz is for good, 4yz for now.
            var code = $"smtp-{(int)refused.StatusCode}";
            return (int)refused.StatusCode >= 500 ? Attempt.Refused(code) : Attempt.Failed(code);
        }
        catch (AuthenticationException)
        {
            return Attempt.Failed("smtp-sign-in");
        }
        catch (SslHandshakeException)
        {
            return Attempt.Failed("smtp-tls");
        }
        catch (Exception unreachable) when (
            unreachable is SocketException or IOException or TimeoutException or ProtocolException or NotSupportedException)
        {
            return Attempt.Failed("unreachable");
        }

        await LeaveAsync(client, ct);
        return Attempt.Success;
    }

    private MimeMessage Compose(Notification notification, MailboxAddress to)
    {
        var text = NotificationText.Of(notification);
        return new MimeMessage([settings.From!], [to], text, new TextPart("plain") { Text = text + "\r\n" })
        {
            MessageId = $"{notification.Id.Value:N}@{settings.From!.Domain}",
            Date = notification.MadeAt,
            Priority = MessagePriority.Urgent,
        };
    }

    // The server has the message; how it says goodbye changes nothing about that.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception goodbye) when (goodbye is IOException or SocketException or ProtocolException or TimeoutException)
        {
        }
    }
}
