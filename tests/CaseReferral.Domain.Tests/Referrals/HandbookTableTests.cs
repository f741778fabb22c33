using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

/// <summary>
/// Walks every (kind, state, action, actor) and compares with the table of the handbook, which is written here again by hand.
/// </summary>
public class The_life_of_a_referral
{
    private const string Open = "unrouted routed acknowledged in_triage info_requested decline_proposed accepted conclusion_proposed";
    private const string Claimed = "in_triage info_requested decline_proposed accepted conclusion_proposed";
    private const string Queue = "duty assignee second lead";

    // action, from, to (empty: the same), who. For an unrouted leg the coordinator is the queue.
    private static readonly (string Action, string From, string To, string Who)[] Handbook =
    [
        ("assign", "unrouted", "routed", "coordinator"),
        ("acknowledge", "routed", "acknowledged", Queue),
        ("claim", "routed acknowledged", "in_triage", Queue),
        ("release", "in_triage", "acknowledged", "assignee lead"),
        ("reassign", Claimed, "", "lead"),
        ("change-priority", Open, "", "assignee lead"),
        ("record-age-decision", Open, "", "assignee lead"),
        ("request-information", "in_triage", "info_requested", "assignee"),
        ("answer", "info_requested", "in_triage", "officer filer supervisor"),
        ("accept", "in_triage", "accepted", "assignee"),
        ("decline", "in_triage", "declined", "assignee"),
        ("confirm-decline", "decline_proposed", "declined", "duty second lead"),
        ("reject-decline", "decline_proposed", "in_triage", "duty second lead"),
        ("transfer", "acknowledged in_triage info_requested accepted", "transferred", "lead"),
        ("withdraw", "routed acknowledged in_triage info_requested", "withdrawn", "supervisor"),
        ("merge", Claimed, "merged", "assignee"),
        ("unmerge", "merged", "in_triage", "assignee lead"),
        ("conclude", "accepted", "concluded", "assignee lead"),
        ("confirm-conclusion", "conclusion_proposed", "concluded", "duty second lead"),
        ("reject-conclusion", "conclusion_proposed", "accepted", "duty second lead"),
        ("reopen", "concluded declined withdrawn", "in_triage", "lead"),
    ];

    // At level 3 the coordinator takes an undecided leg away: it ends as transferred.
    private static readonly (string Action, string From, string To, string Who) AtLevel3 =
        ("assign", "routed acknowledged in_triage info_requested decline_proposed", "transferred", "coordinator");

    private static readonly Dictionary<string, Func<string, Seat>> Actors = new()
    {
        ["duty"] = queue => Seat(SeatRole.Duty, queue, 31),
        ["assignee"] = Case.Claimant,
        ["second"] = Case.Second,
        ["lead"] = Case.LeadOf,
        ["coordinator"] = _ => Case.Coordinator,
        ["officer"] = _ => Seat(SeatRole.Officer, "ME-BAR-PCU", 32),
        ["filer"] = _ => Case.Filer,
        ["supervisor"] = _ => Case.Supervisor,
        ["another unit's supervisor"] = _ => Seat(SeatRole.Supervisor, "ME-OTHER", 33),
        ["another queue's lead"] = _ => Case.LeadOf("ME-BOTH"),
        ["another coordinator"] = _ => Seat(SeatRole.Coordinator, "RS", 34),
        ["auditor"] = _ => Seat(SeatRole.Auditor, "ME", 35),
        ["administrator"] = _ => Seat(SeatRole.Admin, "registry", 36),
        ["a system"] = queue => Seat(SeatRole.Lead, queue, 24, isPerson: false),
    };

    private static IEnumerable<TestCaseData<LegKind, ReferralState>> KindsAndStates() =>
        from kind in Enum.GetValues<LegKind>()
        from state in Enum.GetValues<ReferralState>()
        where kind == LegKind.Action || state != ReferralState.Unrouted
        where kind != LegKind.Notice || state is ReferralState.Routed or ReferralState.Noted or ReferralState.Withdrawn
        where kind == LegKind.Notice || state != ReferralState.Noted
        select new TestCaseData<LegKind, ReferralState>(kind, state);

