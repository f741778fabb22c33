using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.SopPacks;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Incidents;

public class An_amendment_of_the_hypothesis
{
    [Test]
    public void Widens_the_leg_of_a_force_that_holds_both_mandates()
    {
        var amended = File(Plain("ME")).Start().Amend(filing => filing with { CrimeHypothesis = "tip_and_som" });
        Assert.That(amended.Incident.Say(), Is.EqualTo("*action ME-OPTEAM tip_and_som routed P4"));
    }

    [Test]
    public void Adds_the_second_of_two_forces_and_leaves_the_lead_where_it_is()
    {
        var amended = File(Plain("BA")).Start()
            .Move("BA-SOM", Noon.AddMinutes(5), Claim)
            .Amend(filing => filing with { CrimeHypothesis = "tip_and_som", PersonsPresentNow = true, PersonCounts = Count(adult: 1) });
        Assert.That(amended.Incident.Say(), Is.EqualTo("*action BA-SOM som in_triage P2; action BA-TIP tip routed P2"));
    }

    [Test]
    public void Never_takes_back_a_leg_whose_mandate_is_no_longer_suspected()
    {
        var amended = File(Plain("BA")).Start().Amend(filing => filing with { CrimeHypothesis = "tip" });
        Assert.That(amended.Incident.Say(), Is.EqualTo("*action BA-SOM som routed P4; action BA-TIP tip routed P4"));
    }

    [Test]
    public void Asks_a_force_again_for_the_mandate_alone_that_its_ended_leg_did_not_hold()
    {
        var amended = File(Plain("ME")).Start()
            .Move("ME-OPTEAM", Noon.AddMinutes(5), ToTheEnd(Outcome.ConfirmedSom))
            .Amend(filing => filing with { CrimeHypothesis = "tip_and_som" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                amended.Incident.Say(), Is.EqualTo("action ME-OPTEAM som concluded P4; *action ME-OPTEAM tip routed P4"));
            Assert.That(amended.Incident.Status, Is.EqualTo(IncidentStatus.Open));
        }
    }

    [Test]
    public void Finds_the_protection_leg_that_the_new_hypothesis_asks_for()
    {
        var amended = File(Plain("AL")).Start().Amend(filing => filing with { CrimeHypothesis = "tip" });
        Assert.That(amended.Incident.Say(), Does.Contain("protection AL-SOCIAL none routed P4"));
    }
}

public class An_amendment_of_the_mode
{
    [Test]
    public void Leaves_what_is_routed_where_it_is_when_nobody_holds_a_mandate_for_the_new_mode()
    {
        var amended = File(Plain("BA") with { CrimeHypothesis = "tip_and_som" }).Start()
            .Amend(filing => filing with { Mode = "air_cargo" });
        Assert.That(amended.Incident.Say(), Is.EqualTo("*action BA-SOM som routed P4; action BA-TIP tip routed P4"));
    }

    [Test]
    public void Gives_the_coordinator_only_the_mandate_that_nobody_has()
    {
        var amended = File(Plain("BA")).Start().Amend(filing => filing with { CrimeHypothesis = "tip_and_som", Mode = "air_cargo" });
        Assert.That(amended.Incident.Say(), Is.EqualTo("*action BA-SOM som routed P4; action nobody tip unrouted P4"));
    }

    [Test]
    public void Hands_what_waited_with_the_coordinator_to_the_force_that_holds_the_mandate()
    {
        var filed = File(Plain("BA") with { Mode = "air_cargo" }).Start();
        var amended = filed.Amend(filing => filing with { Mode = "road_hgv" });
        var (waited, taken) = (amended.Incident.Legs[0], amended.Incident.Legs[1]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(amended.Incident.Say(), Is.EqualTo("action nobody som transferred P4; *action BA-SOM som routed P4"));
            Assert.That(taken.Predecessor, Is.EqualTo(waited.Id));
            Assert.That(taken.DecideBy, Is.EqualTo(filed.Incident.Legs[0].DecideBy));
        }
    }

    [Test]
    public void Leaves_with_the_coordinator_what_still_nobody_decides_on()
    {
        var unrouted = File(Plain("BA") with { CrimeHypothesis = "tip_and_som", Mode = "air_cargo" }).Start();
        var amended = unrouted.Amend(filing => filing with { Mode = "road_hgv" }, Without(Demo.Pack("BA"), "BA-TIP"));
        Assert.That(amended.Incident.Say(), Is.EqualTo("*action nobody tip unrouted P4; action BA-SOM som routed P4"));
    }

