using System.Text;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Journeys;

[OnBothStores]
public sealed class An_offline_queue(Store store) : Journey(store)
{
    private const string Address = "/v1/incidents/batch";

    private static JsonObject Queue(IEnumerable<JsonNode?> items) =>
        new() { ["items"] = new JsonArray([.. items.Select(item => item?.DeepClone())]) };

    private async Task<Answer> SendAsync(JsonNode queue, string? key = null) =>
        await (await AsAsync("officer@AL-TIRANA-ACCU")).SendAsync(HttpMethod.Post, Address, queue, idempotencyKey: key);

    private static JsonObject Fresh() => Scenarios.Fresh("04").With("unitId", "AL-TIRANA-ACCU");

    private long Filed() =>
        Registry.Count("SELECT COUNT(*) FROM Incident WHERE UnitId = 'AL-TIRANA-ACCU'");

    [Test]
    public async Task Of_500_is_filed_and_answered_in_its_order()
    {
        var filings = Enumerable.Range(0, 500).Select(_ => Fresh()).ToList();

        var answer = await SendAsync(Queue(filings));

        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(answer.Each("/items", "/status"), Is.All.EqualTo("201"));
        Assert.That(answer.Each("/items", "/index"), Is.EqualTo(Enumerable.Range(0, 500).Select(index => $"{index}")));
        Assert.That(answer.Each("/items", "/clientId"), Is.EqualTo(filings.Select(filing => filing.Says("/clientId"))));
        Assert.That(answer.Each("/items", "/incident/clientId"), Is.EqualTo(filings.Select(filing => filing.Says("/clientId"))));
        Assert.That(answer.Each("/items", "/incident/reference"), Is.Unique);
    }

    [Test]
    public async Task That_is_sent_again_is_replayed_item_by_item()
    {
        var queue = Queue(Enumerable.Range(0, 3).Select(_ => Fresh()));
        var first = await SendAsync(queue);

        var again = await SendAsync(queue);

        Assert.That(again.Each("/items", "/status"), Is.All.EqualTo("200"));
        Assert.That(again.Each("/items", "/incident/id"), Is.EqualTo(first.Each("/items", "/incident/id")));
    }

    [TestCase(0)]
    [TestCase(501)]
    public async Task Of_no_or_too_many_filings_is_refused_as_a_whole(int count)
    {
        var before = Filed();

        var answer = await SendAsync(Queue(Enumerable.Range(0, count).Select(_ => Fresh())));

        Assert.That((answer.Status, answer.Problem), Is.EqualTo((400, "validation-failed")));
        Assert.That(answer.Errors, Is.EqualTo(new[] { "/items" }));
        Assert.That(Filed(), Is.EqualTo(before));
    }

    private static IEnumerable<TestCaseData> BadItems()
    {
        yield return Bad("null", "null", 400);
        yield return Bad("a number", "7", 400);
        yield return Bad("a list", "[]", 400);
        yield return Bad("an empty object", "{}", 400);
        yield return Bad("an unknown member", Fresh().With("plate", "AA 123 BB").ToJsonString(), 400, "/plate");
        yield return Bad("a member given twice", Fresh().ToJsonString().Replace("{", "{\"mode\":\"rail\",", StringComparison.Ordinal), 400);
        yield return Bad(
            "half a surrogate pair", Fresh().With("facts", "FACTS").ToJsonString().Replace("FACTS", "\\ud83d", StringComparison.Ordinal),
            400, "/facts");
        yield return Bad(
            "a NUL", Fresh().With("facts", "FACTS").ToJsonString().Replace("FACTS", "\\u0000", StringComparison.Ordinal), 400, "/facts");
        yield return Bad("a number as text", Fresh().With("dangerToLife", "false").ToJsonString(), 400, "/dangerToLife");
        yield return Bad("no clientId", Fresh().Without("clientId").ToJsonString(), 400, "/clientId");
        yield return Bad("an unknown code", Fresh().With("mode", "teleport").ToJsonString(), 400, "/mode");
        yield return Bad("an instant without offset", Fresh().With("awareAt", "2026-03-20T02:00:00").ToJsonString(), 400, "/awareAt");
        yield return Bad(
            "negative counts", Fresh().With("personCounts", new JsonObject { ["adult"] = -1, ["child"] = 0, ["unknownAge"] = 0 })
                .ToJsonString(), 400, "/personCounts/adult");
        yield return Bad("another unit", Scenarios.Fresh("01").ToJsonString(), 403);
        yield return Bad("an unknown unit", Fresh().With("unitId", "AL-NOWHERE").ToJsonString(), 400, "/unitId");
        yield return Bad(
            "deep nesting", Fresh().With("facts", "FACTS").ToJsonString()
                .Replace("\"FACTS\"", new string('[', 55) + new string(']', 55), StringComparison.Ordinal), 400, "/facts");
    }

