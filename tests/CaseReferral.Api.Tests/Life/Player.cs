using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Life;

/// <summary>Plays an interleaving on a registry and on the model, and holds every answer of the one against the other.</summary>
internal sealed class Player(World world, Dictionary<string, int> tally)
{
    private const int MostIncidents = 3;

    private static readonly Actor Officer = new("officer", Procedure.Unit);
    private static readonly Actor Supervisor = new("supervisor", Procedure.Unit);
    private static readonly Actor Coordinator = new("coordinator", Procedure.Home);

    // Whatever may be done in nearly every state, and leads nowhere.
    private static readonly string[] Idle = ["reassign", "change-priority", "record-age-decision", "release", "withdraw"];

    private readonly Model model = new(world.Now);
    private readonly List<string> script = [];
    private readonly Observer observer = new(world.Tolerance);

    /// <summary>What has been done so far, in words.</summary>
    public string Script => string.Join('\n', script);

    /// <summary>Plays it to its end, and then reads everything again.</summary>
    /// <exception cref="AssertionException">The registry didn't answer as the model says.</exception>
    public async Task PlayAsync(IEnumerable<Step> steps)
    {
        world.Forget();
        await FileAsync(new(Happens.File, 0, 0, 0, 0));
        foreach (var step in steps)
        {
            // Where the clock can't be stopped, it has gone on.
            CatchUp();
            await TakeAsync(step);
            // Some acts leave a deadline behind them; the registry comes to it by itself.
            if (model.IsDue)
                await world.CatchUpAsync();
            CatchUp();
            await SeeAllAsync();
        }

        foreach (var incident in model.Incidents)
            await TellAsync(incident);
    }

    private Task TakeAsync(Step step) => step.What switch
    {
        Happens.Move or Happens.MoveLate or Happens.MoveThroughCrash => MoveAsync(step),
        Happens.Try => TryAsync(Of(model.Legs, step.Leg), Of(Actor.Everybody, step.By), Of(HandbookTable.Actions, step.Action), step),
        Happens.File => model.Incidents.Count < MostIncidents ? FileAsync(step) : Task.CompletedTask,
        Happens.Refile => RefileAsync(step),
        Happens.Amend => AmendAsync(step),
        Happens.Void => VoidAsync(step),
        Happens.Write => WriteAsync(step),
        Happens.Pass => PassAsync(step.Time(model)),
        _ => RestartAsync(step.Says % 2 == 0 ? TimeSpan.Zero : step.Time(model)),
    };

    // By action first, so that what many may do doesn't crowd out what few may; and rather onwards than about.
    private async Task MoveAsync(Step step)
    {
        var possible = (
            from leg in model.Legs
            from actor in Actor.Everybody
            from action in Model.Allowed(actor, leg)
            select (leg, actor, action)).ToLookup(move => move.action);
        if (possible.Count == 0)
            return;

        var weighed = possible.SelectMany(move => Enumerable.Repeat(move, Idle.Contains(move.Key) ? 1 : 4)).ToList();
        var (chosen, by, what) = Of([.. Of(weighed, step.Action)], step.By);
        await TryAsync(chosen, by, what, step);
    }

    private async Task TryAsync(Leg leg, Actor by, string action, Step step)
    {
        var words = Sensible(step.Words(model), leg, step);
        if (IsUnsure(by, leg, action, words))
            return;

        var desk = await world.AsAsync(by);
        var address = $"/v1/referrals/{leg.Id}";
        var read = await desk.GetAsync(address);
        if (by.Sees(leg.Incident) == false)
        {
            Say($"{by} tries to {action} {leg}, which they don't see");
            Is(read, 404, "not-found", "read");
            Is(await desk.SendAsync(HttpMethod.Post, $"{address}/{action}", Body(action, words, null), "\"1\""), 404, "not-found", action);
            return;
        }

        // A desk whose last leg ended reads the case as it was then, and acts on it as it is.
        if (by.Sees(leg.Incident) == true)
            Compare(observer.Differences(read.Json!, leg, by, model.Now), $"{by} reads {leg}");
        Holds(read.ETag == TagOf(leg), $"ETag {read.ETag}, not {leg.Revision}", $"{by} reads {leg}");
        if (step.What == Happens.MoveLate)
        {
            Say($"{by} would {action} {leg}, as it was long ago");
            var late = await desk.SendAsync(HttpMethod.Post, $"{address}/{action}", Body(action, words, null), $"\"{leg.Revision + 1}\"");
            Told(late, 412, "precondition-failed", by, leg, action);
            return;
        }

        Say($"{by} tries to {action} {leg}{In(action, words)}");
        var seat = action == "reassign" ? (await (await world.AsAsync(words.Seat)).GetAsync("/v1/me")).Says("/seats/0/id") : null;
        var body = Body(action, words, seat);
        if (step.What == Happens.MoveThroughCrash && Model.WouldRefuse(by, leg, action, words) is null)
            await MoveThroughCrashAsync(leg, by, action, words, body, read.ETag!, stored: step.Says / 3 % 2 == 0);
        else if (await desk.SendAsync(HttpMethod.Post, $"{address}/{action}", body, read.ETag) is var answer
            && model.Take(by, leg, action, words) is { } refusal)
            Told(answer, null, refusal, by, leg, action);
        else
            await MovedAsync(answer, leg, by, action);
    }

