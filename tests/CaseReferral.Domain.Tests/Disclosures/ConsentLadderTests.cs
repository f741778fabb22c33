using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Tests.Referrals;

namespace CaseReferral.Domain.Tests.Disclosures;

public class A_consent_clock
{
    private static readonly DateTimeOffset Asked = new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero);
    private static readonly Incident Incident = Case.Trafficking().Incident;

    private static readonly DisclosureRequest Request = new()
    {
        Id = new(new Guid("019a0000-0000-7000-8000-000000000001")),
        Incident = Incident.Id,
        Jurisdiction = Incident.Jurisdiction,
        Recipient = "RS-TF",
        RequestedDesk = "RS-TF",
        RequestedRole = SeatRole.Duty,
        Urgency = DisclosureUrgency.UrgentAndAtHand,
        State = DisclosureState.Requested,
        RequestedAt = Asked,
        DueAt = Asked + DisclosureRequest.IntervalOf(DisclosureUrgency.UrgentAndAtHand),
        Revision = 1,
    };

    [TestCase(DisclosureUrgency.UrgentAndAtHand, 8)]
    [TestCase(DisclosureUrgency.Urgent, 72)]
    [TestCase(DisclosureUrgency.Normal, 168)]
    public void Runs_as_long_as_the_directive_says(DisclosureUrgency urgency, int hours) =>
        Assert.That(DisclosureRequest.IntervalOf(urgency), Is.EqualTo(TimeSpan.FromHours(hours)));

    [Test]
    public void Tells_the_desk_that_leads_and_at_the_last_level_the_coordinator()
    {
        var queues = new[] { 0, 1, 2, 3 }.Select(level => ConsentLadder.QueueOf(level, Incident));
        var lead = Incident.Legs.Single(leg => leg.Lead).TaskForce;
        Assert.That(queues, Is.EqualTo(new[] { lead, lead, lead, Incident.Jurisdiction }));
    }

    [Test]
    public void Tells_the_coordinator_from_the_first_where_nobody_leads()
    {
        var ended = Incident with { Legs = [.. Incident.Legs.Select(leg => leg with { State = ReferralState.Concluded })] };
        Assert.That(new[] { 0, 1, 2, 3 }.Select(level => ConsentLadder.QueueOf(level, ended)), Is.All.EqualTo(Incident.Jurisdiction));
    }

    [Test]
    public void Fires_at_its_end_and_not_before()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ConsentLadder.Fire(Request, Incident, Request.DueAt.AddTicks(-1)), Is.Null);
            Assert.That(ConsentLadder.Fire(Request, Incident, Request.DueAt)?.After, Is.EqualTo(
                Request with { Escalation = 1, EscalatesAt = Request.DueAt.AddHours(8) }));
        }
    }

    [Test]
    public void Waits_for_nobody_once_it_is_answered_or_nobody_may_answer()
    {
        var late = Request.DueAt.AddDays(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ConsentLadder.Fire(Request with { State = DisclosureState.Refused }, Incident, late), Is.Null);
            Assert.That(ConsentLadder.Fire(Request, Incident with { Restricted = true }, late), Is.Null);
            Assert.That(ConsentLadder.Fire(Request, Incident with { Status = IncidentStatus.Voided }, late), Is.Null);
        }
    }
}