    [Test]
    public void Widens_what_waits_with_the_coordinator_when_an_ended_case_gets_worse()
    {
        var amended = File(Plain("BA")).Start()
            .Move("BA-SOM", Noon.AddMinutes(5), ToTheEnd(Outcome.ConfirmedSom))
            .Amend(filing => filing with { CrimeHypothesis = "tip_and_som", Mode = "air_cargo" })
            .Amend(filing => filing with { DangerToLife = true });
        Assert.That(amended.Incident.Say(), Is.EqualTo("action BA-SOM som concluded P4; *action nobody tip_and_som unrouted P1"));
    }

    private static SopPack Without(SopPack pack, string taskForce) => pack with
    {
        Mandates = [.. pack.Mandates.Where(held => held.TaskForce != taskForce)],
        Rules = [.. pack.Rules.Where(rule => rule.TaskForce != taskForce)],
    };
}

public class An_amendment_that_makes_a_case_graver
{
    // P1 before: neither the priority nor the safeguards can say that it got worse.
    private static readonly Filing Child = Plain("ME") with
    {
        CrimeHypothesis = "tip",
        PersonsPresentNow = true,
        PersonCounts = Count(child: 1),
    };

    [Test]
    public void Reaches_a_queue_that_has_ended_its_leg_when_life_is_in_danger() =>
        Assert.That(
            Ended().Amend(filing => filing with { DangerToLife = true }).Incident.Say(), Does.Contain("*action ME-OPTEAM tip routed P1"));

    [Test]
    public void Reaches_a_queue_that_has_ended_its_leg_when_there_is_another_child() =>
        Assert.That(
            Ended().Amend(filing => filing with { PersonCounts = Count(child: 2) }).Incident.Say(),
            Does.Contain("*action ME-OPTEAM tip routed P1"));

    [Test]
    public void Asks_nobody_again_when_it_is_no_graver() =>
        Assert.That(
            Ended().Amend(filing => filing with { PersonCounts = Count(adult: 1, child: 1) }).Incident.Status,
            Is.EqualTo(IncidentStatus.Closed));

    private static Amended Ended() => File(Child).Start()
        .Move("ME-OPTEAM", Noon.AddMinutes(5), ToTheEnd(Outcome.ConfirmedTip))
        .Move("ME-CHILD", Noon.AddMinutes(5), ToTheEnd(Outcome.SupportStarted));

    [Test]
    public void Gives_open_legs_the_earlier_of_the_running_deadline_and_a_fresh_one()
    {
        var amended = File(Plain("ME")).Start().Amend(filing => filing with { DangerToLife = true });
        var leg = amended.Incident.Legs[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.Priority, Is.EqualTo(Priority.P1));
            Assert.That(leg.AcknowledgeBy, Is.EqualTo(Noon.AddMinutes(25)));
            Assert.That(leg.DecideBy, Is.EqualTo(Noon.AddMinutes(85)));
            Assert.That(leg.Safeguarded, Is.True);
            Assert.That(amended.Incident.PriorityReasons.Single(), Is.EqualTo("Somebody's life is in danger."));
        }
    }

    [Test]
    public void Keeps_a_running_deadline_that_is_earlier_anyway()
    {
        var late = File(Plain("ME") with { PersonsPresentNow = true, CrimeHypothesis = "tip", PersonCounts = Count(adult: 1) }).Start();
        var amended = late.Amend(filing => filing with { DangerToLife = true }, at: Noon.AddMinutes(55));
        Assert.That(amended.Incident.Legs[0].AcknowledgeBy, Is.EqualTo(Noon.AddHours(1)));
    }

    [Test]
    public void Measures_by_the_pack_that_the_leg_was_routed_under()
    {
        var slower = Demo.Pack("ME") with
        {
            Version = 2,
            Clocks = new Dictionary<Priority, ClockIntervals> { [Priority.P1] = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3)) },
        };
        var amended = File(Plain("ME")).Start()
            .Amend(filing => filing with { DangerToLife = true, PersonCounts = Count(child: 1) }, pack: slower);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(amended.Incident.Legs[0].AcknowledgeBy, Is.EqualTo(Noon.AddMinutes(25)), "ME-OPTEAM, version 1");
            Assert.That(amended.Incident.Legs[1].AcknowledgeBy, Is.EqualTo(Noon.AddMinutes(12)), "ME-CHILD, version 2");
            Assert.That((amended.Incident.Legs[0].PackVersion, amended.Incident.Legs[1].PackVersion), Is.EqualTo((1, 2)));
        }
    }

    [Test]
    public void Reaches_the_force_that_had_closed_it()
    {
        var amended = File(Plain("ME")).Start()
            .Move("ME-OPTEAM", Noon.AddMinutes(5), ToTheEnd(Outcome.Unsubstantiated))
            .Amend(filing => filing with { DangerToLife = true });
        Assert.That(
            amended.Incident.Say(), Is.EqualTo("action ME-OPTEAM som concluded P4; *action ME-OPTEAM som routed P1"));
    }

    [Test]
    public void Asks_nobody_again_while_somebody_holds_the_mandate()
    {
        var amended = File(Plain("BA") with { CrimeHypothesis = "tip_and_som" }).Start()
            .Move("BA-SOM", Noon.AddMinutes(5), ToTheEnd(Outcome.ConfirmedSom))
            .Amend(filing => filing with { CrimeHypothesis = "tip", DangerToLife = true });
        Assert.That(amended.Incident.Say(), Is.EqualTo("action BA-SOM som concluded P4; *action BA-TIP tip routed P1"));
    }

    [Test]
    public void Brings_an_accepted_legs_review_forward()
    {
        var amended = File(Plain("ME")).Start()
            .Move("ME-OPTEAM", Noon.AddMinutes(5), Claim, Accept)
            .Amend(filing => filing with { DangerToLife = true });
        Assert.That(amended.Incident.Legs[0].ReviewBy, Is.EqualTo(Noon.AddMinutes(10).AddDays(30)));
    }

    [Test]
    public void Is_not_undone_by_a_correction()
    {
        var amended = File(Plain("ME")).Start()
            .Amend(filing => filing with { DangerToLife = true, PersonCounts = Count(child: 2) })
            .Amend(filing => filing with { DangerToLife = false, PersonCounts = Count(adult: 2) });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(amended.Incident.DangerToLife, Is.False);
            Assert.That(amended.Incident.ChildOrUnknownAge, Is.True);
            Assert.That(amended.Incident.Safeguarded, Is.True);
            Assert.That(amended.Incident.Priority, Is.EqualTo(Priority.P1));
            Assert.That(amended.Incident.Legs, Has.All.Property(nameof(Leg.Priority)).EqualTo(Priority.P1));
        }
    }
}

