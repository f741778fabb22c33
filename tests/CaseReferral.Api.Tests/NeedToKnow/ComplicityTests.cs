using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>An officer suspects a colleague or a chief: nobody who might be meant may learn of it.</summary>
public sealed class A_suspicion_of_complicity
{
    // Everybody near it, the operational task force and child protection included.
    private static readonly string[] Others =
    [
        "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "duty@ME-OPTEAM", "lead@ME-OPTEAM", "duty@ME-CHILD", "coordinator@ME",
        "second-coordinator@ME", "auditor@ME", "partner@ME", "duty@RS-INTEGRITY",
    ];

    private static readonly string[] Purposes = ["filing", "triage", "investigation", "victim_support", "supervision", "audit"];

    private Registry registry = null!;
    private Desk filer = null!;
    private Desk integrity = null!;

    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        registry = Registry.Start();
        filer = await registry.AsAsync("officer@ME-BAR-PCU");
        integrity = await registry.AsAsync("duty@ME-PROSECUTION");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Goes_to_the_first_integrity_recipient_and_nobody_else()
    {
        var filed = await FileAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Queues(filed), Is.EqualTo((string[])["action ME-PROSECUTION routed"]));
            Assert.That(filed.Leg("ME-PROSECUTION")["lead"]!.GetValue<bool>(), Is.True);
            Assert.That(
                filed["contacts"].AsArray().Select(contact => contact!["taskForce"]?.ToString()), Is.EqualTo((string[])["ME-PROSECUTION"]));
            Assert.That(Audiences(filed["id"]), Has.Count.EqualTo(2).And.Member("T:ME-PROSECUTION").And.Some.StartsWith("P:"));
            Assert.That((await integrity.GetAsync("/v1/referrals?limit=200")).Text, Does.Contain(filed["id"].ToString()));
            Assert.That((await integrity.GetAsync($"/v1/incidents/{filed["id"]}/content", "triage")).Status, Is.EqualTo(200));
            Assert.That((await filer.GetAsync($"/v1/incidents/{filed["id"]}")).Status, Is.EqualTo(200));
            Assert.That((await filer.GetAsync($"/v1/incidents/{filed["id"]}/content", "filing")).Status, Is.EqualTo(200));
            Assert.That((await filer.GetAsync("/v1/incidents?mine=true&limit=200")).Text, Does.Contain(filed["id"].ToString()));
        }
    }

    [Test]
    public async Task Does_not_exist_for([ValueSource(nameof(Others))] string other) => await AssertUnseenAsync(await FileAsync(), other);

    [Test]
    public async Task Still_tells_the_filer_to_call_rescue_where_life_is_in_danger()
    {
        var ordinary = await filer.FileAsync(Scenarios.Fresh("01"));
        var suspected = await FileAsync();

        Assert.That(suspected["instructions"].ToJsonString(), Is.EqualTo(ordinary["instructions"].ToJsonString()).And.Contains("129"));
    }

    [Test]
    public async Task Is_not_given_away_to_a_colleague_whose_device_has_the_same_clientId()
    {
        var filing = Suspected();
        var filed = await filer.FileAsync(filing);
        Assert.That(filed.Status, Is.EqualTo(201), filed.Text);

        foreach (var user in new[] { "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "partner@ME" })
        {
            var colleague = await registry.AsAsync(user);
            var probe = Scenarios.Fresh("01");
            probe["clientId"] = filing["clientId"]!.DeepClone();
            var batch = new JsonObject { ["items"] = new JsonArray(filing.DeepClone(), Different(filing)) };
            Answer[] answers =
            [
                await colleague.FileAsync(probe),
                await colleague.FileAsync(Different(probe)),
                await colleague.SendAsync(HttpMethod.Post, "/v1/incidents/batch", batch),
            ];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(
                    answers.Select(answer => answer.Text), Has.None.Contains(filed["id"].ToString()).And.None.Contains(
                        filed["reference"].ToString()));
                Assert.That(
                    answers[0].Status, Is.EqualTo(201).Or.EqualTo(200), "a filing of the unit's own under that id, never the suspicion");
            }
        }

        var again = await filer.FileAsync(filing.DeepClone());
        Assert.That((again.Status, again.Replayed, again["id"].ToString()), Is.EqualTo((200, true, filed["id"].ToString())));
    }

    [Test]
    public async Task Is_amended_by_its_filer_only_and_never_taken_back()
    {
        var filed = await FileAsync();
        var path = $"/v1/incidents/{filed["id"]}";
        var byIntegrity = await integrity.AmendAsync(path, filed.ETag!, new JsonObject { ["facts"] = "x1" });
        var byColleague = await (await registry.AsAsync("second-officer@ME-BAR-PCU")).AmendAsync(
            path, filed.ETag!, new JsonObject { ["facts"] = "x2" });
        var amended = await filer.AmendAsync(path, filed.ETag!, new JsonObject { ["facts"] = "More was seen." });
        var lowered = await filer.AmendAsync(path, amended.ETag!, new JsonObject { ["complicityConcern"] = false });
        var removed = await filer.AmendAsync(path, amended.ETag!, new JsonObject { ["complicityConcern"] = null });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(byIntegrity.Status, Is.EqualTo(403), byIntegrity.Text);
            Assert.That(byColleague.Status, Is.EqualTo(404), byColleague.Text);
            Assert.That(amended.Status, Is.EqualTo(200), amended.Text);
            Assert.That((lowered.Status, lowered.Problem), Is.EqualTo((403, "complicity-not-yours-to-lower")), lowered.Text);
            Assert.That((removed.Status, removed.Problem), Is.EqualTo((403, "complicity-not-yours-to-lower")), removed.Text);
            Assert.That(Audiences(filed["id"]), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task That_is_raised_later_takes_the_case_from_everybody_else([ValueSource(nameof(Others))] string other)
    {
        var filed = await filer.FileAsync(Scenarios.Fresh("01"));
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        var claimed = await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "claim");
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        var raised = await RaiseAsync(filer, filed);

        Assert.That(
            Queues(raised), Is.EquivalentTo(
                (string[])["action ME-OPTEAM withdrawn", "protection ME-CHILD withdrawn", "action ME-PROSECUTION routed"]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                raised["referrals"].AsArray().Where(leg => leg!["lead"]!.GetValue<bool>()).Select(leg => leg!["taskForce"]!.ToString()),
                Is.EqualTo((string[])["ME-PROSECUTION"]));
            Assert.That(
                raised["contacts"].AsArray().Select(contact => contact!["taskForce"]?.ToString()), Is.EqualTo((string[])["ME-PROSECUTION"]),
                "nobody shall ring the desk that may be meant");
            Assert.That((await integrity.GetAsync($"/v1/incidents/{filed["id"]}/content", "investigation")).Status, Is.EqualTo(200));
        }

        await AssertUnseenAsync(filed, other);
    }

    [Test]
    public async Task That_is_raised_later_leaves_no_answer_to_be_replayed()
    {
        var filing = Scenarios.Fresh("01");
        var filed = await filer.FileAsync(filing);
        var second = await registry.AsAsync("second-officer@ME-BAR-PCU");
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        var leg = filed.Leg("ME-OPTEAM");
        var own = Scenarios.Fresh("10");
        own["unitId"] = "ME-BAR-PCU";

        // Colleagues and task force hold recorded answers about it.
        var batch = new JsonObject { ["items"] = new JsonArray(filing.DeepClone(), own, Different(filing)) };
        Task<Answer> Batch() =>
            second.SendAsync(HttpMethod.Post, "/v1/incidents/batch", batch.DeepClone(), idempotencyKey: "batch-" + filed["id"]);
        Task<Answer> AddPerson() => second.SendAsync(
            HttpMethod.Post, $"/v1/incidents/{filed["id"]}/persons",
            new JsonObject { ["items"] = new JsonArray(new JsonObject { ["role"] = "witness" }) }, filed.ETag, "person-" + filed["id"]);
        Task<Answer> Acknowledge() => duty.MoveAsync(leg, "acknowledge", "\"1\"", idempotencyKey: "acknowledge-" + filed["id"]);
        var first = await Batch();
        Assert.That(
            first.Json!["items"]!.AsArray().Select(item => item!["status"]!.GetValue<int>()), Is.EqualTo((int[])[200, 201, 409]),
            first.Text);
        Assert.That((await Batch()).Text, Is.EqualTo(first.Text));
        Assert.That((await AddPerson()).Status, Is.EqualTo(200));
        Assert.That((await AddPerson()).Replayed, Is.True);
        Assert.That((await Acknowledge()).Status, Is.EqualTo(200));
        Assert.That((await Acknowledge()).Replayed, Is.True);

        await RaiseAsync(filer, await filer.GetAsync($"/v1/incidents/{filed["id"]}"));

        var replayed = await Batch();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await AddPerson()).Status, Is.EqualTo(404));
            Assert.That((await Acknowledge()).Status, Is.EqualTo(404));
            Assert.That((replayed.Status, replayed.Replayed), Is.EqualTo((200, true)));
            Assert.That(replayed.Text, Does.Not.Contain(filed["id"].ToString()).And.Not.Contain(filed["reference"].ToString()));
            Assert.That(
                replayed.Json!["items"]!.AsArray().Select(item => item!["status"]!.GetValue<int>()), Is.EqualTo((int[])[404, 201, 404]),
                replayed.Text);
            Assert.That(replayed.Json!["items"]![0]!["problem"]!["code"]!.ToString(), Is.EqualTo("not-found"));
            Assert.That(replayed.Json!["items"]![1]!.ToJsonString(), Is.EqualTo(first.Json!["items"]![1]!.ToJsonString()));
        }
    }

    [Test]
    public async Task That_a_colleague_raises_leaves_the_case_to_its_filer()
    {
        var filed = await filer.FileAsync(Scenarios.Fresh("01"));
        var colleague = await registry.AsAsync("second-officer@ME-BAR-PCU");
        await RaiseAsync(colleague, filed);

        await AssertUnseenAsync(filed, "second-officer@ME-BAR-PCU");
        Assert.That((await filer.GetAsync($"/v1/incidents/{filed["id"]}")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task That_is_raised_later_opens_everything_to_an_integrity_recipient_who_had_read_a_copy()
    {
        // In MK the integrity recipient always has a notice, and has noted it: what it saw ended there.
        var officer = await registry.AsAsync("officer@MK-SKOPJE-BIU");
        var occpo = await registry.AsAsync("duty@MK-OCCPO");
        var filed = await officer.FileAsync(Scenarios.Fresh("07"));
        var noted = await occpo.MoveNowAsync(filed.Leg("MK-OCCPO"), "acknowledge");
        Assert.That(noted["state"].ToString(), Is.EqualTo("noted"));
        var raised = await RaiseAsync(officer, filed);
        var amended = await officer.AmendAsync(
            $"/v1/incidents/{filed["id"]}", raised.ETag!, new JsonObject { ["facts"] = "The chief waved it through." });
        Assert.That(amended.Status, Is.EqualTo(200), amended.Text);

        var content = await occpo.GetAsync($"/v1/incidents/{filed["id"]}/content", "triage");
        Assert.That(content.Text, Does.Contain("waved it through"));
    }

    [Test]
    public async Task That_is_raised_later_ends_what_a_supervisor_had_proposed()
    {
        var child = new JsonObject { ["adult"] = 1, ["child"] = 1, ["unknownAge"] = 0 };
        var filed = await filer.FiledAsync(Scenarios.Fresh("01").With("personCounts", child).Without("persons"));
        var proposed = await (await registry.AsAsync("supervisor@ME-BAR-PCU")).PostNowAsync(
            filed, "/void", new JsonObject { ["reason"] = "Filed twice." });
        await filer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true });

        var first = await integrity.PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "Filed twice." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proposed.At("/voidProposed")!.GetValue<bool>(), proposed.Text);
            Assert.That((await filer.GetAgainAsync(filed)).Says("/status"), Is.EqualTo("open"), first.Text);
        }
    }

    [Test]
    public async Task That_is_raised_later_is_withdrawn_by_its_filer_though_others_had_acknowledged_the_case()
    {
        var filed = await filer.FiledAsync(Scenarios.Fresh("06"));
        await (await registry.AsAsync("duty@ME-OPTEAM")).MoveNowAsync(filed.Leg("ME-OPTEAM"), "acknowledge");
        var raised = await filer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true });

        var withdrawn = await filer.MoveNowAsync(raised.Leg("ME-PROSECUTION"), "withdraw", new JsonObject { ["reason"] = "I was wrong." });
        Assert.That((withdrawn.Status, withdrawn.Says("/state")), Is.EqualTo((200, "withdrawn")), withdrawn.Text);
    }

    [TestCase("withdraw")]
    [TestCase("void")]
    public async Task That_is_raised_later_is_taken_back_by_its_filer_though_others_had_accepted_the_case(string how)
    {
        var filed = await filer.FiledAsync(Scenarios.Fresh("06"));
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "claim");
        await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "accept");
        var raised = await filer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true });

        var reason = new JsonObject { ["reason"] = "I was wrong." };
        var back = how == "void"
            ? await filer.PostNowAsync(filed, "/void", reason)
            : await filer.MoveNowAsync(raised.Leg("ME-PROSECUTION"), "withdraw", reason);
        Assert.That((back.Status, back.Says("/status") ?? back.Says("/state")), Is.EqualTo((200, how == "void" ? "voided" : "withdrawn")),
            back.Text);
    }

    [Test]
    public async Task Sends_nobody_who_is_refused_to_whom_it_may_concern()
    {
        var filed = await FileAsync();
        var leg = filed.Leg("ME-PROSECUTION");
        var reason = new JsonObject { ["reason"] = "A mistake." };
        Answer[] refused =
        [
            await integrity.PostNowAsync(filed, "/void", reason.DeepClone()),
            await integrity.MoveNowAsync(leg, "withdraw", reason.DeepClone()),
            await integrity.MoveNowAsync(leg, "answer", Doors.BodyOf("answer")),
            await integrity.MoveNowAsync(leg, "assign", new JsonObject { ["taskForce"] = "ME-OPTEAM", ["reason"] = "Theirs." }),
        ];
        var proposed = await filer.PostNowAsync(filed, "/void", reason.DeepClone());
        var again = await filer.PostNowAsync(filed, "/void", reason.DeepClone());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Select(answer => answer.Problem), Is.All.EqualTo("role-required"));
            Assert.That((proposed.Says("/voidProposed"), again.Problem), Is.EqualTo(("true", "second-person-required")), again.Text);
            foreach (var answer in refused.Append(again))
                Assert.That(answer.Says("/detail"), Does.Not.Contain("upervisor").And.Not.Contain("oordinator"));
        }
    }

    [Test]
    public async Task That_was_concluded_is_not_asked_again_by_an_amendment()
    {
        var filed = await FileAsync();
        var leg = filed.Leg("ME-PROSECUTION");
        await integrity.MoveNowAsync(leg, "claim");
        await integrity.MoveNowAsync(leg, "accept");
        var concluded = await integrity.MoveNowAsync(
            leg, "conclude", new JsonObject { ["outcome"] = "other_offence", ["feedback"] = "Thank you." });
        Assert.That(concluded.Status, Is.EqualTo(200), concluded.Text);
        var amended = await filer.AmendAsync($"/v1/incidents/{filed["id"]}", filed.ETag!, new JsonObject { ["mode"] = "small_craft" });

        Assert.That(Queues(amended), Is.EqualTo((string[])["action ME-PROSECUTION concluded"]), amended.Text);
    }

    private static JsonObject Suspected()
    {
        var filing = Scenarios.Fresh("01");
        filing["complicityConcern"] = true;
        return filing;
    }

    private static JsonObject Different(JsonObject filing)
    {
        var other = filing.DeepClone().AsObject();
        other["facts"] = "Something else entirely.";
        return other;
    }

    private async Task<Answer> FileAsync()
    {
        var filed = await filer.FileAsync(Suspected());
        Assert.That(filed.Status, Is.EqualTo(201), filed.Text);
        return filed;
    }

    private static async Task<Answer> RaiseAsync(Desk by, Answer incident)
    {
        var raised = await by.AmendAsync(
            $"/v1/incidents/{incident["id"]}", incident.ETag!, new JsonObject { ["complicityConcern"] = true });
        Assert.That(raised.Status, Is.EqualTo(200), raised.Text);
        return raised;
    }

    private static IEnumerable<string> Queues(Answer incident) =>
        incident["referrals"].AsArray().Select(leg => $"{leg!["kind"]} {leg["taskForce"]} {leg["state"]}");

    private IReadOnlyList<string> Audiences(JsonNode id) => registry.Query(
        "SELECT Audience FROM Sight WHERE RetractedAt IS NULL "
        + $"AND hex(IncidentId) = '{id.ToString().Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()}'",
        row => row.GetString(0));

    private async Task AssertUnseenAsync(Answer incident, string user)
    {
        var desk = await registry.AsAsync(user);
        var (id, reference) = (incident["id"].ToString(), incident["reference"].ToString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await desk.GetAsync($"/v1/incidents/{id}")).Status, Is.EqualTo(404));
            Assert.That((await desk.GetAsync($"/v1/incidents/{reference}")).Status, Is.EqualTo(404));
            Assert.That((await desk.GetAsync($"/v1/incidents/{id}/versions")).Status, Is.EqualTo(404));
            Assert.That((await desk.GetAsync($"/v1/incidents/{id}/routing")).Status, Is.EqualTo(404));
            foreach (var purpose in Purposes)
                Assert.That((await desk.GetAsync($"/v1/incidents/{id}/content", purpose)).Status, Is.EqualTo(404), purpose);
            foreach (var leg in incident["referrals"].AsArray())
                Assert.That((await desk.GetAsync($"/v1/referrals/{leg!["id"]}")).Status, Is.EqualTo(404));

            string[] lists =
            [
                "/v1/incidents?limit=200", "/v1/incidents?limit=200&mine=true", "/v1/incidents?limit=200&unit=ME-BAR-PCU",
                "/v1/referrals?limit=200",
                "/v1/referrals?limit=200&state=withdrawn", "/v1/referrals?limit=200&state=unrouted",
                "/v1/referrals?limit=200&taskForce=ME-PROSECUTION", "/v1/referrals?limit=200&assignee=me",
            ];
            foreach (var list in lists)
            {
                var page = await desk.GetAsync(list);
                Assert.That(page.Status, Is.EqualTo(200), page.Text);
                Assert.That(page.Text, Does.Not.Contain(id).And.Not.Contain(reference), list);
            }
        }
    }
}
