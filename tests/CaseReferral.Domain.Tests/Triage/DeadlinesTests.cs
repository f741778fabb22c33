using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Triage;
using CsCheck;

namespace CaseReferral.Domain.Tests.Triage;

public class Deadlines_of_a_new_leg
{
    private static readonly DateTimeOffset Received = new(2026, 3, 18, 12, 0, 0, TimeSpan.Zero);

    [TestCase(Priority.P1, 15, 75)]
    [TestCase(Priority.P2, 60, 540)]
    [TestCase(Priority.P3, 1440, 5760)]
    [TestCase(Priority.P4, 2880, 12960)]
    public void Are_the_plain_intervals_without_a_time_to_act_before(Priority priority, int acknowledge, int decide) =>
        Assert.That(
            Deadlines.Plan(priority, DefaultClocks.For(priority), Received, null),
            Is.EqualTo(new Deadline(Received.AddMinutes(acknowledge), Received.AddMinutes(decide), null)));

    // P2: acknowledge 60 minutes, decide 480 more. Minutes after receipt.
    [TestCase(540, 60, 540, false, TestName = "{m}: everything fits exactly")]
    [TestCase(539, 60, 539, true, TestName = "{m}: the decision is a minute earlier")]
    [TestCase(120, 60, 120, true, TestName = "{m}: halfway is the plain interval")]
    [TestCase(118, 59, 118, true, TestName = "{m}: halfway is a minute earlier")]
    [TestCase(45, 22.5, 45, true, TestName = "{m}: boarding in 45 minutes")]
    [TestCase(10, 5, 10, true, TestName = "{m}: halfway is the floor")]
    [TestCase(8, 5, 8, true, TestName = "{m}: below the floor")]
    [TestCase(5, 5, 5, true, TestName = "{m}: all at the floor")]
    [TestCase(2, 5, 5, true, TestName = "{m}: the floor lies after it")]
    [TestCase(0, 60, 540, true, TestName = "{m}: passed at this instant")]
    [TestCase(-30, 60, 540, true, TestName = "{m}: passed")]
    public void Heed_the_time_to_act_before(double actBefore, double acknowledge, double decide, bool reasoned)
    {
        var plan = Deadlines.Plan(Priority.P2, DefaultClocks.For(Priority.P2), Received, Received.AddMinutes(actBefore));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan.AcknowledgeBy, Is.EqualTo(Received.AddMinutes(acknowledge)));
            Assert.That(plan.DecideBy, Is.EqualTo(Received.AddMinutes(decide)));
            Assert.That(plan.Reason, reasoned ? Is.Not.Null : Is.Null);
        }
    }

    [Test]
    public void Say_whether_the_time_to_act_before_shortened_them_or_had_passed()
    {
        var clocks = DefaultClocks.For(Priority.P2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Deadlines.Plan(Priority.P2, clocks, Received, Received.AddHours(1)).Reason, Does.Contain("earlier"));
            Assert.That(Deadlines.Plan(Priority.P2, clocks, Received, Received.AddHours(-1)).Reason, Does.Contain("had passed already"));
        }
    }

    [Test]
    public void Keep_a_pack_interval_shorter_than_the_floor()
    {
        var hasty = new ClockIntervals(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(30));
        Assert.That(
            Deadlines.Plan(Priority.P1, hasty, Received, Received.AddMinutes(20)).AcknowledgeBy, Is.EqualTo(Received.AddMinutes(3)));
    }

    [Test]
    public void Are_in_utc_whatever_offsets_come_in()
    {
        var plan = Deadlines.Plan(
            Priority.P2, DefaultClocks.For(Priority.P2), Received.ToOffset(TimeSpan.FromHours(2)),
            Received.AddHours(1).ToOffset(TimeSpan.FromHours(1)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan.AcknowledgeBy.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(plan.DecideBy.Offset, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    public void Hold_their_bounds_for_any_intervals_and_any_time_to_act_before() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Int[1, 20000], Gen.Int[-2000, 40000]).Sample((acknowledge, decide, before) =>
        {
            var clocks = new ClockIntervals(TimeSpan.FromMinutes(acknowledge), TimeSpan.FromMinutes(decide));
            var end = Received.AddMinutes(before);
            var plain = Deadlines.Plan(Priority.P3, clocks, Received, null);
            var plan = Deadlines.Plan(Priority.P3, clocks, Received, end);
            var floor = Received.AddMinutes(5);
            return plan.AcknowledgeBy <= plan.DecideBy
                && plan.AcknowledgeBy <= plain.AcknowledgeBy && plan.DecideBy <= plain.DecideBy
                && (before <= 0 ? plan with { Reason = null } == plain : plan.DecideBy <= end || plan.DecideBy <= floor)
                && (plan.AcknowledgeBy >= floor || plan.AcknowledgeBy == plain.AcknowledgeBy);
        });
}
