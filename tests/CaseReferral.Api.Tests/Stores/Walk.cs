using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>
/// A way through all that a registry does, and through all that can be read of it, as everybody who may. Answers are told with what may
/// differ put aside: ids, references and keyed hashes by the order in which they appear, instants, cursors.
/// </summary>
/// <param name="registry">Where it leads.</param>
internal sealed partial class Walk(Registry registry)
{
    private static readonly string[] Lists =
    [
        "/v1/incidents?limit=3", "/v1/incidents?mine=true", "/v1/incidents?status=open&priority=P1",
        "/v1/incidents?crimeHypothesis=tip&exercise=false",
        "/v1/incidents?unit=ME-BAR-PCU", "/v1/incidents?unit=me-bar-pcu", "/v1/incidents?unit=ME-BAR-PCU%20",
        "/v1/incidents?unit=ME-BAR-P%C4%8CU",
        "/v1/incidents?filedAfter=2020-01-01T00:00:00Z&filedBefore=2100-01-01T00:00:00Z", "/v1/referrals?limit=2",
        "/v1/referrals?kind=protection",
        "/v1/referrals?state=routed&priority=P1", "/v1/referrals?state=concluded", "/v1/referrals?overdue=false",
        "/v1/referrals?overdue=true",
        "/v1/referrals?escalated=false", "/v1/referrals?unclaimed=true", "/v1/referrals?unclaimed=false", "/v1/referrals?assignee=me",
        "/v1/referrals?jurisdiction=ME&crimeHypothesis=tip", "/v1/referrals?taskForce=ME-OPTEAM&filedAfter=2020-01-01T00:00:00Z",
        "/v1/referrals?dueBefore=2100-01-01T00:00:00Z", "/v1/referrals?unit=ME-BAR-PCU", "/v1/referrals?state=unrouted",
        "/v1/referrals/summary", "/v1/pointers", "/v1/seats?limit=3", "/v1/sign-ins?limit=3", "/v1/administrative-acts",
        "/v1/access-log?limit=5", "/v1/access-log?kind=search", "/v1/access-log?kind=denied", "/v1/access-log?purpose=triage",
        "/v1/access-log?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&limit=3",
    ];

    private static readonly string[] People =
    [
        "officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "duty@ME-OPTEAM", "lead@ME-OPTEAM", "coordinator@ME", "auditor@ME", "partner@ME",
        "coordinator@RS", "officer@RS-BEG-ACCU", "admin@registry",
    ];


    private readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> told = [];

    /// <summary>Every answer, in the order of the steps.</summary>
    public IReadOnlyList<string> Told => told;

    /// <summary>Files, amends, moves, says, asks and refuses; the incidents that there are then.</summary>
    public async Task<IReadOnlyList<Answer>> ActAsync()
    {
        var (officer, duty, second) =
            (await registry.AsAsync("officer@ME-BAR-PCU"), await registry.AsAsync("duty@ME-OPTEAM"),
                await registry.AsAsync("second@ME-OPTEAM"));

        var full = Add("full", await officer.FileAsync(FullFiling.Fresh()));
        var filed = Add("filed", await officer.FileAsync(Scenarios.Fresh("01"), "parity"));
        Add("refiled otherwise", await officer.FileAsync(Scenarios.Fresh("01").With("unitId", "ME-BAR-PCU"), "parity"));
        Add("unknown code", await officer.FileAsync(Scenarios.Fresh("01").With("crimeHypothesis", "TIP")));
        Add("amended", await officer.AmendNowAsync(filed, new JsonObject { ["facts"] = "Šest osoba, ‘plava’ boja 🛳" }));
        Add("amended by nothing", await officer.AmendNowAsync(filed, new JsonObject()));
        Add("persons", await officer.PostNowAsync(filed, "/persons", new JsonObject
        {
            ["items"] = new JsonArray(
                [.. Enumerable.Range(0, 150)
                    .Select(i => new JsonObject { ["role"] = "witness", ["name"] = new JsonObject { ["asWritten"] = $"Č \"{i}\"" } })]),
        }));

        var leg = filed.Leg("ME-OPTEAM");
        Add("claim without tag", await duty.SendAsync(HttpMethod.Post, $"/v1/referrals/{leg["id"]}/claim"));
        Add("stale", await duty.MoveAsync(leg, "claim", "\"99\""));
        Add("illegal", await duty.MoveNowAsync(leg, "accept"));
        foreach (var action in (string[])["acknowledge", "claim", "accept"])
            Add(action, await duty.MoveNowAsync(leg, action));
        Add(
            "conclude", await duty.MoveNowAsync(
                leg, "conclude", new JsonObject { ["outcome"] = "unsubstantiated", ["feedback"] = "Ništa." }));
        Add("own confirmation", await duty.MoveNowAsync(leg, "confirm-conclusion"));
        Add("rejected", await second.MoveNowAsync(leg, "reject-conclusion", new JsonObject { ["reason"] = "Još." }));
        Add("void", await officer.PostNowAsync(full, "/void", new JsonObject { ["reason"] = "Test" }));

        var alike = await AlikeAsync(officer);
        await ConverseAsync(officer, duty);
        var abroad = await DiscloseAsync();
        return [full, filed, alike, abroad];
    }

