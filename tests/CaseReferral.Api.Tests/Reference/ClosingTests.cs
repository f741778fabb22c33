using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Seats;

namespace CaseReferral.Api.Tests.Reference;

/// <summary>A task force that is disbanded: it takes nothing new, and nothing is lost on it.</summary>
public sealed class A_closed_task_force
{
    private Registry registry = null!;
    private Desk admin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        admin = await registry.AsAsync("admin@registry");
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Is_passed_over_by_routing_which_says_so()
    {
        End("BA-SOM");
        await CloseAsync("BA-SOM");
        var filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(Scenarios.Fresh("03"));
        var explained = await (await registry.AsAsync("coordinator@BA")).GetAsync($"/v1/incidents/{filed.Says("/id")}/routing");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                filed.Items("/referrals").Select(leg => $"{leg.Says("/taskForce")} {leg.Says("/state")}"),
                Is.EqualTo(new[] { "BA-TIP routed", " unrouted" }));
            Assert.That(
                explained.Items("/rules").Select(rule => rule.Says("/failedCondition")),
                Has.Some.EqualTo("BA-SOM is closed and takes nothing new."));
            Assert.That(explained.Says("/asStored"), Is.EqualTo("true"));
        }

        await admin.PutAsync("/v1/task-forces/BA-SOM", Named, (await admin.GetAsync("/v1/task-forces/BA-SOM")).ETag);
        var again = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(Scenarios.Fresh("03"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Each("/referrals", "/taskForce"), Is.EqualTo(new[] { "BA-TIP", "BA-SOM" }), "it is open again");
            Assert.That(
                (await (await registry.AsAsync("coordinator@BA")).GetAsync($"/v1/incidents/{filed.Says("/id")}/routing")).Says("/asStored"),
                Is.EqualTo("true"),
                "a decision is explained by the facts it read");
        }
    }

    [Test]
    public async Task Is_given_nothing_by_hand()
    {
        var staged = new StagedReferrals(registry);
        var (toTransfer, toAssign) = (await staged.ForAnAdvocateAsync(), await staged.InAsync("unrouted"));
        foreach (var code in new[] { "XK-SOCIAL", "BA-TIP" })
        {
            End(code);
            await CloseAsync(code);
        }

        var transferred = await (await registry.AsAsync("lead@XK-ADVOCATE")).MoveNowAsync(
            toTransfer, "transfer", StagedReferrals.ToSocialWork());
        var assigned = await (await registry.AsAsync("coordinator@BA")).MoveNowAsync(
            toAssign, "assign", new JsonObject { ["taskForce"] = "BA-TIP", ["reason"] = "Theirs." });
        var asked = await (await registry.AsAsync("coordinator@BA")).GetAsync($"/v1/referrals/{toAssign["id"]}");
        var disclosure = await (await registry.AsAsync("coordinator@RS")).GetAsync("/v1/incidents?limit=1");
        var sent = await (await registry.AsAsync("coordinator@RS")).SendAsync(
            HttpMethod.Post, $"/v1/incidents/{disclosure.Says("/items/0/id")}/disclosure-requests",
            new JsonObject { ["urgency"] = "normal", ["whatFor"] = "They should know.", ["recipient"] = "BA-TIP" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((transferred.Status, transferred.Problem), Is.EqualTo((409, "recipient-refused")), transferred.Text);
            Assert.That(transferred.Says("/detail"), Does.Contain("closed"));
            Assert.That((assigned.Status, assigned.Problem), Is.EqualTo((409, "recipient-refused")), assigned.Text);
            Assert.That(asked.Says("/state"), Is.EqualTo("unrouted"));
            Assert.That((sent.Problem, sent.Errors.SingleOrDefault()), Is.EqualTo(("recipient-not-fit", "/recipient")), sent.Text);
        }
    }

    [Test]
    public async Task Is_given_no_seat()
    {
        End("BA-SOM");
        await CloseAsync("BA-SOM");
        var given = await (await registry.AsAsync("coordinator@BA")).PutAsync(
            SeatDesks.Fresh("seats"), SeatDesks.ById((await (await registry.AsAsync("duty@BA-TIP")).PrincipalAsync())!, "duty", "BA-SOM"));
        given.Expect(400, "validation-failed", "/where");
    }

    [Test]
    public async Task Is_none_while_somebody_waits_for_it()
    {
        var filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(Scenarios.Fresh("03"));
        var open = await PutAsync("BA-SOM", closed: true);
        Assert.That((open.Status, open.Problem), Is.EqualTo((409, "task-force-needed")), open.Text);
        Assert.That(open.Says("/detail"), Does.Contain("open").And.Not.Contain(filed.Says("/reference")));
        Assert.That((await admin.GetAsync("/v1/task-forces/BA-SOM")).Says("/closedAt"), Is.Null);
    }

    [Test]
    public async Task Is_none_that_the_procedure_names_for_suspicions_of_complicity()
    {
        var named = await PutAsync("RS-INTEGRITY", closed: true);
        Assert.That((named.Status, named.Problem), Is.EqualTo((409, "task-force-needed")), named.Text);
        Assert.That(named.Says("/detail"), Does.Contain("integrity"));
    }

    [Test]
    public async Task Stays_closed_since_when_it_was_and_stands_in_the_journal_once()
    {
        End("BA-SOM");
        var closed = await CloseAsync("BA-SOM");
        await registry.AdvanceAsync("PT1H");
        var again = await PutAsync("BA-SOM", closed: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Status, again.Says("/closedAt")), Is.EqualTo((200, closed.Says("/closedAt"))), again.Text);
            Assert.That(
                registry.Count("SELECT COUNT(*) FROM JournalEntry WHERE Log = 'registry/acts' AND Kind = 'task-force-changed'"),
                Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Brings_to_an_end_what_came_to_it_while_it_closed()
    {
        // Filed by the procedure as it was a moment ago: nobody's check sees the other's act.
        var filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(Scenarios.Fresh("03"));
        registry.Execute("UPDATE TaskForce SET ClosedAt = 1 WHERE Code = 'BA-SOM'; UPDATE ReferenceRevision SET Revision = Revision + 1");
        var desk = await registry.AsAsync("duty@BA-SOM");

        Assert.That((await desk.MoveNowAsync(filed.Leg("BA-SOM"), "claim")).Status, Is.EqualTo(200));
        await registry.AdvanceAsync("P3D");
        await Eventually.SeesAsync(
            async () => (await (await registry.AsAsync("coordinator@BA")).GetAsync($"/v1/referrals/{filed.Leg("BA-SOM").Says("/id")}"))
                .Says("/escalation"), level => level == "3");
    }

    private static JsonObject Named => new() { ["name"] = "Team against smuggling" };

    private async Task<Answer> PutAsync(string code, bool closed) => await admin.PutAsync(
        $"/v1/task-forces/{code}", Named.With("closed", closed), (await admin.GetAsync($"/v1/task-forces/{code}")).ETag);

    private async Task<Answer> CloseAsync(string code)
    {
        var closed = await PutAsync(code, closed: true);
        Assert.That((closed.Status, closed.Says("/closedAt")), Is.EqualTo((200, closed.Says("/closedAt") ?? "")), closed.Text);
        return closed;
    }

    // What the samples left with it has come to an end.
    private void End(string code) => registry.Execute(
        $"DELETE FROM Clock WHERE ReferralId IN (SELECT Id FROM Referral WHERE TaskForce = '{code}'); "
        + $"UPDATE Referral SET State = 'concluded', IsOpen = 0, IsLead = 0 WHERE TaskForce = '{code}'");
}

/// <summary>A unit that is disbanded.</summary>
public sealed class A_closed_unit
{
    [Test]
    public async Task Files_nothing_that_it_saw_since_and_all_that_it_saw_before()
    {
        await using var registry = Registry.Start();
        var (admin, officer) = (await registry.AsAsync("admin@registry"), await registry.AsAsync("officer@BA-BIJACA-LAND"));
        var before = await officer.FiledAsync(Seen(registry, -1));
        var offline = Seen(registry, -1);
        var unit = await admin.GetAsync("/v1/units/BA-BIJACA-LAND");
        JsonObject Unit(bool closed) => new()
        {
            ["name"] = unit.Says("/name"),
            ["unitType"] = unit.Says("/unitType"),
            ["siteFunction"] = unit.Says("/siteFunction"),
            ["siteCode"] = unit.Says("/siteCode"),
            ["closed"] = closed,
        };
        var closed = await admin.PutAsync("/v1/units/BA-BIJACA-LAND", Unit(closed: true), unit.ETag);
        await registry.AdvanceAsync("PT1H");
        var refused = await officer.FileAsync(Seen(registry, 0));
        var batch = await officer.SendAsync(
            HttpMethod.Post, "/v1/incidents/batch", new JsonObject { ["items"] = new JsonArray(Seen(registry, 0)) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Status, closed.Says("/closedAt")), Is.EqualTo((200, closed.Says("/closedAt") ?? "")), closed.Text);
            Assert.That((refused.Status, refused.Problem), Is.EqualTo((409, "unit-closed")), refused.Text);
            Assert.That(batch.Text, Does.Contain("unit-closed"));
            Assert.That((await officer.FileAsync(offline)).Status, Is.EqualTo(201), "a device that had no connection");
            Assert.That((await officer.FileAsync(offline.DeepClone())).Replayed, Is.True);
            Assert.That(
                (await officer.AmendNowAsync(before, new JsonObject { ["direction"] = "entry" })).Status,
                Is.EqualTo(200), "its cases go on");
        }

        Assert.That((await admin.PutAsync("/v1/units/BA-BIJACA-LAND", Unit(closed: false), closed.ETag)).Says("/closedAt"), Is.Null);
        Assert.That((await officer.FileAsync(Seen(registry, 0))).Status, Is.EqualTo(201));
    }

    private static JsonObject Seen(Registry registry, int minutes) =>
        Scenarios.Fresh("03").AsObject().With("awareAt", registry.Now().AddMinutes(minutes).ToString("O", null));
}
