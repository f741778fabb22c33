using System.Reflection;
using System.Text.Json;
using CaseReferral.Storage.Idempotency;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace CaseReferral.Api.Platform.Http;

/// <summary>
/// An answer computed for this caller: a value, or the recorded JSON of the first answer to the same key. Never stored by a cache.
/// </summary>
/// <typeparam name="T">The representation.</typeparam>
public sealed class Answered<T> : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    private readonly T? value;

    /// <summary>An answer made now.</summary>
    public Answered(T value, string? etag = null, int status = StatusCodes.Status200OK, string? location = null, bool replayed = false) =>
        (this.value, ETag, Status, Location, Replayed) = (value, etag, status, location, replayed);

    private Answered(string recorded, string? etag, int status, string? location) =>
        (Recorded, ETag, Status, Location, Replayed) = (recorded, etag, status, location, true);

    /// <summary>The first answer again.</summary>
    public static Answered<T> Again(RecordedAnswer first) => new(first.Body, first.ETag, first.Status, first.Location);

    /// <summary>The representation; null for a recorded answer.</summary>
    public T? Value => value;

    /// <summary>The JSON of a recorded answer; null for an answer made now.</summary>
    public string? Recorded { get; }

    /// <summary>Its entity tag, quotes included.</summary>
    public string? ETag { get; }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>Where what was made can be found.</summary>
    public string? Location { get; }

    /// <summary>Whether this was answered before.</summary>
    public bool Replayed { get; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>The same answer with another representation.</summary>
    public Answered<T> With(T other) => new(other, ETag, Status, Location, Replayed);

    /// <summary>The same recorded answer with other JSON.</summary>
    public Answered<T> With(string recorded) => new(recorded, ETag, Status, Location);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (Location is not null)
            response.Headers.Location = Location;
        if (Replayed)
            response.Headers["Idempotency-Replayed"] = "true";
        if (Recorded is not null)
        {
            response.ContentType = "application/json; charset=utf-8";
            return response.WriteAsync(Recorded, httpContext.RequestAborted);
        }

        return response.WriteAsJsonAsync(value, Options(httpContext), "application/json; charset=utf-8", httpContext.RequestAborted);
    }

    /// <summary>What the document says of it.</summary>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        if (!builder.Metadata.OfType<IProducesResponseTypeMetadata>().Any(known => known.StatusCode is 200 or 201))
            builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
    }

    private static JsonSerializerOptions Options(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
}
