using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Matching;

/// <summary>Two incidents that name the same object.</summary>
public sealed class A_possible_duplicate
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Desk colleague = null!;

    [SetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start(("DemoData:Enabled", "true"));
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        colleague = await registry.AsAsync("second-officer@ME-BAR-PCU");
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Is_flagged_on_both_and_merged_on_neither()
    {
        var first = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var second = await colleague.FiledAsync(Naming("vehicle", "pg-qb 771", "ME"));
        var other = await officer.FiledAsync(Naming("vehicle", "PG QB 772", "ME"));
        var foreign = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "RS"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FlaggedAsync(officer, first), Is.EqualTo((string?[])[second.Says("/reference")]));
            Assert.That(await FlaggedAsync(officer, second), Is.EqualTo((string?[])[first.Says("/reference")]));
            Assert.That(await FlaggedAsync(officer, other), Is.Empty);
            Assert.That(await FlaggedAsync(officer, foreign), Is.Empty, "another issuer's plate is another plate");
            Assert.That(second.Says("/id"), Is.Not.EqualTo(first.Says("/id")));
            Assert.That((await officer.GetAgainAsync(first)).Each("/possibleDuplicates", "/unitId"), Is.EqualTo((string[])["ME-BAR-PCU"]));
        }
    }

    [Test]
    public async Task Is_flagged_in_whatever_answers_with_the_incident()
    {
        var first = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var second = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var amended = await officer.AmendNowAsync(first, new JsonObject { ["callback"] = "+382 69 771 773" });
        var batch = await officer.SendAsync(HttpMethod.Post, "/v1/incidents/batch", new JsonObject
        {
            ["items"] = new JsonArray(Naming("vehicle", "PG QB 771", "ME"), Naming("phone", "+382 69 771 774")),
        });
        var third = batch.Says("/items/0/incident/reference");
        var list = await officer.GetAsync("/v1/incidents?limit=3");
        var mine = await officer.GetAsync("/v1/incidents?mine=true&limit=3");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Each("/possibleDuplicates", "/reference"), Is.Empty);
            Assert.That(second.Each("/possibleDuplicates", "/reference"), Is.EqualTo((string?[])[first.Says("/reference")]), "POST");
            Assert.That(amended.Each("/possibleDuplicates", "/reference"), Is.EqualTo((string?[])[second.Says("/reference")]), "PATCH");
            Assert.That(
                batch.Items("/items")[0].At("/incident/possibleDuplicates")!.AsArray().Select(other => other.Says("/reference")),
                Is.EqualTo((string?[])[second.Says("/reference"), first.Says("/reference")]), "newest first");
            Assert.That(batch.Items("/items")[1].At("/incident/possibleDuplicates")!.AsArray(), Is.Empty);
            foreach (var page in new[] { list, mine })
            {
                var named = page.Items("/items").Single(incident => incident.Says("/reference") == second.Says("/reference"));
                Assert.That(
                    named.At("/possibleDuplicates")!.AsArray().Select(other => other.Says("/reference")),
                    Is.EqualTo((string?[])[third, first.Says("/reference")]));
            }
        }
    }

    [Test]
    public async Task Is_looked_up_again_when_an_answer_is_replayed()
    {
        var first = await colleague.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var filing = Naming("vehicle", "PG QB 771", "ME");
        var batch = new JsonObject { ["items"] = new JsonArray(Naming("vehicle", "PG QB 771", "ME")) };
        Task<Answer> FileAsync() => officer.SendAsync(HttpMethod.Post, "/v1/incidents", filing, idempotencyKey: "the-lorry");
        Task<Answer> FileBatchAsync() => officer.SendAsync(HttpMethod.Post, "/v1/incidents/batch", batch, idempotencyKey: "the-lorries");
        var second = await FileAsync();
        var same = await FileAsync();
        var third = await FileBatchAsync();

        // A colleague's suspicion is nobody else's business from then on, in an answer that was recorded before, too.
        Assert.That((await colleague.AmendNowAsync(first, new JsonObject { ["complicityConcern"] = true })).Status, Is.EqualTo(200));
        var (again, thirdAgain) = (await FileAsync(), await FileBatchAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (second.Status, second.Each("/possibleDuplicates", "/reference")),
                Is.EqualTo((201, (string?[])[first.Says("/reference")])));
            Assert.That(same.Text, Is.EqualTo(second.Text));
            Assert.That(
                (again.Status, again.Headers["Idempotency-Replayed"], again.Says("/id")),
                Is.EqualTo((201, "true", second.Says("/id"))));
            Assert.That(
                again.Each("/possibleDuplicates", "/reference"),
                Is.EqualTo((string?[])[third.Says("/items/0/incident/reference")]));
            Assert.That(third.Text, Does.Contain(first.Says("/reference")!));
            Assert.That(thirdAgain.Text, Does.Not.Contain(first.Says("/reference")!).And.Contains(second.Says("/reference")!));
            Assert.That(thirdAgain.Headers["Idempotency-Replayed"], Is.EqualTo("true"));
        }
    }

    [Test]
    public async Task Is_found_by_an_amendment_and_lost_with_the_object()
    {
        var first = await officer.FiledAsync(Naming("phone", "+382 69 771 772"));
        var second = await officer.FiledAsync(Scenarios.Fresh("10").With("unitId", "ME-BAR-PCU"));
        Assert.That(await FlaggedAsync(officer, second), Is.Empty);

        var amended = await officer.PostNowAsync(second, "/objects", new JsonObject
        {
            ["items"] = new JsonArray(new JsonObject { ["kind"] = "phone", ["value"] = "00382 69-771-772" }),
        });
        Assert.That(amended.Status, Is.EqualTo(200), amended.Text);
        Assert.That(await FlaggedAsync(officer, first), Is.EqualTo((string?[])[second.Says("/reference")]));

        var named = (await officer.OpenAsync(second)).Says("/objects/0/id");
        Assert.That((await officer.PostNowAsync(second, $"/objects/{named}/remove")).Status, Is.EqualTo(200));
        Assert.That(await FlaggedAsync(officer, first), Is.Empty);
    }

    [Test]
    public async Task Shares_a_document_that_a_person_carries()
    {
        static JsonObject Passport() => new() { ["kind"] = "travel_document", ["value"] = "QB 7717721", ["issuer"] = "SY" };
        var first = await officer.FiledAsync(Scenarios.Fresh("10").With("unitId", "ME-BAR-PCU").With("objects", new JsonArray(Passport())));
        var second = await officer.FiledAsync(Scenarios.Fresh("10").With("unitId", "ME-BAR-PCU").With("persons", new JsonArray(
            new JsonObject { ["role"] = "smuggled_migrant", ["documents"] = new JsonArray(Passport()) })));

        Assert.That(await FlaggedAsync(officer, second), Is.EqualTo((string?[])[first.Says("/reference")]));
    }

    [Test]
    public async Task Does_not_exist_for_who_may_not_see_it()
    {
        var own = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var theirs = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(
            Scenarios.Fresh("03").With(
                "objects", new JsonArray(new JsonObject { ["kind"] = "vehicle", ["value"] = "PG QB 771", ["issuer"] = "ME" })));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FlaggedAsync(officer, own), Is.Empty);
            Assert.That(await FlaggedAsync(await registry.AsAsync("coordinator@ME"), own), Is.Empty);
            Assert.That(await FlaggedAsync(await registry.AsAsync("officer@BA-BIJACA-LAND"), theirs), Is.Empty);
        }
    }

    [Test]
    public async Task Is_no_exercise_of_a_real_one()
    {
        var real = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var exercise = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME").With("exercise", true));
        var again = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME").With("exercise", true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FlaggedAsync(officer, real), Is.Empty);
            Assert.That(await FlaggedAsync(officer, exercise), Is.EqualTo((string?[])[again.Says("/reference")]));
        }
    }

    [Test]
    public async Task Is_nobodys_business_once_complicity_is_suspected()
    {
        var open = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var restricted = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME").With("complicityConcern", true));

        using (Assert.EnterMultipleScope())
        {
            foreach (var outsider in new[] { "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "coordinator@ME", "auditor@ME" })
                Assert.That(await FlaggedAsync(await registry.AsAsync(outsider), open), Is.Empty, outsider);
            Assert.That(
                await FlaggedAsync(await registry.AsAsync("duty@ME-PROSECUTION"), restricted),
                Is.Empty, "it doesn't see the other one");
            Assert.That(await FlaggedAsync(officer, restricted), Is.EqualTo((string?[])[open.Says("/reference")]), "the filer sees both");
        }
    }

    [Test]
    public async Task Is_open()
    {
        var first = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var second = await colleague.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        Assert.That(await FlaggedAsync(officer, second), Has.Count.EqualTo(1));

        // Two persons of unknown age: it takes two to void it.
        await (await registry.AsAsync("supervisor@ME-BAR-PCU")).PostNowAsync(
            first, "/void", new JsonObject { ["reason"] = "Filed twice." });
        var voided = await (await registry.AsAsync("coordinator@ME")).PostNowAsync(
            first, "/void", new JsonObject { ["reason"] = "Filed twice." });
        Assert.That(voided.Says("/status"), Is.EqualTo("voided"), voided.Text);

        Assert.That(await FlaggedAsync(officer, second), Is.Empty);
    }

    [Test]
    public async Task Leaves_no_number_in_the_clear()
    {
        await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var marks = registry.Query(
            "SELECT DISTINCT hex(Mark), KeyVersion FROM ObjectMatch", row => (Mark: row.GetString(0), Version: row.GetInt64(1)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                marks,
                Is.Not.Empty.And.All.Matches<(string Mark, long Version)>(mark => mark.Mark.Length == 64 && mark.Version == 1));
            Assert.That(File.Exists(Path.Combine(registry.Folder, "matching.key")), Is.True);
        }
    }

    [Test]
    public async Task Is_found_across_a_change_of_keys()
    {
        var first = await officer.FiledAsync(Naming("vehicle", "PG QB 771", "ME"));
        var kept = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(registry.Folder, "matching.key")));
        await using var later = registry.StartBeside(("Matching:Keys:1", kept), ("Matching:Keys:2", Convert.ToBase64String(new byte[32])));
        var second = await (await later.AsAsync("officer@ME-BAR-PCU")).FiledAsync(Naming("vehicle", "PG QB 771", "ME"));

        Assert.That(
            await FlaggedAsync(await later.AsAsync("officer@ME-BAR-PCU"), second),
            Is.EqualTo((string?[])[first.Says("/reference")]));
    }

    private static JsonObject Naming(string kind, string value, string? issuer = null) =>
        Scenarios.Fresh("10").With("unitId", "ME-BAR-PCU").With(
            "objects", new JsonArray(new JsonObject { ["kind"] = kind, ["value"] = value, ["issuer"] = issuer }));

    private static async Task<IReadOnlyList<string?>> FlaggedAsync(Desk desk, Answer incident)
    {
        var seen = await desk.GetAgainAsync(incident);
        Assert.That(seen.Status, Is.EqualTo(200), seen.Text);
        return seen.Each("/possibleDuplicates", "/reference");
    }
}
