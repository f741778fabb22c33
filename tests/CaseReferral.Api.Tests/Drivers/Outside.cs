namespace CaseReferral.Api.Tests.Drivers;

/// <summary>The settings under which a registry sends what it has to tell to servers of a test.</summary>
public static class Outside
{
    /// <summary>The gateway's secret.</summary>
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>Settings for a mail server and, where there is one, a paging gateway.</summary>
    /// <param name="mail">The mail server.</param>
    /// <param name="gateway">The gateway behind <c>gateway.example</c>.</param>
    /// <param name="security">How the mail server is talked to.</param>
    public static IReadOnlyList<(string Key, string Value)> Through(MailServer mail, Gateway? gateway = null, string security = "None")
    {
        List<(string, string)> settings =
        [
            ("DevelopmentMailbox:Enabled", "false"),
            ("Notifications:Enabled", "true"),
            ("Notifications:Email:Host", "127.0.0.1"),
            ("Notifications:Email:Port", $"{mail.Port}"),
            ("Notifications:Email:Security", security),
            ("Notifications:Email:From", "registry@case-referral.example"),
        ];
        if (gateway is not null)
        {
            settings.AddRange(
            [
                ("Notifications:Webhook:AllowLoopback", "true"),
                ("Notifications:Webhook:Gateways:0:Host", "gateway.example"),
                ("Notifications:Webhook:Gateways:0:Secrets:0", Secret),
                ("Notifications:Webhook:Gateways:0:SendTo", gateway.Address),
            ]);
        }

        return settings;
    }

    /// <summary>The same as arguments of a program.</summary>
    public static IReadOnlyList<string> AsArguments(this IEnumerable<(string Key, string Value)> settings) =>
        [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
}
