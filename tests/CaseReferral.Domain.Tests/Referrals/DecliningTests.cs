using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

public class A_declined_leg
{
    private static Case InTriage => Case.Trafficking().Claimed();

    [Test]
    public void That_is_not_theirs_is_routed_again_by_the_same_pack_to_a_desk_that_has_no_open_leg()
    {
        var subject = InTriage.Declined(DeclineReason.NotMandate);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Incident.Say(), Is.EqualTo("action ME-TIP tip declined P4; *action ME-BOTH tip routed P4"));
            Assert.That(subject.Lead.PackVersion, Is.EqualTo(1));
            Assert.That(subject.Lead.Predecessor, Is.EqualTo(subject.Incident.Legs[0].Id));
            Assert.That(subject.Last!.Rerouted!.Value.Decision.Legs.Single().TaskForce, Is.EqualTo("ME-BOTH"));
            Assert.That(subject.Last.Facts.Select(fact => fact.GetType()),
                Is.EqualTo((Type[])[typeof(ReferralEnded), typeof(ReferralRouted), typeof(LeadPassed)]));
        }
    }

    [Test]
    public void That_is_not_theirs_is_never_routed_back_and_in_the_end_goes_to_the_coordinator()
    {
        var subject = InTriage.Declined(DeclineReason.NotMandate).Claimed().Declined(DeclineReason.NotMandate);
        Assert.That(subject.Incident.Say(), Is.EqualTo(
            "action ME-TIP tip declined P4; action ME-BOTH tip declined P4; *action nobody tip unrouted P4"));
    }

    [Test]
    public void That_is_not_theirs_passes_by_a_desk_that_has_an_open_leg()
    {
        var subject = Case.OfBoth().Claimed("ME-SOM").Transferred("ME-BOTH", "ME-SOM").Claimed("ME-TIP")
            .Declined(DeclineReason.NotMandate, "ME-TIP");
        Assert.That(subject.Incident.Legs[^1].State, Is.EqualTo(ReferralState.Unrouted));
    }

    [Test]
    public void Is_explained_by_what_was_sought_again()
    {
        var (facts, _) = InTriage.Declined(DeclineReason.NotMandate).Last!.Rerouted!.Value;
        Assert.That(IncidentRouting.Explain(Desks.Pack, facts)[0].FailedCondition, Is.EqualTo("ME-TIP was asked already."));
    }

    [Test]
    public void For_another_jurisdiction_goes_to_the_own_coordinator() => Assert.That(
        InTriage.Declined(DeclineReason.OtherJurisdiction).Incident.Say(),
            Is.EqualTo("action ME-TIP tip declined P4; *action nobody tip unrouted P4"));

    [Test]
    public void Keeps_its_decision_deadline_in_its_successor()
    {
        var subject = InTriage.After(TimeSpan.FromDays(6)).Declined(DeclineReason.NotMandate);
        var acknowledged = subject.AfterMinutes(30).Acknowledged();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Lead.DecideBy, Is.EqualTo(Noon.AddDays(7)));
            Assert.That(
                subject.Lead.AcknowledgeBy, Is.EqualTo(Noon.AddDays(7)), "A fresh interval would end after the decision's deadline.");
            Assert.That(acknowledged.Lead.DecideBy, Is.EqualTo(Noon.AddDays(7)));
        }
    }

    [Test]
    public void For_lack_of_information_needs_a_question_first() =>
        InTriage.Refuses("question-first", new Decline(DeclineReason.InsufficientInformation));

    [Test]
    public void For_lack_of_information_ends_after_the_answer()
    {
        var subject = InTriage.Asked().Answered().Declined(DeclineReason.InsufficientInformation);
        Assert.That(
            (subject.Incident.Say(), subject.Incident.Status), Is.EqualTo(("*action ME-TIP tip declined P4", IncidentStatus.Closed)));
    }

    [Test]
    public void For_lack_of_information_goes_to_the_coordinator_when_safeguarded()
    {
        var subject = Case.OfAChild().Claimed().Asked().Answered().Declined(DeclineReason.InsufficientInformation)
            .Takes(new(ReferralAction.ConfirmDecline));
        Assert.That(subject.Incident.Say(), Does.Contain("action ME-TIP tip declined P2").And.Contain("*action nobody tip unrouted P2"));
    }

    [Test]
    public void Waits_for_a_second_officer_when_safeguarded()
    {
        var subject = Case.OfAChild().Claimed().Declined(DeclineReason.NotMandate);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Lead.State, Is.EqualTo(ReferralState.DeclineProposed));
            Assert.That(subject.Lead.RunningClock!.Kind, Is.EqualTo(ClockKind.Decide));
            Assert.That(subject.Incident.Legs, Has.Count.EqualTo(2));
        }

        subject.Refuses("illegal-transition", new(ReferralAction.ConfirmDecline), Case.Claimant("ME-TIP"));
        Assert.That(subject.Takes(new(ReferralAction.RejectDecline)).Lead, Has
            .Property(nameof(Leg.State)).EqualTo(ReferralState.InTriage).And.Property(nameof(Leg.DeclineReason)).Null);
    }

    [Test]
    public void Is_not_confirmed_by_its_proposer_under_any_seat()
    {
        var subject = Case.OfAChild().Claimed().Declined(DeclineReason.NotMandate);
        var alone = subject with { Standing = subject.Standing with { QueueHasSecondSeat = false } };
        var proposer = Case.Claimant("ME-TIP").Principal;
        subject.Refuses("illegal-transition", new(ReferralAction.ConfirmDecline), Case.LeadOf("ME-TIP") with { Principal = proposer });
        alone.Refuses("illegal-transition", new(ReferralAction.ConfirmDecline), Case.Coordinator with { Principal = proposer });
        Assert.That(
            alone.Takes(new(ReferralAction.ConfirmDecline), Case.Coordinator).Incident.Legs[0].State, Is.EqualTo(ReferralState.Declined));
    }

    [Test]
    public void Of_protection_goes_to_another_service_or_to_the_coordinator_who_finds_one()
    {
        var subject = Case.OfAChild().Claimed("ME-CHILD").Declined(DeclineReason.NotMandate, "ME-CHILD")
            .Takes(new(ReferralAction.ConfirmDecline), "ME-CHILD");
        Assert.That(subject.Incident.Say(), Is.EqualTo(
            "*action ME-TIP tip routed P2; protection ME-CHILD none declined P2; action nobody none unrouted P2"));

        subject = subject.Takes(new Assignment("ME-CARE"), Case.Coordinator, subject.Incident.Legs[2]);
        Assert.That(subject.Incident.Say(), Does.EndWith("; protection ME-CARE none routed P2").And.StartWith("*action ME-TIP"));
    }

    [Test]
    public void Tells_the_filing_unit_why_and_where_it_goes_on()
    {
        var subject = InTriage.Declined(DeclineReason.NotMandate);
        var told = subject.Last!.Facts.OfType<ReferralEnded>().Single().Tells;
        Assert.That(
            (told.State, told.Reason, told.Outcome),
            Is.EqualTo(((ReferralState, DeclineReason?, Outcome?))(ReferralState.Declined, DeclineReason.NotMandate, null)));
        Assert.That(told.GoesOnAs, Is.EqualTo((ReferralId[])[subject.Lead.Id]));
    }
}