    /// <summary>Reads everything, as everybody.</summary>
    public async Task ReadAsync(IReadOnlyList<Answer> incidents)
    {
        foreach (var user in People)
        {
            var desk = await registry.AsAsync(user);
            foreach (var incident in incidents)
                await ReadAsync(desk, incident);
            Add($"{user} me", await desk.GetAsync("/v1/me"));
            foreach (var list in Lists)
            {
                var page = Add($"{user} {list}", await desk.GetAsync(list));
                if (page.Status == 200 && page.Json?["next"]?.GetValue<string>() is { } cursor)
                    Add($"{user} {list}, next", await desk.GetAsync($"{list}{(list.Contains('?') ? '&' : '?')}cursor={cursor}"));
            }
        }

        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        foreach (var path in (string[])["/v1/jurisdictions", "/v1/units", "/v1/task-forces", "/v1/code-lists"])
            Add(path, await officer.GetAsync(path));
    }

    private async Task ReadAsync(Desk desk, Answer incident)
    {
        var address = IncidentDesk.AddressOf(incident);
        foreach (var path in (string[])[address, $"/v1/incidents/{incident["reference"]}",
            $"/v1/incidents/{incident["reference"]}".ToLowerInvariant(),
            $"{address}/versions", $"{address}/routing", $"{address}/timeline", $"{address}/timeline?limit=2", $"{address}/disclosures",
            $"{address}/disclosure-requests", $"{address}/access-log?limit=5"])
        {
            Add($"{desk.User} {path}", await desk.GetAsync(path));
        }

        foreach (var leg in incident.Items("/referrals").Select(leg => $"/v1/referrals/{leg["id"]}"))
        {
            foreach (var path in (string[])[leg, $"{leg}/timeline", $"{leg}/messages", $"{leg}/notes"])
                Add($"{desk.User} {path}", await desk.GetAsync(path));
            Add($"{desk.User} {leg} words", await desk.GetAsync($"{leg}/messages", "triage"));
        }

        Add($"{desk.User} content", await desk.GetAsync($"{address}/content", "filing"));
        Add($"{desk.User} content for triage", await desk.GetAsync($"{address}/content?version=1", "triage"));
    }

    // Two that name the same object, in two spellings.
    private async Task<Answer> AlikeAsync(Desk officer)
    {
        JsonObject Naming(string plate) => Scenarios.Fresh("10").With("unitId", "ME-BAR-PCU").With(
            "objects", new JsonArray(new JsonObject { ["kind"] = "vehicle", ["value"] = plate, ["issuer"] = "ME" }));
        Add("alike", await officer.FileAsync(Naming("PG QB 771")));
        return Add("alike too", await officer.FileAsync(Naming("pg-qb 771")));
    }

