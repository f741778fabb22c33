using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>Somebody at work: sends requests with their token and reads the answers.</summary>
public sealed class Desk(HttpClient http, string user, string token)
{
    /// <summary>Who.</summary>
    public string User { get; } = user;

    /// <summary>Their access token.</summary>
    public string Token { get; } = token;

    /// <summary>Files a body as it is.</summary>
    public Task<Answer> FileAsync(JsonNode filing, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, "/v1/incidents", filing, idempotencyKey: idempotencyKey);

    /// <summary>Gets an address.</summary>
    public Task<Answer> GetAsync(string path, string? purpose = null) => SendAsync(HttpMethod.Get, path, purpose: purpose);

    /// <summary>Takes an action on a referral under the ETag that was read last.</summary>
    public Task<Answer> MoveAsync(JsonNode referral, string action, string etag, JsonNode? body = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, $"/v1/referrals/{referral["id"]}/{action}", body, etag, idempotencyKey);

    /// <summary>Gets a referral, then takes an action on it under its current ETag.</summary>
    public async Task<Answer> MoveNowAsync(JsonNode referral, string action, JsonNode? body = null)
    {
        var current = await GetAsync($"/v1/referrals/{referral["id"]}");
        return await MoveAsync(referral, action, current.ETag ?? "\"0\"", body);
    }

    /// <summary>Amends an incident by a merge patch.</summary>
    public Task<Answer> AmendAsync(string path, string etag, JsonNode patch) =>
        SendAsync(HttpMethod.Patch, path, patch, etag, mediaType: "application/merge-patch+json");

    /// <summary>Sends any request.</summary>
    public Task<Answer> SendAsync(
        HttpMethod method, string path, JsonNode? body = null, string? ifMatch = null, string? idempotencyKey = null,
        string? purpose = null, string mediaType = "application/json", string? actingAs = null) =>
        SendRawAsync(
            method, path, body is null ? null
                : new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse(mediaType)),
            ifMatch, idempotencyKey, purpose, actingAs);

    /// <summary>Sends any bytes.</summary>
    public async Task<Answer> SendRawAsync(
        HttpMethod method, string path, HttpContent? content = null, string? ifMatch = null, string? idempotencyKey = null,
        string? purpose = null, string? actingAs = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (purpose is not null)
            request.Headers.TryAddWithoutValidation("Access-Purpose", purpose);
        if (actingAs is not null)
            request.Headers.TryAddWithoutValidation("Acting-As", actingAs);
        return await SendAsync(request);
    }

    /// <summary>Sends a request as it is, with this desk's token.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Authorization = new("Bearer", Token);
        using var response = await http.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
