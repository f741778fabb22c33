using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Journeys;

public sealed class The_main_job
{
    [Test]
    public async Task Runs_from_filing_to_feedback()
    {
        await using var registry = Registry.Start();
        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        var duty = await registry.AsAsync("duty@ME-OPTEAM");

        var filed = await officer.FileAsync(Scenarios.Fresh("01"));
        Assert.That(filed.Status, Is.EqualTo(201), filed.Text);
        var leg = filed.Leg("ME-OPTEAM");

        var acknowledged = await duty.MoveNowAsync(leg, "acknowledge");
        Assert.That(acknowledged.Status, Is.EqualTo(200), acknowledged.Text);
        var claimed = await duty.MoveAsync(leg, "claim", acknowledged.ETag!);
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        var accepted = await duty.MoveAsync(leg, "accept", claimed.ETag!);
        Assert.That(accepted.Status, Is.EqualTo(200), accepted.Text);
        var concluded = await duty.MoveAsync(
            leg, "conclude", accepted.ETag!,
            new System.Text.Json.Nodes.JsonObject { ["outcome"] = "confirmed_som", ["feedback"] = "Nine people are safe." });
        Assert.That(concluded.Status, Is.EqualTo(200), concluded.Text);

        var content = await officer.GetAsync($"/v1/incidents/{filed["id"]}/content", "filing");
        Assert.That(content.Text, Does.Contain("Nine people are safe."));
    }
}
