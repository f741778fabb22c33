using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Tests.SopPacks;

public class The_phone_that_answers_now
{
    private static readonly SopPack Pack = Demo.Pack("ME") with
    {
        Contacts =
        [
            new() { Queue = "DAY-NIGHT", Desk = "Desk", Phones = [new("day", new(7, 0), new(19, 0)), new("night", new(19, 0), new(7, 0))] },
            new() { Queue = "OFFICE", Desk = "Office", Phones = [new("office", new(8, 0), new(16, 0))] },
            new() { Queue = "ALWAYS", Desk = "Always", Phones = [new("first"), new("second")] },
        ],
    };

    [TestCase("DAY-NIGHT", "06:59", "night")]
    [TestCase("DAY-NIGHT", "07:00", "day")]
    [TestCase("DAY-NIGHT", "18:59", "day")]
    [TestCase("DAY-NIGHT", "19:00", "night")]
    [TestCase("DAY-NIGHT", "00:00", "night")]
    [TestCase("DAY-NIGHT", "03:00", "night")]
    [TestCase("OFFICE", "07:59", null)]
    [TestCase("OFFICE", "08:00", "office")]
    [TestCase("OFFICE", "16:00", null)]
    [TestCase("ALWAYS", "03:00", "first")]
    [TestCase("UNKNOWN", "03:00", null)]
    public void Is_the_first_whose_hours_have_begun_and_not_ended(string queue, string time, string? phone) =>
        Assert.That(Contacts.For(Pack, queue, TimeOnly.Parse(time, null)).Phone, Is.EqualTo(phone));

    [TestCase("OFFICE", "Office")]
    [TestCase("UNKNOWN", "UNKNOWN")]
    public void Has_a_desk_at_any_hour(string queue, string desk) =>
        Assert.That(Contacts.For(Pack, queue, new(3, 0)).Desk, Is.EqualTo(desk));
}

public class The_rescue_instruction
{
    private static readonly SopPack Pack = Demo.Pack("ME") with
    {
        RescueNumbers =
            [new("emergency", "112"), new("sea rescue", "129", [SiteFunction.Sea]), new("mountain rescue", "130", [SiteFunction.Road])],
    };

    [TestCase(SiteFunction.Sea, "Call rescue now: 129 (sea rescue), 112 (emergency). ")]
    [TestCase(SiteFunction.Air, "Call rescue now: 112 (emergency). ")]
    [TestCase(null, "Call rescue now: 112 (emergency). ")]
    public void Gives_the_number_for_this_transport_first(SiteFunction? transport, string start)
    {
        var instruction = Contacts.RescueInstructions(Pack, transport, dangerToLife: true, exercise: false).Single();
        Assert.That(instruction, Does.StartWith(start));
        Assert.That(instruction, Does.Contain("registry is not dispatch"));
    }

    [Test]
    public void Begins_with_EXERCISE_in_an_exercise_and_gives_no_number()
    {
        var instruction = Contacts.RescueInstructions(Pack, SiteFunction.Sea, dangerToLife: true, exercise: true).Single();
        Assert.That(instruction, Does.StartWith("EXERCISE"));
        Assert.That(instruction.Where(char.IsDigit), Is.Empty);
    }

    [Test]
    public void Is_absent_when_nobody_is_in_danger([Values] bool exercise) =>
        Assert.That(Contacts.RescueInstructions(Pack, SiteFunction.Sea, dangerToLife: false, exercise), Is.Empty);
}

public class The_clocks_of_a_pack
{
    [Test]
    public void Are_its_own_where_it_has_some_and_the_defaults_elsewhere()
    {
        var own = new ClockIntervals(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20));
        var pack = Demo.Pack("ME") with { Clocks = new Dictionary<Priority, ClockIntervals> { [Priority.P1] = own } };
        Assert.That(pack.ClocksFor(Priority.P1), Is.EqualTo(own));
        Assert.That(pack.ClocksFor(Priority.P4), Is.EqualTo(new ClockIntervals(TimeSpan.FromDays(2), TimeSpan.FromDays(7))));
    }
}
