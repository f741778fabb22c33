using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>An operation on one incident or referral, with a request that would be well formed.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Route">Its route as the program maps it.</param>
/// <param name="Roles">The roles that may ever call it, by the table of seats; others get 403 whatever is there.</param>
/// <param name="Body">A body; null for none.</param>
public sealed record Door(HttpMethod Method, string Route, Roles Roles, JsonNode? Body = null)
{
    /// <summary>What becomes of a request whose caller sees the case.</summary>
    public Then Then { get; init; } = Route.EndsWith("/content", StringComparison.Ordinal) ? Then.Opens
        : Method == HttpMethod.Get ? Then.Reads
        : Then.Changes;

    /// <summary>The kind of thing its id names, as the address spells it.</summary>
    public string Resource => Route.Split('/')[2];

    /// <summary>Whether it leads to an incident, which has a reference beside its id.</summary>
    public bool IsIncident => Route.StartsWith("/v1/incidents/", StringComparison.Ordinal);

    /// <summary>Whether a change there is decided on a state, which it then must name.</summary>
    public bool NeedsIfMatch => Then == Then.Changes;

    /// <summary>The address with <paramref name="id"/> in it; anything else that is named is made up.</summary>
    public string Address(string id) => Route
        .Replace("{id:guid}", id, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal)
        .Replace("{personId:guid}", Absent, StringComparison.Ordinal).Replace("{objectId:guid}", Absent, StringComparison.Ordinal)
        .Replace("{name}", "priority", StringComparison.Ordinal)
        .Replace(
            "{code}", Resource switch { "units" => "ME-BAR-PCU", "jurisdictions" => "ME", _ => "ME-OPTEAM" }, StringComparison.Ordinal);

    /// <summary>An id that never was.</summary>
    public const string Absent = "019a0000-0000-7000-8000-0000000000aa";

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Route}";
}

/// <summary>What becomes of a request whose caller sees what it names.</summary>
public enum Then
{
    /// <summary>It is answered.</summary>
    Reads,

    /// <summary>It is answered for the purposes of the seat.</summary>
    Opens,

    /// <summary>It needs the current ETag.</summary>
    Changes,

    /// <summary>It asks for a disclosure.</summary>
    Asks,

    /// <summary>It reads or writes what the two sides of a referral say, or its queue notes.</summary>
    Talks,

    /// <summary>It files for a unit.</summary>
    Files,

    /// <summary>It is for somebody without a seat.</summary>
    Holds,
}

/// <summary>Who may ever call an operation.</summary>
public enum Roles
{
    /// <summary>Whoever has a token.</summary>
    Anybody,

    /// <summary>Everybody who sees cases: all but administrators.</summary>
    Case,

    /// <summary>Units and partners' systems.</summary>
    Filing,

    /// <summary>Those who write to each other, and coordinators: neither administrators nor auditors.</summary>
    Conversation,

    /// <summary>Task forces.</summary>
    Triage,

    /// <summary>Auditors.</summary>
    Audit,

    /// <summary>Task forces and coordinators.</summary>
    Desks,

    /// <summary>The same, and auditors.</summary>
    DesksAndAuditors,

    /// <summary>Administrators of the registry.</summary>
    Admin,

    /// <summary>Coordinators.</summary>
    Coordinator,

    /// <summary>Those who give seats: coordinators and administrators.</summary>
    Seating,

    /// <summary>Coordinators and auditors.</summary>
    Jurisdiction,

