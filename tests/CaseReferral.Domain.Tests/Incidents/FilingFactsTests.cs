using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Tests.Incidents;

public sealed class The_facts_of_a_filing
{
    private static readonly DateOnly On = new(2026, 3, 30);

    private static RoutingFacts Read(Filing filing, bool childSticks = false) =>
        FilingFacts.Read(filing, filing.Persons ?? [], filing.Objects?.Count ?? 0, Scenarios.UnitOf(filing), On, childSticks);

    private static readonly Filing Plain = Scenarios.Number(5);

    [Test]
    public void Hold_everything_that_routing_reads()
    {
        var facts = Read(Scenarios.Number(2));
        var expected = new RoutingFacts
        {
            Jurisdiction = "RS",
            On = On,
            Hypothesis = CrimeHypothesis.Tip,
            ChildOrUnknownAge = false,
            DangerToLife = false,
            PersonsPresentNow = true,
            VictimRoleListed = true,
            PersonCounted = true,
            ObjectHeld = true,
            UnitType = UnitType.Accu,
            Mode = Mode.AirPax,
            Transport = SiteFunction.Air,
            Handling = HandlingCode.H1,
            Touches = facts.Touches,
        };
        Assert.That(facts, Is.EqualTo(expected));
        Assert.That(string.Join(' ', facts.Touches), Is.EqualTo("AE"));
    }

    // 7 counts five children and three of unknown age, 8 and 10 an unknown age, 1 two children.
    [TestCase(1, true)]
    [TestCase(2, false)]
    [TestCase(3, false)]
    [TestCase(7, true)]
    [TestCase(8, true)]
    [TestCase(10, true)]
    public void See_a_child_or_an_unknown_age(int scenario, bool seen) =>
        Assert.That(Read(Scenarios.Number(scenario)).ChildOrUnknownAge, Is.EqualTo(seen));

    [TestCase("smuggled_migrant", "child", true)]
    [TestCase("suspect", "unknown_treat_as_child", true)]
    [TestCase("victim", "adult", false)]
    [TestCase("victim", null, false)]
    [TestCase("witness", "child", false)]
    [TestCase("contact", "child", false)]
    public void See_a_listed_child_unless_it_is_only_a_witness_or_contact(string role, string? status, bool seen) =>
        Assert.That(Read(Plain with { Persons = [new() { Role = role, ChildStatus = status }] }).ChildOrUnknownAge, Is.EqualTo(seen));

    [Test]
    public void Keep_the_safeguard_that_sticks() => Assert.That(Read(Plain, childSticks: true).ChildOrUnknownAge);

    [TestCase("victim", true)]
    [TestCase("possible_victim", true)]
    [TestCase("smuggled_migrant", false)]
    [TestCase("suspect", false)]
    public void See_a_victim_only_where_this_report_says_so(string role, bool seen) =>
        Assert.That(Read(Plain with { Persons = [new() { Role = role }] }).VictimRoleListed, Is.EqualTo(seen));

    [TestCase("witness", false)]
    [TestCase("suspect", true)]
    public void Count_a_listed_person_unless_it_is_only_a_witness(string role, bool counted) =>
        Assert.That(Read(Plain with { Persons = [new() { Role = role }] }).PersonCounted, Is.EqualTo(counted));

    [TestCase("sea_container", SiteFunction.Sea)]
    [TestCase("small_craft", SiteFunction.Sea)]
    [TestCase("air_cargo", SiteFunction.Air)]
    [TestCase("bus", SiteFunction.Road)]
    [TestCase("rail", SiteFunction.Rail)]
    [TestCase("post", SiteFunction.Postal)]
    [TestCase("foot", null)]
    [TestCase(null, SiteFunction.Air)]
    public void Roll_the_mode_up_or_take_what_the_site_is(string? mode, SiteFunction? transport) =>
        Assert.That(Read(Plain with { Mode = mode }).Transport, Is.EqualTo(transport));

    [Test]
    public void Touch_each_other_jurisdiction_once_in_order()
    {
        var filing = Plain with
        {
            Route = new() { Origin = "TR", Transit = ["RS", "BA", "RS"], Destination = "AT" },
            Persons =
            [
                new() { Role = "smuggled_migrant", Citizenships = ["SY", "stateless"] },
                new() { Role = "suspect", Citizenships = ["unknown", "BA", "TR"] },
                new() { Role = "witness", Citizenships = ["NO"] },
            ],
        };
        Assert.That(string.Join(' ', Read(filing).Touches), Is.EqualTo("AT RS SY TR"));
    }

    [Test]
    public void Assume_nothing_that_was_not_filed()
    {
        var facts = Read(Plain with { Handling = null, ComplicityConcern = null, Objects = null, Mode = null });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts.Handling, Is.EqualTo(HandlingCode.H0));
            Assert.That(facts.ComplicityConcern, Is.False);
            Assert.That(facts.ObjectHeld, Is.False);
            Assert.That(facts.PersonCounted, Is.False);
            Assert.That(facts.Mode, Is.Null);
            Assert.That(facts.Touches, Is.Empty);
        }
    }
}
