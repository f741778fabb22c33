using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Disclosures;

/// <summary>A case of Serbia's that touches Montenegro, and what is asked and answered about it.</summary>
internal static class CrossBorder
{
    /// <summary>A filing under a handling code.</summary>
    public static JsonObject Touching(string handling, string touches = "ME")
    {
        var filing = Scenarios.Fresh("02");
        filing["route"] = new JsonObject { ["origin"] = touches, ["destination"] = "RS" };
        filing["handling"] = new JsonObject { ["code"] = handling, ["note"] = "Ask first." };
        filing["persons"] = new JsonArray();
        return filing;
    }

    /// <summary>Asks the owner; a desk of the owner's names the recipient.</summary>
    public static Task<Answer> AskAsync(Desk by, Answer filed, string urgency = "urgent", string? recipient = null)
    {
        var request = new JsonObject { ["urgency"] = urgency, ["whatFor"] = "The lorry is at our border." };
        if (recipient is not null)
            request["recipient"] = recipient;
        return by.SendAsync(HttpMethod.Post, $"/v1/incidents/{filed.Says("/reference")}/disclosure-requests", request);
    }

    /// <summary>Answers for the owner, under the tag that the request was answered with.</summary>
    public static Task<Answer> AnswerAsync(Desk by, Answer request, string answer, JsonObject body) => by.SendAsync(
        HttpMethod.Post, $"/v1/disclosure-requests/{request.Says("/id")}/{answer}", body.DeepClone(), request.ETag);

    /// <summary>Who was told what of the disclosure of an incident: reason, level and queue, in order, each channel once.</summary>
    public static IReadOnlyList<string> Told(Registry registry, Answer filed) =>
    [
        .. registry.Query(
            $"""
            SELECT Reason, Level, Queue FROM Notification WHERE IncidentId = X'{Guid.Parse(filed.Says("/id")!):N}'
                AND (Reason LIKE 'disclosure%' OR Reason LIKE 'consent%') ORDER BY MadeAt, Queue, Level
            """,
            row => $"{row.GetString(0)} {row.GetInt64(1)} {row.GetString(2)}").Distinct(),
    ];
}
