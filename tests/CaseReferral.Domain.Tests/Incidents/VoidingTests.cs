using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Tests.Referrals;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Incidents;

public class Voiding_an_incident
{
    private static readonly Seat Supervisor = Seat(SeatRole.Supervisor, "ME-BAR-PCU", 5);
    private static readonly Seat OtherSupervisor = Seat(SeatRole.Supervisor, "ME-BAR-PCU", 6);
    private static readonly Seat Coordinator = Seat(SeatRole.Coordinator, "ME", 7);

    private static Incident Plainly => File(Plain("ME")).Incident;

    private static Incident Safeguarded => File(Plain("ME") with { PersonCounts = Count(child: 1) }).Incident;

    private static IEnumerable<TestCaseData<Seat>> Others()
    {
        yield return new(Seat(SeatRole.Officer, "ME-BAR-PCU", 5)) { TestName = "{m}: an officer of the unit" };
        yield return new(Seat(SeatRole.Supervisor, "RS-BEG-ACCU", 5)) { TestName = "{m}: another unit's supervisor" };
        yield return new(Seat(SeatRole.Lead, "ME-OPTEAM", 5)) { TestName = "{m}: the lead officer" };
        yield return new(Seat(SeatRole.Coordinator, "ME", 5)) { TestName = "{m}: the coordinator, first" };
        yield return new(Seat(SeatRole.Admin, "registry", 5)) { TestName = "{m}: an administrator" };
    }

