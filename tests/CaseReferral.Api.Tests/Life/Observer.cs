using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Life;

/// <summary>
/// Holds what somebody is shown against what the model has, and against what must hold of any answer whatever the model says.
/// </summary>
/// <param name="tolerance">How far apart two instants may be that say the same.</param>
internal sealed class Observer(TimeSpan tolerance)
{
    /// <summary>
    /// What is wrong with an incident as it is shown, by itself: a lead too many or too few, a state without a clock, a clock without a
    /// deadline.
    /// </summary>
    public static IEnumerable<string> Broken(JsonNode incident, DateTimeOffset now)
    {
        var legs = incident.Items("/referrals");
        var open = legs.Where(leg => HandbookTable.IsOpen(leg.Says("/state")!)).ToList();
        var leads = legs.Where(leg => leg.Says("/lead") == "true").ToList();
        if (leads.Count > 1 || leads.Any(leg => leg.Says("/kind") != "action"))
            yield return $"{leads.Count} legs lead";
        if (open.Any(leg => leg.Says("/kind") == "action") && !leads.Intersect(open).Any())
            yield return "an action leg is open, and no open one leads";
        foreach (var leg in open.Where(leg => !leg.Items("/clocks").Any(clock => clock.At("/pausedAt") is null)))
            yield return $"{leg["id"]} is {leg["state"]}, and no clock runs on it";
        foreach (var leg in legs.Except(open).Where(leg => leg.Items("/clocks").Count > 0))
            yield return $"{leg["id"]} is {leg["state"]}, and a clock runs on it";
        var late = open.Where(leg => leg.Says("/overdue") == "true" && leg.Says("/kind") != "notice");
        foreach (var leg in late.Where(leg => leg.Says("/escalation") == "0"))
            yield return $"{leg["id"]} is late, and nobody was told";
        foreach (var leg in open.Where(leg => leg.Items("/clocks").Any(clock => HasEscalated(clock) && clock.Instant("/dueAt") > now)))
            yield return $"{leg["id"]} escalated before its time";
    }

    /// <summary>What differs in an incident with its legs.</summary>
    public IEnumerable<string> Differences(JsonNode seen, Incident incident, Actor viewer, DateTimeOffset now)
    {
        (string, object?)[] members =
        [
            ("status", incident.Status), ("priority/level", $"P{incident.Priority}"),
            ("voidProposed", incident.VoidProposedBy is not null),
        ];
        foreach (var fault in Compare(seen, "", members))
            yield return fault;
        var legs = seen.Items("/referrals");
        if (legs.Count != incident.Legs.Count)
            yield return $"{legs.Count} legs, not {incident.Legs.Count}";
        foreach (var (leg, told) in incident.Legs.Zip(legs))
        {
            foreach (var fault in Differences(told, leg, viewer, now))
                yield return fault;
        }
    }

    /// <summary>What differs in a leg.</summary>
    public IEnumerable<string> Differences(JsonNode seen, Leg leg, Actor viewer, DateTimeOffset now, bool answersMove = false)
    {
        // What still waited for a second officer when the leg was merged, taken over or voided never came to be.
        var isTold = leg.State is "declined" or "concluded"
            || (leg.State is "decline_proposed" or "conclusion_proposed" && viewer.Desk == leg.Queue);
        var elsewhere = Elsewhere(leg);
        List<(string, object?)> members =
        [
            ("id", leg.Id), ("kind", leg.Kind), ("taskForce", leg.Queue), ("lead", leg.Lead), ("state", leg.State),
            ("priority", $"P{leg.Priority}"), ("assignee/role", leg.Assignee?.Role), ("assignee/desk", leg.Assignee?.Desk),
            ("escalation", leg.Level),
            ("acknowledgeBy", leg.AcknowledgeBy), ("decideBy", leg.DecideBy), ("reviewBy", leg.ReviewBy),
            ("answerBy", leg.State == "info_requested" ? leg.AnswerBy : null),
            ("madeAt", leg.MadeAt), ("acknowledgedAt", leg.AcknowledgedAt), ("acceptedAt", leg.AcceptedAt), ("endedAt", leg.EndedAt),
            ("overdue", new[] { leg.Desk, leg.Unit }.Any(clock => clock is { PausedAt: null } && now > clock.DueAt)),
            ("predecessor", leg.Predecessor?.Id),
            ("goesOnIn", (isTold || leg.State == "merged") && (leg.Into?.Incident == leg.Incident || viewer.Desk == leg.Queue)
                ? leg.Into?.Id
                : null),
            ("successors", string.Join(' ', leg.Incident.Legs.Where(other => other.Predecessor == leg).Select(other => other.Id))),
            ("allowed", string.Join(' ', Model.Allowed(viewer, leg))),
            ("clocks", new[] { leg.Desk, leg.Unit }.Count(clock => clock is not null)),
        ];
        // The answer to a move tells nothing of another leg than the one that was moved.
        if (!answersMove)
        {
            members.Add(("outcome", elsewhere ?? (isTold ? leg.Outcome : null)));
            members.Add(("declineReason", Declined(leg) ?? (isTold ? leg.DeclineReason : null)));
        }

        foreach (var (clock, at) in new[] { leg.Desk, leg.Unit }.OfType<Running>().Select((clock, at) => (clock, at)))
        {
            members.AddRange([
                ($"clocks/{at}/kind", clock.Kind), ($"clocks/{at}/startedAt", clock.StartedAt), ($"clocks/{at}/dueAt", clock.DueAt),
                ($"clocks/{at}/pausedAt", clock.PausedAt), ($"clocks/{at}/level", at == 0 ? leg.Level : 0)]);
        }

        return Compare(seen, $"{leg}: ", members);
    }