    // Whoever gets no answer sends it again under the same key, and it is done once: by then, or now.
    private async Task MoveThroughCrashAsync(
        Leg leg, Actor by, string action, Words words, JsonObject? body, string etag, bool stored)
    {
        Say($"... and the registry dies {(stored ? "after storing it, before it answers" : "before it has stored it")}");
        var (address, key) = ($"/v1/referrals/{leg.Id}/{action}", Scenarios.NewClientId());
        var desk = await world.AsAsync(by);
        var certainly = await world.DieInAsync(() => desk.SendAsync(HttpMethod.Post, address, body, etag, key), stored);
        await world.RestartAsync(TimeSpan.Zero);
        var answer = await (await world.AsAsync(by)).SendAsync(HttpMethod.Post, address, body, etag, key);
        Holds(certainly is null || certainly == answer.Replayed, $"replayed: {answer.Replayed}", "the answer to the device");
        if (answer.Replayed)
        {
            model.Take(by, leg, action, words);
            await MovedAsync(answer, leg, by, action);
            CatchUp();
            return;
        }

        CatchUp();
        if (etag != TagOf(leg))
        {
            Told(answer, 412, "precondition-failed", by, leg, action);
            return;
        }

        model.Take(by, leg, action, words);
        await MovedAsync(answer, leg, by, action);
    }

    // The leg's answer is as the model has it; the ids of what followed from it are learnt.
    private async Task MovedAsync(Answer answer, Leg leg, Actor by, string action)
    {
        Is(answer, 200, null, action);
        await LearnAsync(leg.Incident);
        Compare(observer.Differences(answer.Json!, leg, by, model.Now, answersMove: true), $"the answer to {by}");
        Holds(answer.ETag == TagOf(leg), $"ETag {answer.ETag}, not {leg.Revision}", $"the answer to {by}");
    }

    private async Task FileAsync(Step step)
    {
        var facts = Facts.Number(step.Says, world.Now);
        var filing = facts.AsFiling(Scenarios.NewClientId(), world.Now);
        Say($"{Officer} files {facts}");
        var isStored = false;
        if (step.By % 8 == 1)
        {
            Say("... and the registry dies in it; the device sends it again");
            var desk = await world.AsAsync(Officer);
            isStored = await world.DieInAsync(() => desk.FileAsync(filing.DeepClone()), step.By / 8 % 2 == 0) == true;
            await world.RestartAsync(TimeSpan.Zero);
        }

        var answer = await (await world.AsAsync(Officer)).FileAsync(filing);
        CatchUp();
        var incident = model.File(facts, Officer);
        (incident.Filing, incident.Id) = (filing, answer.Says("/id") ?? "");
        Is(answer, answer.Replayed ? 200 : 201, null, "file");
        Holds(answer.Replayed || !isStored, "filed twice", "the answer to the device");
        await LearnAsync(incident);
    }

    private async Task RefileAsync(Step step)
    {
        var incident = Of(model.Incidents, step.Leg);
        var (desk, filing) = (await world.AsAsync(Officer), incident.Filing!);
        if (step.Says % 2 == 0)
        {
            Say($"{Officer} files {incident.Name} again");
            var again = await desk.FileAsync(filing.DeepClone());
            Is(again, 200, null, "refile");
            Holds(again.Says("/id") == incident.Id, "another incident", "the answer to a filing that was sent again");
            return;
        }

        Say($"{Officer} files something else under the id of {incident.Name}");
        var other = (JsonObject)filing.DeepClone();
        other["facts"] = "Something else.";
        Is(await desk.FileAsync(other), 409, "already-filed-differently", "refile");
    }

    private async Task AmendAsync(Step step)
    {
        var incident = Of(model.Incidents, step.Leg);
        var facts = incident.Facts.Amended(step.Says, world.Now);
        Say($"{Officer} amends {incident.Name}: {facts}");
        var answer = await (await world.AsAsync(Officer)).AmendAsync(
            $"/v1/incidents/{incident.Id}", $"\"{incident.Version}\"", facts.AsPatch());
        Is(answer, null, model.Amend(incident, facts, Officer), "amend");
        await LearnAsync(incident);
    }