public class An_amendment_of_the_time_to_act_before
{
    [Test]
    public void Brings_the_deadlines_of_an_unacknowledged_leg_forward_and_says_why()
    {
        var leg = File(Plain("ME")).Start().Amend(filing => filing with { ActBefore = Noon.AddMinutes(50) }).Incident.Legs[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.AcknowledgeBy, Is.EqualTo(Noon.AddMinutes(30)), "halfway from the amendment");
            Assert.That(leg.DecideBy, Is.EqualTo(Noon.AddMinutes(50)));
            Assert.That(leg.DeadlineReason, Does.Contain("out of reach"));
            Assert.That(leg.Revision, Is.EqualTo(1), "a deadline alone is no new ETag");
        }
    }

    [Test]
    public void Brings_the_decision_of_a_leg_in_triage_forward()
    {
        var leg = File(Plain("ME")).Start().Move("ME-OPTEAM", Noon, Claim)
            .Amend(filing => filing with { ActBefore = Noon.AddMinutes(50) }).Incident.Legs[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.DecideBy, Is.EqualTo(Noon.AddMinutes(50)));
            Assert.That(leg.DeadlineReason, Does.Contain("out of reach"));
        }
    }

    [TestCase(600, TestName = "{m}: later")]
    [TestCase(-30, TestName = "{m}: passed")]
    [TestCase(null, TestName = "{m}: none any more")]
    public void Never_gives_more_time(int? minutes)
    {
        var hurried = File(Plain("ME") with { ActBefore = Noon.AddMinutes(50) }).Start();
        var leg = hurried.Amend(filing => filing with { ActBefore = minutes is { } m ? Noon.AddMinutes(m) : null }).Incident.Legs[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.AcknowledgeBy, Is.EqualTo(Noon.AddMinutes(25)));
            Assert.That(leg.DecideBy, Is.EqualTo(Noon.AddMinutes(50)));
        }
    }

    [Test]
    public void Caps_the_legs_that_it_adds()
    {
        var added = File(Plain("ME")).Start()
            .Amend(filing => filing with { ActBefore = Noon.AddMinutes(20), PersonCounts = Count(child: 1) }).Incident.Legs[1];
        Assert.That((added.AcknowledgeBy, added.DecideBy), Is.EqualTo((Noon.AddMinutes(15), (DateTimeOffset?)Noon.AddMinutes(20))));
    }
}

public class An_amendment_that_raises_complicity
{
    private static readonly Func<Filing, Filing> Raise = filing => filing with { ComplicityConcern = true };

