using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using CaseReferral.Api.Platform.Outbound;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Notifications;

/// <summary>
/// A paging or SMS gateway, reached by a signed webhook (Standard Webhooks). Only gateways that are configured are ever called; each has
/// secrets of its own, so that none can sign in another's name.
/// </summary>
public sealed class WebhookChannel(WebhookSettings settings, OutboundHttp http, TimeProvider clock) : IChannel
{
    /// <inheritdoc/>
    public async Task<Attempt> SendAsync(Notification notification, CancellationToken ct)
    {
        if (!Uri.TryCreate(notification.Address, UriKind.Absolute, out var address))
            return Attempt.Refused("address-refused");
        if (settings.GatewayOf(address.Host) is not { } gateway)
            return Attempt.Refused("not-configured");
        if (gateway.SendTo is { } elsewhere)
            address = new Uri(elsewhere, address.PathAndQuery);

        var body = Compose(notification);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        WebhookSignature.Sign(request, notification.Id.Value, clock.GetUtcNow(), body, gateway.Secrets);
        try
        {
            using var answer = await http.SendAsync(request, ct);
            var status = (int)answer.StatusCode;
            var code = $"http-{status}";
            return status switch
            {
                >= 200 and < 300 => Attempt.Success,
                408 or 425 or 429 or >= 500 => Attempt.Failed(code),
                _ => Attempt.Refused(code),
            };
        }
        catch (AddressRefusedException)
        {
            return Attempt.Refused("address-refused");
        }
        catch (HttpRequestException failure)
        {
            return failure.InnerException switch
            {
                AddressRefusedException => Attempt.Refused("address-refused"),
                AuthenticationException => Attempt.Failed("tls"),
                _ => Attempt.Failed("unreachable"),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Attempt.Failed("timeout");
        }
    }

    private static byte[] Compose(Notification notification) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            type = "referral.notification",
            timestamp = notification.MadeAt.UtcDateTime,
            data = new
            {
                reference = notification.Reference,
                priority = notification.Priority.Code(),
                deadline = notification.Deadline?.UtcDateTime,
                exercise = notification.Exercise,
                text = NotificationText.Of(notification),
            },
        });
}
