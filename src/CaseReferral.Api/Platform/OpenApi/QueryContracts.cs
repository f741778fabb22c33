using Microsoft.AspNetCore.Http.Metadata;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>What a query parameter holds.</summary>
public enum QueryKind
{
    /// <summary>A text, or a code of a list.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An RFC 3339 instant.</summary>
    Instant,
}

/// <summary>A query parameter that an endpoint reads itself, so that all faults of a list are told at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it narrows to.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="List">The code list its values come from; null for none.</param>
public sealed record QueryParameter(string Name, string Description, QueryKind Kind, string? List);

/// <summary>Documents query parameters and request media types where the route is.</summary>
public static class QueryContracts
{
    /// <summary>Reads this query parameter.</summary>
    public static TBuilder TakesQuery<TBuilder>(
        this TBuilder endpoint, string name, string description, QueryKind kind = QueryKind.Text, string? list = null)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new QueryParameter(name, description, kind, list));

    /// <summary>Takes its body as this media type only; another one answers 415.</summary>
    public static TBuilder TakesMediaType<TBuilder>(this TBuilder endpoint, string mediaType) where TBuilder : IEndpointConventionBuilder
    {
        // Last, so that it stands after what the handler's parameters said.
        endpoint.Finally(built =>
        {
            var said = built.Metadata.OfType<IAcceptsMetadata>().LastOrDefault();
            built.Metadata.Add(new Accepts([mediaType], said?.RequestType, false));
        });
        return endpoint;
    }

    private sealed record Accepts(IReadOnlyList<string> ContentTypes, Type? RequestType, bool IsOptional) : IAcceptsMetadata;
}
