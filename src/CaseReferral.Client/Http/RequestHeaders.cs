namespace CaseReferral.Client.Http;

/// <summary>
/// Gives each POST a key that all its tries share, so that the registry does it once, and each request the usual seat.
/// </summary>
internal sealed class RequestHeaders(string? actingAs) : DelegatingHandler
{
    public const string IdempotencyKey = "Idempotency-Key";

    private const string ActingAs = "Acting-As";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(IdempotencyKey))
            request.Headers.Add(IdempotencyKey, Keys.New(TimeProvider.System).ToString());
        if (actingAs is not null && !request.Headers.Contains(ActingAs))
            request.Headers.Add(ActingAs, actingAs);
        return base.SendAsync(request, cancellationToken);
    }
}
