using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>What people do with an incident, under its current ETag unless they say another.</summary>
public static class IncidentDesk
{
    /// <summary>Where an incident is.</summary>
    public static string AddressOf(Answer incident) => $"/v1/incidents/{incident.Says("/id")}";

    /// <summary>Files and expects 201.</summary>
    public static async Task<Answer> FiledAsync(this Desk desk, JsonNode filing)
    {
        var filed = await desk.FileAsync(filing);
        Assert.That(filed.Status, Is.EqualTo(201), filed.Text);
        return filed;
    }

    /// <summary>Gets the incident again.</summary>
    public static Task<Answer> GetAgainAsync(this Desk desk, Answer incident) => desk.GetAsync(AddressOf(incident));

    /// <summary>Opens its content, at the newest version unless told.</summary>
    public static Task<Answer> OpenAsync(this Desk desk, Answer incident, string purpose = "filing", int? version = null) =>
        desk.GetAsync($"{AddressOf(incident)}/content{(version is null ? "" : $"?version={version}")}", purpose);

    /// <summary>Amends it by a merge patch under its current ETag.</summary>
    public static async Task<Answer> AmendNowAsync(this Desk desk, Answer incident, JsonNode patch, string below = "")
    {
        var current = await desk.GetAgainAsync(incident);
        return await desk.AmendAsync(AddressOf(incident) + below, current.ETag!, patch);
    }

    /// <summary>Posts below its address under its current ETag, for example <c>/persons</c> or <c>/void</c>.</summary>
    public static async Task<Answer> PostNowAsync(
        this Desk desk, Answer incident, string below, JsonNode? body = null, string? idempotencyKey = null)
    {
        var current = await desk.GetAgainAsync(incident);
        return await desk.SendAsync(HttpMethod.Post, AddressOf(incident) + below, body, current.ETag, idempotencyKey);
    }
}
