using System.Reflection;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Incidents;

namespace CaseReferral.Api.Tests.Journeys;

[OnBothStores]
public sealed class A_filing_with_every_member(Store store) : Journey(store)
{
    private static readonly JsonObject Filing = FullFiling.Fresh();

    private Answer filed = null!;
    private Answer content = null!;

    [OneTimeSetUp]
    public async Task File()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        filed = await officer.FiledAsync(Filing);
        content = await officer.OpenAsync(filed);
    }

    private static IEnumerable<string> Members => Filing.Select(member => member.Key);

    [Test]
    public void Leaves_out_no_member_of_the_contract() => Assert.That(Missing(typeof(Filing), Filing, ""), Is.Empty);

    [TestCaseSource(nameof(Members))]
    public void Comes_back_as_it_was_filed(string member)
    {
        var back = content.Json!.AsObject().ContainsKey(member) ? content.At("/" + member)
            : member == "handling" ? new JsonObject { ["code"] = content.Says("/handlingCode"), ["note"] = content.Says("/handlingNote") }
            : filed.At("/" + member);

        Assert.That(Told(back), Is.EqualTo(Told(Filing[member])));
    }

    [Test]
    public void Keeps_the_raw_value_beside_the_normalised_one()
    {
        Assert.Multiple(() =>
        {
            Assert.That(content.Says("/objects/0/value"), Is.EqualTo("gz 483-qx"));
            Assert.That(content.Says("/objects/0/normalised/value"), Is.EqualTo("GZ483QX"));
            Assert.That(content.Says("/objects/0/normalised/scheme"), Is.EqualTo("plate:MK"));
            Assert.That(content.Says("/persons/0/documents/0/value"), Is.EqualTo("px 9988771"));
        });
    }

    [Test]
    public void Is_late_after_more_than_a_day_and_keeps_when_it_was_received_in_UTC()
    {
        Assert.That(filed.Says("/late"), Is.EqualTo("true"));
        Assert.That(filed.Says("/receivedAt"), Does.EndWith("Z"));
    }

    [Test]
    public async Task Answers_where_it_is_and_under_which_ETag()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");

        var there = await officer.GetAsync(filed.Headers["Location"]);

        Assert.That(filed.Headers["Location"], Is.EqualTo($"/v1/incidents/{filed.Says("/id")}"));
        Assert.That(filed.ETag, Does.Match("^\"[^\"]+\"$"), "Strong.");
        Assert.That(there.ETag, Is.EqualTo(filed.ETag));
        Assert.That(there.Text, Is.EqualTo(filed.Text));
    }

    [TestCase("upper")]
    [TestCase("lower")]
    [TestCase("mixed")]
    public async Task Is_found_by_its_reference_in_any_case(string spelling)
    {
        var reference = filed.Says("/reference")!;
        var typed = spelling switch
        {
            "upper" => reference,
            "lower" => reference.ToLowerInvariant(),
            _ => reference[..6] + reference[6..].ToLowerInvariant(),
        };

        var found = await (await AsAsync("officer@ME-BAR-PCU")).GetAsync($"/v1/incidents/{typed}");

        Assert.That(reference, Does.Match("^ME-26-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-Z]$"));
        Assert.That(found.Says("/id"), Is.EqualTo(filed.Says("/id")), found.Text);
    }

    [Test]
    public async Task Shows_none_of_its_content_outside_the_content()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var duty = await AsAsync("duty@ME-OPTEAM");
        var seen = new[]
        {
            filed, await officer.GetAgainAsync(filed), await officer.GetAsync("/v1/incidents?limit=200"),
            await officer.GetAsync($"{IncidentDesk.AddressOf(filed)}/versions"),
            await officer.GetAsync($"{IncidentDesk.AddressOf(filed)}/routing"),
            await duty.GetAsync("/v1/referrals?limit=200"), await duty.GetAsync($"/v1/referrals/{filed.Leg("ME-OPTEAM").Says("/id")}"),
        };

        Assert.That(seen.Select(answer => answer.Status), Is.All.AnyOf(200, 201));
        foreach (var word in FullFiling.Words)
            Assert.That(seen.Select(answer => answer.Text), Has.None.Contains(word), word);
    }

    [Test]
    public async Task Answers_with_every_member_present_also_for_a_minimum()
    {
        var minimum = await (await AsAsync("officer@BA-GRADISKA-LAND")).FiledAsync(Scenarios.Fresh("10"));

        Assert.That(minimum.Json!.AsObject().Select(member => member.Key), Is.EqualTo(filed.Json!.AsObject().Select(member => member.Key)));
        Assert.That(
            minimum.At("/referrals/0")!.AsObject().Select(member => member.Key),
            Is.EqualTo(filed.At("/referrals/0")!.AsObject().Select(member => member.Key)));
    }

    // A null says as much as a member that is left out; ids and normalised values are the registry's own additions.
    private static string? Told(JsonNode? node) => Plain(node)?.ToJsonString();

    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => member.Value is not null && member.Key is not ("id" or "normalised"))
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Plain)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<string> Missing(Type type, JsonObject given, string at) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property =>
        {
            var name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            var below = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
            var value = given[name] is JsonArray { Count: > 0 } items ? items[0] : given[name];
            return !given.ContainsKey(name) ? [$"{at}/{name}"]
                : value is JsonObject inside ? Missing(below, inside, $"{at}/{name}")
                : [];
        });
}

[OnBothStores]
public sealed class A_doubtful_filing(Store store) : Journey(store)
{
    private static readonly JsonObject Filing = Scenarios.Fresh("06");

