using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>The C# client as a partner sets it up.</summary>
public static class Clients
{
    /// <summary>A client of the registry at an address, with a token.</summary>
    public static ICaseReferralClient Of(
        Uri address, string token, Action<CaseReferralClientOptions>? also = null, Func<HttpMessageHandler>? line = null)
    {
        var services = new ServiceCollection();
        var http = services.AddCaseReferralClient(options =>
        {
            options.BaseAddress = address;
            options.Token = _ => ValueTask.FromResult(token);
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            also?.Invoke(options);
        });
        if (line is not null)
            http.ConfigurePrimaryHttpMessageHandler(line);
        return services.BuildServiceProvider().GetRequiredService<ICaseReferralClient>();
    }

    /// <summary>Somebody's client of a registry.</summary>
    public static async Task<ICaseReferralClient> ClientOfAsync(this Registry registry, string user) =>
        Of(registry.Http.BaseAddress!, (await registry.AsAsync(user)).Token);

    /// <summary>What is known in ninety seconds, as the client says it.</summary>
    public static Filing Filing() => CaseReferral.Client.Filing.Of(
        "ME-BAR-PCU", "som", new() { Adult = 2 }, "Quillback crates, nobody in sight.",
        awareAt: new(2026, 3, 18, 4, 40, 0, TimeSpan.FromHours(1)));
}
