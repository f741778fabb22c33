using CaseReferral.Api.Tests.Processes;
using CaseReferral.Client;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>A case from filing to conclusion through the C# client, against the program as a process of its own.</summary>
[Category("Process")]
public sealed class A_journey_through_the_client
{
    [Test]
    public async Task Leads_from_filing_to_conclusion()
    {
        using var data = new DataFolder();
        await using var registry = await RunningRegistry.StartAsync(data.Launch);
        var officer = await ClientAsync("officer@ME-BAR-PCU");
        var duty = await ClientAsync("duty@ME-OPTEAM");

        var filed = await officer.FileIncidentAsync(Clients.Filing());
        Assert.That((filed.Status, filed.Replayed), Is.EqualTo((201, false)));
        var amended = await officer.AmendIncidentAsync(
            filed.Result.Reference, filed.ETag, new FilingPatch { Callback = "+382 69 123 456", Removes = ["assessment"] });
        Assert.That(amended.Result.Version, Is.EqualTo(2));

        var mine = await duty.EveryReferralAsync().FirstAsync(referral => referral.IncidentId == filed.Result.Id);
        var acknowledged = await duty.AcknowledgeReferralAsync(mine.Id, "*");
        var claimed = await duty.ClaimReferralAsync(mine.Id, acknowledged.ETag);
        Assert.That(
            (claimed.Result.State, claimed.Result.Assignee),
            Is.EqualTo(("in_triage", claimed.Result.Assignee)).And.Not.EqualTo(("in_triage", (Assignee?)null)));
        var content = await duty.OpenContentAsync(filed.Result.Reference, "triage");
        Assert.That((content.Result.Callback, content.Result.Facts), Is.EqualTo(("+382 69 123 456", "Quillback crates, nobody in sight.")));

        var asked = await duty.RequestInformationAsync(
            mine.Id, claimed.ETag, new RequestInformationRequest { Question = "Which trailer was the seal read on?" });
        Assert.That((asked.Result.State, asked.Result.AnswerBy is null), Is.EqualTo(("info_requested", false)));
        var seen = await officer.GetReferralAsync(mine.Id);
        Assert.That((seen.Result.State, string.Join(',', seen.Result.Allowed)), Is.EqualTo(("info_requested", "answer")));
        var question = await officer.OpenContentAsync(filed.Result.Reference, "filing");
        Assert.That(
            question.Result.Texts.Select(text => (text.ReferralId, text.Action, text.Text)),
            Is.EqualTo(new[] { ((Guid?)mine.Id, "request-information", "Which trailer was the seal read on?") }));
        var answered = await officer.AnswerReferralAsync(mine.Id, seen.ETag, new AnswerReferralRequest { Answer = "The white one." });
        Assert.That((answered.Result.State, answered.Result.AnswerBy), Is.EqualTo(("in_triage", (DateTimeOffset?)null)));

        var back = await duty.GetReferralAsync(mine.Id);
        var answer = await duty.OpenContentAsync(filed.Result.Reference, "triage");
        Assert.That(
            answer.Result.Texts.Select(text => (text.Kind, text.Text)),
            Is.EqualTo(new[] { ("question", "Which trailer was the seal read on?"), ("answer", "The white one.") }));
        var accepted = await duty.AcceptReferralAsync(mine.Id, back.ETag);
        Assert.That(accepted.Result.State, Is.EqualTo("accepted"));
        var concluded = await duty.ConcludeReferralAsync(
            mine.Id, accepted.ETag,
            new ConcludeReferralRequest { Outcome = "confirmed_som", Feedback = "The crates were for nine people. Thank you." });
        Assert.That(concluded.Result.State, Is.EqualTo("concluded"));

        var told = await officer.GetIncidentAsync(filed.Result.Reference);
        Assert.That(told.Result.Referrals.Select(leg => leg.Outcome), Does.Contain("confirmed_som"));

        async Task<ICaseReferralClient> ClientAsync(string user) => Clients.Of(registry.Http.BaseAddress!, await registry.TokenAsync(user));
    }
}