    private static IEnumerable<TestCaseData> Doubts()
    {
        yield return Doubt("objects", Objects("container", "CSQU3054384"), "/objects/0/value");
        yield return Doubt("objects", Objects("vessel", "9074728"), "/objects/0/value");
        yield return Doubt("objects", Objects("flight", "not a flight"), "/objects/0/value");
        yield return Doubt("objects", Objects("phone", "ask Ana"), "/objects/0/value");
        yield return Doubt("persons", new JsonArray(new JsonObject { ["role"] = "smuggled_migrant" }), "/persons");
        yield return Doubt("siteCode", "Bar port", "/siteCode");
        yield return Doubt("occurredAt", "2026-03-22T12:15:00+01:00", "/occurredAt");
        yield return Doubt("actBefore", "2026-03-22T12:15:00+01:00", "/actBefore");
    }

    [TestCaseSource(nameof(Doubts))]
    public async Task Is_filed_with_a_warning(string member, JsonNode value, string pointer)
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");

        var filed = await officer.FiledAsync(Filing.With(member, value.DeepClone()).With("clientId", Scenarios.NewClientId()));

        Assert.That(filed.Each("/warnings", "/pointer"), Does.Contain(pointer), filed.Text);
        Assert.That(filed.Each("/warnings", "/code"), Is.All.Not.Empty);
        var list = await officer.GetAsync("/v1/incidents?limit=200");
        Assert.That(list.Items("/items").Single(item => item.Says("/id") == filed.Says("/id")).Items("/warnings"), Is.Not.Empty);
    }

    private static TestCaseData Doubt(string member, JsonNode value, string pointer) =>
        new TestCaseData(member, value, pointer).SetArgDisplayNames(member, value.ToJsonString().Replace('"', '\''), pointer);

    private static JsonArray Objects(string kind, string value) => [new JsonObject { ["kind"] = kind, ["value"] = value }];
}

[OnBothStores]
public sealed class Refiling(Store store) : Journey(store)
{
    [Test]
    public async Task By_a_colleague_of_the_unit_is_a_replay()
    {
        var filing = Scenarios.Fresh("06");
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(filing);

        var again = await (await AsAsync("second-officer@ME-BAR-PCU")).FileAsync(filing);

        Assert.That((again.Status, again.Replayed, again.Says("/id")), Is.EqualTo((200, true, filed.Says("/id"))), again.Text);
    }

    [Test]
    public async Task By_another_unit_is_another_incident()
    {
        var filing = Scenarios.Fresh("06");
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(filing);

        var other = await (await AsAsync("officer@AL-DURRES-PCU")).FiledAsync(filing.With("unitId", "AL-DURRES-PCU"));

        Assert.That(other.Says("/id"), Is.Not.EqualTo(filed.Says("/id")));
    }

    [Test]
    public async Task With_white_space_and_members_in_another_order_is_a_replay()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var filing = Scenarios.Fresh("01");
        await officer.FiledAsync(filing);
        var text = new JsonObject(filing.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))
            .ToJsonString(new() { WriteIndented = true });

        var again = await officer.SendRawAsync(
            HttpMethod.Post, "/v1/incidents", new StringContent(text, System.Text.Encoding.UTF8, "application/json"));

        Assert.That((again.Status, again.Replayed), Is.EqualTo((200, true)), again.Text);
    }

    [Test]
    public async Task Equals_the_first_answer_in_what_was_decided_and_shows_states_as_of_now()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var filing = Scenarios.Fresh("01");
        var filed = await officer.FiledAsync(filing);
        await (await AsAsync("duty@ME-OPTEAM")).MoveNowAsync(filed.Leg("ME-OPTEAM"), "acknowledge");

        var again = await officer.FileAsync(filing);

        Assert.That(again.Leg("ME-OPTEAM").Says("/state"), Is.EqualTo("acknowledged"));
        Assert.That(again.Says("/receivedAt"), Is.EqualTo(filed.Says("/receivedAt")));
        string[] decisions =
            ["/id", "/reference", "/priority", "/routing", "/warnings", "/completeness", "/instructions", "/referrals/1"];
        foreach (var decided in decisions)
            Assert.That(JsonNode.DeepEquals(again.At(decided), filed.At(decided)), decided);
    }

    [Test]
    public async Task After_an_amendment_is_still_the_same_filing_and_gives_the_current_ETag()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var filing = Scenarios.Fresh("06");
        var filed = await officer.FiledAsync(filing);
        var amended = await officer.AmendNowAsync(filed, new JsonObject { ["callback"] = "Radio 4" });

        var again = await officer.FileAsync(filing);
        var differently = await officer.FileAsync(filing.With("callback", "Radio 4"));

        Assert.That((again.Status, again.Replayed, again.ETag), Is.EqualTo((200, true, amended.ETag)), again.Text);
        Assert.That(
            (differently.Status, differently.Says("/etag")),
            Is.EqualTo((409, amended.ETag)), "What was filed is compared, not what it became.");
    }

    private static IEnumerable<string> Members => FullFiling.Fresh().Select(member => member.Key).Except(["clientId", "unitId"]);

    [TestCaseSource(nameof(Members))]
    public async Task Without_one_of_its_members_is_never_swallowed(string member)
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var filing = FullFiling.Fresh();
        var filed = await officer.FiledAsync(filing);
        string[] required = ["crimeHypothesis", "awareAt", "dangerToLife", "personsPresentNow", "personCounts"];

        var edited = await officer.FileAsync(filing.Without(member));

        if (required.Contains(member))
            Assert.That((edited.Status, edited.Problem), Is.EqualTo((400, "validation-failed")), edited.Text);
        else
            Assert.That(
                (edited.Problem, edited.Says("/incidentId"), edited.Says("/etag")),
                Is.EqualTo(("already-filed-differently", filed.Says("/id"), filed.ETag)));
        Assert.That((await officer.GetAgainAsync(filed)).ETag, Is.EqualTo(filed.ETag));
    }
}
