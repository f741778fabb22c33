namespace CaseReferral.Api.Tests.Life;

/// <summary>What each action does, and what it may not say.</summary>
internal sealed partial class Model
{
    // What is wrong with the words, on an action that would be allowed.
    private static string? Objection(Actor by, Leg leg, string action, Words words) => action switch
    {
        "assign" => RefuseRecipient(leg, words.Queue, Sought(leg), Mandates.None),
        "transfer" => RefuseRecipient(leg, words.Queue, leg.Kind, leg.Mandate),
        "reassign" when !words.Seat.Triages || words.Seat.Desk != leg.Queue => "seat-not-in-queue",
        "reassign" when words.Seat == leg.Assignee => "nothing-to-change",
        "change-priority" when words.Priority == leg.Priority => "nothing-to-change",
        "decline" => RefuseReason(by, leg, words.Reason, words.Into),
        "confirm-decline" => RefuseReason(by, leg, leg.DeclineReason!, leg.Into!),
        "merge" => RefuseInto(by, leg, words.Into, sameQueue: true),
        "conclude" when words.IsOfProtection != (leg.Kind == "protection") => "outcome-not-of-this-kind",
        _ => null,
    };

    // What nobody holds a mandate for is a protection leg that nobody wanted.
    private static string Sought(Leg leg) => leg is { State: "unrouted", Mandate: Mandates.None } ? "protection" : leg.Kind;

    private static string? RefuseRecipient(Leg leg, string queue, string kind, Mandates asked)
    {
        var held = Procedure.HeldBy(queue);
        var fits = kind == "action"
            ? held != Mandates.None && (asked & ~held) == Mandates.None
            : leg.State == "unrouted" || Procedure.Protects(queue);
        return queue != leg.Queue && queue != Procedure.Abroad && fits
            && !leg.Incident.Legs.Exists(other => other.IsOpen && other.Kind == kind && other.Queue == queue) ? null : "recipient-refused";
    }

    private static string? RefuseReason(Actor by, Leg leg, string reason, Leg into) => reason switch
    {
        "duplicate" => RefuseInto(by, leg, into, sameQueue: false),
        "insufficient_information" when leg.Questions == 0 => "question-first",
        _ => null,
    };

    private static string? RefuseInto(Actor by, Leg leg, Leg into, bool sameQueue) =>
        into != leg && into.IsOpen && into.Kind == leg.Kind && !(leg is { Carries: > 0, CarriesChain: true })
        && by.Sees(into.Incident) == true && (!sameQueue || into.Queue == leg.Queue)
            ? null
            : "merge-refused";

    // The incident of the leg that this one goes on in, or went on in until now.
    private static Incident? Carrier(Leg leg, string action, Words words) => action switch
    {
        "merge" => words.Into.Incident,
        "unmerge" or "reopen" => leg.Into?.Incident,
        "decline" when words.Reason == "duplicate" && !leg.Safeguarded => words.Into.Incident,
        "confirm-decline" when leg.DeclineReason == "duplicate" => leg.Into!.Incident,
        _ => null,
    };

    private void Move(Actor by, Leg leg, string action, Words words)
    {
        var (from, to) = (leg.State, HandbookTable.Find(leg.Kind, leg.State, action)!.To);
        switch (action)
        {
            case "assign" when from == "unrouted":
                leg.Kind = Sought(leg);
                leg.Lead &= leg.Kind == "action";
                leg.HandTo(words.Queue, Now);
                // Whose proposal it was leads no more.
                if (leg.Lead && leg.Incident.Legs.Exists(other => other.AcknowledgedAt is not null))
                    leg.Incident.VoidProposedBy = null;
                break;

            case "assign" or "transfer":
                End(leg, to!);
                Succeed(leg, new(leg.Kind, words.Queue, leg.Mandate));
                break;

            case "acknowledge" when leg.Kind == "notice":
                End(leg, to!);
                Knows(leg.Incident);
                leg.AcknowledgedAt = Now;
                break;

            case "acknowledge" or "claim":
                leg.State = to!;
                leg.Assignee = action == "claim" ? by : leg.Assignee;
                if (from == "routed")
                    Acknowledge(leg);
                break;

            case "release":
                (leg.State, leg.Assignee) = (to!, null);
                break;

            case "reassign":
                leg.Assignee = words.Seat;
                break;

            case "change-priority":
                ChangePriority(leg, words.Priority);
                break;

            case "record-age-decision":
                leg.AgeDecisions++;
                leg.Incident.DecideAge(words.Adult, Now);
                break;

            case "request-information":
                leg.State = to!;
                leg.Ask(Now);
                break;

            case "answer":
                leg.State = to!;
                leg.Resume(Now);
                break;

            case "accept":
                leg.State = to!;
                leg.Accept(Now);
                leg.Incident.VoidProposedBy = null;
                break;

            case "decline":
                (leg.DeclineReason, leg.Into) = (words.Reason, words.Reason == "duplicate" ? words.Into : null);
                if (leg.Safeguarded)
                    (leg.State, leg.ProposedBy) = ("decline_proposed", by);
                else
                    Decline(leg);
                break;

            case "confirm-decline":
                Decline(leg);
                break;

            case "reject-decline":
                (leg.State, leg.DeclineReason, leg.Into, leg.ProposedBy) = (to!, null, null, null);
                break;

            case "withdraw":
                End(leg, to!);
                break;

            case "merge":
                (leg.Into, leg.ProposedInto, leg.MergedFrom) = (words.Into, leg.Into, from);
                TakeIn(words.Into, leg);
                End(leg, to!);
                break;

            case "unmerge":
                leg.Into!.Release();
                (leg.State, leg.EndedAt, leg.Into, leg.MergedFrom) = (leg.MergedFrom!, null, leg.ProposedInto, null);
                // Its case may have become graver meanwhile.
                if (leg.Incident.Priority < leg.Priority)
                    leg.Reprioritise(leg.Incident.Priority, Now);
                else
                    leg.ComeWithinReach(Now);
                leg.Safeguarded |= leg.Incident.Facts.Child || leg.Priority == 1;
                leg.ComeBack(Now);
                break;

            case "conclude":
                leg.Outcome = words.Outcome;
                if (leg.Safeguarded && words.Outcome is "unsubstantiated" or "insufficient_evidence")
                    (leg.State, leg.ProposedBy) = ("conclusion_proposed", by);
                else
                    End(leg, to!);
                break;

            case "confirm-conclusion":
                End(leg, to!);
                break;

            case "reject-conclusion":
                (leg.State, leg.Outcome, leg.ProposedBy) = (to!, null, null);
                break;

            case "reopen":
                Reopen(leg, by);
                break;
        }
    }