    /// <summary>The same, and administrators.</summary>
    JurisdictionAndAdmin,
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
        new(HttpMethod.Get, "/v1/incidents/{id}/access-log", Roles.Audit),
        new(HttpMethod.Get, "/v1/incidents/{id}/disclosures", Roles.Case),
        new(HttpMethod.Get, "/v1/incidents/{id}/disclosure-requests", Roles.DesksAndAuditors),
        new(
            HttpMethod.Post, "/v1/incidents/{id}/disclosure-requests", Roles.Desks,
            new JsonObject { ["urgency"] = "normal", ["whatFor"] = "To know." }) { Then = Then.Asks },
        new(HttpMethod.Get, "/v1/disclosure-requests/{id:guid}", Roles.DesksAndAuditors),
        new(HttpMethod.Get, "/v1/disclosure-requests/{id:guid}/content", Roles.Desks),
        new(
            HttpMethod.Post, "/v1/disclosure-requests/{id:guid}/consent", Roles.Desks,
            new JsonObject { ["legalBasis"] = "rs-me-cooperation" }),
        new(
            HttpMethod.Post, "/v1/disclosure-requests/{id:guid}/refuse", Roles.Desks,
            new JsonObject { ["reason"] = "The source would be known." }),
        new(
            HttpMethod.Post, "/v1/disclosure-requests/{id:guid}/revoke", Roles.Desks,
            new JsonObject { ["reason"] = "The source has withdrawn." }),
        new(HttpMethod.Get, "/v1/incidents/{id}/timeline", Roles.Case),
        new(HttpMethod.Patch, "/v1/incidents/{id}", Roles.Filing, new JsonObject { ["facts"] = "Something else was seen." }),
        new(HttpMethod.Post, "/v1/incidents/{id}/persons", Roles.Filing, Items(new JsonObject { ["role"] = "witness" })),
        new(HttpMethod.Patch, "/v1/incidents/{id}/persons/{personId:guid}", Roles.Filing, new JsonObject { ["sex"] = "1" }),
        new(HttpMethod.Post, "/v1/incidents/{id}/persons/{personId:guid}/remove", Roles.Filing),
        new(HttpMethod.Post, "/v1/incidents/{id}/objects", Roles.Filing, Items(new JsonObject { ["kind"] = "other", ["value"] = "1" })),
        new(HttpMethod.Patch, "/v1/incidents/{id}/objects/{objectId:guid}", Roles.Filing, new JsonObject { ["value"] = "2" }),
        new(HttpMethod.Post, "/v1/incidents/{id}/objects/{objectId:guid}/remove", Roles.Filing),
        new(HttpMethod.Post, "/v1/incidents/{id}/void", Roles.Case, new JsonObject { ["reason"] = "Filed by mistake." }),
        new(HttpMethod.Post, "/v1/incidents/{id}/operational-legs", Roles.Triage, Said(("taskForce", "ME-OPTEAM"), ("reason", "Theirs."))),
        new(HttpMethod.Post, "/v1/incidents/{id}/lower-complicity", Roles.Triage, Said(("reason", "Unfounded."), ("facts", "A lorry."))),
        new(HttpMethod.Get, "/v1/referrals/{id:guid}", Roles.Case),
        new(HttpMethod.Get, "/v1/referrals/{id:guid}/timeline", Roles.Case),
        new(HttpMethod.Get, "/v1/referrals/{id:guid}/messages", Roles.Conversation) { Then = Then.Talks },
        new(
            HttpMethod.Post, "/v1/referrals/{id:guid}/messages", Roles.Conversation,
            new JsonObject { ["text"] = "Thank you." }) { Then = Then.Talks },
        new(HttpMethod.Get, "/v1/referrals/{id:guid}/notes", Roles.Triage) { Then = Then.Talks },
        new(
            HttpMethod.Post, "/v1/referrals/{id:guid}/notes", Roles.Triage,
            new JsonObject { ["text"] = "Look again." }) { Then = Then.Talks },
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/acknowledge", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/claim", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/release", Roles.Case),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/assign", Roles.Case, Said(("taskForce", "ME-CHILD"), ("reason", "Theirs."))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/reassign", Roles.Case, Said(("seat", Door.Absent))),
        new(HttpMethod.Post, "/v1/referrals/{id:guid}/change-priority", Roles.Case, Said(("priority", "P1"), ("reason", "It sails."))),
        new(
            HttpMethod.Post, "/v1/referrals/{id:guid}/record-age-decision", Roles.Case,
            Said(("childStatus", "adult"), ("basis", "A passport."))),
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