    [TestCaseSource(nameof(KindsAndStates))]
    public void Is_the_table_of_the_handbook_for_everybody(LegKind kind, ReferralState state)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var level in new[] { 0, 2, 3 })
            {
                var (subject, leg) = Standing(kind, state, level);
                foreach (var action in Codes<ReferralAction>.All)
                {
                    foreach (var (actor, seat) in Actors)
                    {
                        var expected = Row(kind, state, action, level) is var (_, _, _, who) && Who(who, state).Contains(actor);
                        var refusal = ReferralLife.RefusalOf(
                            Codes<ReferralAction>.Parse(action), subject.Incident, leg, seat(leg.TaskForce ?? "ME"), subject.Standing);
                        Assert.That(
                            refusal is null,
                            Is.EqualTo(expected),
                            $"{actor} may {action} a {kind.Code()} leg that is {state.Code()} at level {level}: {refusal}");
                        Assert.That(
                            refusal?.Code, Is.AnyOf(null, "illegal-transition", "not-your-queue", "role-required", "person-required"));
                    }
                }
            }
        }
    }

    [TestCaseSource(nameof(KindsAndStates))]
    public void Leads_where_the_handbook_says(LegKind kind, ReferralState state)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var level in new[] { 0, 3 })
            {
                foreach (var action in Enum.GetValues<ReferralAction>())
                {
                    if (Row(kind, state, action.Code(), level) is not var (_, _, to, who))
                        continue;
                    var (subject, leg) = Standing(kind, state, level);
                    var seat = Actors[Who(who, state)[^1]](leg.TaskForce ?? "ME");
                    if (!subject.Try(Move(action, kind, subject), seat, leg).Succeeded(out var moved, out var refusal))
                        Assert.Fail($"{seat.Name} may {action.Code()} what is {state.Code()}: {refusal}");
                    else
                        Assert.That(moved.Leg.State.Code(), Is.EqualTo(to.Length > 0 ? to : state.Code()), action.Code());
                }
            }
        }
    }

    [TestCaseSource(nameof(KindsAndStates))]
    public void Offers_the_coordinator_where_the_queue_has_no_second_officer(LegKind kind, ReferralState state)
    {
        var (subject, leg) = Standing(kind, state, 0);
        var offered = ReferralLife.AllowedTo(subject.Incident, leg, Case.Coordinator, subject.Standing with { QueueHasSecondSeat = false });
        ReferralAction[] expected = state switch
        {
            ReferralState.DeclineProposed => [ReferralAction.ConfirmDecline, ReferralAction.RejectDecline],
            ReferralState.ConclusionProposed => [ReferralAction.ConfirmConclusion, ReferralAction.RejectConclusion],
            ReferralState.Unrouted => [ReferralAction.Assign, ReferralAction.ChangePriority, ReferralAction.RecordAgeDecision],
            _ => [],
        };
        Assert.That(offered, Is.EqualTo(expected));
    }

    [Test]
    public void Knows_nobody_who_may_move_a_voided_incident([Values] ReferralState state)
    {
        var (subject, leg) = Standing(LegKind.Action, state, 3);
        var voided = subject.Incident with { Status = Domain.Incidents.IncidentStatus.Voided };
        Assert.That(
            Case.Somebody(leg).SelectMany(seat => ReferralLife.AllowedTo(voided, leg, seat, subject.Standing)), Is.Empty);
    }

    [Test]
    public void Gives_every_open_state_a_clock_and_no_other([Values] LegKind kind, [Values] ReferralState state)
    {
        var (_, leg) = Standing(kind, state, 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.Clocks.Any(clock => clock.PausedAt is null), Is.EqualTo(Open.Split(' ').Contains(state.Code())));
            Assert.That(state.IsOpen(), Is.EqualTo(Open.Split(' ').Contains(state.Code())));
            Assert.That(state.IsClaimed(), Is.EqualTo(Claimed.Split(' ').Contains(state.Code())));
        }
    }

    private static (string Action, string From, string To, string Who)? Row(LegKind kind, ReferralState state, string action, int level)
    {
        if (kind == LegKind.Notice)
            return (state, action) == (ReferralState.Routed, "acknowledge") ? (action, "routed", "noted", Queue) : null;

        if (level == 3 && action == AtLevel3.Action && AtLevel3.From.Split(' ').Contains(state.Code()))
            return AtLevel3;
        var rows = Handbook.Where(row => row.Action == action && row.From.Split(' ').Contains(state.Code())).ToList();
        return rows is [var row] ? row : null;
    }

    private static string[] Who(string who, ReferralState state) => state switch
    {
        ReferralState.Unrouted => ["coordinator"],
        // Nobody has claimed it, so that one officer is as good as another.
        ReferralState.Routed or ReferralState.Acknowledged when who == "assignee lead" => ["lead"],
        _ => who.Split(' '),
    };

    /// <summary>A leg as it stands in a state, with everything that one there has; none of it safeguarded.</summary>
    private static (Case Case, Leg Leg) Standing(LegKind kind, ReferralState state, int level)
    {
        var subject = Case.Trafficking();
        var queue = state == ReferralState.Unrouted ? null : kind == LegKind.Action ? "ME-TIP" : "ME-CHILD";
        var leg = subject.Lead with
        {
            Kind = kind,
            TaskForce = queue,
            State = state,
            Escalation = level,
            Mandate = kind == LegKind.Action ? Mandate.Tip : Mandate.None,
            Assignee = state.IsClaimed() || !state.IsOpen() ? new(Case.Claimant(queue ?? "ME").Id, SeatRole.Duty) : null,
            ProposedBy = Case.Claimant(queue ?? "ME").Principal,
            AcknowledgedAt = Noon,
            AskedAt = Noon,
            AnswerBy = Noon.AddHours(1),
            AcceptedAt = state is ReferralState.Accepted or ReferralState.ConclusionProposed ? Noon : null,
            ReviewBy = Noon.AddDays(30),
            MergedFrom = state == ReferralState.Merged ? ReferralState.InTriage : null,
            MergedInto = state == ReferralState.Merged ? Carrier.Id : null,
            DeclineReason = state is ReferralState.Declined or ReferralState.DeclineProposed ? DeclineReason.InsufficientInformation : null,
            Questions = 1,
            Outcome = kind == LegKind.Protection ? Outcome.SupportStarted : Outcome.OtherOffence,
        };
        var other = Case.Trafficking().Incident;
        var carrier = Carrier with { Incident = other.Id, Kind = kind, TaskForce = queue, Carries = 1 };
        return (
            subject with
            {
                Incident = subject.Incident with { Legs = [leg] },
                Other = other with { Legs = [carrier] },
                Pack = Desks.Pack with
                {
                    Rules = [.. Desks.Pack.Rules, new() { Rule = "care", Sentence = "", Kind = LegKind.Protection, TaskForce = "ME-CARE" }],
                },
            },
            leg);
    }

    private static readonly Leg Carrier = Case.Trafficking().Lead;

    private static ReferralMove Move(ReferralAction action, LegKind kind, Case subject) => action switch
    {
        ReferralAction.Assign => new Assignment(kind == LegKind.Action ? "ME-BOTH" : "ME-CARE"),
        ReferralAction.Reassign => new Reassignment(Case.Second(subject.Lead.TaskForce!)),
        ReferralAction.ChangePriority => new PriorityChange(Priority.P3),
        ReferralAction.RecordAgeDecision => new AgeDetermination(null, ChildStatus.Adult),
        ReferralAction.Decline => new Decline(DeclineReason.InsufficientInformation),
        ReferralAction.Transfer => new Transfer(kind == LegKind.Action ? "ME-BOTH" : "ME-CARE"),
        ReferralAction.Merge => new Merge(Carrier.Id),
        ReferralAction.Conclude => new Conclusion(kind == LegKind.Protection ? Outcome.SupportStarted : Outcome.OtherOffence),
        _ => new(action),
    };
}
