using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Tests.Incidents;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

public class A_merged_leg
{
    private static Case Source => Case.OfAChild().Claimed();

    private static Case Target => Case.Trafficking().Claimed();

    private static (Case Case, Leg Into) Ready(Case? source = null, Case? target = null)
    {
        var other = (target ?? Target).Incident;
        return ((source ?? Source) with { Other = other }, other.Legs.Single(leg => leg.Lead));
    }

    [Test]
    public void Leaves_its_priority_deadlines_and_safeguards_to_the_other()
    {
        var (subject, into) = Ready();
        subject = subject.Takes(new Merge(into.Id));
        var carrier = subject.Other!.Leg(into.Id)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Incident.Legs[0], Has.Property(nameof(Leg.State)).EqualTo(ReferralState.Merged)
                .And.Property(nameof(Leg.MergedInto)).EqualTo(into.Id)
                .And.Property(nameof(Leg.MergedFrom)).EqualTo(ReferralState.InTriage));
            Assert.That(
                (carrier.Priority, carrier.Safeguarded, carrier.Carries, carrier.DecideBy),
                Is.EqualTo((Priority.P2, true, 1, (DateTimeOffset?)Noon.AddHours(8))));
            Assert.That(subject.Other.Safeguarded, Is.True);
            Assert.That(subject.Other.Sequence, Is.EqualTo(subject.Last!.Other!.Value.Before.Sequence + 1));
            Assert.That(carrier.Mandate, Is.EqualTo(Mandate.Tip));
            Assert.That(
                subject.Last.Facts.OfType<ReferralEnded>().Single().Tells.GoesOnAs,
                Is.Empty, "Its filer learns nothing of the other incident.");
        }
    }

    [Test]
    public void Makes_an_acknowledgement_of_the_other_loosen_nothing()
    {
        var (subject, into) = Ready(target: Case.Trafficking());
        subject = subject.AfterMinutes(30).Takes(new Merge(into.Id));
        var other = subject with { Incident = subject.Other!, Now = Noon.AddHours(1) };
        Assert.That(other.Acknowledged().Lead.DecideBy, Is.EqualTo(Noon.AddHours(8)));
    }

    [Test]
    public void Leaves_no_deadline_to_acknowledge_that_it_had_met_itself()
    {
        var (subject, into) = Ready(target: Case.Trafficking());
        subject = subject.AfterMinutes(120).Takes(new Merge(into.Id));
        var carrier = subject.Other!.Leg(into.Id)!;
        Assert.That(
            (carrier.AcknowledgeBy, carrier.DecideBy), Is.EqualTo((Noon.AddHours(3), (DateTimeOffset?)Noon.AddHours(8))),
            "An hour of a P2 from now, though the merged leg was acknowledged by one o'clock.");
    }

    [Test]
    public void That_is_late_leaves_the_other_late_at_its_first_level()
    {
        var (subject, into) = Ready();
        subject = subject.After(TimeSpan.FromHours(60)).Takes(new Merge(into.Id));
        var other = (subject with { Incident = subject.Other! }).Escalated();
        Assert.That(
            (other.Lead.DecideBy, other.Lead.Escalation, other.Lead.EscalatesAt),
            Is.EqualTo(((DateTimeOffset?)Noon.AddHours(8), 1, (DateTimeOffset?)Noon.AddHours(68))));
    }

    [Test]
    public void Leaves_its_priority_to_the_other_incident_too_where_that_leg_leads()
    {
        var (subject, into) = Ready();
        subject = subject.Takes(new Merge(into.Id));
        Assert.That(subject.Other!.Leg(into.Id)!.Lead, Is.True);
        Assert.That(
            (subject.Other.Priority, subject.Other.PriorityReasons[^1]),
            Is.EqualTo((Priority.P2, "A referral of P2 goes on within the leading one.")));
    }

    [Test]
    public void Of_an_integrity_recipient_never_goes_on_in_the_leg_of_whom_it_brought_in()
    {
        var subject = Case.Restricted().Claimed();
        subject = subject with
        {
            Incident = subject.Incident with
            {
                Legs =
                [
                    .. subject.Incident.Legs,
                    subject.Lead with { Id = new(NewId()), Lead = false, TaskForce = "ME-SOM", Rule = "integrity-operational" },
                ],
            },
        };
        subject.Refuses("merge-refused", new Decline(DeclineReason.Duplicate, subject.On("ME-SOM").Id));
    }

    [Test]
    public void Comes_back_late_at_its_first_level()
    {
        var (subject, into) = Ready();
        subject = subject.Takes(new Merge(into.Id)).After(TimeSpan.FromDays(3)).Takes(new(ReferralAction.Unmerge), "ME-TIP").Escalated();
        Assert.That(
            (subject.Lead.DecideBy, subject.Lead.Escalation, subject.Lead.EscalatesAt),
            Is.EqualTo(((DateTimeOffset?)Noon.AddHours(8), 1, (DateTimeOffset?)subject.Now.AddHours(8))));
    }

    [Test]
    public void Never_goes_on_in_itself()
    {
        var subject = Source;
        subject.Refuses("merge-refused", new Merge(subject.Lead.Id));
    }

    [Test]
    public void Never_goes_on_in_what_nobody_sees() => Source.Refuses("merge-refused", new Merge(new(NewId())));

    [Test]
    public void Never_goes_on_in_another_queues_leg()
    {
        var (subject, into) = Ready(target: Case.Routed().Claimed());
        subject.Refuses("merge-refused", new Merge(into.Id));
    }

    [Test]
    public void Never_goes_on_in_one_that_has_ended()
    {
        var (subject, into) = Ready(target: Target.Accepted().Concluded(Outcome.OtherOffence));
        subject.Refuses("merge-refused", new Merge(into.Id));
    }

    [Test]
    public void Never_makes_a_circle()
    {
        var (subject, into) = Ready();
        var merged = subject.Takes(new Merge(into.Id));
        var other = merged with { Incident = merged.Other!, Other = merged.Incident };
        other.Refuses("merge-refused", new Merge(merged.Incident.Legs[0].Id));
    }

    [Test]
    public void Of_a_real_case_never_goes_on_in_an_exercise()
    {
        var (subject, into) = Ready(target: Case.Routed(filing => filing with { CrimeHypothesis = "tip", Exercise = true }).Claimed());
        subject.Refuses("merge-refused", new Merge(into.Id));
    }

    [Test]
    public void Of_a_suspicion_never_goes_on_in_an_ordinary_case()
    {
        var (subject, into) = Ready(Case.Restricted().Claimed());
        subject.Refuses("merge-refused", new Decline(DeclineReason.Duplicate, into.Id));
    }

    [Test]
    public void Is_no_way_round_the_second_officer()
    {
        var (subject, into) = Ready();
        subject = subject.Takes(new Merge(into.Id));
        var other = new Case { Incident = subject.Other!, Facts = subject.Facts, Content = subject.Content, Pack = subject.Pack };
        Assert.That(other.Accepted().Concluded(Outcome.Unsubstantiated).Lead.State, Is.EqualTo(ReferralState.ConclusionProposed));
        Assert.That(
            other.Takes(new AgeDetermination(null, ChildStatus.Adult)).Lead.Safeguarded,
                Is.True, "The other incident's child isn't decided about here.");
    }

    [Test]
    public void Is_carried_so_that_the_other_is_neither_withdrawn_nor_voided()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        var other = subject.Takes(new Merge(into.Id)).Other!;
        var withdrawing = subject with { Incident = other };
        withdrawing.Refuses("carries-others", new(ReferralAction.Withdraw), Case.Supervisor);
        Assert.That(
            Domain.Incidents.IncidentVoiding.Void(other, [], Case.LeadOf("ME-TIP"), Noon).Succeeded(out _, out var refusal),
            Is.False);
        Assert.That(refusal!.Code, Is.EqualTo("carries-others"));
    }

    [Test]
    public void Of_an_incident_that_is_voided_ties_the_other_no_more()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        subject = subject.Takes(new Merge(into.Id));
        var decided = Domain.Incidents.IncidentVoiding.Void(subject.Incident, [subject.Other!], Case.LeadOf("ME-TIP"), Noon);
        Assert.That(decided.Succeeded(out var voided, out _), Is.True);
        var (before, after) = voided!.Released.Single();
        Assert.That((after.Leg(into.Id)!.Carries, after.Sequence), Is.EqualTo((0, before.Sequence + 1)));
        var other = (subject with { Incident = after }).Takes(new(ReferralAction.Withdraw), Case.Supervisor);
        Assert.That(other.Lead.State, Is.EqualTo(ReferralState.Withdrawn));
    }

    [Test]
    public void Comes_back_as_it_was()
    {
        var (subject, into) = Ready(Source.Asked());
        var before = subject.Incident.Legs[0];
        subject = subject.Takes(new Merge(into.Id)).AfterMinutes(5).Takes(new(ReferralAction.Unmerge), "ME-TIP");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject.Incident.Legs[0], Is.EqualTo(before with { Revision = before.Revision + 2 }));
            Assert.That(subject.Other!.Leg(into.Id)!.Carries, Is.Zero);
            Assert.That(subject.Other.Leg(into.Id)!.Safeguarded, Is.True);
        }
    }

    [Test]
    public void Does_not_come_back_once_the_other_has_ended()
    {
        var (subject, into) = Ready();
        subject = subject.Takes(new Merge(into.Id));
        var ended = subject.Other! with { Legs = [subject.Other.Leg(into.Id)! with { State = ReferralState.Concluded }] };
        (subject with { Other = ended }).Refuses("illegal-transition", new(ReferralAction.Unmerge), Case.LeadOf("ME-TIP"), "ME-TIP");
    }

    [Test]
    public void Comes_back_when_the_other_was_declined_for_good()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        subject = subject.Takes(new Merge(into.Id));
        var other = (subject with { Incident = subject.Other!, Other = subject.Incident }).Asked().Answered();
        other = other.Declined(DeclineReason.InsufficientInformation);
        var told = other.Other!.Legs[0];
        Assert.That(
            told.Elsewhere,
            Is.EqualTo(new GoneOn(false, false, null, DeclineReason.InsufficientInformation)), "Its filer is told.");

        var back = (other with { Incident = other.Other, Other = other.Incident }).Takes(new(ReferralAction.Unmerge), "ME-TIP");
        Assert.That((back.Lead.State, back.Other!.Leg(into.Id)!.Carries), Is.EqualTo((ReferralState.InTriage, 0)));
    }

    [Test]
    public void Comes_back_when_the_other_became_a_suspicion_that_its_queue_does_not_see()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        subject = subject.Takes(new Merge(into.Id));
        var merged = subject.Incident.Legs[0] with { Elsewhere = new(false, false, null, null) };
        subject = subject with { Incident = subject.Incident with { Legs = [merged] }, Other = null };
        Assert.That(subject.Takes(new(ReferralAction.Unmerge), "ME-TIP").Lead.State, Is.EqualTo(ReferralState.InTriage));
    }

    [Test]
    public void Stays_where_it_is_while_the_other_goes_on_in_another_queue()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        subject = subject.Takes(new Merge(into.Id));
        var other = (subject with { Incident = subject.Other!, Other = subject.Incident }).Transferred("ME-BOTH");
        var carried = other with { Incident = other.Other!, Other = other.Incident };
        Assert.That(carried.Incident.Legs[0].Elsewhere, Is.EqualTo(new GoneOn(false, true, null, null)));
        carried.Refuses("illegal-transition", new(ReferralAction.Unmerge), Case.LeadOf("ME-TIP"), "ME-TIP");
        Assert.That(
            ReferralLife.AllowedTo(carried.Incident, carried.Incident.Legs[0], Case.LeadOf("ME-TIP"), carried.Standing), Is.Empty,
            "What is refused isn't offered.");
    }

    [Test]
    public void Stays_taken_out_of_the_hands_of_whoever_may_be_suspected()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        subject = subject.Takes(new Merge(into.Id));
        subject = subject with { Incident = subject.Incident with { Restricted = true } };
        subject.Refuses("illegal-transition", new(ReferralAction.Unmerge), Case.LeadOf("ME-TIP"), "ME-TIP");
    }

    [Test]
    public void As_a_duplicate_is_reopened_and_the_other_carries_one_less()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        subject = subject.Takes(new Decline(DeclineReason.Duplicate, into.Id));
        var reopened = subject.Takes(new(ReferralAction.Reopen), "ME-TIP");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((reopened.Lead.State, reopened.Lead.DuplicateOf), Is.EqualTo((ReferralState.InTriage, (ReferralId?)null)));
            Assert.That(reopened.Other!.Leg(into.Id), Has.Property(nameof(Leg.Carries)).EqualTo(0));
        }
    }

    [Test]
    public void As_a_duplicate_is_reopened_also_when_the_other_has_gone_on()
    {
        var (subject, into) = Ready(Case.Trafficking().Claimed());
        subject = subject.Takes(new Decline(DeclineReason.Duplicate, into.Id));
        var other = (subject with { Incident = subject.Other!, Other = subject.Incident }).Transferred("ME-BOTH");
        var reopened = (other with { Incident = other.Other!, Other = other.Incident }).Takes(new(ReferralAction.Reopen), "ME-TIP");
        Assert.That(reopened.Other!.Legs.Select(leg => leg.Carries), Is.EqualTo((int[])[0, 0]));
    }

    [Test]
    public void Leaves_no_chain_behind_when_it_comes_back()
    {
        var (first, into) = Ready(Case.Trafficking().Claimed());
        var carrier = first.Takes(new Merge(into.Id)).Other!;
        var (second, last) = Ready((first with { Incident = carrier }).Read());
        second = second.Takes(new Merge(last.Id));
        Assert.That(second.Other!.Leg(last.Id)!.CarriesChain, Is.True);
        Assert.That(second.Takes(new(ReferralAction.Unmerge), "ME-TIP").Other!.Leg(last.Id)!.CarriesChain, Is.False);
    }

    [Test]
    public void As_a_duplicate_may_be_another_desks_and_needs_a_second_officer_when_safeguarded()
    {
        var (subject, into) = Ready(target: Case.Routed().Claimed());
        subject = subject.Takes(new Decline(DeclineReason.Duplicate, into.Id));
        Assert.That((subject.Lead.State, subject.Lead.DuplicateOf), Is.EqualTo((ReferralState.DeclineProposed, (ReferralId?)into.Id)));

        subject = subject.Takes(new(ReferralAction.ConfirmDecline));
        Assert.That(subject.Incident.Legs[0].State, Is.EqualTo(ReferralState.Declined));
        Assert.That(subject.Other!.Leg(into.Id), Has.Property(nameof(Leg.Carries)).EqualTo(1).And.Property(nameof(Leg.Safeguarded)).True);
    }

    // What waited for the coordinator ended with the amendment, and who was carried within it waited for ever.
    [Test]
    public void As_a_duplicate_of_what_nobody_decided_goes_on_with_whoever_then_does()
    {
        var trafficking = Desks.Pack with { Mandates = [Desks.Pack.Mandates[0]] };
        var filed = File(Plain("ME") with { CrimeHypothesis = "tip_and_som" }, trafficking);
        var waiting = filed.Incident.Legs.Single(leg => leg.State == ReferralState.Unrouted);
        var (subject, _) = Ready(Case.Trafficking().Claimed());
        subject = (subject with { Other = filed.Incident }).Takes(new Decline(DeclineReason.Duplicate, waiting.Id));

        var both = trafficking with { Mandates = [new("ME-TIP", Mandate.TipAndSom, new(2020, 1, 1))], Version = 2 };
        var amended = new Amended(subject.Other!, filed.Facts, filed.Content, null)
            .Amend(filing => filing with { PersonsPresentNow = true, PersonCounts = Count(adult: 1) }, both);
        var heir = amended.Incident.Legs.Single(leg => leg.State == ReferralState.Routed);
        Assert.That(amended.Incident.Leg(waiting.Id)!.State, Is.EqualTo(ReferralState.Transferred), amended.Incident.Say());
        Assert.That(
            (heir.Carries, (subject with { Other = amended.Incident }).Read().Incident.Legs[0].Elsewhere),
            Is.EqualTo((1, new GoneOn(false, true, null, null))));

        var reopened = (subject with { Other = amended.Incident }).Read().Takes(new(ReferralAction.Reopen));
        Assert.That(reopened.Other!.Leg(heir.Id)!.Carries, Is.Zero, "it is taken out of the leg that carries it now");
    }

    // The carrier was declined, nobody else held its mandate, and an amendment gave it to a leg that was there: three links.
    [Test]
    public void As_a_duplicate_of_what_was_declined_and_taken_over_is_taken_out_of_it()
    {
        var both = Desks.Pack with
        {
            Mandates = [new("ME-TIP", Mandate.Tip, new(2020, 1, 1)), new("ME-SOM", Mandate.Som, new(2020, 1, 1))],
        };
        var holder = Case.Routed(filing => filing with { CrimeHypothesis = "tip_and_som" }, both).Claimed("ME-TIP").Claimed("ME-SOM");
        var carrier = holder.On("ME-SOM");
        var (subject, _) = Ready(Case.Trafficking().Claimed());
        subject = (subject with { Other = holder.Incident }).Takes(new Decline(DeclineReason.Duplicate, carrier.Id));

        holder = (holder with { Incident = subject.Other! }).Declined(DeclineReason.NotMandate, "ME-SOM");
        Assert.That(holder.Incident.Legs[^1].State, Is.EqualTo(ReferralState.Unrouted), holder.Incident.Say());
        var one = both with { Mandates = [new("ME-TIP", Mandate.TipAndSom, new(2020, 1, 1))], Version = 2 };
        var amended = new Amended(holder.Incident, holder.Facts, holder.Content, null)
            .Amend(filing => filing with { PersonsPresentNow = true, PersonCounts = Count(adult: 1) }, one);
        var heir = amended.Incident.Legs.Single(leg => leg.State.IsOpen());
        Assert.That((heir.TaskForce, heir.Carries), Is.EqualTo(("ME-TIP", 1)), amended.Incident.Say());

        var reopened = (subject with { Other = amended.Incident }).Read().Takes(new(ReferralAction.Reopen));
        Assert.That(reopened.Other!.Leg(heir.Id)!.Carries, Is.Zero);
    }

    [Test]
    public void As_a_duplicate_names_the_other() => Source.Refuses("validation-failed", new Decline(DeclineReason.Duplicate));

    [Test]
    public void As_a_duplicate_within_one_incident_leaves_its_mandate_and_its_lead()
    {
        var subject = Case.OfBoth().Claimed();
        subject = subject.Takes(new Decline(DeclineReason.Duplicate, subject.On("ME-TIP").Id));
        Assert.That(subject.Incident.Say(), Is.EqualTo("action ME-SOM som declined P4; *action ME-TIP tip_and_som routed P4"));
    }
}
