using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Life;

/// <summary>What the model found the registry to do otherwise, shrunk, each by its own name.</summary>
[TestFixture]
public sealed class A_counter_example_of_the_model
{
    private Registry registry = null!;

    [OneTimeSetUp]
    public void Start() => registry = Registry.Start();

    [OneTimeTearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    // What waited for the coordinator ended with the amendment, and its timeline told nobody so, nor who leads now.
    [Test]
    public async Task Tells_the_sender_of_a_leg_that_an_amendment_ends()
    {
        var officer = await registry.AsAsync("officer@BA-SARAJEVO-ACCU");
        var filed = await officer.FiledAsync(Scenarios.Fresh("05"));
        var waited = filed.Leg(null)["id"]!.ToString();

        var amended = await officer.AmendNowAsync(filed, new JsonObject { ["mode"] = "road_hgv" });

        var entry = (await officer.GetAsync($"{IncidentDesk.AddressOf(filed)}/timeline")).Items("/items")[^1];
        var facts = entry.Items("/facts").Select(fact => $"{fact["fact"]} {fact["referralId"]} {fact["state"]}".TrimEnd());
        var heir = amended.Items("/referrals").Single(leg => leg.Says("/predecessor") == waited)["id"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(amended.Leg(null).Says("/state"), Is.EqualTo("transferred"), amended.Text);
            string[] followed = [$"referral-ended {waited} transferred", $"referral-routed {heir}", $"lead-passed {heir}"];
            Assert.That(facts, Is.SupersetOf(followed));
        }
    }

    // With the copy's acknowledgement voiding passed to the lead's lead officer; what the unit had proposed stood as if it were the
    // first of two.
    [Test]
    public async Task Leaves_nothing_of_what_the_unit_proposed_once_a_copy_is_noted()
    {
        var officer = await registry.AsAsync("officer@RS-BEG-ACCU");
        // A child is involved, so that voiding takes two.
        var filing = Scenarios.Fresh("02");
        filing["personCounts"] = new JsonObject { ["adult"] = 0, ["child"] = 1, ["unknownAge"] = 0 };
        var filed = await officer.FiledAsync(filing);
        var reason = new JsonObject { ["reason"] = "Filed twice." };
        var proposed = await (await registry.AsAsync("supervisor@RS-BEG-ACCU")).PostNowAsync(filed, "/void", reason);
        await (await registry.AsAsync("duty@RS-CPTV")).MoveNowAsync(filed.Leg("RS-CPTV"), "acknowledge");

        var voided = await (await registry.AsAsync("lead@RS-TF")).PostNowAsync(filed, "/void", reason.DeepClone());
        var confirmed = await (await registry.AsAsync("second@RS-TF")).PostNowAsync(filed, "/void", reason.DeepClone());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((proposed.Status, proposed.Says("/status")), Is.EqualTo((200, "open")), proposed.Text);
            Assert.That((voided.Status, voided.Says("/status")), Is.EqualTo((200, "open")), voided.Text);
            Assert.That(confirmed.Says("/status"), Is.EqualTo("voided"), confirmed.Text);
        }
    }

    // A question stood still for a while when the leg was transferred: the successor got that time back, and the leg that ended said it had
    // not.
    [Test]
    public async Task Ends_with_the_deadline_that_it_hands_on()
    {
        var leg = await new StagedReferrals(registry).ForAnAdvocateAsync();
        var advocate = await registry.AsAsync("duty@XK-ADVOCATE");
        await advocate.MoveNowAsync(leg, "claim");
        var asked = await advocate.MoveNowAsync(leg, "request-information", new JsonObject { ["question"] = "Which language?" });
        await registry.AdvanceAsync("PT30M");

        var handed = await (await registry.AsAsync("lead@XK-ADVOCATE")).MoveNowAsync(leg, "transfer", StagedReferrals.ToSocialWork());
        var heir = await (await registry.AsAsync("duty@XK-SOCIAL")).GetAsync($"/v1/referrals/{handed.Items("/successors").Single()}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.At("/decideBy"), Is.Not.Null, asked.Text);
            Assert.That(heir.Says("/decideBy"), Is.Not.EqualTo(asked.Says("/decideBy")), "it got back the time that it stood still");
            Assert.That(handed.Says("/decideBy"), Is.EqualTo(heir.Says("/decideBy")), handed.Text);
        }
    }

    // The model asked only the leg that took the other in. When that one was handed on, the filer waited for ever.
    [Test]
    public async Task Tells_whose_leg_was_merged_what_came_of_it_after_a_transfer()
    {
        var staged = new StagedReferrals(registry);
        var (merged, carrier) = (await staged.ForAnAdvocateAsync(), await staged.ForAnAdvocateAsync());
        var advocate = await registry.AsAsync("duty@XK-ADVOCATE");
        await advocate.MoveNowAsync(merged, "claim");
        var taken = await advocate.MoveNowAsync(merged, "merge", new JsonObject { ["into"] = carrier["id"]!.ToString() });
        var handed = await (await registry.AsAsync("lead@XK-ADVOCATE")).MoveNowAsync(carrier, "transfer", StagedReferrals.ToSocialWork());

        var social = await registry.AsAsync("duty@XK-SOCIAL");
        var heir = (await social.GetAsync($"/v1/referrals/{handed.Items("/successors").Single()}")).Json!;
        await social.MoveNowAsync(heir, "claim");
        await social.MoveNowAsync(heir, "accept");
        var concluded = await social.MoveNowAsync(
            heir, "conclude", new JsonObject { ["outcome"] = "support_started", ["feedback"] = "They have a place." });

        var told = await (await registry.AsAsync("officer@XK-VERMICE-LAND")).GetAsync($"/v1/referrals/{merged["id"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((taken.Says("/state"), concluded.Says("/state")), Is.EqualTo(("merged", "concluded")), concluded.Text);
            Assert.That(told.Says("/outcome"), Is.EqualTo("support_started"), told.Text);
        }
    }
}
