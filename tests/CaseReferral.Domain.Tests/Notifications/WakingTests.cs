using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.Referrals;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Notifications;

public class A_wake
{
    private static readonly SopPack Pack = Desks.Pack with
    {
        Contacts =
        [
            new()
            {
                Queue = "ME-TIP",
                Desk = "Desk",
                Phones = [],
                Channels =
                [
                    new(ChannelKind.Email, "desk@example.org", [0, 1], new(7, 0), new(19, 0)),
                    new(ChannelKind.Webhook, "https://pager.example.org/tip", [0, 1, 2], new(7, 0), new(19, 0)),
                ],
            },
        ],
    };

    private static readonly Case Subject = Case.Trafficking();

    [Test]
    public void Writes_to_each_channel_that_is_in_use_what_the_leg_is_and_nothing_else()
    {
        var sent = Planned(noon: true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Select(one => one.Address), Is.EqualTo((string[])["desk@example.org", "https://pager.example.org/tip"]));
            Assert.That(sent.Select(one => (one.Reference, one.Priority, one.Deadline)), Is.All.EqualTo(
                (Subject.Incident.Reference, Subject.Lead.Priority, (DateTimeOffset?)Subject.Lead.AcknowledgeBy)));
            Assert.That(sent.Select(one => one.Id), Is.Unique);
        }
    }

    [Test]
    public void Writes_to_nobody_when_no_channel_is_in_use_so_that_this_fails_too() =>
        Assert.That(Planned(noon: false).Select(one => one.Channel), Is.EqualTo((ChannelKind?[])[null]));

    [Test]
    public void Writes_nothing_where_the_pack_wakes_nobody_by_any_channel() =>
        Assert.That(
            Waking.Plan(
                new(Subject.Lead, WakeReason.NewReferral, "ME-TIP", 0), Subject.Incident, Desks.Pack, new(12, 0), default, NewId, Noon),
            Is.Empty);

    [TestCase(1, false, 1, false, false)]
    [TestCase(3, false, 2, false, false)]
    [TestCase(2, false, 3, false, false)]
    [TestCase(3, false, 3, false, true)]
    [TestCase(4, false, 3, false, true)]
    [TestCase(1, true, 3, false, true)]
    [TestCase(3, false, 1, true, true)]
    [TestCase(1, true, 1, true, true)]
    public void Told_nobody_once_every_channel_was_tried_often_enough_or_given_up(
        int attempts, bool final, int others, bool othersFinal, bool nobody)
    {
        var sent = Planned(noon: true);
        var failed = sent[0] with { Attempts = attempts, NextAt = final ? null : Noon };
        var other = sent[1] with { Attempts = others, NextAt = othersFinal ? null : Noon };
        Assert.That(Waking.NobodyWasTold(failed, [other]), Is.EqualTo(nobody));
    }

    [Test]
    public void Told_somebody_when_one_channel_took_it()
    {
        var sent = Planned(noon: true);
        Assert.That(
            Waking.NobodyWasTold(sent[0] with { Attempts = 7, NextAt = null }, [sent[1] with { DeliveredAt = Noon, NextAt = null }]),
            Is.False);
    }

    [Test]
    public void Is_overtaken_when_somebody_acts()
    {
        var sent = Planned(noon: true)[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Waking.StillStands(sent, Subject.Lead, request: null), Is.True);
            Assert.That(Waking.StillStands(sent, Subject.Acknowledged().Lead, request: null), Is.False);
        }
    }

    [Test]
    public void Of_a_missed_answer_goes_to_the_unit_and_never_where_complicity_is_suspected()
    {
        var asked = Case.Trafficking().Acknowledged().Claimed().Asked();
        var missed = ReferralLife.MissAnswer(asked.Incident, asked.Lead.Id, asked.Pack, Noon.AddDays(2))!;
        var restricted = missed with { After = missed.After with { Restricted = true } };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Waking.Of(missed).Select(wake => (wake.Reason, wake.Queue)),
                Is.EqualTo(((WakeReason, string)[])[(WakeReason.AnswerMissed, "ME-BAR-PCU")]));
            Assert.That(Waking.Of(restricted), Is.Empty);
        }
    }

    [TestCase(false, "ME")]
    [TestCase(true, "ME-I2")]
    public void Of_a_proposal_goes_to_who_stands_in_only_where_the_queue_has_no_second_officer(bool restricted, string standIn)
    {
        var subject = restricted ? Case.Restricted().Claimed() : Case.OfAChild().Claimed();
        Leg[] safeguarded = [.. subject.Incident.Legs.Select(leg => leg with { Safeguarded = true })];
        subject = subject with { Incident = subject.Incident with { Legs = safeguarded } };
        var alone = subject with { Standing = subject.Standing with { QueueHasSecondSeat = false } };

        var proposed = alone.Declined(DeclineReason.NotMandate);
        var moved = proposed.Last!;
        var wake = Waking.Of(moved).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((wake.Reason, wake.Queue, wake.Level), Is.EqualTo((WakeReason.ConfirmationAwaited, standIn, 0)));
            Assert.That(moved.ShownTo, Is.EqualTo(restricted ? standIn : null), "who may confirm it must see it");
            Assert.That(Waking.Of(subject.Declined(DeclineReason.NotMandate).Last!), Is.Empty, "somebody of the queue can");
        }

        var sent = Waking.Plan(wake, moved.After, Pack, new(12, 0), default, NewId, Noon).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Waking.StillStands(sent, moved.Leg, request: null), Is.True);
            Assert.That(Waking.StillStands(sent, proposed.Takes(new(ReferralAction.RejectDecline), restricted
                ? Case.LeadOf("ME-I2") : Case.Coordinator, moved.Leg).Last!.Leg, request: null), Is.False, "it was rejected");
        }
    }

    private static List<Notification> Planned(bool noon) =>
        [.. Waking.Plan(
            new(Subject.Lead, WakeReason.NewReferral, "ME-TIP", 0), Subject.Incident, Pack, new(noon ? 12 : 3, 0), default, NewId, Noon)];
}