    [Test]
    public void Withdraws_every_open_leg_and_stops_its_clock()
    {
        var after = Voided(Plainly, Supervisor);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Status, Is.EqualTo(IncidentStatus.Voided));
            Assert.That((after.Version, after.Sequence), Is.EqualTo((2, 2L)));
            Assert.That(after.Legs, Has.All.Matches<Leg>(leg =>
                leg.State == ReferralState.Withdrawn && leg.EndedAt == Noon && leg.RunningClock is null && leg.Revision == 2));
        }
    }

    [Test]
    public void Leaves_legs_that_had_ended_as_they_ended()
    {
        var incident = Plainly;
        incident = incident with
        {
            Legs = [.. incident.Legs,
                incident.Legs[0] with { Id = new(NewId()), Lead = false, State = ReferralState.Transferred, EndedAt = Noon.AddHours(-1) }],
        };
        Assert.That(Voided(incident, Supervisor).Legs[1], Is.EqualTo(incident.Legs[1]));
    }

    [TestCaseSource(nameof(Others))]
    public void Is_refused_to_others(Seat seat) => Refuses(Plainly, seat, "role-required");

    [Test]
    public void Is_refused_to_a_system() =>
        Refuses(Plainly, Seat(SeatRole.Supervisor, "ME-BAR-PCU", 5, isPerson: false), "person-required");

    [Test]
    public void Is_refused_when_it_is_voided_already()
    {
        Refuses(Voided(Plainly, Supervisor), Supervisor, "incident-voided");
        Refuses(Voided(Plainly, Supervisor), Seat(SeatRole.Coordinator, "ME", 5), "incident-voided");
    }

    [Test]
    public void Is_refused_once_somebody_has_acknowledged(
        [Values(ReferralAction.Acknowledge, ReferralAction.Claim)] ReferralAction action) =>
        Refuses(
            File(Plain("ME")).Start().Move("ME-OPTEAM", Noon, new ReferralMove(action)).Incident, Supervisor, "already-acknowledged");

    [Test]
    public void Of_a_safeguarded_one_first_only_proposes()
    {
        var incident = Safeguarded;
        Assert.That(IncidentVoiding.Void(incident, [], Supervisor, Noon).Succeeded(out var proposed, out _), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proposed!.IsFinal, Is.False);
            Assert.That(proposed.After.Status, Is.EqualTo(IncidentStatus.Open));
            Assert.That(proposed.After.VoidProposedBy, Is.EqualTo(Supervisor.Principal));
            Assert.That(proposed.After.Legs, Is.EqualTo(incident.Legs));
            Assert.That((proposed.After.Version, proposed.After.Sequence), Is.EqualTo((2, 2L)));
        }
    }

    private static IEnumerable<TestCaseData<Seat>> Seconds()
    {
        yield return new(OtherSupervisor) { TestName = "{m}: another supervisor" };
        yield return new(Coordinator) { TestName = "{m}: the coordinator" };
    }

    [TestCaseSource(nameof(Seconds))]
    public void Of_a_safeguarded_one_is_confirmed_by_a_second_person(Seat second)
    {
        var after = Voided(Proposed(), second);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Status, Is.EqualTo(IncidentStatus.Voided));
            Assert.That(after.Version, Is.EqualTo(3));
            Assert.That(after.VoidProposedBy, Is.Null, "nobody is awaited any more");
            Assert.That(after.Legs, Has.All.Property(nameof(Leg.State)).EqualTo(ReferralState.Withdrawn));
        }
    }

    [Test]
    public void Of_a_safeguarded_one_is_not_confirmed_by_the_proposer_under_any_seat()
    {
        Refuses(Proposed(), Supervisor, "second-person-required");
        Refuses(Proposed(), Coordinator with { Principal = Supervisor.Principal }, "second-person-required");
    }

    [Test]
    public void Of_a_safeguarded_one_is_not_confirmed_from_another_jurisdiction() =>
        Refuses(Proposed(), Seat(SeatRole.Coordinator, "RS", 7), "role-required");

    [Test]
    public void Of_a_safeguarded_one_is_not_confirmed_once_somebody_has_acknowledged()
    {
        var start = new Amended(Proposed(), null!, null!, null);
        Refuses(start.Move("ME-CHILD", Noon, Acknowledge).Incident, OtherSupervisor, "already-acknowledged");
    }

    [Test]
    public void Of_a_safeguarded_one_is_no_longer_proposed_once_a_leg_is_accepted()
    {
        var known = new Amended(Safeguarded, null!, null!, null).Move("ME-OPTEAM", Noon, Claim);
        var proposed = Voided(known.Incident, Seat(SeatRole.Lead, "ME-OPTEAM", 8));
        Assert.That(proposed.VoidProposedBy, Is.Not.Null);

        var accepted = (known with { Incident = proposed }).Move("ME-OPTEAM", Noon, Accept).Incident;
        Assert.That(accepted.VoidProposedBy, Is.Null);
    }

    [Test]
    public void Of_a_safeguarded_one_is_no_longer_proposed_once_another_desk_leads()
    {
        var subject = Case.OfAChild().Claimed();
        var leads = subject.Lead;
        subject = (subject with { Incident = Voided(subject.Incident, Case.LeadOf(leads.TaskForce!)) }).Acknowledged("ME-CHILD");
        Assert.That(subject.Incident.VoidProposedBy, Is.Not.Null, "another desk's acknowledgement changes nothing of who decides");

        var passed = subject.Declined(DeclineReason.OtherJurisdiction).Takes(new(ReferralAction.ConfirmDecline));
        Assert.That(passed.Lead.Predecessor, Is.EqualTo(leads.Id), passed.Incident.Say());
        Assert.That(passed.Incident.VoidProposedBy, Is.Null);
    }

    [Test]
    public void Needs_no_second_person_once_the_safeguards_are_gone()
    {
        var lowered = Proposed() with { Safeguarded = false };
        Assert.That(Voided(lowered, Supervisor).Status, Is.EqualTo(IncidentStatus.Voided));
    }

    private static Incident Proposed() => Voided(Safeguarded, Supervisor);

    private static Incident Voided(Incident incident, Seat seat) =>
        IncidentVoiding.Void(incident, [], seat, Noon).Succeeded(out var voided, out var refusal)
            ? voided.After
            : throw new AssertionException(refusal.ToString());

    private static void Refuses(Incident incident, Seat seat, string code)
    {
        Assert.That(IncidentVoiding.Void(incident, [], seat, Noon).Succeeded(out _, out var refusal), Is.False);
        Assert.That(refusal!.Code, Is.EqualTo(code));
    }
}
