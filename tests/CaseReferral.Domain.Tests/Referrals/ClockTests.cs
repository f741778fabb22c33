using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

public class An_acknowledgement
{
    [Test]
    public void That_comes_after_the_time_to_act_before_wins_no_time()
    {
        var leg = Case.Routed(filing => filing with { ActBefore = Noon.AddMinutes(10) }).AfterMinutes(11).Acknowledged().Lead;
        Assert.That((leg.DecideBy, leg.DeadlineReason is null), Is.EqualTo(((DateTimeOffset?)Noon.AddMinutes(10), false)));
    }

    [Test]
    public void Gives_the_usual_interval_where_nothing_is_out_of_reach_soon()
    {
        var leg = Case.Routed().AfterMinutes(11).Acknowledged().Lead;
        Assert.That((leg.DecideBy, leg.DeadlineReason), Is.EqualTo(((DateTimeOffset?)Noon.AddMinutes(11).AddDays(7), (string?)null)));
    }
}

public class A_question
{
    [Test]
    public void Pauses_the_decision_and_waits_for_a_day_at_most()
    {
        var subject = Case.Trafficking().Claimed().AfterMinutes(10).Asked();
        Assert.That(subject.Lead.Clocks, Is.EqualTo((Clock[])
        [
            new(ClockKind.Decide, Noon, Noon.AddDays(7), Noon.AddMinutes(10), 0, null),
            new(ClockKind.Answer, Noon.AddMinutes(10), Noon.AddMinutes(10).AddDays(1), null, 0, Noon.AddMinutes(10).AddDays(1)),
        ]));
    }

    [Test]
    public void Waits_no_longer_than_a_decision_would() =>
        Assert.That(Case.OfAChild().Claimed().Asked().Lead.AnswerBy, Is.EqualTo(Noon.AddHours(8)));

    [Test]
    public void That_is_answered_gives_back_the_time_it_stood_still()
    {
        var subject = Case.Trafficking().Claimed().Asked().AfterMinutes(90).Answered();
        Assert.That((subject.Lead.State, subject.Lead.DecideBy, subject.Lead.AnswerBy), Is.EqualTo(
            (ReferralState.InTriage, (DateTimeOffset?)Noon.AddDays(7).AddMinutes(90), (DateTimeOffset?)null)));
    }

    [Test]
    public void Pauses_a_decision_at_most_twice()
    {
        var subject = Case.Trafficking().Claimed().Asked().AfterMinutes(10).Answered().Asked().AfterMinutes(10).Answered();
        Assert.That(subject.Lead.DecideBy, Is.EqualTo(Noon.AddDays(7).AddMinutes(20)));
        Assert.That(subject.Asked().Lead.Clocks, Has.All.Property(nameof(Clock.PausedAt)).Null);
        Assert.That(subject.Asked().AfterMinutes(10).Answered().Lead.DecideBy, Is.EqualTo(Noon.AddDays(7).AddMinutes(20)));
    }

    [Test]
    public void Never_pauses_the_decision_of_a_P1()
    {
        var subject = Case.Routed(filing => filing with { DangerToLife = true }).Claimed().Asked();
        Assert.That(subject.Lead.Clocks, Has.Count.EqualTo(2).And.All.Property(nameof(Clock.PausedAt)).Null);
    }

    [Test]
    public void Stops_pausing_when_the_case_becomes_P1()
    {
        var subject = Case.Trafficking().Claimed().Asked().AfterMinutes(30).Reprioritised(Priority.P1);
        Assert.That(
            (subject.Lead.PausedAt, subject.Lead.DecideBy), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)Noon.AddMinutes(90))));
    }

    [Test]
    public void That_nobody_answers_in_time_goes_back_to_triage_and_tells_the_supervisor()
    {
        var subject = Case.Trafficking().Claimed().Asked();
        var late = Noon.AddDays(3);
        Assert.That(ReferralLife.MissAnswer(subject.Incident, subject.Lead.Id, Desks.Pack, Noon.AddDays(1).AddTicks(-1)), Is.Null);
        var missed = ReferralLife.MissAnswer(subject.Incident, subject.Lead.Id, Desks.Pack, late)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(missed.Leg.State, Is.EqualTo(ReferralState.InTriage));
            Assert.That(missed.Leg.DecideBy, Is.EqualTo(Noon.AddDays(8)), "The registry's own delay isn't given back.");
            Assert.That(missed.Facts, Is.EqualTo((ReferralFact[])[new AnswerMissed(subject.Lead.Id, "ME-BAR-PCU", Noon.AddDays(8))]));
            Assert.That(ReferralLife.MissAnswer(missed.After, subject.Lead.Id, Desks.Pack, late), Is.Null);
        }

        Assert.That(
            (subject.With(missed) with { Now = late }).Declined(DeclineReason.InsufficientInformation).Lead.State,
                Is.EqualTo(ReferralState.Declined));
    }

    [Test]
    public void Has_no_deadline_after_persons_or_goods_are_out_of_reach()
    {
        var subject = Case.Routed(filing => filing with { CrimeHypothesis = "tip", ActBefore = Noon.AddHours(2) }).Claimed().Asked();
        Assert.That(
            (subject.Lead.AnswerBy, subject.Lead.DecideBy),
            Is.EqualTo(((DateTimeOffset?)Noon.AddHours(2), (DateTimeOffset?)Noon.AddHours(2))));
        Assert.That(subject.AfterMinutes(30).Answered().Lead.DecideBy, Is.EqualTo(Noon.AddHours(2)));
    }
}

