using CaseReferral.Domain.Referrals;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

public class A_transferred_leg
{
    [Test]
    public void Ends_and_goes_on_as_a_successor_that_leads_and_keeps_the_deadline()
    {
        var subject = Case.Trafficking().Claimed().After(TimeSpan.FromDays(1)).Transferred("ME-BOTH");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Incident.Say(), Is.EqualTo("action ME-TIP tip transferred P4; *action ME-BOTH tip routed P4"));
            Assert.That(subject.Lead.DecideBy, Is.EqualTo(Noon.AddDays(7)));
            Assert.That(subject.Lead.AcknowledgeBy, Is.EqualTo(Noon.AddDays(3)));
        }
    }

    [Test]
    public void Gets_back_the_time_that_a_question_stood_still()
    {
        var subject = Case.Trafficking().Claimed().Asked().AfterMinutes(60).Transferred("ME-BOTH");
        Assert.That(
            (subject.Lead.DecideBy, subject.Lead.PausedAt),
            Is.EqualTo(((DateTimeOffset?, DateTimeOffset?))(Noon.AddDays(7).AddHours(1), null)));
        Assert.That(subject.Incident.Legs[0].DecideBy, Is.EqualTo(subject.Lead.DecideBy), "it ended with the deadline that it handed on");
    }

    // Found by the model: a registry that was killed made a successor in the millisecond of its legs, and it stood before them.
    [Test]
    public void Goes_on_as_the_last_leg_also_when_the_clock_was_set_back()
    {
        var subject = Case.OfBoth() with { Ids = () => Id(1) };
        var last = subject.Incident.Legs[^1].Id.Value;

        var legs = subject.Claimed("ME-TIP").Declined(DeclineReason.OtherJurisdiction, "ME-TIP").Claimed("ME-SOM")
            .Declined(DeclineReason.OtherJurisdiction, "ME-SOM").Incident.Legs;

        Assert.That(legs.Select(leg => leg.Id.Value), Is.Unique.And.Ordered);
        Assert.That(legs[^2].Id.Value, Is.GreaterThan(last));
    }

    [Test]
    public void Starts_new_clocks_when_it_had_been_accepted()
    {
        var subject = Case.Trafficking().Claimed().Accepted().After(TimeSpan.FromDays(30)).Transferred("ME-BOTH");
        Assert.That((subject.Lead.AcknowledgeBy, subject.Lead.DecideBy), Is.EqualTo((Noon.AddDays(32), (DateTimeOffset?)Noon.AddDays(39))));
    }

    [TestCase("ME-TIP", TestName = "{m}(itself)")]
    [TestCase("ME-NONE", TestName = "{m}(unknown)")]
    [TestCase("ME-LATE", TestName = "{m}(its mandate has ended)")]
    [TestCase("ME-SOM", TestName = "{m}(has no such mandate)")]
    [TestCase("ME-CHILD", TestName = "{m}(no task force that decides)")]
    [TestCase("ME-I1", TestName = "{m}(an integrity recipient)")]
    [TestCase("BA-TF", TestName = "{m}(abroad without an agreement)")]
    public void Never_goes_to(string taskForce) => Case.Trafficking().Claimed().Refuses("recipient-refused", new Transfer(taskForce));

    [Test]
    public void Never_goes_to_a_desk_that_has_an_open_leg_of_the_incident() =>
        Case.OfBoth().Claimed("ME-SOM").Transferred("ME-BOTH", "ME-SOM").Acknowledged("ME-TIP")
            .Refuses("recipient-refused", new Transfer("ME-BOTH"), queue: "ME-TIP");

    [Test]
    public void Crosses_a_border_under_an_agreement_that_is_then_its_legal_basis()
    {
        var subject = Case.Trafficking().Claimed().Transferred("RS-TF");
        Assert.That(subject.Lead.LegalBasis, Is.EqualTo("me-rs"));
        Assert.That(subject.Last!.Facts.OfType<ReferralRouted>().Single().LegalBasis, Is.EqualTo("me-rs"));
    }

    [TestCase("H2")]
    [TestCase("H3")]
    public void Is_kept_within_the_jurisdiction_by_its_handling_code_until_the_owner_consents(string code)
    {
        var subject = Case.Routed(filing => filing with { CrimeHypothesis = "tip", Handling = new() { Code = code, Note = "Ask." } })
            .Claimed();
        subject.Refuses("recipient-refused", new Transfer("RS-TF"));
        (subject with { Consents = new(["BA-TF"]) }).Refuses("recipient-refused", new Transfer("RS-TF"));
        Assert.That((subject with { Consents = new(["RS-TF"]) }).Transferred("RS-TF").Lead.TaskForce, Is.EqualTo("RS-TF"));
        (subject with { Consents = new(["BA-TF"]) }).Refuses("recipient-refused", new Transfer("BA-TF"));
    }

    [Test]
    public void Stays_safeguarded() => Assert.That(Case.OfAChild().Claimed().Transferred("ME-BOTH").Lead.Safeguarded, Is.True);
}