    [Test]
    public void Ends_every_open_leg_and_goes_to_the_first_integrity_recipient()
    {
        var amended = File(Plain("MK") with { PersonCounts = Count(child: 1) }).Start().Move("MK-OTITV", Noon, Claim).Amend(Raise);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(amended.Incident.Say(), Is.EqualTo(
                "action MK-OTITV som withdrawn P2; protection MK-CHILD none withdrawn P2; notice MK-OCCPO none withdrawn P2; "
                + "*action MK-OCCPO som routed P2"));
            Assert.That(amended.Incident.Restricted, Is.True);
            Assert.That(amended.Incident.Legs.SkipLast(1), Has.All.Property(nameof(Leg.EndedAt)).EqualTo(Noon.AddMinutes(10)));
        }
    }

    [Test]
    public void Reaches_the_integrity_recipient_though_the_incident_was_closed()
    {
        var amended = File(Plain("ME")).Start().Move("ME-OPTEAM", Noon, ToTheEnd(Outcome.Unsubstantiated)).Amend(Raise);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                amended.Incident.Say(), Is.EqualTo("action ME-OPTEAM som concluded P4; *action ME-PROSECUTION som routed P4"));
            Assert.That(amended.Incident.Status, Is.EqualTo(IncidentStatus.Open));
        }
    }

    [Test]
    public void Can_be_followed_by_others_that_ask_nobody_new()
    {
        var amended = File(Plain("ME") with { ComplicityConcern = true }).Start()
            .Amend(filing => filing with { CrimeHypothesis = "tip_and_som", PersonCounts = Count(child: 1) });
        Assert.That(amended.Incident.Say(), Is.EqualTo("*action ME-PROSECUTION tip_and_som routed P2"));
    }

    [TestCase(false)]
    [TestCase(null)]
    public void Is_not_taken_back_by_the_unit(bool? concern)
    {
        var decided = File(Plain("ME") with { ComplicityConcern = true }).Start()
            .TryAmend(filing => filing with { ComplicityConcern = concern });
        Assert.That(decided.Succeeded(out _, out var refusal), Is.False);
        Assert.That(refusal!.Code, Is.EqualTo("complicity-not-yours-to-lower"));
    }
}

public class An_amendment
{
    [Test]
    public void Of_something_that_routing_does_not_read_decides_nothing_and_moves_no_leg()
    {
        var start = File(Plain("ME")).Start();
        var amended = start.Amend(filing => filing with { Assessment = "Thought over.", Direction = "entry" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(amended.Last!.Decision, Is.Null);
            Assert.That(amended.Last.Facts, Is.Null);
            Assert.That(amended.Incident.Legs, Is.EqualTo(start.Incident.Legs));
            Assert.That(amended.Incident.Direction, Is.EqualTo("entry"));
            Assert.That((amended.Incident.Version, amended.Incident.Sequence), Is.EqualTo((2, 2L)));
        }
    }

    [Test]
    public void Tells_new_legs_from_changed_ones()
    {
        var last = File(Plain("ME")).Start().Amend(filing => filing with { PersonCounts = Count(child: 1) }).Last!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(last.NewLegs.Single().TaskForce, Is.EqualTo("ME-CHILD"));
            Assert.That(last.ChangedLegs.Single().TaskForce, Is.EqualTo("ME-OPTEAM"));
        }
    }

    [Test]
    public void Says_anew_whether_the_filing_was_late()
    {
        var amended = File(Plain("ME")).Start().Amend(filing => filing with { AwareAt = Noon.AddHours(-25) }, at: Noon.AddDays(3));
        Assert.That(amended.Incident.Late, Is.True);
    }

    [Test]
    public void Is_refused_on_a_voided_incident()
    {
        var start = File(Plain("ME")).Start();
        var voided = start with { Incident = start.Incident with { Status = IncidentStatus.Voided } };
        Assert.That(voided.TryAmend(filing => filing with { DangerToLife = true }).Succeeded(out _, out var refusal), Is.False);
        Assert.That(refusal!.Code, Is.EqualTo("incident-voided"));
    }

    [Test]
    public void Reads_a_listed_child_like_a_counted_one()
    {
        var start = File(Plain("ME")).Start();
        var content = start.Content with { Persons = [new(new(NewId()), new() { Role = "possible_victim", ChildStatus = "child" })] };
        var amended = (start with { Content = content }).Amend(filing => filing with { PersonsPresentNow = true, CrimeHypothesis = "tip" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(amended.Incident.Priority, Is.EqualTo(Priority.P1));
            Assert.That(amended.Incident.PersonsListed, Is.EqualTo(1));
            Assert.That(amended.Incident.Legs.Select(leg => leg.TaskForce), Does.Contain("ME-CHILD"));
        }
    }
}
