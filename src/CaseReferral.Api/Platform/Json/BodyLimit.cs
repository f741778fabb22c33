using Microsoft.AspNetCore.Http.Metadata;

namespace CaseReferral.Api.Platform.Json;

/// <summary>Limits of request bodies.</summary>
public static class BodyLimit
{
    /// <summary>What a request's body may have unless its endpoint says more: 1 MiB.</summary>
    public const long Default = 1024 * 1024;

    /// <summary>Lets the endpoint's requests have up to <paramref name="bytes"/>; beyond, 413 <c>body-too-large</c>.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder endpoint, long bytes) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Limit(bytes));

    private sealed record Limit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