    private void Acknowledge(Leg leg)
    {
        Knows(leg.Incident);
        leg.Acknowledge(Now);
    }

    // From the first acknowledgement on another desk decides on voiding, so what the unit proposed is off.
    private static void Knows(Incident incident)
    {
        if (!incident.Legs.Exists(leg => leg.AcknowledgedAt is not null))
            incident.VoidProposedBy = null;
    }

    private void ChangePriority(Leg leg, int priority)
    {
        var incident = leg.Incident;
        leg.Reprioritise(priority, Now);
        leg.Safeguarded = priority == 1 || incident.Facts.Child || leg.CarriesSafeguards;
        if (leg.Lead)
            incident.Priority = priority;
        incident.Safeguarded = incident.NeedsSafeguards;
    }

    private void End(Leg leg, string state) => (leg.State, leg.EndedAt) = (state, Now);

    // A declined leg stays declined; where the case goes follows from the reason.
    private void Decline(Leg leg)
    {
        if (leg.DeclineReason == "duplicate")
            TakeIn(leg.Into!, leg);
        End(leg, "declined");
        switch (leg.DeclineReason)
        {
            case "not_mandate":
                // Past everybody who has it, and everybody who said so before.
                var asked = leg.Incident.Legs.Where(
                    other => other == leg || other.IsOpen || other is { State: "declined", DeclineReason: "not_mandate" })
                    .Select(other => other.Queue).OfType<string>().ToHashSet();
                var next = Procedure.RouteAgain(leg, leg.Incident.Facts, asked);
                foreach (var planned in next.Count > 0 ? next : [Unrouted(leg)])
                    Succeed(leg, planned);
                break;

            case "other_jurisdiction":
            case "insufficient_information" when leg.Safeguarded:
                Succeed(leg, Unrouted(leg));
                break;
        }
    }

    private static Planned Unrouted(Leg leg) => new("action", null, leg.Mandate);

    // A successor keeps the time to decide, and is acknowledged by then; what had been accepted starts anew.
    private void Succeed(Leg leg, Planned planned)
    {
        leg.RunOn(Now);
        var fresh = Procedure.Plan(leg.Priority, Now, leg.End(Now));
        var anew = leg.AcceptedAt is not null;
        var decideBy = anew ? fresh.DecideBy : leg.DecideBy!.Value;
        leg.Incident.Legs.Add(new Leg(leg.Incident, planned.Kind, planned.Queue, planned.Mandate, Now)
        {
            Predecessor = leg,
            Priority = leg.Priority,
            Safeguarded = leg.Safeguarded,
            Carries = leg.Carries,
            CarriesFor = leg.Carries > 0 ? leg.CarriesFor : null!,
            CarriesSafeguards = leg.CarriesSafeguards,
            CarriesChain = leg.CarriesChain,
            CarriedEnd = leg.CarriedEnd,
            AcknowledgeBy = fresh.AcknowledgeBy < decideBy ? fresh.AcknowledgeBy : decideBy,
            DecideBy = decideBy,
            KeepsDecideBy = !anew,
        });
    }

    // The leg that goes on takes the higher priority, the earlier deadlines and the safeguards of the one that goes on within it.
    private void TakeIn(Leg carrier, Leg leg)
    {
        if (leg.Priority < carrier.Priority)
            carrier.Reprioritise(leg.Priority, Now);
        carrier.TakeDeadlines(leg, Now);
        carrier.Safeguarded |= leg.Safeguarded;
        carrier.CarriesSafeguards |= leg.Safeguarded;
        if (leg.IsUndecided)
            carrier.CarriedEnd = Leg.Sooner(
                carrier.CarriedEnd, carrier.Incident == leg.Incident ? leg.CarriedEnd : leg.End(Now), Now);
        carrier.CarriesChain |= leg.Carries > 0;
        carrier.Carries++;
        if (carrier.Incident == leg.Incident)
            carrier.Mandate |= leg.Mandate;
        // The lead's priority is the incident's too.
        if (carrier.Lead && carrier.Priority < carrier.Incident.Priority)
            carrier.Incident.Priority = carrier.Priority;
    }

    private void Reopen(Leg leg, Actor by)
    {
        var incident = leg.Incident;
        leg.Into?.Release();
        (leg.State, leg.Assignee, leg.ProposedBy) = ("in_triage", by, null);
        (leg.Outcome, leg.DeclineReason, leg.Into) = (null, null, null);
        leg.Priority = Math.Min(leg.Priority, incident.Priority);
        leg.Safeguarded |= incident.Facts.Child || leg.Priority == 1;
        leg.Restart(Now);
    }
}