public class An_assigned_leg
{
    [Test]
    public void That_was_unrouted_keeps_its_decision_deadline()
    {
        var subject = Case.Unrouted();
        Assert.That(subject.Lead.RunningClock!.Kind, Is.EqualTo(ClockKind.Assign));
        subject = subject.After(TimeSpan.FromDays(8)).Takes(new Assignment("ME-TIP"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Incident.Say(), Is.EqualTo("*action ME-TIP som routed P4"));
            Assert.That(subject.Lead.DecideBy, Is.EqualTo(Noon.AddDays(9)));
            Assert.That(subject.Lead.AcknowledgeBy, Is.EqualTo(Noon.AddDays(9)));
            Assert.That(subject.Lead.RunningClock, Has
                .Property(nameof(Clock.Kind)).EqualTo(ClockKind.Acknowledge).And.Property(nameof(Clock.StartedAt)).EqualTo(subject.Now));
            Assert.That(subject.Acknowledged().Lead.DecideBy, Is.EqualTo(Noon.AddDays(9)));
        }
    }

    [Test]
    public void That_stood_at_level_3_ends_as_transferred_and_goes_on()
    {
        var subject = Case.Trafficking().After(TimeSpan.FromDays(7)).Escalated();
        Assert.That(subject.Lead.Escalation, Is.EqualTo(3));
        subject = subject.Takes(new Assignment("ME-BOTH"), Case.Coordinator);
        Assert.That(subject.Incident.Say(), Is.EqualTo("action ME-TIP tip transferred P4; *action ME-BOTH tip routed P4"));
        Assert.That(subject.Lead.Escalation, Is.Zero);
    }

    [Test]
    public void Is_not_taken_from_a_desk_before_level_3() =>
        Case.Trafficking().After(TimeSpan.FromDays(4)).Escalated()
            .Refuses("illegal-transition", new Assignment("ME-BOTH"), Case.Coordinator);

    [Test]
    public void Is_not_taken_from_a_desk_that_has_accepted() =>
        Case.Trafficking().Claimed().Accepted().After(TimeSpan.FromDays(400)).Escalated()
        .Refuses("illegal-transition", new Assignment("ME-BOTH"), Case.Coordinator);

    [Test]
    public void Needs_a_desk_that_decides_something() => Case.Unrouted().Refuses("recipient-refused", new Assignment("ME-LATE"));
}

public class The_lead
{
    [Test]
    public void Stays_where_it_is_when_another_leg_is_accepted() =>
        Assert.That(Case.OfBoth().Claimed("ME-TIP").Accepted("ME-TIP").Lead.TaskForce, Is.EqualTo("ME-SOM"));

    [Test]
    public void Passes_to_the_successor() => Assert.That(
        Case.OfBoth().Claimed("ME-TIP").Accepted("ME-TIP").Claimed("ME-SOM").Transferred("ME-BOTH", "ME-SOM").Lead.TaskForce,
            Is.EqualTo("ME-BOTH"));

    [Test]
    public void Passes_to_an_accepted_leg_before_an_older_open_one()
    {
        var subject = Case.OfBoth().Claimed("ME-TIP").Accepted("ME-TIP").Claimed("ME-SOM").Asked("ME-SOM").Answered("ME-SOM");
        Assert.That(subject.Declined(DeclineReason.InsufficientInformation, "ME-SOM").Lead.TaskForce, Is.EqualTo("ME-TIP"));
    }

    [Test]
    public void Passes_on_from_a_leg_that_is_concluded_and_both_desks_learn_of_it()
    {
        var before = Case.OfBoth();
        var subject = before.Claimed().Accepted().Concluded(Outcome.ConfirmedSom);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Lead.TaskForce, Is.EqualTo("ME-TIP"));
            Assert.That(subject.Lead.Revision, Is.EqualTo(before.On("ME-TIP").Revision + 1));
            Assert.That(subject.Last!.Facts.OfType<LeadPassed>().Single(), Is.EqualTo(new LeadPassed(subject.Lead.Id, before.Lead.Id)));
            Assert.That(subject.Last.ChangedLegs.Count(), Is.EqualTo(2));
        }
    }

    [Test]
    public void Goes_back_to_a_leg_that_is_reopened_when_no_other_is_open()
    {
        var subject = Case.Trafficking().Claimed().Accepted().Concluded(Outcome.Unsubstantiated);
        Assert.That(subject.Incident.Status, Is.EqualTo(Domain.Incidents.IncidentStatus.Closed));
        subject = subject.AfterMinutes(5).Takes(new(ReferralAction.Reopen));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Incident.Say(), Is.EqualTo("*action ME-TIP tip in_triage P4"));
            Assert.That(subject.Incident.Status, Is.EqualTo(Domain.Incidents.IncidentStatus.Open));
            Assert.That(subject.Lead.RunningClock, Is.EqualTo(
                new Clock(ClockKind.Decide, subject.Now, subject.Now.AddDays(7), null, 0, subject.Now.AddDays(7))));
            Assert.That(
                (subject.Lead.Outcome, subject.Lead.EndedAt, subject.Lead.AcceptedAt),
                Is.EqualTo(((Outcome?)null, (DateTimeOffset?)null, (DateTimeOffset?)null)));
            Assert.That(subject.Lead.Assignee!.Seat, Is.EqualTo(Case.LeadOf("ME-TIP").Id));
        }
    }
}
