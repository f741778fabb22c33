using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CsCheck;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

public class The_escalation_ladder
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    private static readonly Clock Fresh = new(ClockKind.Acknowledge, Noon, Noon + Interval, null, 0, Noon + Interval);

    [Test]
    public void Fires_nothing_before_the_deadline() => Assert.That(Escalation.Due(Fresh, Interval, Fresh.DueAt.AddTicks(-1)), Is.Empty);

    [Test]
    public void Fires_level_1_at_once_2_after_an_interval_3_after_two_and_3_again_and_again()
    {
        var fired = new List<(int, double)>();
        var clock = Fresh;
        for (var minute = 0; minute <= 90; minute++)
        {
            foreach (var due in Escalation.Due(clock, Interval, Noon.AddMinutes(minute)))
            {
                Assert.That(due.DueAt, Is.EqualTo(Noon.AddMinutes(minute)));
                fired.Add((due.Level, minute));
                clock = clock with { Level = due.Level, FiresAt = due.NextAt };
            }
        }

        Assert.That(fired, Is.EqualTo(((int, double)[])[(1, 15), (2, 30), (3, 45), (3, 60), (3, 75), (3, 90)]));
    }

    [Test]
    public void Fires_every_level_in_order_after_a_downtime_and_missed_repeats_once()
    {
        var due = Escalation.Due(Fresh, Interval, Noon.AddMinutes(127)).ToList();
        Assert.That(
            due.Select(level => (level.Level, (level.DueAt - Noon).TotalMinutes)),
            Is.EqualTo(((int, double)[])[(1, 15), (2, 30), (3, 45), (3, 120)]));
        Assert.That(due[^1].NextAt, Is.EqualTo(Noon.AddMinutes(135)));
    }

    [Test]
    public void Is_silent_for_a_clock_that_stands_still_and_for_an_answer()
    {
        var late = Noon.AddYears(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Escalation.Due(Fresh with { PausedAt = Noon, FiresAt = null }, Interval, late), Is.Empty);
            Assert.That(Escalation.Due(Fresh with { Kind = ClockKind.Answer }, Interval, late), Is.Empty);
        }
    }

    [Test]
    public void Fires_the_same_however_often_it_is_asked_and_never_early_nor_twice() =>
        Gen.Int[1, 400].Array[1, 20].Sample(steps =>
        {
            var (clock, now, fired) = (Fresh, Noon, new List<DueLevel>());
            foreach (var step in steps)
            {
                now = now.AddMinutes(step);
                foreach (var due in Escalation.Due(clock, Interval, now))
                {
                    if (due.DueAt > now || due.Level != Math.Min(clock.Level + 1, 3))
                        return false;
                    fired.Add(due);
                    clock = clock with { Level = due.Level, FiresAt = due.NextAt };
                }
            }

            var levels = fired.Where(due => due.DueAt < Noon + 4 * Interval).Select(due => due.Level).ToList();
            return fired.Select(due => due.DueAt).Distinct().Count() == fired.Count
                && levels.SequenceEqual(Enumerable.Range(1, levels.Count))
                && fired.All(due => (due.DueAt - Noon).Ticks % Interval.Ticks == 0)
                && clock.FiresAt > now;
        });

    [Test]
    public void Tells_the_queue_and_at_the_end_the_coordinator()
    {
        var subject = Case.Trafficking().After(TimeSpan.FromDays(6));
        var facts = new List<LevelReached>();
        while (Escalation.Fire(subject.Incident, subject.Lead.Id, Desks.Pack, subject.Now) is { } fired)
        {
            Assert.That(fired.Leg.Revision, Is.EqualTo(subject.Lead.Revision), "Escalation doesn't change the ETag.");
            Assert.That(fired.After.Sequence, Is.EqualTo(subject.Incident.Sequence + 1));
            facts.AddRange(fired.Facts.Cast<LevelReached>());
            subject = subject.With(fired);
        }

        var leg = subject.Lead.Id;
        Assert.That(facts, Is.EqualTo((LevelReached[])
        [
            new(leg, ClockKind.Acknowledge, 1, Noon.AddDays(2), "ME-TIP", false),
            new(leg, ClockKind.Acknowledge, 2, Noon.AddDays(4), "ME-TIP", false),
            new(leg, ClockKind.Acknowledge, 3, Noon.AddDays(6), "ME", false),
        ]));
    }

    [Test]
    public void Starts_anew_with_the_next_clock()
    {
        var subject = Case.Trafficking().After(TimeSpan.FromDays(6)).Escalated().Acknowledged();
        Assert.That((subject.Lead.Escalation, subject.Lead.RunningClock!.FiresAt), Is.EqualTo((0, (DateTimeOffset?)Noon.AddDays(13))));
    }

    [Test]
    public void Stays_where_it_is_when_the_move_does_not_act_on_the_clock()
    {
        var subject = Case.Trafficking().Acknowledged().After(TimeSpan.FromDays(8)).Escalated();
        Assert.That(subject.Claimed().Lead.Escalation, Is.EqualTo(1));
        Assert.That(subject.Reprioritised(Priority.P3).Lead.Escalation, Is.EqualTo(1), "More urgent is no answer.");
    }

    [Test]
    public void Climbs_in_the_intervals_of_the_priority_it_is_raised_to()
    {
        var late = Case.Trafficking().Acknowledged().After(TimeSpan.FromDays(8)).Escalated();
        var raised = late.Reprioritised(Priority.P1);
        Assert.That(
            (raised.Lead.Escalation, raised.Lead.EscalatesAt), Is.EqualTo((1, (DateTimeOffset?)late.Now.AddHours(1))),
            "An interval of a P1 from now, not one of a P4.");
        Assert.That(raised.After(TimeSpan.FromHours(2)).Escalated().Lead.Escalation, Is.EqualTo(3));
        Assert.That(late.Reprioritised(Priority.P3).Reprioritised(Priority.P2).Lead.EscalatesAt, Is.EqualTo(late.Now.AddHours(8)));
    }

    [Test]
    public void Climbs_from_the_new_deadline_where_nobody_was_told_before_it()
    {
        var subject = Case.Trafficking();
        subject = subject.With(Escalation.NobodyWasTold(subject.Incident, subject.Lead.Id, 0, Desks.Pack, Noon.AddMinutes(1))!);
        var raised = subject.AfterMinutes(1).Takes(new PriorityChange(Priority.P1), Case.LeadOf("ME-TIP"));
        Assert.That((raised.Lead.Escalation, raised.Lead.EscalatesAt), Is.EqualTo((1, (DateTimeOffset?)Noon.AddMinutes(31))));
    }

    [Test]
    public void Keeps_its_next_instant_when_nothing_became_more_urgent()
    {
        var late = Case.Trafficking().Acknowledged().After(TimeSpan.FromDays(8)).Escalated();
        Assert.That(late.Reprioritised(Priority.P1).Claimed().Lead.EscalatesAt, Is.EqualTo(late.Now.AddHours(1)));
        Assert.That(late.Claimed().Lead.EscalatesAt, Is.EqualTo(late.Lead.EscalatesAt));
    }

    [Test]
    public void Tells_the_second_seats_at_once_of_what_is_handed_over_late_and_the_next_after_an_interval()
    {
        var subject = Case.Trafficking().Claimed().After(TimeSpan.FromDays(60)).Transferred("ME-BOTH").Escalated();
        Assert.That(
            (subject.Lead.DecideBy, subject.Lead.Escalation, subject.Lead.EscalatesAt),
            Is.EqualTo(((DateTimeOffset?)Noon.AddDays(7), 1, (DateTimeOffset?)subject.Now.AddDays(2))),
            "The deadline stays, and there is somebody to act before the lead officers are told.");
    }

    [Test]
    public void Tells_the_second_seats_at_once_of_what_is_assigned_late()
    {
        var subject = Case.Unrouted().After(TimeSpan.FromDays(60)).Escalated();
        subject = subject.Takes(new Assignment("ME-TIP")).Escalated();
        Assert.That((subject.Lead.Escalation, subject.Lead.EscalatesAt), Is.EqualTo((1, (DateTimeOffset?)subject.Now.AddDays(2))));
    }

    [Test]
    public void Goes_to_the_next_level_at_once_when_nobody_could_be_told()
    {
        var subject = Case.Trafficking();
        var first = Escalation.NobodyWasTold(subject.Incident, subject.Lead.Id, 0, Desks.Pack, Noon.AddMinutes(1))!;
        var second = Escalation.NobodyWasTold(first.After, subject.Lead.Id, 1, Desks.Pack, Noon.AddMinutes(2))!;
        var third = Escalation.NobodyWasTold(second.After, subject.Lead.Id, 2, Desks.Pack, Noon.AddMinutes(3))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((ReferralMoved[])[first, second, third]).Select(fired => fired.Leg.Escalation), Is.EqualTo((int[])[1, 2, 3]));
            Assert.That(first.Leg.EscalatesAt, Is.EqualTo(Noon.AddDays(4)), "Level 2 when the ladder says.");
            Assert.That(Escalation.NobodyWasTold(third.After, subject.Lead.Id, 3, Desks.Pack, Noon.AddMinutes(4)), Is.Null);
            Assert.That(
                Escalation.NobodyWasTold(first.After, subject.Lead.Id, 0, Desks.Pack, Noon.AddMinutes(4)),
                Is.Null, "Somebody was told since.");
        }
    }

    [Test]
    public void Reaches_channels_of_the_level_at_the_hour_and_an_exercise_only_channels_for_exercises()
    {
        var pack = Desks.Pack with
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
                        new(ChannelKind.Email, "day@example.org", [0, 1], new(7, 0), new(19, 0)),
                        new(ChannelKind.Webhook, "https://pager.example.org/night", [0, 1, 2], new(19, 0), new(7, 0)),
                        new(ChannelKind.Email, "training@example.org", [0, 1, 2, 3], Exercise: true),
                    ],
                },
            ],
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Told(1, 12, false), Is.EqualTo((string[])["day@example.org"]));
            Assert.That(Told(1, 3, false), Is.EqualTo((string[])["https://pager.example.org/night"]));
            Assert.That(Told(2, 12, false), Is.Empty);
            Assert.That(Told(1, 12, true), Is.EqualTo((string[])["training@example.org"]));
        }

        string[] Told(int level, int hour, bool exercise) =>
            [.. Contacts.ChannelsFor(pack, "ME-TIP", level, new(hour, 0), exercise).Select(channel => channel.Address)];
    }
}