    [TestCaseSource(nameof(BadItems))]
    public async Task Loses_nothing_to_one_bad_item(string bad, int status, string? pointer)
    {
        var (before, after) = (Fresh(), Fresh());
        var body = $$"""{"items":[{{before.ToJsonString()}},{{bad}},{{after.ToJsonString()}}]}""";

        var answer = await (await AsAsync("officer@AL-TIRANA-ACCU"))
            .SendRawAsync(HttpMethod.Post, Address, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(answer.Each("/items", "/status"), Is.EqualTo(new[] { "201", $"{status}", "201" }), answer.Text);
        Assert.That(answer.At("/items/1/incident"), Is.Null);
        Assert.That(answer.Says("/items/1/problem/code"), Is.Not.Empty);
        Assert.That(answer.Says("/items/1/problem/type"), Does.StartWith("/problems/"));
        if (pointer is not null)
            Assert.That(answer.At("/items/1/problem/errors")!.AsObject().Select(error => error.Key), Does.Contain(pointer));
    }

    [Test]
    public async Task Files_a_filing_that_it_holds_twice_once_and_refuses_its_edit()
    {
        var filing = Fresh();
        var before = Filed();

        var answer = await SendAsync(Queue([filing, Fresh(), filing, filing.With("facts", "Something else was seen.")]));

        Assert.That(answer.Each("/items", "/status"), Is.EqualTo(new[] { "201", "201", "200", "409" }));
        Assert.That(answer.Says("/items/2/incident/id"), Is.EqualTo(answer.Says("/items/0/incident/id")));
        Assert.That(answer.Says("/items/3/problem/code"), Is.EqualTo("already-filed-differently"));
        Assert.That(answer.Says("/items/3/problem/incidentId"), Is.EqualTo(answer.Says("/items/0/incident/id")));
        Assert.That(answer.Says("/items/3/problem/etag"), Is.EqualTo("\"1\""));
        Assert.That(Filed() - before, Is.EqualTo(2));
    }

    [Test]
    public async Task Under_a_key_gets_its_first_answer_again_and_another_queue_is_refused()
    {
        var queue = Queue([Fresh(), Fresh().Without("awareAt")]);
        var key = Scenarios.NewClientId();
        var first = await SendAsync(queue, key);

        var again = await SendAsync(queue, key);
        var other = await SendAsync(Queue([Fresh()]), key);

        Assert.That(first.Each("/items", "/status"), Is.EqualTo(new[] { "201", "400" }));
        Assert.That((again.Status, again.Replayed), Is.EqualTo((200, true)));
        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That((other.Status, other.Problem), Is.EqualTo((422, "idempotency-key-reused")));
    }

    [Test]
    public async Task Sent_by_a_task_force_is_refused()
    {
        var answer = await (await AsAsync("duty@AL-TF")).SendAsync(HttpMethod.Post, Address, Queue([Fresh()]));

        Assert.That((answer.Status, answer.Problem), Is.EqualTo((403, "role-required")));
    }

    private static TestCaseData Bad(string what, string item, int status, string? pointer = null) =>
        new TestCaseData(item, status, pointer).SetArgDisplayNames(what);
}

[OnBothStores]
public sealed class A_filing_under_a_key(Store store) : Journey(store)
{
    [Test]
    public async Task Gets_its_first_answer_again_with_status_address_and_ETag()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var (filing, key) = (Scenarios.Fresh("06"), Scenarios.NewClientId());
        var first = await officer.FileAsync(filing, key);
        await officer.AmendNowAsync(first, new JsonObject { ["callback"] = "Radio 4" });

        var again = await officer.FileAsync(filing, key);

        Assert.That((again.Status, again.Replayed), Is.EqualTo((201, true)));
        Assert.That((again.Text, again.ETag, again.Headers["Location"]), Is.EqualTo((first.Text, first.ETag, first.Headers["Location"])));
    }

    [Test]
    public async Task With_another_body_files_nothing()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var key = Scenarios.NewClientId();
        await officer.FileAsync(Scenarios.Fresh("06"), key);
        var other = Scenarios.Fresh("06");

        var refused = await officer.FileAsync(other, key);

        Assert.That((refused.Status, refused.Problem), Is.EqualTo((422, "idempotency-key-reused")));
        Assert.That((await officer.FileAsync(other)).Status, Is.EqualTo(201), "It wasn't filed under the key.");
    }

    [Test]
    public async Task Is_somebody_elses_when_somebody_else_sends_the_key()
    {
        var key = Scenarios.NewClientId();
        await (await AsAsync("officer@ME-BAR-PCU")).FileAsync(Scenarios.Fresh("06"), key);

        var other = await (await AsAsync("second-officer@ME-BAR-PCU")).FileAsync(Scenarios.Fresh("06"), key);

        Assert.That((other.Status, other.Replayed), Is.EqualTo((201, false)), other.Text);
    }
}
