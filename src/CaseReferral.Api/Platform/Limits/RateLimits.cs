using System.Globalization;
using System.Threading.RateLimiting;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Startup;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CaseReferral.Api.Platform.Limits;

/// <summary>
/// How much one caller may ask. Callers are told apart by their token, so that a harbour behind one address is many callers and a
/// token that is passed around is one; only requests without an accepted token are told apart by address. Each instance counts for itself.
/// </summary>
public static class RateLimits
{
    /// <summary>What a caller has left; on every answer.</summary>
    public const string Left = "RateLimit";

    /// <summary>What a caller may send; on every answer.</summary>
    public const string Policy = "RateLimit-Policy";

    private const string Content = "content";

    private static readonly RateLimit Everything = new(PerSecond: 1000, Burst: 5000);
    private static readonly RateLimit ContentReads = new(PerSecond: 2, Burst: 300);

    /// <summary>Reads <c>RateLimits:*</c>; refuses to start with limits that would let nobody, or nobody's next request, pass.</summary>
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var everything = Read(builder.Configuration, "RateLimits", Everything);
        var content = Read(builder.Configuration, "RateLimits:Content", ContentReads);
        builder.Services.AddRateLimiter(limits =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                // A probe that is refused would take the instance out of rotation, and everybody with it.
                http.Request.Path.StartsWithSegments("/health") ? RateLimitPartition.GetNoLimiter("health")
                    : everything.Of(CallerOf(http)));
            limits.AddPolicy(Content, http => content.Of(CallerOf(http)));
            limits.OnRejected = RefuseAsync;
        });
    }

    /// <summary>
    /// Counts whatever comes after it, and tells the caller (draft-ietf-httpapi-ratelimit-headers). It comes after authentication, which
    /// says whose request it is.
    /// </summary>
    public static void UseRateLimits(this WebApplication app)
    {
        var limiter = app.Services.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        var everything = Read(app.Configuration, "RateLimits", Everything);
        var policy = string.Create(
            CultureInfo.InvariantCulture,
            $"\"caller\";q={everything.Burst};w={(everything.Burst + everything.PerSecond - 1) / everything.PerSecond}");
        app.Use((http, next) =>
        {
            // When the answer starts, since what makes a problem clears what was set before.
            http.Response.OnStarting(() =>
            {
                if (limiter.GetStatistics(http)?.CurrentAvailablePermits is { } left)
                {
                    http.Response.Headers[Left] = string.Create(CultureInfo.InvariantCulture, $"\"caller\";r={left}");
                    http.Response.Headers[Policy] = policy;
                }

                return Task.CompletedTask;
            });
            return next(http);
        });
        app.UseRateLimiter();
    }

    /// <summary>The endpoint opens content: besides what holds for every request, it has a stricter limit of its own.</summary>
    public static TBuilder LimitedAsContent<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireRateLimiting(Content);

    private static async ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken ct)
    {
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
        refused.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
        await Problem.Of(ProblemCatalogue.TooManyRequests).ExecuteAsync(refused.HttpContext);
    }

    private static string CallerOf(HttpContext http) => TokenIdentity.From(http.User) is { } identity
        ? $"{identity.TenantId:N}/{identity.ObjectId:N}"
        : $"address {http.Connection.RemoteIpAddress}";

    /// <summary>A limit of the configuration: a whole number above 0, or <paramref name="otherwise"/> when it says nothing.</summary>
    public static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new StartupRefusedException($"{name} must be a whole number above 0.");

    private static RateLimit Read(IConfiguration configuration, string section, RateLimit usual)
    {
        var limit = new RateLimit(
            Number(configuration, $"{section}:PerSecond", usual.PerSecond), Number(configuration, $"{section}:Burst", usual.Burst));
        return limit.Burst >= limit.PerSecond
            ? limit
            : throw new StartupRefusedException(
                $"{section}:Burst must be at least {section}:PerSecond: it is what a caller may send at once.");
    }

    /// <summary>A bucket that holds a burst and is filled at a rate.</summary>
    private sealed record RateLimit(int PerSecond, int Burst)
    {
        public RateLimitPartition<string> Of(string caller) =>
            RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                // Small steps where the rate allows, so that a device at its limit flows instead of stuttering.
                TokensPerPeriod = PerSecond >= 10 ? PerSecond / 10 : PerSecond,
                ReplenishmentPeriod = PerSecond >= 10 ? TimeSpan.FromSeconds(0.1) : TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            });
    }
}
