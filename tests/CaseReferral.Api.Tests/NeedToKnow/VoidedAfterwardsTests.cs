using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>A case that is voided after a desk's referral has ended: that desk sees it as it was, and that it is a tombstone.</summary>
public sealed class A_case_that_is_voided_without_a_desk
{
    [Test]
    public async Task Is_told_to_be_voided_to_that_desk_and_offers_it_nothing()
    {
        await using var registry = Registry.Start();
        var filing = Scenarios.Fresh("03").Without("persons").With("crimeHypothesis", "tip_and_som").With("dangerToLife", false)
            .With("personsPresentNow", false).With("personCounts", new JsonObject { ["adult"] = 2, ["child"] = 0, ["unknownAge"] = 0 });
        var filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(filing);
        var tip = await registry.AsAsync("lead@BA-TIP");
        await tip.MoveNowAsync(filed.Leg("BA-TIP"), "claim");
        await tip.MoveNowAsync(filed.Leg("BA-TIP"), "decline", new JsonObject { ["reason"] = "not_mandate" });
        Assert.That(await OfferedAsync(), Is.EqualTo("reopen"));

        var som = await registry.AsAsync("lead@BA-SOM");
        await som.MoveNowAsync(filed.Leg("BA-SOM"), "claim");
        var voided = await som.PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "Filed twice." });
        Assert.That(voided.Says("/status"), Is.EqualTo("voided"), voided.Text);

        var shown = await tip.GetAgainAsync(filed);
        var listed = await tip.GetAsync("/v1/incidents?limit=200&status=voided");
        var refused = await tip.MoveNowAsync(filed.Leg("BA-TIP"), "reopen", new JsonObject { ["evidence"] = "A statement." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await OfferedAsync(), Is.Empty);
            Assert.That(shown.Says("/status"), Is.EqualTo("voided"), shown.Text);
            Assert.That(listed.Items("/items").Select(item => item.Says("/id")), Has.Member(filed.Says("/id")));
            Assert.That((refused.Status, refused.Problem), Is.EqualTo((409, "incident-voided")), refused.Text);
        }

        async Task<string> OfferedAsync() =>
            string.Join(' ', (await tip.GetAsync($"/v1/referrals/{filed.Leg("BA-TIP")["id"]}")).Items("/allowed"));
    }
}
