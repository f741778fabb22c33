using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>
/// A case on which one desk's referral has ended and another's goes on. Who is told it as it was, and who as it is, says
/// <see cref="Rules.IsToldItAsItWas"/>; whatever door it is asked through.
/// </summary>
public sealed class A_case_that_goes_on_without_a_desk
{
    private const string Ended = "BA-SOM";

    private static readonly string[] Readers =
    [
        "duty@BA-SOM", "lead@BA-SOM", "duty@BA-TIP", "lead@BA-TIP", "officer@BA-BIJACA-LAND", "supervisor@BA-BIJACA-LAND", "coordinator@BA",
        "auditor@BA",
    ];

    private static readonly string[] Lists =
    [
        "/v1/incidents?limit=200", "/v1/incidents?limit=200&status=open", "/v1/incidents?limit=200&crimeHypothesis=tip_and_som",
        "/v1/incidents?limit=200&crimeHypothesis=tip", "/v1/incidents?limit=200&priority=P1", "/v1/incidents?limit=200&priority=P2",
        "/v1/referrals?limit=200", "/v1/referrals?limit=200&state=concluded", "/v1/referrals?limit=200&state=concluded&crimeHypothesis=tip",
        "/v1/referrals?limit=200&state=concluded&crimeHypothesis=tip_and_som", "/v1/pointers", "/v1/disclosure-requests",
    ];

    private readonly Dictionary<(string Reader, string Address), Answer> before = [];
    private readonly Dictionary<(string Reader, string Address), Answer> after = [];
    private Registry registry = null!;
    private Case at = null!;
    private Answer filed = null!;
    private JsonNode theirs = null!;

    private static IEnumerable<Door> Reading =>
        Doors.All.Where(door => door.Method == HttpMethod.Get && !door.Route.EndsWith("/access-log", StringComparison.Ordinal));

    private static (string Action, JsonObject? Body)[] Concluding() =>
        [("claim", null), ("accept", null), ("conclude", new() { ["outcome"] = "other_offence", ["feedback"] = "Thank you." })];

