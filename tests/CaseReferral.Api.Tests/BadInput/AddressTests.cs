using CaseReferral.Api.Tests.NeedToKnow;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>Addresses that lead nowhere, and query parameters that say nothing.</summary>
public sealed class A_bad_address
{
    private static readonly string[] NoIds =
    [
        Door.Absent, "7", "Quillback", "00000000-0000-0000-0000-000000000000", "ME-26-7K3F9Q-D", "ME-26-7K3F9Q", "..%2F..%2Fetc",
        "%F0%9F%98%80", "%ff%fe", "%E2%80%AE", "'%20OR%201=1--", new string('a', 4_000),
    ];

    [TestCaseSource(nameof(IdsTables))]
    [TestCaseSource(nameof(ListsTables))]
    [TestCaseSource(nameof(OthersTables))]
    public Task Is_refused(Table table) => Refusals.AssertAsync(table);

    private static IEnumerable<Table> IdsTables => Table.Of(Ids());

    private static IEnumerable<Row> Ids()
    {
        foreach (var door in Doors.All)
        {
            var operation = Operations.All.FirstOrDefault(known => known.Route == door.ToString());
            var own = Operations.Named(door);
            var user = door.Roles switch
            {
                Roles.Audit => "auditor@ME",
                Roles.Triage or Roles.Desks or Roles.DesksAndAuditors => "duty@ME-OPTEAM",
                _ => "officer@ME-BAR-PCU",
            };
            var address = door.Route.Replace("{id:guid}", own, StringComparison.Ordinal).Replace("{id}", own, StringComparison.Ordinal);
            var sent = operation?.Fitting ?? Get(address, user).With("Access-Purpose", "filing");
            string[] theirs = door.Resource switch
            {
                "incidents" => ["{their incident}", "{their reference}", "{referral}", "{incident}0", "%7B{incident}%7D"],
                "disclosure-requests" => ["{referral}", "{incident}"],
                _ => ["{their referral}", "{incident}"],
            };
            Row With(string known, string id)
            {
                var changed = sent.Address.Replace(known, id, StringComparison.Ordinal);
                return new(Shown(id), sent with { Address = changed, Operation = door.ToString() }, Refused.NotFound);
            }

            foreach (var id in NoIds.Concat(theirs))
                yield return With(own, id);
            string[] both = ["person", "object"];
            foreach (var listed in both.Where(listed => sent.Address.Contains($"{{{listed}}}", StringComparison.Ordinal)))
            {
                var others = $"{{other{char.ToUpperInvariant(listed[0])}{listed[1..]}}}";
                var another = listed == "person" ? "{object}" : "{person}";
                foreach (var id in new[] { Door.Absent, "7", "Quillback", "{incident}", others, another })
                    yield return With($"{{{listed}}}", id);
            }
        }
    }

    private static IEnumerable<Table> ListsTables => Table.Of(Lists());

