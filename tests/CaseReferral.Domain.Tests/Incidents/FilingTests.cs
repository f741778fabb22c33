using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Tests.SopPacks;
using CaseReferral.Domain.Triage;
using CsCheck;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Incidents;

public class A_filing
{
    [Test]
    public void Becomes_an_incident_at_version_and_sequence_1()
    {
        var filing = Plain("ME");
        var filed = File(filing);
        var incident = filed.Incident;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((incident.Version, incident.Sequence), Is.EqualTo((1, 1L)));
            Assert.That(incident.ClientId, Is.EqualTo(filing.ClientId));
            Assert.That(incident.Jurisdiction, Is.EqualTo("ME"));
            Assert.That(incident.UnitId, Is.EqualTo("ME-BAR-PCU"));
            Assert.That(incident.ReceivedAt, Is.EqualTo(Noon));
            Assert.That(incident.FiledBy, Is.EqualTo(Officer("ME-BAR-PCU").Principal));
            Assert.That(incident.Status, Is.EqualTo(IncidentStatus.Open));
            Assert.That(incident.PackVersion, Is.EqualTo(filed.Decision.Version));
            Assert.That(incident.Legs, Has.All.Matches<Leg>(leg => leg.Revision == 1 && leg.MadeAt == Noon && leg.Incident == incident.Id));
        }
    }

    [Test]
    public void Says_all_flags_as_they_were_filed(
        [Values] bool danger, [Values] bool present, [Values] bool exercise, [Values] bool complicity)
    {
        var incident = File(Plain("ME") with
        {
            DangerToLife = danger,
            PersonsPresentNow = present,
            Exercise = exercise,
            ComplicityConcern = complicity,
        }).Incident;
        Assert.That(
            (incident.DangerToLife, incident.PersonsPresentNow, incident.Exercise, incident.Restricted),
            Is.EqualTo((danger, present, exercise, complicity)));
    }

    [TestCase(0, 0, 0, false)]
    [TestCase(3, 0, 0, false)]
    [TestCase(0, 1, 0, true)]
    [TestCase(2, 0, 1, true)]
    public void Involves_a_child_when_one_is_counted_or_of_unknown_age(int adult, int child, int unknown, bool involved)
    {
        var incident = File(Plain("ME") with { PersonCounts = Count(adult, child, unknown) }).Incident;
        Assert.That((incident.ChildOrUnknownAge, incident.Safeguarded), Is.EqualTo((involved, involved)));
    }

    [TestCase(false, false, Priority.P4, false)]
    [TestCase(true, false, Priority.P1, true)]
    [TestCase(false, true, Priority.P2, true)]
    public void Is_safeguarded_when_it_is_P1_or_a_child_is_involved(bool danger, bool child, Priority priority, bool safeguarded)
    {
        var incident = File(Plain("ME") with { DangerToLife = danger, PersonCounts = Count(child: child ? 1 : 0) }).Incident;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((incident.Priority, incident.Safeguarded), Is.EqualTo((priority, safeguarded)));
            Assert.That(incident.Legs, Has.All.Matches<Leg>(leg => leg.Priority == priority && leg.Safeguarded == safeguarded));
        }
    }

    [TestCase(24 * 60, false)]
    [TestCase((24 * 60) + 1, true)]
    public void Is_late_more_than_a_day_after_the_unit_became_aware(int minutes, bool late) =>
        Assert.That(
            File(Plain("ME") with { AwareAt = Noon.AddMinutes(-minutes).ToOffset(TimeSpan.FromHours(2)) }).Incident.Late, Is.EqualTo(late));

    [Test]
    public void Keeps_the_offset_of_its_instants()
    {
        var aware = new DateTimeOffset(2026, 3, 18, 12, 30, 0, TimeSpan.FromHours(1));
        Assert.That(File(Plain("ME") with { AwareAt = aware }).Incident.AwareAt.Offset, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [TestCase("ITTRS", "ITTRS")]
    [TestCase(null, "MEBAR")]
    public void Takes_the_units_site_when_it_names_none(string? named, string site) =>
        Assert.That(File(Plain("ME") with { SiteCode = named }).Incident.SiteCode, Is.EqualTo(site));

    [Test]
    public void Has_deadlines_by_its_priority_and_none_to_decide_for_a_notice()
    {
        var incident = File(Plain("MK")).Incident;
        var clocks = Demo.Pack("MK").ClocksFor(incident.Priority);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(incident.Legs, Has.All.Property(nameof(Leg.AcknowledgeBy)).EqualTo(Noon + clocks.Acknowledge));
            Assert.That(incident.Legs.Single(leg => leg.Kind == LegKind.Notice).DecideBy, Is.Null);
            Assert.That(incident.Legs.Single(leg => leg.Lead).DecideBy, Is.EqualTo(Noon + clocks.Acknowledge + clocks.Decide));
        }
    }

    [Test]
    public void That_no_rule_routes_waits_for_the_coordinator()
    {
        var incident = File(Plain("BA") with { Mode = "air_cargo" }).Incident;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(incident.Say(), Is.EqualTo("*action nobody som unrouted P4"));
            Assert.That(incident.Legs[0].RunningClock!.Kind, Is.EqualTo(ClockKind.Assign));
            Assert.That(incident.Status, Is.EqualTo(IncidentStatus.Open));
        }
    }

    [Test]
    public void Gives_persons_and_objects_ids_of_their_own_and_takes_them_out_of_the_rest()
    {
        var content = File(Plain("ME") with
        {
            Persons = [new() { Role = "witness" }, new() { Role = "suspect" }],
            Objects = [new() { Kind = "phone", Value = "1" }],
        }).Content;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(content.Persons.Select(listed => listed.Id).Distinct().Count(), Is.EqualTo(2));
            Assert.That(string.Join(' ', content.Persons.Select(listed => listed.Person.Role)), Is.EqualTo("witness suspect"));
            Assert.That(content.Objects.Single().Object.Kind, Is.EqualTo("phone"));
            Assert.That((content.Filing.Persons, content.Filing.Objects), Is.EqualTo(((object?)null, (object?)null)));
        }
    }

    [TestCaseSource(typeof(Scenarios), nameof(Scenarios.All))]
    public void Of_the_demo_data_has_one_lead_an_open_status_and_the_priority_of_triage_at_the_door(Filing filing)
    {
        var unit = Scenarios.UnitOf(filing);
        var check = FilingChecks.Check(filing, new(unit, filing.AwareAt!.Value, (_, _) => null));
        var filed = IncidentFiling.File(
            filing, check, unit, Demo.Pack(unit.Jurisdiction), [], Officer(unit.Code), "ME-26-7K3F9Q-D", NewId,
            filing.AwareAt.Value.ToUniversalTime());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(filed.Incident.Legs.Count(leg => leg.Lead), Is.EqualTo(1));
            Assert.That(filed.Incident.Status, Is.EqualTo(IncidentStatus.Open));
            Assert.That(filed.Incident.Priority, Is.LessThanOrEqualTo(TriageAtTheDoor.Assess(filed.Facts).Level));
            Assert.That(filed.Incident.PriorityReasons, Is.Not.Empty);
        }
    }

    [Test]
    public void Of_anything_has_exactly_one_lead_and_a_clock_on_every_leg() => Gen.Select(
            Gen.OneOf(Demo.Jurisdictions.Select(Demo.Pack).ToArray()), Gen.OneOf("tip", "som", "tip_and_som", "undetermined"),
            Gen.OneOf<string?>(null, "air_cargo", "bus"), Gen.Bool.Array[4], Gen.Int[-30, 3000])
        .Sample((pack, hypothesis, mode, flags, minutes) =>
        {
            var incident = File(Plain(pack.Jurisdiction) with
            {
                CrimeHypothesis = hypothesis,
                Mode = mode,
                DangerToLife = flags[0],
                PersonsPresentNow = flags[1],
                ComplicityConcern = flags[2],
                PersonCounts = Count(child: flags[3] ? 1 : 0),
                ActBefore = Noon.AddMinutes(minutes),
            }, pack).Incident;
            return incident.Legs.Count(leg => leg is { Lead: true, Kind: LegKind.Action }) == 1 && incident.Legs.Count(leg => leg.Lead) == 1
                && incident.Legs.All(leg => leg.RunningClock is not null && leg.AcknowledgeBy <= (leg.DecideBy ?? leg.AcknowledgeBy))
                && (minutes < 5 || incident.Legs.All(leg => !(leg.DecideBy > incident.ActBefore)));
        }, iter: 2_000);
}