    /// <summary>Operations that name no case.</summary>
    public static IReadOnlyList<Door> WithoutCase { get; } =
    [
        new(HttpMethod.Get, "/v1/me", Roles.Anybody),
        new(HttpMethod.Get, "/v1/code-lists", Roles.Anybody),
        new(HttpMethod.Get, "/v1/code-lists/{name}", Roles.Anybody),
        new(HttpMethod.Post, "/v1/me/code", Roles.Anybody) { Then = Then.Holds },
        new(HttpMethod.Get, "/v1/jurisdictions", Roles.Anybody),
        new(HttpMethod.Get, "/v1/jurisdictions/{code}", Roles.Anybody),
        new(HttpMethod.Put, "/v1/jurisdictions/{code}", Roles.Admin,
            new JsonObject { ["label"] = "Elsewhere", ["timeZone"] = "Europe/Podgorica", ["tenants"] = new JsonArray() }),
        new(HttpMethod.Get, "/v1/units", Roles.Anybody),
        new(HttpMethod.Get, "/v1/units/{code}", Roles.Anybody),
        new(HttpMethod.Put, "/v1/units/{code}", Roles.Admin,
            new JsonObject { ["name"] = "Elsewhere", ["unitType"] = "PCU", ["siteFunction"] = "sea" }),
        new(HttpMethod.Get, "/v1/task-forces", Roles.Anybody),
        new(HttpMethod.Get, "/v1/task-forces/{code}", Roles.Anybody),
        new(HttpMethod.Put, "/v1/task-forces/{code}", Roles.Admin, new JsonObject { ["name"] = "Elsewhere" }),
        new(HttpMethod.Get, "/v1/seats", Roles.JurisdictionAndAdmin),
        new(HttpMethod.Get, "/v1/sign-ins", Roles.Jurisdiction),
        new(HttpMethod.Get, "/v1/administrative-acts", Roles.JurisdictionAndAdmin),
        new(HttpMethod.Get, "/v1/seat-proposals", Roles.Admin),
        new(HttpMethod.Get, "/v1/sign-in-proposals", Roles.Jurisdiction),
        new(HttpMethod.Get, "/v1/incidents", Roles.Case),
        new(HttpMethod.Get, "/v1/referrals", Roles.Case),
        new(HttpMethod.Get, "/v1/referrals/summary", Roles.Case),
        new(HttpMethod.Get, "/v1/access-log", Roles.Audit),
        new(HttpMethod.Get, "/v1/pointers", Roles.Desks),
        new(HttpMethod.Get, "/v1/disclosure-requests", Roles.DesksAndAuditors),
        new(HttpMethod.Post, "/v1/incidents", Roles.Filing, Builders.Scenarios.Fresh("01")) { Then = Then.Files },
        new(HttpMethod.Post, "/v1/incidents/batch", Roles.Filing, Items(Builders.Scenarios.Fresh("01"))),
    ];

    /// <summary>Operations on who may act: seats, and what is proposed of them.</summary>
    public static IReadOnlyList<Door> OfSeats { get; } =
    [
        new(HttpMethod.Get, "/v1/seats/{id:guid}", Roles.JurisdictionAndAdmin),
        new(HttpMethod.Put, "/v1/seats/{id:guid}", Roles.Seating,
            new JsonObject
            {
                ["code"] = "7K3F-9QDM", ["name"] = "Somebody", ["role"] = "officer", ["where"] = "ME-BAR-PCU", ["agency"] = "police",
            }),
        new(HttpMethod.Delete, "/v1/seats/{id:guid}", Roles.Seating),
        new(HttpMethod.Get, "/v1/seat-proposals/{id:guid}", Roles.Admin),
        new(HttpMethod.Put, "/v1/seat-proposals/{id:guid}", Roles.Admin,
            new JsonObject { ["code"] = "7K3F-9QDM", ["name"] = "Somebody", ["jurisdiction"] = "ME", ["agency"] = "police" }),
        new(HttpMethod.Post, "/v1/seat-proposals/{id:guid}/confirm", Roles.Admin),
        new(HttpMethod.Post, "/v1/seat-proposals/{id:guid}/reject", Roles.Admin),
        new(HttpMethod.Get, "/v1/sign-in-proposals/{id:guid}", Roles.Jurisdiction),
        new(HttpMethod.Put, "/v1/sign-in-proposals/{id:guid}", Roles.Coordinator,
            new JsonObject { ["principal"] = Door.Absent, ["code"] = "7K3F-9QDM", ["endsOthers"] = false }),
        new(HttpMethod.Post, "/v1/sign-in-proposals/{id:guid}/confirm", Roles.Coordinator),
        new(HttpMethod.Post, "/v1/sign-in-proposals/{id:guid}/reject", Roles.Coordinator),
    ];

    /// <summary>A request that is right, for an action on a referral.</summary>
    public static JsonNode? BodyOf(string action) =>
        All.Single(door => door.Route == $"/v1/referrals/{{id:guid}}/{action}").Body?.DeepClone();

    private static JsonObject Said(params (string Member, string Text)[] members) =>
        new(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Member, member.Text)));

    private static JsonObject Items(JsonNode item) => new() { ["items"] = new JsonArray(item) };
}
