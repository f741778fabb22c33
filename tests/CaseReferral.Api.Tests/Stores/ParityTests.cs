using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>One script through both stores, every answer compared; skipped where no server is configured.</summary>
[TestFixture]
public sealed partial class The_same_script
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
    ];

    private static readonly string[] People =
        ["officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "duty@ME-OPTEAM", "lead@ME-OPTEAM", "coordinator@ME", "auditor@ME", "partner@ME"];

    [Test]
    public async Task Gets_the_same_answers_from_both_stores()
    {
        await using var server = await Registry.StartAsync(Store.SqlServer);
        await using var embedded = await Registry.StartAsync(Store.Sqlite);
        var (one, other) = (await WalkAsync(embedded), await WalkAsync(server));

        Assert.That(one, Has.Count.GreaterThan(250));
        Assert.Multiple(() =>
        {
            foreach (var (expected, got) in one.Zip(other))
                Assert.That(got, Is.EqualTo(expected));
            Assert.That(other, Has.Count.EqualTo(one.Count));
        });
    }

    private static async Task<IReadOnlyList<string>> WalkAsync(Registry registry)
    {
        var walk = new Walk();
        var (officer, duty, second) =
            (await registry.AsAsync("officer@ME-BAR-PCU"), await registry.AsAsync("duty@ME-OPTEAM"),
                await registry.AsAsync("second@ME-OPTEAM"));

        var full = walk.Add("full", await officer.FileAsync(FullFiling.Fresh()));
        var filed = walk.Add("filed", await officer.FileAsync(Scenarios.Fresh("01"), "parity"));
        walk.Add("refiled otherwise", await officer.FileAsync(Scenarios.Fresh("01").With("unitId", "ME-BAR-PCU"), "parity"));
        walk.Add("unknown code", await officer.FileAsync(Scenarios.Fresh("01").With("crimeHypothesis", "TIP")));
        walk.Add("amended", await officer.AmendNowAsync(filed, new JsonObject { ["facts"] = "Šest osoba, ‘plava’ boja 🛳" }));
        walk.Add("amended by nothing", await officer.AmendNowAsync(filed, new JsonObject()));
        walk.Add("persons", await officer.PostNowAsync(filed, "/persons", new JsonObject
        {
            ["items"] = new JsonArray(
                [.. Enumerable.Range(0, 150)
                    .Select(i => new JsonObject { ["role"] = "witness", ["name"] = new JsonObject { ["asWritten"] = $"Č \"{i}\"" } })]),
        }));

        var leg = filed.Leg("ME-OPTEAM");
        walk.Add("claim without tag", await duty.SendAsync(HttpMethod.Post, $"/v1/referrals/{leg["id"]}/claim"));
        walk.Add("stale", await duty.MoveAsync(leg, "claim", "\"99\""));
        walk.Add("illegal", await duty.MoveNowAsync(leg, "accept"));
        foreach (var action in (string[])["acknowledge", "claim", "accept"])
            walk.Add(action, await duty.MoveNowAsync(leg, action));
        walk.Add(
            "conclude", await duty.MoveNowAsync(
                leg, "conclude", new JsonObject { ["outcome"] = "unsubstantiated", ["feedback"] = "Ništa." }));
        walk.Add("own confirmation", await duty.MoveNowAsync(leg, "confirm-conclusion"));
        walk.Add("rejected", await second.MoveNowAsync(leg, "reject-conclusion", new JsonObject { ["reason"] = "Još." }));
        walk.Add("void", await officer.PostNowAsync(full, "/void", new JsonObject { ["reason"] = "Test" }));

        foreach (var user in People)
        {
            var desk = await registry.AsAsync(user);
            foreach (var incident in (Answer[])[full, filed])
            {
                var address = IncidentDesk.AddressOf(incident);
                foreach (var path in (string[])[address, $"/v1/incidents/{incident["reference"]}",
                    $"/v1/incidents/{incident["reference"]}".ToLowerInvariant(),
                    $"{address}/versions", $"{address}/routing", $"/v1/referrals/{incident["referrals"]![0]!["id"]}"])
                {
                    walk.Add($"{user} {path}", await desk.GetAsync(path));
                }

                walk.Add($"{user} content", await desk.GetAsync($"{address}/content", "filing"));
                walk.Add($"{user} content for triage", await desk.GetAsync($"{address}/content?version=1", "triage"));
            }

            walk.Add($"{user} me", await desk.GetAsync("/v1/me"));
            foreach (var list in Lists)
            {
                var page = walk.Add($"{user} {list}", await desk.GetAsync(list));
                if (page.Json?["next"]?.GetValue<string>() is { } cursor)
                    walk.Add($"{user} {list}, next", await desk.GetAsync($"{list}&cursor={cursor}"));
            }
        }

        foreach (var path in (string[])["/v1/jurisdictions", "/v1/units", "/v1/task-forces", "/v1/code-lists"])
            walk.Add(path, await officer.GetAsync(path));
        return walk.Told;
    }

    /// <summary>
    /// Answers with what may differ put aside: ids and references by the order in which they appear, instants, tags that hold chance.
    /// </summary>
    private sealed partial class Walk
    {
        private readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> told = [];

        public IReadOnlyList<string> Told => told;

        public Answer Add(string step, Answer answer)
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

        [GeneratedRegex("""
            "next":"(?<cursor>[^"]+)"|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[A-Za-z]{2}-[0-9]{2}-[0-9A-Za-z]{6}-[0-9A-Za-z]|(?<instant>20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|\+[0-9:]{5}))
            """)]
        private static partial Regex Chance();
    }
}