public class An_accepted_leg
{
    [TestCase(Priority.P1, 30)]
    [TestCase(Priority.P2, 30)]
    [TestCase(Priority.P3, 90)]
    public void Is_reviewed_after(Priority priority, int days) => Assert.That(
        Case.Trafficking().Claimed().Reprioritised(priority).Accepted().Lead.RunningClock!.DueAt, Is.EqualTo(Noon.AddDays(days)));

    [Test]
    public void Starts_its_review_again_with_a_message_of_progress()
    {
        var subject = Case.Trafficking().Claimed().Accepted().After(TimeSpan.FromDays(100)).Escalated();
        Assert.That(subject.Lead.Escalation, Is.EqualTo(1));
        var told = ReferralLife.Progress(subject.Incident, subject.Lead.Id, subject.Now)!;
        Assert.That(told.Leg.RunningClock, Is.EqualTo(
            new Clock(ClockKind.Review, subject.Now, subject.Now.AddDays(90), null, 0, subject.Now.AddDays(90))));
        Assert.That(told.Leg.Revision, Is.EqualTo(subject.Lead.Revision), "A message doesn't change the ETag.");
    }

    [Test]
    public void Has_no_review_before() =>
        Assert.That(ReferralLife.Progress(Case.Trafficking().Incident, Case.Trafficking().Lead.Id, Noon), Is.Null);
}

public class A_changed_priority
{
    [Test]
    public void That_is_raised_brings_deadlines_forward_from_now()
    {
        var subject = Case.Trafficking().After(TimeSpan.FromHours(1)).Reprioritised(Priority.P2);
        Assert.That(
            (subject.Lead.AcknowledgeBy, subject.Lead.DecideBy), Is.EqualTo((Noon.AddHours(2), (DateTimeOffset?)Noon.AddHours(10))));
        Assert.That(subject.Incident.Priority, Is.EqualTo(Priority.P2));
    }

    [Test]
    public void That_is_raised_to_P1_safeguards() => Assert.That(Case.Trafficking().Reprioritised(Priority.P1), Has
        .Property(nameof(Case.Lead)).Property(nameof(Leg.Safeguarded)).True
        .And.Property(nameof(Case.Incident)).Property("Safeguarded").True);

    [Test]
    public void That_is_lowered_puts_deadlines_off_from_when_the_clock_started_and_calms_the_ladder()
    {
        var subject = Case.Routed(filing => filing with { DangerToLife = true }).AfterMinutes(20).Escalated();
        Assert.That(subject.Lead.Escalation, Is.EqualTo(1));
        subject = subject.Reprioritised(Priority.P3);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Lead.AcknowledgeBy, Is.EqualTo(Noon.AddDays(1)));
            Assert.That(subject.Lead.Escalation, Is.Zero);
            Assert.That(subject.Lead.Safeguarded, Is.False);
            Assert.That(subject.Incident.Safeguarded, Is.False);
            Assert.That(subject.Last!.Facts, Has.Some.TypeOf<SafeguardsLifted>());
        }
    }

    [Test]
    public void That_is_lowered_leaves_a_child_safeguarded() =>
        Assert.That(Case.OfAChild().Reprioritised(Priority.P4).Lead.Safeguarded, Is.True);

    [Test]
    public void Of_a_leg_that_does_not_lead_is_its_own()
    {
        var subject = Case.OfBoth().Reprioritised(Priority.P1, "ME-TIP");
        Assert.That(subject.Incident.Say(), Is.EqualTo("*action ME-SOM som routed P4; action ME-TIP tip routed P1"));
        Assert.That((subject.Incident.Priority, subject.Incident.Safeguarded), Is.EqualTo((Priority.P4, true)));
    }

    [Test]
    public void To_what_it_is_changes_nothing() => Case.Trafficking().Refuses("nothing-to-change", new PriorityChange(Priority.P4));
}