    [OneTimeSetUp]
    public async Task GoOnAsync()
    {
        registry = Registry.Start();
        var officer = await registry.AsAsync("officer@BA-BIJACA-LAND");
        filed = await officer.FiledAsync(Scenarios.Fresh("03"));
        theirs = filed.Leg("BA-TIP");
        var lead = await registry.AsAsync($"lead@{Ended}");
        foreach (var (action, body) in Concluding())
            Assert.That((await lead.MoveNowAsync(filed.Leg(Ended), action, body)).Status, Is.EqualTo(200), action);
        var asked = await RequestAsync("lead@BA-TIP");
        at = new("past")
        {
            Jurisdiction = "BA",
            Unit = "BA-BIJACA-LAND",
            FiledBy = "officer@BA-BIJACA-LAND",
            Ended = [Ended],
            Kinds = filed.Items("/referrals").ToLookup(leg => leg.Says("/taskForce")!, leg => leg.Says("/kind")!),
            Ids = new()
            {
                ["incidents"] = filed.Says("/id")!,
                ["referrals"] = filed.Leg(Ended).Says("/id")!,
                ["disclosure-requests"] = asked.Says("/id")!,
            },
        };

        await ReadAllAsync(before);
        await GoOnAsync(officer, asked);
        await ReadAllAsync(after);
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public void Is_told_as_it_was_to_that_desk_at_every_door(
        [ValueSource(nameof(Reading))] Door door, [ValueSource(nameof(Readers))] string reader)
    {
        foreach (var address in Addresses(door))
            AssertTold(reader, address);
    }

    [Test]
    public void Is_told_as_it_was_to_that_desk_in_every_list(
        [ValueSource(nameof(Lists))] string list, [ValueSource(nameof(Readers))] string reader) =>
        AssertTold(reader, list);

    [TestCase("officer@BA-BIJACA-LAND", "")]
    [TestCase("duty@BA-TIP", "")]
    [TestCase("coordinator@BA", "")]
    [TestCase("auditor@BA", "/timeline")]
    [TestCase("officer@BA-BIJACA-LAND", "/versions")]
    public void Is_told_as_it_is_to_whoever_sees_it_on(string reader, string below)
    {
        var address = $"/v1/incidents/{filed.Says("/id")}{below}";
        Assert.That(Told(after[(reader, address)], address), Is.Not.EqualTo(Told(before[(reader, address)], address)));
    }

    [Test]
    public void Still_is_found_by_that_desk_under_what_it_was()
    {
        string Found(string list) => after[($"lead@{Ended}", list)].Text;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Found(Lists[2]), Does.Contain(filed.Says("/id")));
            Assert.That(Found(Lists[3]), Does.Not.Contain(filed.Says("/id")), "it is plain trafficking only now");
            Assert.That(after[("coordinator@BA", Lists[3])].Text, Does.Contain(filed.Says("/id")));
            Assert.That(Found(Lists[4]), Does.Not.Contain(filed.Says("/id")), "it is P1 only now");
        }
    }

    [Test]
    public async Task Tells_that_desk_nothing_by_a_refusal()
    {
        var lead = await registry.AsAsync($"lead@{Ended}");
        var known = before[($"lead@{Ended}", $"/v1/referrals/{theirs["id"]}")];
        var stale = await lead.MoveAsync(theirs, "accept", "\"0\"");
        var refused = await lead.MoveAsync(theirs, "accept", known.ETag!);
        var voided = await lead.PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "A mistake." });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((stale.Status, stale.Says("/state"), stale.ETag), Is.EqualTo((412, known.Says("/state"), known.ETag)), stale.Text);
            Assert.That(refused.Problem, Is.EqualTo("not-your-queue"), refused.Text);
            Assert.That(voided.Problem, Is.EqualTo("role-required"), voided.Text);
        }
    }

    [Test]
    public async Task Has_for_that_desk_no_referral_that_came_later()
    {
        await using var own = Registry.Start();
        var officer = await own.AsAsync("officer@RS-BEG-ACCU");
        var copied = await officer.FiledAsync(Scenarios.Fresh("02"));
        var lead = await own.AsAsync("lead@RS-CPTV");
        Assert.That((await lead.MoveNowAsync(copied.Leg("RS-CPTV"), "acknowledge")).Says("/state"), Is.EqualTo("noted"));
        var amended = await officer.AmendNowAsync(copied, new JsonObject { ["route"] = new JsonObject { ["origin"] = "ME" } });
        var later = amended.Leg("ME-OPTEAM").Says("/id")!;

        using (Assert.EnterMultipleScope())
        {
            foreach (var door in Doors.All.Where(door => door.Resource == "referrals"))
            {
                if (!Rules.MayEver(Who.Is(lead.User), door.Roles))
                    continue;
                var answer = await lead.SendAsync(door.Method, door.Address(later), door.Body?.DeepClone(), ifMatch: "\"1\"");
                Assert.That(answer.Status, Is.EqualTo(404), $"{door}: {answer.Text}");
            }
        }
    }

    private static JsonObject Persons(int adult, int child) => new() { ["adult"] = adult, ["child"] = child, ["unknownAge"] = 0 };

    [Test]
    public async Task Is_told_as_it_is_once_that_desk_takes_it_up_again()
    {
        await using var own = Registry.Start();
        var officer = await own.AsAsync("officer@BA-BIJACA-LAND");
        var case3 = await officer.FiledAsync(Scenarios.Fresh("03"));
        var lead = await own.AsAsync($"lead@{Ended}");
        foreach (var (action, body) in Concluding())
            await lead.MoveNowAsync(case3.Leg(Ended), action, body);
        Assert.That((await officer.AmendNowAsync(case3, new JsonObject { ["direction"] = "entry" })).Status, Is.EqualTo(200));
        Assert.That((await lead.GetAgainAsync(case3)).Says("/direction"), Is.EqualTo("exit"));

        var reopened = await lead.MoveNowAsync(case3.Leg(Ended), "reopen", new JsonObject { ["evidence"] = "A statement." });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((reopened.Status, reopened.Says("/incident/direction")), Is.EqualTo((200, "entry")), reopened.Text);
            Assert.That((await lead.GetAgainAsync(case3)).Says("/direction"), Is.EqualTo("entry"));
        }
    }

    // Everything that changes about a case: what the unit says of it, its legs, what is said on them, and what is asked of its owner.
    private async Task GoOnAsync(Desk officer, Answer asked)
    {
        var amended = await officer.AmendNowAsync(filed, new JsonObject
        {
            ["crimeHypothesis"] = "tip",
            ["mode"] = "road_car",
            ["direction"] = "entry",
            ["dangerToLife"] = true,
            ["personCounts"] = Persons(adult: 13, child: 2),
            ["handling"] = new JsonObject { ["code"] = "H1" },
        });
        Assert.That(amended.Status, Is.EqualTo(200), amended.Text);
        await officer.PostNowAsync(
            filed, "/persons", new JsonObject { ["items"] = new JsonArray(new JsonObject { ["role"] = "witness" }) });
        await officer.PostNowAsync(
            filed, "/objects",
            new JsonObject { ["items"] = new JsonArray(new JsonObject { ["kind"] = "vehicle", ["value"] = "A12-K-345" }) });
        var duty = await registry.AsAsync("duty@BA-TIP");
        Assert.That((await duty.MoveNowAsync(theirs, "claim")).Status, Is.EqualTo(200));
        var sent = await duty.SendAsync(
            HttpMethod.Post, $"/v1/referrals/{theirs["id"]}/messages", new JsonObject { ["text"] = "On our way." });
        Assert.That(sent.Status, Is.EqualTo(201));
        Assert.That((await duty.MoveNowAsync(theirs, "accept")).Status, Is.EqualTo(200));
        await RequestAsync("coordinator@BA");
        var refused = await (await registry.AsAsync("coordinator@BA")).SendAsync(
            HttpMethod.Post, $"/v1/disclosure-requests/{asked.Says("/id")}/refuse", new JsonObject { ["reason"] = "Not yet." }, asked.ETag);
        Assert.That(refused.Status, Is.EqualTo(200), refused.Text);
        var likeIt = Scenarios.Fresh("03");
        likeIt["unitId"] = "BA-BIJACA-LAND";
        likeIt["objects"] = new JsonArray(new JsonObject { ["kind"] = "vehicle", ["value"] = "A12-K-345" });
        likeIt["crimeHypothesis"] = "tip";
        await officer.FiledAsync(likeIt);
        await registry.AdvanceAsync("P1D");
    }

    private async Task<Answer> RequestAsync(string by)
    {
        var asked = await (await registry.AsAsync(by)).SendAsync(
            HttpMethod.Post, $"/v1/incidents/{filed.Says("/id")}/disclosure-requests",
            new JsonObject { ["urgency"] = "normal", ["whatFor"] = "They should know.", ["recipient"] = "RS-TF" });
        Assert.That(asked.Status, Is.EqualTo(201), asked.Text);
        return asked;
    }

    private async Task ReadAllAsync(Dictionary<(string, string), Answer> into)
    {
        foreach (var reader in Readers)
        {
            var desk = await registry.AsAsync(reader);
            foreach (var address in Reading.SelectMany(Addresses).Concat(Lists))
                into[(reader, address)] = await desk.GetAsync(
                    address, address.Contains("/content", StringComparison.Ordinal) ? PurposeOf(reader) : null);
        }
    }

    // The desk's own referral, and the other one.
    private IEnumerable<string> Addresses(Door door) => door.Resource == "referrals"
        ? [door.Address(at.Ids["referrals"]), door.Address(theirs.Says("/id")!)]
        : [door.Address(at.Ids[door.Resource])];

    private static string PurposeOf(string reader) => Who.Is(reader).Role switch
    {
        "officer" => "filing",
        "supervisor" or "coordinator" => "supervision",
        "auditor" => "audit",
        _ => "investigation",
    };

    private void AssertTold(string reader, string address)
    {
        var (then, now) = (before[(reader, address)], after[(reader, address)]);
        Assert.That(then.Status, Is.EqualTo(now.Status).Or.EqualTo(404), now.Text);
        if (Rules.IsToldItAsItWas(Who.Is(reader), at))
            Assert.That(Told(now, address), Is.EqualTo(Told(then, address)), address);
    }

    // All of an answer but its trace; of a list what it tells of this case.
    private string Told(Answer answer, string address)
    {
        var body = answer.Json?.DeepClone();
        (body as JsonObject)?.Remove("traceId");
        return !Lists.Contains(address)
            ? $"{answer.Status} {answer.ETag} {body?.ToJsonString()}"
            : string.Join('\n', answer.Items("/items").Where(IsOfThis).Select(item => item.ToJsonString()));
    }

    private bool IsOfThis(JsonNode item) => item.Says("/reference") == filed.Says("/reference");
}