public class A_suspicion_of_complicity
{
    [Test]
    public void Goes_on_along_the_integrity_recipients_and_ends_at_the_last(
        [Values(DeclineReason.NotMandate, DeclineReason.OtherJurisdiction)] DeclineReason reason)
    {
        var first = Case.Restricted().Claimed().Declined(reason);
        Assert.That(first.Incident.Say(), Is.EqualTo("action ME-I1 som declined P4; *action ME-I2 som routed P4"));
        Assert.That(first.Incident.LegsInSight, Is.EqualTo(first.Incident.Legs));

        var last = first.Claimed().Declined(reason);
        Assert.That(last.Incident.Say(), Is.EqualTo("action ME-I1 som declined P4; *action ME-I2 som declined P4"));
        Assert.That(last.Last!.Facts.OfType<ReferralEnded>(), Is.Not.Empty);
    }

    [Test]
    public void Is_transferred_to_integrity_recipients_only()
    {
        var subject = Case.Restricted().Claimed();
        foreach (var taskForce in Desks.TaskForces.Except(["ME-I2"]))
            subject.Refuses("recipient-refused", new Transfer(taskForce), Case.LeadOf("ME-I1"));
        Assert.That(subject.Transferred("ME-I2").Lead, Has
            .Property(nameof(Leg.TaskForce)).EqualTo("ME-I2").And.Property(nameof(Leg.Rule)).EqualTo(IncidentRouting.IntegrityRule));
    }

