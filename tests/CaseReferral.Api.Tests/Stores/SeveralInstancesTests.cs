using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;
using CaseReferral.Tests;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>Several processes on one database; skipped where no server is configured.</summary>
[TestFixture]
[Category("Process")]
public sealed class Several_instances
{
    private const int Instances = 3;
    private const int Devices = 12;

    [Test]
    public async Task File_each_device_s_filing_once_and_let_one_of_many_claims_win()
    {
        await using var database = await TestDatabase.CreateAsync();
        var launch = new Launch
        {
            Arguments =
            [
                "--Storage:Provider=SqlServer", $"--ConnectionStrings:Registry={database.ConnectionString}",
                "--Storage:SqlServer:AttemptTimeout=30", "--Storage:SqlServer:TotalTimeout=90",
            ],
        };
        // Together, on an empty database: one migrates and seeds, the others find it done.
        var starting = Enumerable.Range(0, Instances).Select(_ => RunningRegistry.StartAsync(launch)).ToList();
        try
        {
            var running = await Task.WhenAll(starting);
            var officers = await DesksAsync(running, "officer@ME-BAR-PCU");
            var filings = Enumerable.Range(0, Devices).Select(_ => Scenarios.Fresh("01")).ToList();
            var answers = await Task.WhenAll(
                filings.SelectMany(filing => officers.Select(officer => officer.FileAsync(filing.DeepClone()))));

            Assert.That(
                answers.Select(answer => answer.Status), Is.All.AnyOf(200, 201),
                string.Join(' ', answers.Select(answer => answer.Problem)));
            Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(Devices));
            Assert.That(answers.Select(answer => answer.Says("/id")).Distinct().Count(), Is.EqualTo(Devices));

            var leg = answers[0].Leg("ME-OPTEAM");
            var desks = (await DesksAsync(running, "duty@ME-OPTEAM")).Concat(await DesksAsync(running, "second@ME-OPTEAM")).ToList();
            var tag = (await desks[0].GetAsync($"/v1/referrals/{leg["id"]}")).ETag!;
            var claims = await Task.WhenAll(desks.Select(desk => desk.MoveAsync(leg, "claim", tag)));

            Assert.That(claims.Count(claim => claim.Status == 200), Is.EqualTo(1), string.Join(' ', claims.Select(claim => claim.Text)));
            Assert.That(claims.Where(claim => claim.Status != 200).Select(claim => claim.Status), Is.All.EqualTo(412));

            var queues = await Task.WhenAll(desks.Take(Instances).Select(desk => desk.GetAsync("/v1/referrals?limit=200")));
            Assert.That(queues.Select(queue => queue["items"].AsArray().Count), Is.All.EqualTo(queues[0]["items"].AsArray().Count));
            Assert.That(
                await database.ScalarAsync(
                    "SELECT COUNT(*) FROM (SELECT ClientId FROM Incident GROUP BY ClientScope, ClientId HAVING COUNT(*) > 1) AS twice"),
                Is.EqualTo(0));
            Assert.That(
                await database.ScalarAsync("""
                    SELECT COUNT(*) FROM Incident i WHERE i.Sequence <> (
                        SELECT COUNT(*) FROM JournalEntry e WHERE e.IncidentId = i.Id AND e.Sequence BETWEEN 1 AND i.Sequence)
                    """),
                Is.EqualTo(0), "one entry for each step of an incident");
        }
        finally
        {
            // Where one didn't start, the others have.
            foreach (var started in starting.Where(one => one.IsCompletedSuccessfully))
                await (await started).DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<Desk>> DesksAsync(IEnumerable<RunningRegistry> running, string user) =>
        await Task.WhenAll(running.Select(async registry => new Desk(registry.Http, user, await registry.TokenAsync(user))));
}
