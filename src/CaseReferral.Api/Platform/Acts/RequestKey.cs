using System.Security.Cryptography;
using System.Text.Json;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage;
using CaseReferral.Storage.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>
/// What makes a request the same request: its <c>Idempotency-Key</c>, if it has one, and what was asked under it. The bound request is
/// compared, not its bytes: white space and the order of members make no other request.
/// </summary>
public sealed class RequestKey
{
    private const int LongestKey = 255;

    private static readonly JsonSerializerOptions Canonical =
        new(JsonSerializerDefaults.Web) { Converters = { new OffsetInstantConverter() } };

    private readonly byte[] request;

    private RequestKey(string? key, byte[] request) => (Key, this.request) = (key, request);

    /// <summary>The key; null when the request has none.</summary>
    public string? Key { get; }

    /// <summary>No key: the request is idempotent by itself, or not at all.</summary>
    public static RequestKey None { get; } = new(null, []);

    /// <summary>The key of the request that <paramref name="http"/> carries.</summary>
    /// <param name="http">For the header, and the address that was asked.</param>
    /// <param name="body">The bound body; null for none.</param>
    /// <exception cref="MalformedKeyException">The header isn't 1 to 255 visible ASCII characters.</exception>
    public static RequestKey Of(HttpContext http, object? body)
    {
        var given = http.Request.Headers["Idempotency-Key"];
        var key = given.Count == 0 ? null : given.ToString();
        if (key is not null && (key.Length is 0 or > LongestKey || key.Any(character => character is < '!' or > '~') || given.Count > 1))
            throw new MalformedKeyException();

        // Without a key nothing is compared, so nothing is spelled out.
        if (key is null)
            return None;
        return new(key, JsonSerializer.SerializeToUtf8Bytes(
            new { http.Request.Method, Path = http.Request.Path.Value, Body = body }, Canonical));
    }

    /// <summary>SHA-256(salt ‖ what was asked).</summary>
    public byte[] Hash(byte[] salt) => SHA256.HashData([.. salt, .. request]);

    /// <summary>The recorded answer to this request, or 422 when its key answered another one; null when there is none yet.</summary>
    public Results<Http.Answered<T>, ProblemHttpResult>? Replay<T>(RecordedAnswer? recorded) => recorded switch
    {
        null => null,
        _ when CryptographicOperations.FixedTimeEquals(recorded.RequestHash, Hash(recorded.Salt)) => Http.Answered<T>.Again(recorded),
        _ => Problem.Of(ProblemCatalogue.IdempotencyKeyReused),
    };

    /// <summary>Adds the record of the answer to the act that it answers.</summary>
    public Act Remember<T>(Act act, Seat seat, Http.Answered<T> answer, JsonSerializerOptions json, DateTimeOffset now)
    {
        if (Key is null)
            return act;
        var salt = IdFactory.NewSalt();
        return act.Remember(seat, Key, new RecordedAnswer
        {
            Salt = salt,
            RequestHash = Hash(salt),
            Status = answer.Status,
            ETag = answer.ETag,
            Location = answer.Location,
            Body = JsonSerializer.Serialize(answer.Value, json),
            CreatedAt = now,
        });
    }
}

/// <summary>The <c>Idempotency-Key</c> can't be used.</summary>
public sealed class MalformedKeyException : Exception;
