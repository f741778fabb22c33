using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Clocks;

/// <summary>
/// What an operator's dashboard shows of deadlines: codes and numbers, and never which case it was. The cases here are exercises, which the
/// samples that run beside them aren't.
/// </summary>
[TestFixture, NonParallelizable]
public sealed class What_is_measured_of_deadlines
{
    private const string Leading = "exercise=True jurisdiction=ME";

    private Registry registry = null!;
    private Measured measured = null!;

    [SetUp]
    public void Start()
    {
        registry = Registry.Start();
        measured = new Measured(registry);
    }

    [TearDown]
    public async Task StopAsync()
    {
        measured.Dispose();
        await registry.DisposeAsync();
    }

    [Test]
    public async Task Counts_a_breach_once_and_each_level_and_how_late_it_fired()
    {
        await FileAsync();
        await registry.AdvanceAsync("PT31M");

        // Two legs wait for a quarter of an hour each: the task force's and child protection's.
        var levels = await Eventually.SeesAsync(() => Of("clocks.levels"), levels => levels.Count == 4);
        var lateness = Of("clocks.lateness");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(levels.Select(one => one.Tags), Is.EquivalentTo((string[])
                [Acknowledging(1), Acknowledging(1), Acknowledging(2), Acknowledging(2)]));
            Assert.That(
                Of("clocks.breaches").Select(one => (one.Value, one.Tags)),
                Is.All.EqualTo((1, $"clock=acknowledge {Leading} priority=P1")).And.Exactly(2).Items);
            Assert.That(
                lateness.Where(one => one.Tags == Acknowledging(1)).Select(one => one.Value),
                Is.All.InRange(16 * 60, 17 * 60).And.Exactly(2).Items);
            Assert.That(
                lateness.Where(one => one.Tags == Acknowledging(2)).Select(one => one.Value), Is.All.InRange(60, 120).And.Exactly(2).Items);
        }
    }

    [Test]
    public async Task Says_how_long_an_acknowledgement_took_once()
    {
        var filed = await FileAsync();
        await registry.AdvanceAsync("PT10M");
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        var leg = (await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "acknowledge")).Json!;
        await duty.MoveNowAsync(leg, "claim");
        await duty.MoveNowAsync(leg, "acknowledge");

        var took = Of("referrals.time_to_acknowledge");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(took.Select(one => one.Tags), Is.EqualTo((string[])[$"{Leading} priority=P1"]));
            Assert.That(took[0].Value, Is.InRange(600, 660));
        }
    }

    [Test]
    public async Task Shows_that_nothing_waits()
    {
        await FileAsync();
        await registry.AdvanceAsync("PT15M");
        await Eventually.SeesAsync(() => Of("clocks.levels"), levels => levels.Count == 2);

        // The tick that found them was behind; the next finds nothing.
        await Eventually.SeesAsync(() => measured.Gauge("clocks.lag"), lag => lag == 0);
    }

    private async Task<Answer> FileAsync()
    {
        var filing = Scenarios.Fresh("01");
        filing["exercise"] = true;
        return await (await registry.AsAsync("officer@ME-BAR-PCU")).FiledAsync(filing);
    }

    private List<Measurement> Of(string instrument) =>
        [.. measured.Of(instrument).Where(one => one.Tags.Contains("exercise=True", StringComparison.Ordinal))];

    private static string Acknowledging(int level) => $"clock=acknowledge {Leading} level={level} priority=P1";
}
