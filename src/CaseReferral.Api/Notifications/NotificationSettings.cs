using System.Globalization;
using System.Net;
using CaseReferral.Api.Platform.Outbound;
using CaseReferral.Api.Platform.Startup;
using MailKit.Security;
using MimeKit;

namespace CaseReferral.Api.Notifications;

/// <summary>The e-mail server, from <c>Notifications:Email</c>. Without one every e-mail fails, which wakes the next level.</summary>
public sealed record EmailSettings
{
    /// <summary>Its name; null when none is configured.</summary>
    public string? Host { get; private init; }

    /// <summary>Its port; 587 unless told.</summary>
    public int Port { get; private init; }

    /// <summary>STARTTLS unless told.</summary>
    public SecureSocketOptions Security { get; private init; }

    /// <summary>Whom to sign in as; null for a server that asks for nobody.</summary>
    public string? User { get; private init; }

    /// <summary>The password.</summary>
    public string? Password { get; private init; }

    /// <summary>The sender.</summary>
    public MailboxAddress? From { get; private init; }

    /// <summary>How long one step of the conversation may take.</summary>
    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads it.</summary>
    /// <exception cref="StartupRefusedException">It can't be used.</exception>
    public static EmailSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Notifications:Email");
        if (string.IsNullOrWhiteSpace(section["Host"]))
            return new();
        if (!MailboxAddress.TryParse(section["From"], out var from))
            throw new StartupRefusedException(
                "Notifications:Email:From must be the address that notifications come from, for example registry@example.org.");
        if (!int.TryParse(section["Port"] ?? "587", NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
            throw new StartupRefusedException("Notifications:Email:Port must be a port, for example 587.");

        return new()
        {
            Host = section["Host"],
            Port = port,
            From = from,
            User = section["User"] is { Length: > 0 } user ? user : null,
            Password = section["Password"],
            Security = section["Security"] switch
            {
                null or "StartTls" => SecureSocketOptions.StartTls,
                "Tls" => SecureSocketOptions.SslOnConnect,
                "None" when string.IsNullOrEmpty(section["User"]) => SecureSocketOptions.None,
                "None" => throw new StartupRefusedException(
                    "Notifications:Email:Security can't be None with a user: the password would be sent in the clear."),
                _ => throw new StartupRefusedException("Notifications:Email:Security must be StartTls, Tls or None."),
            },
        };
    }
}

/// <summary>The gateways that may be called, from <c>Notifications:Webhook</c>.</summary>
/// <param name="Gateways">By host.</param>
/// <param name="Rules">Which addresses may be called.</param>
public sealed record WebhookSettings(IReadOnlyDictionary<string, WebhookSettings.Gateway> Gateways, OutboundRules Rules)
{
    /// <summary>A gateway.</summary>
    /// <param name="Secrets">Its secrets that are valid now.</param>
    /// <param name="SendTo">Where it is reached when that isn't its own address, for example through a relay.</param>
    public sealed record Gateway(IReadOnlyList<byte[]> Secrets, Uri? SendTo);

    /// <summary>The gateway of a host; null for one that isn't configured, which is never called.</summary>
    public Gateway? GatewayOf(string host) => Gateways.GetValueOrDefault(host);

    /// <summary>Reads it.</summary>
    /// <exception cref="StartupRefusedException">It can't be used.</exception>
    public static WebhookSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Notifications:Webhook");
        var loopback = section.GetValue("AllowLoopback", false);
        if (loopback && !environment.IsDevelopment())
            throw new StartupRefusedException("Notifications:Webhook:AllowLoopback is for Development only: remove it.");

        var rules = new OutboundRules([.. section.GetSection("AllowedNetworks").GetChildren().Select(Network)], loopback);
        Dictionary<string, Gateway> gateways = new(StringComparer.OrdinalIgnoreCase);
        foreach (var gateway in section.GetSection("Gateways").GetChildren())
        {
            if (gateway["Host"] is not { Length: > 0 } host || Uri.CheckHostName(host) == UriHostNameType.Unknown
                || !gateways.TryAdd(host, Read(gateway, rules)))
            {
                throw new StartupRefusedException($"{gateway.Path}:Host must be the name of a gateway, and of one only.");
            }
        }

        return new(gateways, rules);
    }

    private static Gateway Read(IConfigurationSection gateway, OutboundRules rules)
    {
        var secrets = gateway.GetSection("Secrets").GetChildren().Select(secret => WebhookSignature.ParseSecret(secret.Value)).ToList();
        if (secrets.Count is 0 or > 2 || secrets.Contains(null))
            throw new StartupRefusedException(
                $"{gateway.Path}:Secrets must be one secret or, while it is changed, two: whsec_ and 24 to 64 bytes in base64.");

        Uri? sendTo = null;
        if (gateway["SendTo"] is { Length: > 0 } address
            && !(Uri.TryCreate(address, UriKind.Absolute, out sendTo) && rules.MayCall(sendTo)))
        {
            throw new StartupRefusedException($"{gateway.Path}:SendTo must be an https address.");
        }

        return new([.. secrets.OfType<byte[]>()], sendTo);
    }

    private static IPNetwork Network(IConfigurationSection entry) => IPNetwork.TryParse(entry.Value, out var network)
        ? network
        : throw new StartupRefusedException($"{entry.Path} must be a network, for example 10.20.0.0/16.");
}