    private async Task ConverseAsync(Desk officer, Desk duty)
    {
        var filed = Add("spoken of", await officer.FileAsync(Scenarios.Fresh("01")));
        var leg = filed.Leg("ME-OPTEAM");
        var address = $"/v1/referrals/{leg["id"]}";
        JsonObject Text(string text) => new() { ["text"] = text };
        Add("said", await officer.SendAsync(HttpMethod.Post, $"{address}/messages", Text("Koja ‘kapija’? \"3\"")));
        Add("answered", await duty.SendAsync(HttpMethod.Post, $"{address}/messages", Text("Kapija 3.")));
        Add("noted", await duty.SendAsync(HttpMethod.Post, $"{address}/notes", Text("Za nas.")));
        Add("read", await officer.GetAsync($"{address}/messages?limit=1", "filing"));
        Add("claimed", await duty.MoveNowAsync(leg, "claim"));
        Add("asked", await duty.MoveNowAsync(leg, "request-information", new JsonObject { ["question"] = "Koliko?" }));
        Add("told", await officer.MoveNowAsync(leg, "answer", new JsonObject { ["answer"] = "Šest." }));
        Add(
            "declined",
            await duty.MoveNowAsync(leg, "decline", new JsonObject { ["reason"] = "not_mandate", ["explanation"] = "Nije naše." }));
    }

    // Serbia's case touches Montenegro, whose team has a pointer and asks.
    private async Task<Answer> DiscloseAsync()
    {
        var (officer, owner, abroad) =
        (
            await registry.AsAsync("officer@RS-BEG-ACCU"), await registry.AsAsync("coordinator@RS"),
            await registry.AsAsync("duty@ME-OPTEAM"));
        var filing = Scenarios.Fresh("02");
        filing["route"] = new JsonObject { ["origin"] = "ME", ["destination"] = "RS" };
        filing["handling"] = new JsonObject { ["code"] = "H2", ["note"] = "Ask first." };
        var filed = Add("held back", await officer.FileAsync(filing));
        Add("pointed", await abroad.GetAsync("/v1/pointers"));
        foreach (var (answer, body) in (IEnumerable<(string, JsonObject)>)[
            ("consent", new() { ["legalBasis"] = "rs-me-cooperation" }), ("refuse", new() { ["reason"] = "Ne još." })])
        {
            var asked = Add("asked abroad", await abroad.SendAsync(
                HttpMethod.Post, $"/v1/incidents/{filed["reference"]}/disclosure-requests",
                new JsonObject { ["urgency"] = "urgent", ["whatFor"] = "The lorry is at our border." }));
            if (asked.Status == 201)
                Add(
                    answer,
                    await owner.SendAsync(HttpMethod.Post, $"/v1/disclosure-requests/{asked.Says("/id")}/{answer}", body, asked.ETag));
        }

        return filed;
    }

    private Answer Add(string step, Answer answer)
    {
        if (answer.Json is JsonObject body)
            body.Remove("traceId");
        told.Add(Plain($"{step}: {answer.Status} {answer.ETag} {answer.Json?.ToJsonString()}"));
        return answer;
    }

    private string Plain(string text) => Chance().Replace(text, found => found.Groups["instant"].Success
        ? "instant"
        : found.Groups["cursor"].Success ? "\"next\":\"cursor\"" : names.TryGetValue(found.Value, out var name) ? name
        : names[found.Value] = $"#{names.Count}");

    [GeneratedRegex(
        "\"next\":\"(?<cursor>[^\"]+)\"|"
        + "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|"
        + "[A-Za-z]{2}-[0-9]{2}-[0-9A-Za-z]{6}-[0-9A-Za-z]|"
        + """(?<=")[0-9a-f]{64}(?=")|"""
        + """(?<instant>20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|\+[0-9:]{5}))""")]
    private static partial Regex Chance();
}
