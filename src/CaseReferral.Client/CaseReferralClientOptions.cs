namespace CaseReferral.Client;

/// <summary>Where the registry is and how one signs in there.</summary>
public sealed class CaseReferralClientOptions
{
    /// <summary>The registry's address, for example <c>https://registry.example</c>; https, except on this machine.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// Gives an access token for the registry, asked before each request, so it keeps what is still valid. Null leaves it to the
    /// application's Microsoft.Identity.Web (<see cref="Scopes"/>). Where it fails, the request ends in a <see cref="SignInException"/>.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; set; }

    /// <summary>
    /// What to ask Entra for, for example <c>api://…/access_as_user</c>, or <c>api://…/.default</c> with <see cref="AsApplication"/>.
    /// </summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>Whether the application signs in as itself (a partner's system) instead of on behalf of the user at hand.</summary>
    public bool AsApplication { get; set; }

    /// <summary>
    /// The seat to act under where a request names none, by id or name (<c>duty@ME-OPTEAM</c>); needed when you hold several.
    /// </summary>
    public string? ActingAs { get; set; }

    /// <summary>How often a request is sent again that may be, after the first time; 0 for never.</summary>
    public int Retries { get; set; } = 4;

    /// <summary>
    /// What the first wait between two tries is about; each further one is about twice as long. The registry's own word goes first.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);
}