    private async Task VoidAsync(Step step)
    {
        var incident = Of(model.Incidents, step.Leg);
        var lead = incident.Legs.First(leg => leg.Lead);
        var by = Of(
            [Supervisor, Coordinator, Officer, .. Actor.Everybody.Where(actor => actor.IsInQueueOf(lead) && actor.Sees(incident) == true)],
            step.By);
        Say($"{by} voids {incident.Name}");
        var answer = await (await world.AsAsync(by)).SendAsync(
            HttpMethod.Post, $"/v1/incidents/{incident.Id}/void", new JsonObject { ["reason"] = "Filed twice." },
            $"\"{incident.Version}\"");
        Is(answer, null, model.Void(incident, by), "void");
    }

    private async Task WriteAsync(Step step)
    {
        var leg = Of(model.Legs, step.Leg);
        var near = Actor.Everybody.Where(actor => actor.IsInQueueOf(leg)).Append(Officer).ToList();
        var by = step.By % 4 == 0 ? Of(Actor.Everybody, step.By / 4) : Of(near, step.By);
        if (by.Sees(leg.Incident) is null)
            return;

        var note = step.Says % 3 == 0;
        Say($"{by} writes a {(note ? "note" : "message")} on {leg}");
        var answer = await (await world.AsAsync(by)).SendAsync(
            HttpMethod.Post, $"/v1/referrals/{leg.Id}/{(note ? "notes" : "messages")}", new JsonObject { ["text"] = "By the way." });
        var refusal = by.Sees(leg.Incident) == false && (by.Triages || !note) ? "not-found" : model.Write(leg, by, note);
        Is(answer, refusal is null ? 201 : null, refusal, note ? "note" : "message");
        if (refusal is null)
            leg.Said.Add((answer.Says("/id")!, note));
    }

    private async Task PassAsync(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            return;
        Say($"{time} pass");
        await world.PassAsync(time);
        CatchUp();
    }

    private async Task RestartAsync(TimeSpan down)
    {
        Say($"the registry is killed, and back after {down}");
        await world.RestartAsync(down);
        CatchUp();
    }

    private void CatchUp()
    {
        model.Pass(world.Now - model.Now);
        model.ActOnClocks();
    }

    // Nothing is changed but what was, and all of it is as it should be.
    private async Task SeeAllAsync()
    {
        var desk = await world.AsAsync(Coordinator);
        foreach (var incident in model.Incidents)
        {
            var seen = await desk.GetAsync($"/v1/incidents/{incident.Id}");
            Is(seen, 200, null, "read");
            Compare(Observer.Broken(seen.Json!, model.Now), $"{incident.Name} as it stands");
            Compare(observer.Differences(seen.Json!, incident, Coordinator, model.Now), $"{incident.Name} as the coordinator sees it");
        }
    }

    private async Task TellAsync(Incident incident)
    {
        Say($"everything on {incident.Name} is read once more");
        var unit = await world.AsAsync(Officer);
        var seen = await unit.GetAsync($"/v1/incidents/{incident.Id}");
        Compare(observer.Differences(seen.Json!, incident, Officer, model.Now), $"{incident.Name} as its unit sees it");
        var timeline = await unit.GetAsync($"/v1/incidents/{incident.Id}/timeline?limit=200");
        Compare(observer.Differences(timeline.Items("/items"), incident), $"the timeline of {incident.Name}");
        foreach (var leg in incident.Legs.Where(leg => leg.Said.Count > 0))
        {
            var messages = await unit.GetAsync($"/v1/referrals/{leg.Id}/messages?limit=200", "filing");
            var said = leg.Said.Where(said => !said.Note).Select(said => said.Id);
            Holds(messages.Each("/items", "/id").SequenceEqual(said), messages.Text, $"what was said on {leg}");
        }
    }

    private async Task LearnAsync(Incident incident)
    {
        var seen = await (await world.AsAsync(Coordinator)).GetAsync($"/v1/incidents/{incident.Id}");
        var legs = seen.Items("/referrals");
        Holds(legs.Count == incident.Legs.Count, $"{legs.Count} legs, not {incident.Legs.Count}: {seen.Text}", incident.Name);
        foreach (var (leg, told) in incident.Legs.Zip(legs))
            leg.Id = told["id"]!.GetValue<Guid>();
    }