public class An_age_decision
{
    private static readonly ReferralMove Adults = new AgeDetermination(null, ChildStatus.Adult);

    [Test]
    public void For_everybody_ends_the_safeguards_and_leaves_the_priority()
    {
        var subject = Case.OfAChild().Claimed().Takes(Adults);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (subject.Incident.ChildOrUnknownAge, subject.Incident.Safeguarded, subject.Incident.Priority),
                Is.EqualTo((false, false, Priority.P2)));
            Assert.That(subject.Incident.Legs, Has.Count.EqualTo(2).And.All.Property(nameof(Leg.Safeguarded)).False);
            Assert.That(subject.Last!.Rerouted!.Value.Facts.ChildOrUnknownAge, Is.False);
            Assert.That(subject.Declined(DeclineReason.OtherJurisdiction).Incident.Legs[0].State, Is.EqualTo(ReferralState.Declined));
        }
    }

    [Test]
    public void Leaves_a_P1_safeguarded() =>
        Assert.That(Case.OfAChild().Claimed().Reprioritised(Priority.P1).Takes(Adults).Lead.Safeguarded, Is.True);

    [Test]
    public void For_one_person_leaves_the_others()
    {
        var subject = Case.Routed(filing => filing with
        {
            CrimeHypothesis = "tip",
            PersonCounts = Count(unknownAge: 2),
            Persons =
            [
                new() { Role = "possible_victim", ChildStatus = "unknown_treat_as_child" },
                new() { Role = "possible_victim", AgeBand = "unknown" },
            ],
        }).Claimed();
        var (one, two) = (subject.Content.Persons[0].Id, subject.Content.Persons[1].Id);
        subject = subject.Takes(new AgeDetermination(one, ChildStatus.Adult));
        Assert.That((subject.Incident.ChildOrUnknownAge, subject.Lead.Safeguarded), Is.EqualTo((true, true)));
        subject = subject.Takes(new AgeDetermination(two, ChildStatus.Adult));
        Assert.That((subject.Incident.ChildOrUnknownAge, subject.Lead.Safeguarded), Is.EqualTo((false, false)));
        subject = subject.Takes(new AgeDetermination(one, ChildStatus.Child));
        Assert.That((subject.Incident.ChildOrUnknownAge, subject.Lead.Safeguarded), Is.EqualTo((true, true)));
    }

    [Test]
    public void That_finds_a_child_brings_in_protection_and_safeguards()
    {
        var subject = Case.Routed(filing => filing with
        {
            CrimeHypothesis = "tip",
            PersonCounts = Count(adult: 1),
            Persons = [new() { Role = "possible_victim", ChildStatus = "adult" }],
        }).Claimed();
        Assert.That(subject.Lead.Safeguarded, Is.False);
        subject = subject.Takes(new AgeDetermination(subject.Content.Persons[0].Id, ChildStatus.Child));
        Assert.That(subject.Incident.Say(), Is.EqualTo("*action ME-TIP tip in_triage P2; protection ME-CHILD none routed P2"));
        Assert.That(subject.Lead.Safeguarded, Is.True);
    }

    [Test]
    public void Names_somebody_the_incident_lists() =>
        Case.OfAChild().Claimed().Refuses("person-unknown", new AgeDetermination(new(NewId()), ChildStatus.Adult));

    [Test]
    public void Covers_nobody_who_is_filed_later()
    {
        var subject = Case.OfAChild().Claimed().Takes(Adults);
        var content = subject.Content with { Filing = subject.Content.Filing with { PersonCounts = Count(child: 2) } };
        var today = new DateOnly(2026, 3, 18);
        using (Assert.EnterMultipleScope())
        {
            var (same, _) = Domain.Incidents.AgeDecisions.Read(subject.Content, subject.Incident.AgeDecisions, today);
            var (more, _) = Domain.Incidents.AgeDecisions.Read(content, subject.Incident.AgeDecisions, today);
            Assert.That((same.PersonCounts!.Child, same.PersonCounts.Adult), Is.EqualTo(((int?)0, (int?)1)));
            Assert.That((more.PersonCounts!.Child, more.PersonCounts.Adult), Is.EqualTo(((int?)1, (int?)1)));
        }
    }
}
