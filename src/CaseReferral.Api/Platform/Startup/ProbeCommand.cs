namespace CaseReferral.Api.Platform.Startup;

/// <summary>
/// <c>probe ADDRESS</c>: asks a running registry's health address and ends with 0 when it answers well. For container images, which have no
/// shell to ask with.
/// </summary>
public static class ProbeCommand
{
    /// <summary>The first argument.</summary>
    public const string Name = "probe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <exception cref="StartupRefusedException">It doesn't answer, or not well.</exception>
    public static async Task RunAsync(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var health) || health.Scheme is not ("http" or "https"))
            throw new StartupRefusedException("Give the address of a health check, like http://127.0.0.1:8080/health/ready.");

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(health);
            if (!answer.IsSuccessStatusCode)
                throw new StartupRefusedException($"{health} answered {(int)answer.StatusCode}.", StartupFailure.Unavailable);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            throw new StartupRefusedException($"{health} doesn't answer.", StartupFailure.Unavailable);
        }
    }
}