    [Test]
    public void Is_confirmed_and_assigned_by_another_recipients_lead_officer_and_never_by_the_coordinator()
    {
        var subject = Case.Restricted().After(TimeSpan.FromDays(20)).Escalated();
        subject.Refuses("role-required", new Assignment("ME-I2"), Case.Coordinator);
        subject.Refuses("role-required", new Assignment("ME-I2"), Case.LeadOf("ME-TIP"));
        Assert.That(subject.Takes(new Assignment("ME-I2"), Case.LeadOf("ME-I2")).Lead.TaskForce, Is.EqualTo("ME-I2"));
    }

    [Test]
    public void Escalates_within_the_list()
    {
        var subject = Case.Restricted().After(TimeSpan.FromDays(20));
        var queues = new List<string>();
        while (Escalation.Fire(subject.Incident, subject.Lead.Id, Desks.Pack, subject.Now) is { } fired)
        {
            queues.Add(fired.Facts.OfType<LevelReached>().Single().Queue);
            subject = subject.With(fired);
        }

        Assert.That(queues, Is.EqualTo((string[])["ME-I1", "ME-I1", "ME-I2", "ME-I2"]));
        var last = subject.Lead with { TaskForce = "ME-I2" };
        Assert.That(EscalationLadder.QueueOf(3, subject.Incident, last, Desks.Pack), Is.EqualTo("ME-I2"));
    }

    [Test]
    public void Is_answered_and_withdrawn_by_its_filer_only_and_only_until_it_is_acknowledged()
    {
        var subject = Case.Restricted();
        subject.Refuses("role-required", new(ReferralAction.Withdraw), Case.Supervisor);
        Assert.That(subject.Takes(new(ReferralAction.Withdraw), Case.Filer).Incident.Status, Is.EqualTo(IncidentStatus.Closed));
        subject.Claimed().Refuses("illegal-transition", new(ReferralAction.Withdraw), Case.Filer);

        var next = subject.Claimed().Transferred("ME-I2");
        Assert.That(next.Incident.Legs[^1].State, Is.EqualTo(ReferralState.Routed), next.Incident.Say());
        next.Refuses("illegal-transition", new(ReferralAction.Withdraw), Case.Filer, "ME-I2");
        subject.Claimed().Asked().Refuses("role-required", new(ReferralAction.Answer), Case.Supervisor);
        Assert.That(subject.Claimed().Asked().Takes(new(ReferralAction.Answer), Case.Filer).Lead.State, Is.EqualTo(ReferralState.InTriage));
    }

    [Test]
    public void Is_voided_by_nobody_but_its_filer_and_its_recipient()
    {
        var subject = Case.Restricted();
        Assert.That(IncidentVoiding.Void(subject.Incident, [], Case.Supervisor, Noon).Succeeded(out _, out _), Is.False);
        Assert.That(IncidentVoiding.Void(subject.Incident, [], Case.Coordinator, Noon).Succeeded(out _, out _), Is.False);
        Assert.That(IncidentVoiding.Void(subject.Incident, [], Case.Filer, Noon).Succeeded(out _, out _), Is.True);
        Assert.That(IncidentVoiding.Void(subject.Claimed().Incident, [], Case.LeadOf("ME-I1"), Noon).Succeeded(out _, out _), Is.True);
    }
}
