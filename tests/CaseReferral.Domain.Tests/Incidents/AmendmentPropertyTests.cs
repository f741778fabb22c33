using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.SopPacks;
using CsCheck;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Incidents;

/// <summary>What holds for any amendment in any sequence of amendments and moves, under packs that change meanwhile.</summary>
public class Any_amendment
{
    // The example packs, and one whose operational team is its own integrity recipient.
    private static readonly SopPack[] Packs =
        [.. Demo.Jurisdictions.Select(Demo.Pack),
            Demo.Pack("ME") with { Title = "ME-OPTEAM for integrity", IntegrityRecipients = ["ME-OPTEAM"] }];

    private static readonly string[] Hypotheses = ["tip", "som", "tip_and_som", "undetermined"];
    private static readonly string?[] Modes = [null, "air_cargo", "road_hgv", "sea_container"];
    private static readonly string[] HandlingCodes = ["H0", "H1", "H2"];

    private static readonly Outcome[] Outcomes =
        [Outcome.ConfirmedSom, Outcome.Unsubstantiated, Outcome.SupportStarted, Outcome.NotReached];

    // One amendment of one member, as officers send them.
    private static readonly Gen<Step> Amendments = Gen.OneOf<Step>(
        Gen.OneOf(Hypotheses).Select(code => new Amending($"hypothesis {code}", filing => filing with { CrimeHypothesis = code })),
        Gen.OneOf(Modes).Select(code => new Amending($"mode {code}", filing => filing with { Mode = code })),
        Gen.Bool.Select(is_ => new Amending($"danger {is_}", filing => filing with { DangerToLife = is_ })),
        Gen.Bool.Select(is_ => new Amending($"present {is_}", filing => filing with { PersonsPresentNow = is_ })),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 1]).Select((adult, child, unknown) =>
            new Amending($"counts {adult} {child} {unknown}", filing => filing with { PersonCounts = Count(adult, child, unknown) })),
        Gen.Int[-60, 600].Select(
            minutes => new Amending($"act before noon plus {minutes} min", filing => filing with { ActBefore = Noon.AddMinutes(minutes) })),
        Gen.Const(new Amending("no act before", filing => filing with { ActBefore = null })),
        Gen.OneOf(HandlingCodes)
            .Select(code => new Amending($"handling {code}", filing => filing with { Handling = new() { Code = code } })),
        Gen.Const(new Amending("assessment", filing => filing with { Assessment = "Thought over." })));

    private static readonly Gen<Step> Complicity =
        Gen.Const<Step>(new Amending("complicity", filing => filing with { ComplicityConcern = true }));

    private static readonly Gen<Step> Moves =
        from leg in Gen.Int[0, 5]
        from choice in Gen.Int[0, 5]
        from outcome in Gen.OneOf(Outcomes)
        select (Step)new Moving(leg, choice, outcome);

    private static readonly Gen<(SopPack Pack, Step[] Steps)> Walks = Gen.Select(
        Gen.OneOf(Packs),
        Gen.Frequency((10, Amendments), (1, Complicity), (14, Moves), (1, Gen.Const<Step>(new Publishing()))).Array[1, 25]);

    [Test]
    public void Never_lowers_the_priority() => Holds((before, after, _) =>
        after.Priority <= before.Priority && Known(before, after).All(leg => leg.After.Priority <= leg.Before.Priority));

    [Test]
    public void Never_makes_a_deadline_later() => Holds((before, after, _) => Known(before, after).All(leg =>
        leg.After.AcknowledgeBy <= leg.Before.AcknowledgeBy
        // A decision that stood still gets back the time it did.
        && (leg.Before.PausedAt is not null || !(leg.After.DecideBy > leg.Before.DecideBy))
        && !(leg.After.ReviewBy > leg.Before.ReviewBy) && leg.After.DecideBy.HasValue == leg.Before.DecideBy.HasValue));

    [Test]
    public void Keeps_every_leg_with_what_it_was_routed_by() => Holds((before, after, _) =>
        after.Legs.Take(before.Legs.Count).Select(Origin).SequenceEqual(before.Legs.Select(Origin)));

    [Test]
    public void Leaves_the_state_and_assignee_of_every_leg_alone_unless_complicity_is_raised() => Holds((before, after, _) =>
        (after.Restricted && !before.Restricted)
        || Known(before, after).All(leg => leg.Before.Assignee == leg.After.Assignee
            && (leg.Before.State == leg.After.State || HasFoundSomebody(leg.Before, leg.After))));

    [Test]
    public void Takes_from_the_coordinator_only_what_somebody_else_decides_on() => Holds((before, after, _) => Known(before, after)
        .Where(leg => HasFoundSomebody(leg.Before, leg.After))
        .All(leg =>
            (leg.Before.Mandate & ~MandatesOf(after, other => other.State.IsOpen() && other.TaskForce is not null)) == Mandate.None));

    [Test]
    public void Routes_new_legs_under_the_pack_now_in_force() => Holds((before, after, amended) =>
        after.Legs.Skip(before.Legs.Count).All(leg => leg.PackVersion == amended.Decision!.Version && leg.Priority == after.Priority));

    [Test]
    public void Leaves_exactly_one_lead_and_it_is_an_action_leg() => Holds((_, after, _) =>
        after.Legs.Where(leg => leg.Lead).ToList() is [{ Kind: LegKind.Action }]);

    [Test]
    public void Has_an_open_lead_after_a_new_decision_while_an_action_leg_is_open() => Holds((_, after, amended) =>
        amended.Decision is null
        || !after.Legs.Any(leg => leg.Kind == LegKind.Action && leg.State.IsOpen())
        || after.Legs.Single(leg => leg.Lead).State.IsOpen());

    [Test]
    public void Never_asks_a_queue_twice_at_once() => Holds((_, after, _) =>
        after.Legs.Where(leg => leg.State.IsOpen()).GroupBy(leg => (leg.Kind, leg.TaskForce)).All(queue => queue.Count() == 1));

    [Test]
    public void Never_lifts_a_safeguard() => Holds((before, after, _) =>
        (after.Safeguarded || !before.Safeguarded) && (after.ChildOrUnknownAge || !before.ChildOrUnknownAge)
        && Known(before, after).All(leg => leg.After.Safeguarded || !leg.Before.Safeguarded)
        && (!after.Safeguarded || after.Legs.All(leg => leg.Safeguarded || !leg.State.IsOpen()))
        && (after.Safeguarded || !(after.ChildOrUnknownAge || after.Priority == Priority.P1)));

    [Test]
    public void Leaves_no_needed_mandate_with_nobody() => Holds((_, after, _) =>
        (Needed(after) & ~MandatesOf(after, leg => !after.Restricted || leg.Rule == IncidentRouting.IntegrityRule)) == Mandate.None);

    [Test]
    public void That_makes_the_case_graver_reaches_somebody_for_every_needed_mandate() => Holds((before, after, _) =>
        (after.Priority == before.Priority && after.Safeguarded == before.Safeguarded)
        || (Needed(after) & ~MandatesOf(after, leg => leg.State.IsOpen())) == Mandate.None);

    [Test]
    public void Leaves_nothing_open_but_the_integrity_leg_under_complicity() => Holds((_, after, _) =>
        !after.Restricted || after.Legs.Where(leg => leg.State.IsOpen() || leg.Lead).All(leg => leg.Rule == IncidentRouting.IntegrityRule));

    [Test]
    public void Leaves_the_status_that_the_legs_make() => Holds((_, after, _) => after.Status == Incident.StatusOf(after.Legs));

    [Test]
    public void Counts_one_version_and_one_sequence() => Holds((before, after, _) =>
        after.Version == before.Version + 1 && after.Sequence == before.Sequence + 1);

    [Test]
    public void Counts_a_revision_where_state_assignee_priority_or_lead_changed_and_nowhere_else() => Holds((before, after, _) =>
        Known(before, after).All(leg => (leg.After.Revision > leg.Before.Revision) == (
            (leg.Before.State, leg.Before.Assignee, leg.Before.Priority, leg.Before.Lead)
            != (leg.After.State, leg.After.Assignee, leg.After.Priority, leg.After.Lead))));

    [Test]
    public void Leaves_a_clock_running_on_every_open_leg_and_on_no_other() => Holds((_, after, _) =>
        after.Legs.All(leg => leg.State.IsOpen() == leg.RunningClock is not null));

    [Test]
    public void Never_changes_what_was_fixed_at_filing() => Holds((before, after, _) =>
        (before.Id, before.ClientId, before.UnitId, before.ReceivedAt, before.Exercise, before.Reference, before.FiledBy)
        == (after.Id, after.ClientId, after.UnitId, after.ReceivedAt, after.Exercise, after.Reference, after.FiledBy));

    private static bool HasFoundSomebody(Leg before, Leg after) =>
        (before.State, after.State) == (ReferralState.Unrouted, ReferralState.Transferred);

    private static void Holds(Func<Incident, Incident, IncidentAmended, bool> property) => Walks.Sample((pack, steps) =>
    {
        var packs = new List<SopPack> { pack };
        var subject = File(Plain(pack.Jurisdiction), pack).Start();
        for (var at = 0; at < steps.Length; at++)
        {
            var now = Noon.AddMinutes(20 * (at + 1));
            switch (steps[at])
            {
                case Publishing:
                    packs.Add(Faster(packs[^1]));
                    break;
                case Moving moving:
                    subject = Take(subject, moving, now);
                    break;
                case Amending amending when Amended(subject, amending, packs, now) is { } amended:
                    if (!property(subject.Incident, amended.Incident, amended.Last!))
                        return false;
                    subject = amended;
                    break;
            }
        }

        return true;
    }, iter: 2_000, print: walk => $"{walk.Item1.Title}: {string.Join("; ", walk.Item2.Select(step => step.ToString()))}");

    private static Amended? Amended(Amended subject, Amending amending, List<SopPack> packs, DateTimeOffset now)
    {
        var content = subject.Content with { Filing = amending.Change(subject.Content.Filing) };
        var decided = IncidentAmendment.Amend(
            subject.Incident, subject.Facts, content, new([], [], []), ["/x"], [], UnitIn[subject.Incident.Jurisdiction], packs[^1], [],
            version => packs.Single(pack => pack.Version == version), NewId, now);
        return decided.Succeeded(out var amended, out _) ? new(amended.After, amended.Facts ?? subject.Facts, amended.Content, amended)
            : null;
    }

    // One of the moves that the duty officer or else a second officer may take now; where nobody may, nothing happens.
    private static Amended Take(Amended subject, Moving moving, DateTimeOffset now)
    {
        var leg = subject.Incident.Legs[moving.Leg % subject.Incident.Legs.Count];
        foreach (var seat in leg.TaskForce is { } queue ? new[] { Duty(queue), Seat(Domain.Seats.SeatRole.Second, queue, 3) } : [])
        {
            var allowed = ReferralLife.AllowedTo(subject.Incident, leg, seat, new(QueueHasSecondSeat: true, [])).Where(Steps.Contains)
                .ToList();
            if (allowed.Count == 0)
                continue;
            var action = allowed[moving.Choice % allowed.Count];
            return subject.Move(
                leg, action == ReferralAction.Conclude ? new Conclusion(moving.Outcome) : new ReferralMove(action), seat, now) ?? subject;
        }

        return subject;
    }

    // Moves that say nothing but that they are taken, or a conclusion.
    private static readonly ReferralAction[] Steps =
    [
        ReferralAction.Acknowledge, ReferralAction.Claim, ReferralAction.Release, ReferralAction.RequestInformation, ReferralAction.Accept,
        ReferralAction.Conclude, ReferralAction.ConfirmConclusion, ReferralAction.RejectConclusion, ReferralAction.Reopen,
    ];

    private static SopPack Faster(SopPack pack) => pack with
    {
        Version = pack.Version + 1,
        Clocks = Enum.GetValues<Priority>().ToDictionary(priority => priority, priority =>
            new ClockIntervals(pack.ClocksFor(priority).Acknowledge * 0.9, pack.ClocksFor(priority).Decide * 1.1)),
    };

    private static IEnumerable<(Leg Before, Leg After)> Known(Incident before, Incident after) => before.Legs.Zip(after.Legs);

    private static object Origin(Leg leg) => (leg.Id, leg.Kind, leg.TaskForce, leg.Rule, leg.PackVersion, leg.MadeAt, leg.LegalBasis);

    private static Mandate Needed(Incident incident) => incident.CrimeHypothesis switch
    {
        CrimeHypothesis.Tip => Mandate.Tip,
        CrimeHypothesis.Som => Mandate.Som,
        _ => Mandate.TipAndSom,
    };

    private static Mandate MandatesOf(Incident incident, Func<Leg, bool> which) => incident.Legs
        .Where(leg => leg.Kind == LegKind.Action && which(leg)).Aggregate(Mandate.None, (all, leg) => all | leg.Mandate);

    private abstract record Step;

    private sealed record Amending(string What, Func<Filing, Filing> Change) : Step
    {
        public override string ToString() => What;
    }

    private sealed record Moving(int Leg, int Choice, Outcome Outcome) : Step
    {
        public override string ToString() => $"move {Choice} of leg {Leg} ({Outcome.Code()})";
    }

    private sealed record Publishing : Step
    {
        public override string ToString() => "a new pack";
    }
}