    private static IEnumerable<Row> Lists()
    {
        (string Address, string User, string[] Parameters)[] lists =
        [
            ("/v1/incidents", "officer@ME-BAR-PCU",
            [
                "mine=perhaps", "status=Quillback", "status=", "crimeHypothesis=TIP", "priority=P5", "priority=1", "exercise=1",
                "filedAfter=yesterday", "filedAfter=2026-03-18", "filedAfter=2026-03-18T04:45:00", "filedBefore=", "filedBefore=%00",
                "taskForce=ME-OPTEAM", "Unit=ME-BAR-PCU",
            ]),
            ("/v1/referrals", "duty@ME-OPTEAM",
            [
                "kind=Quillback", "state=open", "state=routed,accepted", "priority=P0", "overdue=yes", "dueBefore=2026-03-18T25:00:00Z",
                "dueBefore=1773805500", "escalated=2", "assignee=Quillback", "assignee=", "unclaimed=null", "crimeHypothesis=%F0%9F%98%80",
                "jurisdiction=DE", "jurisdiction=me", "filedAfter=2026-02-30T00:00:00Z", "mine=true",
            ]),
        ];
        lists =
        [
            .. lists,
            ("/v1/referrals/{referral}/messages", "officer@ME-BAR-PCU", ["after=1", "kind=note"]),
            ("/v1/incidents/{incident}/timeline", "officer@ME-BAR-PCU", ["kind=note-added"]),
            ("/v1/referrals/{referral}/timeline", "duty@ME-OPTEAM", ["after=1"]),
            ("/v1/referrals/{referral}/notes", "duty@ME-OPTEAM", ["after=1"]),
        ];
        foreach (var (address, user, parameters) in lists)
        {
            var everywhere = new[]
            {
                "limit=0", "limit=201", "limit=-1", "limit=abc", "limit=", "limit=1.5", "limit=%2050", "limit=1e2",
                "limit=99999999999999999999", "limit=1&limit=2", "nmae=Quillback", "Limit=5", "offset=10", "limit[]=5",
            };
            foreach (var given in parameters.Concat(everywhere))
                yield return new(
                    given, Get($"{address}?{given}", user), Refused.Invalid($"/{given[..given.IndexOf('=', StringComparison.Ordinal)]}"));
            yield return new("two faults", Get($"{address}?limit=0&nmae=Quillback", user), Refused.Invalid("/limit", "/nmae"));

            string[] cursors =
            [
                "Quillback", "", "%00", "AAAA", "%F0%9F%98%80", "..%2F", "{incidents cursor}A", "A{incidents cursor}",
                new string('A', 4_000), "=", "\"\"",
            ];
            foreach (var cursor in address == "/v1/incidents" ? cursors : cursors.Append("{incidents cursor}"))
                yield return new($"cursor {Shown(cursor)}", Get($"{address}?cursor={cursor}", user), new(400, "malformed-cursor"));
            yield return new(
                "two cursors", Get($"{address}?cursor={{incidents cursor}}&cursor={{incidents cursor}}", user), Refused.Invalid("/cursor"));
        }

        yield return new(
            "a code", Get("/v1/incidents?status=Quillback"), Refused.Invalid("/status") with { Saying = "/v1/code-lists/incidentStatus" });
    }

    private static IEnumerable<Table> OthersTables => Table.Of(Others());

    private static IEnumerable<Row> Others()
    {
        var content = Get("/v1/incidents/{incident}/content").With("Access-Purpose", "filing");
        foreach (var version in new[] { "abc", "1.5", "99999999999999999999", "%00", "1&version=2" })
            yield return new(
                $"version {version}", content with { Address = $"{content.Address}?version={version}" }, Refused.Invalid("/version"));
        foreach (var version in new[] { "0", "-1", "2", "2147483647" })
            yield return new($"version {version}", content with { Address = $"{content.Address}?version={version}" }, Refused.NotFound);

        // A slip in a parameter's name must not show something else than was asked for.
        yield return new("a slip in a name", content with { Address = $"{content.Address}?verison=1" }, Refused.Invalid("/verison"));
        foreach (var address in new[] { "/v1/me", "/v1/units", "/v1/code-lists", "/v1/incidents/{incident}", "/v1/referrals/{referral}" })
            yield return new("a parameter it doesn't have", Get($"{address}?nmae=Quillback"), Refused.Invalid("/nmae"));

        string[] nowhere =
        [
            "/v1/code-lists/Quillback", "/v1/code-lists/crimehypothesis", "/v1/units/ME-NOWHERE", "/v1/units/me-bar-pcu",
            "/v1/units/%F0%9F%98%80", "/v1/task-forces/Quillback", $"/v1/task-forces/{new string('a', 4_000)}", "/v1/me/Quillback",
            "/v1/Quillback", "/v1", "/V2/incidents", "/problems/Quillback",
        ];
        foreach (var address in nowhere)
            yield return new("nothing there", Get(address) with { Operation = Shown(address) }, Refused.NotFound);

        (HttpMethod, string)[] methods =
        [
            (HttpMethod.Put, "/v1/incidents"), (HttpMethod.Delete, "/v1/incidents/{incident}"),
            (HttpMethod.Get, "/v1/incidents/{incident}/void"),
            (HttpMethod.Get, "/v1/referrals/{referral}/accept"), (HttpMethod.Post, "/v1/me"), (HttpMethod.Post, "/v1/units"),
            (HttpMethod.Patch, "/v1/referrals/{referral}"),
            (HttpMethod.Options, "/v1/incidents"), (new HttpMethod("QUILLBACK"), "/v1/incidents"),
        ];
        foreach (var (method, address) in methods)
            yield return new("another method", new(method, address, "officer@ME-BAR-PCU"), new(405, "method-not-allowed"));
    }

    private static Sent Get(string address, string user = "officer@ME-BAR-PCU") => new(HttpMethod.Get, address, user);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
