using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>A task force says no, and the case goes where the reason says. What is safeguarded isn't let go by one officer alone.</summary>
internal static class Declining
{
    public static Decided<ReferralMoved> Decline(Turn turn, Decline decline)
    {
        var into = decline.Reason == DeclineReason.Duplicate ? decline.DuplicateOf : null;
        if (decline.Reason == DeclineReason.Duplicate && into is null)
        {
            return new Refusal(
                "validation-failed", "Say which referral it is a duplicate of.", [new("/duplicateOf", "Needed for a duplicate.")]);
        }

        // A reason without ground isn't even proposed.
        var leg = turn.Leg with { DeclineReason = decline.Reason, DuplicateOf = into };
        if (Groundless(turn, leg) is { } groundless)
            return groundless;
        if (!leg.Safeguarded)
            return End(turn, leg with { State = turn.To, EndedAt = turn.Now });

        return turn.Proposes(leg, new DeclineProposed(leg.Id, decline.Reason));
    }

    public static Decided<ReferralMoved> Confirm(Turn turn) => Groundless(turn, turn.Leg) is { } groundless
        ? groundless with
        {
            Detail = "What it was proposed to be a duplicate of can't take it in any more. Reject it, so that its officer decides again.",
        }
        : End(turn, turn.Ended());

    public static Decided<ReferralMoved> Reject(Turn turn) => turn.Makes(
        turn.Moved() with { DeclineReason = null, DuplicateOf = null, ProposedBy = null }, new DeclineRejected(turn.Leg.Id));

    private static Refusal? Groundless(Turn turn, Leg leg) => leg.DeclineReason switch
    {
        DeclineReason.Duplicate =>
            Merging.Target(turn, leg.DuplicateOf!.Value, sameQueue: false).Succeeded(out _, out var refusal) ? null : refusal,
        DeclineReason.InsufficientInformation when leg.Questions == 0 =>
            new("question-first", "Ask the filing unit before you decline for lack of information."),
        _ => null,
    };

    private static Decided<ReferralMoved> End(Turn turn, Leg ended) => ended.DeclineReason switch
    {
        DeclineReason.NotMandate => Reroute(turn, ended),
        DeclineReason.OtherJurisdiction => ToCoordinator(turn, ended),
        DeclineReason.InsufficientInformation when ended.Safeguarded => ToCoordinator(turn, ended),
        DeclineReason.Duplicate => Merging.TakeIn(turn, ended, sameQueue: false),
        _ => turn.Makes(ended, ReferralLife.Tell(ended)),
    };

    // The same pack version routes again what the leg was to decide, past everybody who has it or said no.
    private static ReferralMoved Reroute(Turn turn, Leg ended)
    {
        if (turn.Incident.Restricted)
            return Onward(turn, ended);

        var facts = turn.Around.Facts() with
        {
            On = turn.Today,
            Closed = turn.Around.ClosedIn(turn.Pack),
            Again = new(ended.Kind, ended.Mandate, Spent(turn.Incident, ended)),
        };
        var decision = IncidentRouting.Route(turn.Pack, facts);
        IEnumerable<PlannedLeg> planned = decision.Legs.Where(leg => leg.Kind == ended.Kind);
        // Nobody else protects: the coordinator must find somebody.
        if (!planned.Any())
            planned = [Unrouted(ended)];

        var (incident, told) = Handover.Succeed(turn, ended, planned);
        return turn.Makes(incident, [.. told]) with { Rerouted = (facts, decision) };
    }

    private static ReferralMoved ToCoordinator(Turn turn, Leg ended)
    {
        if (turn.Incident.Restricted)
            return Onward(turn, ended);

        var (incident, facts) = Handover.Succeed(turn, ended, [Unrouted(ended)]);
        return turn.Makes(incident, [.. facts]);
    }

    // A suspicion of complicity goes on along the list of integrity recipients and ends at its last member. Whom one of them brought in
    // answers to it: while an integrity recipient works on the case, nobody else need take the operational leg's place.
    private static ReferralMoved Onward(Turn turn, Leg ended)
    {
        if (ended.IsOperational && turn.Incident.Legs.Any(leg => leg.IsIntegrity && leg.State.IsOpen()))
            return turn.Makes(ended, ReferralLife.Tell(ended));

        var asked = turn.Incident.LegsInSight.Select(leg => leg.TaskForce).OfType<string>().ToList();
        var next = turn.Pack.IntegrityRecipients.FirstOrDefault(recipient => !asked.Contains(recipient));
        PlannedLeg[] planned =
            next is null ? [] : [new(ended.Kind, next, ended.Mandate, Lead: false, IncidentRouting.IntegrityRule, LegalBasis: null)];
        var (incident, facts) = Handover.Succeed(turn, ended, planned);
        return turn.Makes(incident, [.. facts]);
    }

    private static PlannedLeg Unrouted(Leg ended) =>
        new(LegKind.Action, TaskForce: null, ended.Mandate, Lead: false, Rule: null, LegalBasis: null);

    private static List<string> Spent(Incident incident, Leg ended) =>
    [
        .. incident.Legs
            .Where(leg => leg.Id == ended.Id
                || leg.State.IsOpen()
                || leg is { State: ReferralState.Declined, DeclineReason: DeclineReason.NotMandate })
            .Select(leg => leg.TaskForce).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