    /// <summary>
    /// What differs in a timeline that a unit reads. Levels of different legs that were due together have no order among each other.
    /// </summary>
    public IEnumerable<string> Differences(IReadOnlyList<JsonNode> timeline, Incident incident)
    {
        var expected = incident.Story.Where(told => told.Kind != "note-added").ToList();
        if (!Settled(timeline.Select(entry => entry.Says("/kind")!)).SequenceEqual(Settled(expected.Select(told => told.Kind))))
        {
            yield return $"tells {string.Join(' ', timeline.Select(entry => entry.Says("/kind")))}\n"
                + $"  not {string.Join(' ', expected.Select(told => told.Kind))}";
            yield break;
        }

        if (!timeline.Select(entry => entry.At("/by")?.Says("/desk")).SequenceEqual(expected.Select(told => told.Desk)))
            yield return "tells of other desks";

        foreach (var (entry, told) in timeline.Zip(expected).Where(pair => pair.First.Says("/kind") == pair.Second.Kind))
        {
            if (!IsSame(entry.Instant("/at"), told.At))
                yield return $"tells {told.Kind} at {entry["at"]}, not at {told.At}";
            var ended = entry.Items("/facts").Where(fact => fact.Says("/fact") == "referral-ended")
                .Select(fact => $"{fact["referralId"]} {fact["state"]}").Order();
            if (told.Level is null && !ended.SequenceEqual(told.Ended.Select(end => $"{end.Leg.Id} {end.State}").Order()))
                yield return $"{told.Kind} tells the sender of {string.Join(", ", ended)}, not of {string.Join(", ", told.Ended)}";
        }

        foreach (var leg in incident.Legs)
        {
            var levels = timeline.SelectMany(entry => entry.Items("/facts"))
                .Where(fact => fact.Says("/fact") == "level-reached" && fact.Says("/referralId") == leg.Id.ToString())
                .Select(fact => (Number: int.Parse(fact.Says("/level")!, null), DueAt: fact.Instant("/dueBy"))).ToList();
            var reached = expected.Where(told => told.Level?.Leg == leg)
                .Select(told => (told.Level!.Value.Number, told.Level.Value.DueAt)).ToList();
            if (!levels.Select(level => level.Number).SequenceEqual(reached.Select(level => level.Number))
                || levels.Zip(reached).Any(pair => !IsSame(pair.First.DueAt, pair.Second.DueAt)))
                yield return $"{leg} reached {string.Join(' ', levels)}, not {string.Join(' ', reached)}";
        }
    }

    // A filer whose leg goes on in another one gets that one's outcome, or that of the leg which goes on in its place.
    private static string? Elsewhere(Leg leg) =>
        leg.Ends.Where(end => end.State == "concluded").Select(end => end.Outcome).Max(StringComparer.Ordinal);

    // And when nothing came of it, why it was declined: of several reasons, the one after which nobody is asked again.
    private static string? Declined(Leg leg)
    {
        var reasons = leg.IsLost ? leg.Ends.Where(end => end.State == "declined").Select(end => end.DeclineReason).ToList() : [];
        return reasons.Contains("insufficient_information") ? "insufficient_information" : reasons.Max(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Settled(IEnumerable<string> kinds)
    {
        List<string> own = [];
        foreach (var kind in kinds)
        {
            if (kind is "level-reached" or "answer-missed")
            {
                own.Add(kind);
                continue;
            }

            foreach (var registrys in own.Order())
                yield return registrys;
            own.Clear();
            yield return kind;
        }

        foreach (var registrys in own.Order())
            yield return registrys;
    }

    private IEnumerable<string> Compare(JsonNode seen, string where, IEnumerable<(string Member, object? Expected)> members)
    {
        foreach (var (member, expected) in members)
        {
            var actual = member switch
            {
                "clocks" => seen.Items("/clocks").Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "allowed" or "successors" => string.Join(' ', seen.Items($"/{member}")),
                "assignee/role" or "assignee/desk" when seen.At("/assignee") is null => null,
                _ => seen.Says($"/{member}"),
            };
            var agrees = expected switch
            {
                DateTimeOffset instant => actual is not null && IsSame(seen.Instant($"/{member}"), instant),
                bool flag => actual == (flag ? "true" : "false"),
                _ => actual == expected?.ToString(),
            };
            if (!agrees)
                yield return $"{where}{member} is {actual ?? "null"}, not {expected ?? "null"}";
        }
    }

    private static bool HasEscalated(JsonNode clock) => clock.Says("/level") != "0";

    private bool IsSame(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= tolerance;
}
