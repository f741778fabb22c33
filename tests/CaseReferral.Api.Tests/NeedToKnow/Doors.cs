using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>An operation on one incident or referral, with a request that would be well formed.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Route">Its route as the program maps it.</param>
/// <param name="Roles">The roles that may ever call it, by the table of seats; others get 403 whatever is there.</param>
/// <param name="Body">A body; null for none.</param>
public sealed record Door(HttpMethod Method, string Route, Roles Roles, JsonNode? Body = null)
{
    /// <summary>Whether it leads to an incident, which has a reference beside its id.</summary>
    public bool IsIncident => Route.StartsWith("/v1/incidents/", StringComparison.Ordinal);

    /// <summary>Whether a change there is decided on a state, which it then must name.</summary>
    public bool NeedsIfMatch => Roles is not (Roles.Conversation or Roles.Triage);

    /// <summary>The address with <paramref name="id"/> in it; anything else that is named is made up.</summary>
    public string Address(string id) => Route
        .Replace("{id:guid}", id, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal)
        .Replace("{personId:guid}", Absent, StringComparison.Ordinal).Replace("{objectId:guid}", Absent, StringComparison.Ordinal);

    /// <summary>An id that never was.</summary>
    public const string Absent = "019a0000-0000-7000-8000-0000000000aa";

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Route}";
}

/// <summary>Who may ever call an operation.</summary>
public enum Roles
{
    /// <summary>Everybody who sees cases: all but administrators.</summary>
    Case,

    /// <summary>Units and partners' systems.</summary>
    Filing,

    /// <summary>Those who write to each other, and coordinators: neither administrators nor auditors.</summary>
    Conversation,

    /// <summary>Task forces.</summary>
    Triage,
}

/// <summary>Every door to a case that there is.</summary>
public static class Doors
{
    /// <summary>All of them; a test compares them with the routes of the program.</summary>
    public static IReadOnlyList<Door> All { get; } =
    [
        new(HttpMethod.Get, "/v1/incidents/{id}", Roles.Case),
        new(HttpMethod.Get, "/v1/incidents/{id}/content", Roles.Case),
        new(HttpMethod.Get, "/v1/incidents/{id}/versions", Roles.Case),
        new(HttpMethod.Get, "/v1/incidents/{id}/routing", Roles.Case),
        new(HttpMethod.Get, "/v1/incidents/{id}/timeline", Roles.Case),
        new(HttpMethod.Patch, "/v1/incidents/{id}", Roles.Filing, new JsonObject { ["facts"] = "Something else was seen." }),
        new(HttpMethod.Post, "/v1/incidents/{id}/persons", Roles.Filing, Items(new JsonObject { ["role"] = "witness" })),
        new(HttpMethod.Patch, "/v1/incidents/{id}/persons/{personId:guid}", Roles.Filing, new JsonObject { ["sex"] = "1" }),
        new(HttpMethod.Post, "/v1/incidents/{id}/persons/{personId:guid}/remove", Roles.Filing),
        new(HttpMethod.Post, "/v1/incidents/{id}/objects", Roles.Filing, Items(new JsonObject { ["kind"] = "other", ["value"] = "1" })),
        new(HttpMethod.Patch, "/v1/incidents/{id}/objects/{objectId:guid}", Roles.Filing, new JsonObject { ["value"] = "2" }),
        new(HttpMethod.Post, "/v1/incidents/{id}/objects/{objectId:guid}/remove", Roles.Filing),
        new(HttpMethod.Post, "/v1/incidents/{id}/void", Roles.Case, new JsonObject { ["reason"] = "Filed by mistake." }),
        new(HttpMethod.Get, "/v1/referrals/{id:guid}", Roles.Case),
        new(HttpMethod.Get, "/v1/referrals/{id:guid}/timeline", Roles.Case),
        new(HttpMethod.Get, "/v1/referrals/{id:guid}/messages", Roles.Conversation),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/messages", Roles.Conversation, new JsonObject { ["text"] = "Thank you." }),
        new(HttpMethod.Get, "/v1/referrals/{id:guid}/notes", Roles.Triage),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/notes", Roles.Triage, new JsonObject { ["text"] = "Look again." }),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/acknowledge", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/claim", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/release", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/assign", Roles.Case, Said(("taskForce", "ME-CHILD"), ("reason", "Theirs."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/reassign", Roles.Case, Said(("seat", Door.Absent))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/change-priority", Roles.Case, Said(("priority", "P1"), ("reason", "It sails."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/record-age-decision", Roles.Case, Said(("childStatus", "adult"), ("basis", "A passport."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/request-information", Roles.Case, Said(("question", "Which trailer?"))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/answer", Roles.Case, Said(("answer", "The white one."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/accept", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/decline", Roles.Case, Said(("reason", "not_mandate"), ("explanation", "Not ours."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/confirm-decline", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/reject-decline", Roles.Case, Said(("reason", "It is ours."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/transfer", Roles.Case, Said(("taskForce", "ME-CHILD"), ("reason", "Theirs."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/withdraw", Roles.Case, Said(("reason", "The wrong one."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/merge", Roles.Case, Said(("into", Door.Absent))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/unmerge", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/reopen", Roles.Case, Said(("evidence", "A statement."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/conclude", Roles.Case,
            new JsonObject { ["outcome"] = "confirmed_tip", ["feedback"] = "Thank you." }),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/confirm-conclusion", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/reject-conclusion", Roles.Case, new JsonObject { ["reason"] = "Look again." }),
    ];

    /// <summary>A request that is right, for an action on a referral.</summary>
    public static JsonNode? BodyOf(string action) =>
        All.Single(door => door.Route == $"/v1/referrals/{{id:guid}}/{action}").Body?.DeepClone();

    private static JsonObject Said(params (string Member, string Text)[] members) =>
        new(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Member, member.Text)));

    private static JsonObject Items(JsonNode item) => new() { ["items"] = new JsonArray(item) };
}
