using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Races;

/// <summary>Several processes that serve one SQLite file: slower than one, and as correct.</summary>
[Category("Process")]
public sealed class Registries_on_one_file
{
    private const int Processes = 3;
    private const int Crowd = 50;

    private readonly List<RunningRegistry> registries = [];
    private DataFolder data = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        data = new DataFolder();
        for (var process = 0; process < Processes; process++)
            registries.Add(await RunningRegistry.StartAsync(data.Launch));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var registry in registries)
            await registry.DisposeAsync();
        data.Dispose();
    }

    [TearDown]
    public void HoldNothingByHalf() => Assert.That(data.Faults(), Is.Empty);

    [Test]
    public async Task File_one_clientId_once()
    {
        var desks = await DesksAsync("officer@ME-BAR-PCU");
        var filing = Scenarios.Fresh("01");

        var answers = await Together.SendAsync(Crowd, at => desks[at % Processes].FileAsync(filing));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(1), answers[0].Text);
            Assert.That(answers.Count(answer => answer is { Status: 200, Replayed: true }), Is.EqualTo(Crowd - 1));
            Assert.That(answers.Select(answer => answer.Says("/id")).Distinct().Count(), Is.EqualTo(1));
            Assert.That(data.Filed()[Guid.Parse(filing["clientId"]!.ToString())], Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Keep_every_filing_of_a_crowd()
    {
        var desks = await DesksAsync("officer@ME-BAR-PCU");
        var filings = Enumerable.Range(0, 3 * Crowd).Select(_ => Scenarios.Fresh("06")).ToList();

        var answers = await Together.SendAsync(filings.Count, at => desks[at % Processes].FileAsync(filings[at]));

        var filed = data.Filed();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(201));
            Assert.That(answers.Select(answer => answer.Says("/reference")), Is.Unique);
            Assert.That(filings.Select(filing => filed.GetValueOrDefault(Guid.Parse(filing["clientId"]!.ToString()))), Is.All.EqualTo(1));
        }
    }

    [Test]
    public async Task Accept_once_under_one_key()
    {
        var desks = await DesksAsync("duty@ME-OPTEAM");
        var claimed = await desks[0].MoveNowAsync(await LegAsync(), "claim");
        var key = Scenarios.NewClientId();

        var answers = await Together.SendAsync(
            Crowd, at => desks[at % Processes].MoveAsync(claimed.Json!, "accept", claimed.ETag!, idempotencyKey: key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => (answer.Status, answer.ETag, answer.Text)).Distinct(), Has.Exactly(1).Items);
            Assert.That(answers[0].Status, Is.EqualTo(200), answers[0].Text);
            Assert.That(answers.Count(answer => !answer.Replayed), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Give_a_referral_to_one_of_the_officers_who_claim_it()
    {
        var (duty, second) = (await DesksAsync("duty@ME-OPTEAM"), await DesksAsync("second@ME-OPTEAM"));
        var leg = await LegAsync();
        var etag = (await duty[0].GetAsync($"/v1/referrals/{leg["id"]}")).ETag!;

        var answers = await Together.SendAsync(
            2 * Processes, at => (at % 2 == 0 ? duty : second)[at % Processes].MoveAsync(leg, "claim", etag));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
            Assert.That(
                answers.Where(answer => answer.Status != 200).Select(answer => (answer.Status, answer.Says("/state"), answer.ETag)),
                Is.All.EqualTo((412, "in_triage", answers.Single(answer => answer.Status == 200).ETag)));
        }
    }

    private async Task<JsonNode> LegAsync()
    {
        var filed = await (await DesksAsync("officer@ME-BAR-PCU"))[0].FiledAsync(Scenarios.Fresh("06"));
        return filed.Leg("ME-OPTEAM");
    }

    // Each process has a key of its own that its tokens are signed with.
    private async Task<Desk[]> DesksAsync(string user) =>
        [.. await Task.WhenAll(registries.Select(async registry => new Desk(registry.Http, user, await registry.TokenAsync(user))))];
}