    // What a queue that had a leg sees of the rest is told elsewhere; here nobody acts on it.
    private static bool IsUnsure(Actor by, Leg leg, string action, Words words) =>
        (by.Sees(leg.Incident) is null && !by.IsInQueueOf(leg))
        || (action is "decline" or "merge" && by.Sees(words.Into.Incident) is null)
        || (action == "confirm-decline" && leg.Into is { } into && by.Sees(into.Incident) is null);

    // One word in three is as likely to be wrong as right; the others are such that something comes of them.
    private Words Sensible(Words words, Leg leg, Step step)
    {
        if (step.Says % 3 == 0)
            return words;
        var protects = leg.Kind == "protection";
        return words with
        {
            Into = step.Leg % 4 == 0 ? words.Into : MatchOf(leg, words.Into),
            Seat = new(words.Seat.Triages ? words.Seat.Role : "second", leg.Queue ?? Procedure.Both),
            Outcome = protects ? "support_started" : words.IsOfProtection ? "unsubstantiated" : words.Outcome,
        };
    }

    private Leg MatchOf(Leg leg, Leg otherwise) => model.Legs.FirstOrDefault(other =>
        other != leg && other.IsOpen && other.Kind == leg.Kind && other.Queue == leg.Queue) ?? otherwise;

    private static JsonObject? Body(string action, Words words, string? seat) => action switch
    {
        "assign" or "transfer" => new() { ["taskForce"] = words.Queue, ["reason"] = "Theirs." },
        "reassign" => new() { ["seat"] = seat ?? NeedToKnow.Door.Absent },
        "change-priority" => new() { ["priority"] = $"P{words.Priority}", ["reason"] = "So it is." },
        "record-age-decision" => new() { ["childStatus"] = words.Adult ? "adult" : "child", ["basis"] = "A passport." },
        "request-information" => new() { ["question"] = "Which seal?" },
        "answer" => new() { ["answer"] = "The left one." },
        "decline" when words.Reason == "duplicate" => new() { ["reason"] = words.Reason, ["duplicateOf"] = words.Into.Id.ToString() },
        "decline" => new() { ["reason"] = words.Reason },
        "reject-decline" or "reject-conclusion" or "withdraw" => new() { ["reason"] = "Not so." },
        "merge" => new() { ["into"] = words.Into.Id.ToString() },
        "conclude" => new() { ["outcome"] = words.Outcome, ["feedback"] = "Thank you." },
        "reopen" => new() { ["evidence"] = "A statement." },
        _ => null,
    };

    private static string In(string action, Words words) => action switch
    {
        "assign" or "transfer" => $" to {words.Queue}",
        "reassign" => $" to {words.Seat}",
        "change-priority" => $" to P{words.Priority}",
        "record-age-decision" => words.Adult ? ": adult" : ": child",
        "decline" => words.Reason == "duplicate" ? $": duplicate of {words.Into}" : $": {words.Reason}",
        "merge" => $" into {words.Into}",
        "conclude" => $": {words.Outcome}",
        _ => "",
    };

    private void Told(Answer answer, int? status, string code, Actor by, Leg leg, string action)
    {
        Is(answer, status, code, action);
        if (answer.Status is not (409 or 412))
            return;
        var (said, allowed) = (string.Join(' ', answer.Items("/allowed")), string.Join(' ', Model.Allowed(by, leg)));
        Holds(answer.Says("/state") == leg.State, $"state {answer.Says("/state")}, not {leg.State}", "the refusal");
        Holds(said == allowed, $"allowed {said}, not {allowed}", "the refusal");
        Holds(answer.Says("/etag") == TagOf(leg), $"etag {answer.Says("/etag")}, not {leg.Revision}", "the refusal");
    }

    private void Is(Answer answer, int? status, string? problem, string doing)
    {
        var came = $"{doing}: {problem ?? "done"}";
        tally[came] = tally.GetValueOrDefault(came) + 1;
        List<string> faults = [.. problem is null ? [] : ProblemShape.Faults(answer)];
        if (answer.Problem != problem || (status is not null && answer.Status != status))
            faults.Add($"{answer.Status} {answer.Problem}, not {status} {problem}: {answer.Text}");
        Compare(faults, "the answer");
    }

    private static string TagOf(Leg leg) => $"\"{leg.Revision}\"";

    private void Holds(bool condition, string otherwise, string where) => Compare(condition ? [] : [otherwise], where);

    private void Compare(IEnumerable<string> differences, string where)
    {
        if (differences.ToList() is { Count: > 0 } all)
            throw new AssertionException($"{Script}\n\n{where}:\n  {string.Join("\n  ", all)}");
    }

    private void Say(string line) => script.Add($"{model.Now:MM-dd HH:mm:ss.ffffff}  {line}");

    private static T Of<T>(IReadOnlyList<T> choices, int number) => choices[number % choices.Count];
}
