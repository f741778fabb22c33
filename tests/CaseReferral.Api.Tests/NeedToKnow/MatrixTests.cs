using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Seats;
using CaseReferral.Domain.Seats;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>
/// Every kind of actor at every operation on every kind of case. What must be answered is computed by <see cref="Rules"/>, which knows
/// the handbook and nothing of the program. A new operation is one line in <see cref="Doors"/>; without it a test fails.
/// </summary>
public sealed class Every_actor_at_every_operation
{
    private const int AtOnce = 16;

    private static readonly string[] Actors =
    [
        "officer@ME-BAR-PCU", "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU",
        "duty@ME-OPTEAM", "second@ME-OPTEAM", "lead@ME-OPTEAM", "duty@ME-CHILD", "lead@ME-CHILD", "duty@ME-PROSECUTION",
        "coordinator@ME", "second-coordinator@ME", "auditor@ME", "partner@ME",
        "officer@BA-BIJACA-LAND", "officer@BA-GRADISKA-LAND", "supervisor@BA-GRADISKA-LAND", "duty@BA-TIP", "lead@BA-SOM", "coordinator@BA",
        "auditor@BA", "officer@RS-BEG-ACCU", "duty@RS-TF", "lead@RS-CPTV", "duty@RS-INTEGRITY", "coordinator@RS", "auditor@RS",
        "partner@RS", "admin@registry", "second-admin@registry",
    ];

    private static readonly string[] Purposes =
        ["filing", "triage", "investigation", "victim_support", "deconfliction", "supervision", "audit", "subject_access"];

    private readonly List<Case> cases = [];
    private readonly List<Target> targets = [];
    private readonly ConcurrentDictionary<string, Desk> desks = [];
    private Registry registry = null!;

    private static IEnumerable<Door> Changing => Doors.All.Where(door => door.Then != Then.Opens);

    private static IEnumerable<Door> Opening => Doors.All.Where(door => door.Then == Then.Opens);

    [OneTimeSetUp]
    public async Task FileCasesAsync()
    {
        registry = Registry.Start();
        foreach (var actor in Actors)
            desks[actor] = await registry.AsAsync(actor);

        await FileAsync("own", "officer@ME-BAR-PCU", "01");
        await FileAsync("another unit's", "officer@BA-GRADISKA-LAND", "03");
        await FileAsync("another jurisdiction's", "officer@BA-BIJACA-LAND", "03");
        await FileAsync(
            "copied across a border", "officer@RS-BEG-ACCU", "02", filing => filing["route"] = new JsonObject { ["origin"] = "ME" });
        await FileAsync("a system's", "partner@ME", "01");
        await FileAsync("restricted", "officer@ME-BAR-PCU", "01", filing => filing["complicityConcern"] = true);
        await BringInAsync("brought in", "ME-OPTEAM");
        await LowerAsync("lowered");

        var voided = await FileAsync(
            "voided", "officer@ME-BAR-PCU", "10",
            filing => filing["personCounts"] = new JsonObject { ["adult"] = 1, ["child"] = 0, ["unknownAge"] = 0 });
        foreach (var by in new[] { "supervisor@ME-BAR-PCU", "coordinator@ME" })
            await desks[by].PostNowAsync(voided, "/void", new JsonObject { ["reason"] = "Filed by mistake." });
        Assert.That((await desks["coordinator@ME"].GetAgainAsync(voided)).Says("/status"), Is.EqualTo("voided"));

        var past = await FileAsync(
            "past", "officer@ME-BAR-PCU", "10",
            filing => filing["personCounts"] = new JsonObject { ["adult"] = 1, ["child"] = 0, ["unknownAge"] = 0 });
        (string, JsonObject?)[] moves =
            [("claim", null), ("accept", null), ("conclude", new() { ["outcome"] = "other_offence", ["feedback"] = "Thank you." })];
        foreach (var (action, body) in moves)
            Assert.That((await desks["lead@ME-OPTEAM"].MoveNowAsync(past.Leg("ME-OPTEAM"), action, body)).Status, Is.EqualTo(200), action);

        foreach (var holder in new[] { "officer@ME-BAR-PCU", "duty@BA-TIP", "coordinator@BA", "admin@registry" })
            targets.Add(new("seats", holder, (await desks[holder].GetAsync("/v1/me")).Says("/seats/0/id")!, Who.Is(holder)));
        await ProposeAsync(
            "seat-proposals", "admin@registry", SeatDesks.Appointing(await registry.Stranger(SeatRole.Coordinator).CodeAsync()));
        await ProposeAsync("sign-in-proposals", "coordinator@ME", new JsonObject
        {
            ["principal"] = await desks["officer@ME-BAR-PCU"].PrincipalAsync(),
            ["code"] = await registry.Stranger(SeatRole.Officer).CodeAsync(),
            ["endsOthers"] = false,
        });
        targets.AddRange(
            from folder in (string[])["seats", "seat-proposals", "sign-in-proposals"]
            select new Target(folder, "absent", Door.Absent, null));

        cases.Add(new Case("absent")
        {
            Ids = new() { ["incidents"] = Door.Absent, ["referrals"] = Door.Absent, ["disclosure-requests"] = Door.Absent },
        });
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public void Has_a_row_for_each()
    {
        var routes = registry.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal))
            .SelectMany(
                route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
                (route, method) => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}");

        Assert.That(
            Doors.All.Concat(Doors.WithoutCase).Concat(Doors.OfSeats).Select(door => door.ToString()),
            Is.EquivalentTo(routes), "Add one line to Doors for a new operation.");
    }

    [TestCaseSource(nameof(Changing))]
    public async Task Sees_and_changes_what_the_rules_say(Door door)
    {
        var cells = from actor in Actors from at in cases where at.Ids.ContainsKey(door.Resource) select (actor, at);
        await AssertCellsAsync(cells, async cell =>
        {
            var answer = await TryAsync(door, cell.actor, cell.at.Ids[door.Resource], null);
            return (
                $"{cell.actor} at {cell.at.Name}", Rules.Expect(door, Who.Is(cell.actor), cell.at), $"{answer.Status} {answer.Problem}");
        });
    }

    [TestCaseSource(nameof(Opening))]
    public async Task Opens_what_the_rules_say_for_each_purpose(Door door)
    {
        var cells =
            from actor in Actors
            from at in cases
            where at.Ids.ContainsKey(door.Resource)
            from purpose in Purposes
            select (actor, at, purpose);
        await AssertCellsAsync(cells, async cell =>
        {
            var answer = await TryAsync(door, cell.actor, cell.at.Ids[door.Resource], cell.purpose);
            return (
                $"{cell.actor} at {cell.at.Name} for {cell.purpose}", Rules.Open(door, Who.Is(cell.actor), cell.at, cell.purpose),
                $"{answer.Status} {answer.Problem}");
        });
    }

    [TestCaseSource(typeof(Doors), nameof(Doors.OfSeats))]
    public async Task Finds_and_changes_seats_as_the_rules_say(Door door)
    {
        var cells = from actor in Actors from target in targets where target.Resource == door.Resource select (actor, target);
        await AssertCellsAsync(cells, async cell =>
        {
            var answer = await TryAsync(door, cell.actor, cell.target.Id, null);
            return (
                $"{cell.actor} at {cell.target.Name}", Rules.Administer(door, Who.Is(cell.actor), cell.target),
                $"{answer.Status} {answer.Problem}");
        });
    }

    [TestCaseSource(typeof(Doors), nameof(Doors.WithoutCase))]
    public async Task Calls_what_names_no_case_as_the_rules_say(Door door) => await AssertCellsAsync(Actors, async actor =>
    {
        var answer = await TryAsync(door, actor, "", null);
        return (actor, Rules.Call(door, Who.Is(actor)), $"{answer.Status} {answer.Problem}");
    });

    [TestCase("/v1/incidents?limit=200")]
    [TestCase("/v1/referrals?limit=200")]
    [TestCase("/v1/access-log?limit=200")]
    public async Task Finds_in_lists_only_what_it_sees(string list) => await AssertCellsAsync(Actors, async actor =>
    {
        var text = (await desks[actor].GetAsync(list)).Text;
        // The suspicion names what it goes on as.
        var named = cases.Any(at => at.Name == "lowered from" && Rules.Sees(Who.Is(actor), at)) ? "lowered" : null;
        var leaked = cases
            .Where(at => at.Name != "absent" && at.Name != named && !Rules.Sees(Who.Is(actor), at))
            .Where(at => at.Ids.Values.Any(id => text.Contains(id, StringComparison.OrdinalIgnoreCase)));
        return (actor, "", string.Join(", ", leaked.Select(at => at.Name)));
    });

    private static async Task AssertCellsAsync<T>(IEnumerable<T> cells, Func<T, Task<(string Cell, string Expected, string Was)>> answer)
    {
        ConcurrentQueue<string> wrong = [];
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (cell, _) =>
        {
            var (name, expected, was) = await answer(cell);
            if (!expected.Split(" or ").Contains(was.TrimEnd()))
                wrong.Enqueue($"{name}: expected {expected}, was {was}");
        });
        Assert.That(wrong, Is.Empty);
    }

    private Task<Answer> TryAsync(Door door, string actor, string id, string? purpose) => desks[actor].SendAsync(
        door.Method, door.Address(id), door.Body?.DeepClone(), ifMatch: door.Then == Then.Changes ? "\"0\"" : null, purpose: purpose,
        mediaType: door.Method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");

    private async Task ProposeAsync(string folder, string by, JsonObject proposal)
    {
        var path = SeatDesks.Fresh(folder);
        await desks[by].MadeAsync(path, proposal);
        targets.Add(new(folder, $"proposed by {by}", path.Split('/')[^1], Who.Is(by)));
    }

    // A suspicion with a task force that the integrity recipient has brought in.
    private async Task BringInAsync(string name, string taskForce)
    {
        var filed = await FileAsync(name, "officer@ME-BAR-PCU", "01", filing => filing["complicityConcern"] = true);
        var added = await (await registry.AsAsync("lead@ME-PROSECUTION")).PostNowAsync(
            filed, "/operational-legs", new JsonObject { ["taskForce"] = taskForce, ["reason"] = "They must meet them." });
        Assert.That(added.Status, Is.EqualTo(200), added.Text);
        cases[^1] = cases[^1] with
        {
            Kinds = added.Items("/referrals").ToLookup(leg => leg.Says("/taskForce")!, leg => leg.Says("/kind")!),
        };
    }

    // The ordinary case that goes on once a suspicion was lowered: to everybody like any other of its unit, but for the integrity
    // recipient.
    private async Task LowerAsync(string name)
    {
        var filed = await FileAsync($"{name} from", "officer@ME-BAR-PCU", "01", filing => filing["complicityConcern"] = true);
        var lowered = await (await registry.AsAsync("lead@ME-PROSECUTION")).PostNowAsync(
            filed, "/lower-complicity", new JsonObject { ["reason"] = "Unfounded.", ["facts"] = "Nine persons in a container." });
        Assert.That(lowered.Status, Is.EqualTo(200), lowered.Text);
        var ordinary = await desks["officer@ME-BAR-PCU"].GetAsync($"/v1/incidents/{lowered["goesOnAs"]}");
        cases.Add(cases[^1] with
        {
            Name = name,
            Restricted = false,
            Queue = ordinary.Says("/referrals/0/taskForce"),
            Kinds = ordinary.Items("/referrals").ToLookup(leg => leg.Says("/taskForce")!, leg => leg.Says("/kind")!),
            Ids = new() { ["incidents"] = ordinary.Says("/id")!, ["referrals"] = ordinary.Says("/referrals/0/id")! },
        });
    }

    private async Task<Answer> FileAsync(string name, string by, string scenario, Action<JsonObject>? change = null)
    {
        var filing = Scenarios.Fresh(scenario);
        if (!by.StartsWith("partner", StringComparison.Ordinal))
            filing["unitId"] = Who.Is(by).Desk;
        change?.Invoke(filing);
        var filed = await desks[by].FiledAsync(filing);
        var made = new Case(name)
        {
            Jurisdiction = filed.Says("/jurisdiction")!,
            Unit = filed.Says("/unitId")!,
            FiledBy = by,
            Restricted = filing["complicityConcern"]?.GetValue<bool>() == true,
            Ended = name == "past" ? ["ME-OPTEAM"] : [],
            Queue = filed.Says("/referrals/0/taskForce"),
            Kinds = filed.Items("/referrals").Where(leg => leg.Says("/taskForce") is not null).ToLookup(
                leg => leg.Says("/taskForce")!, leg => leg.Says("/kind")!),
            Ids = new() { ["incidents"] = filed.Says("/id")!, ["referrals"] = filed.Says("/referrals/0/id")! },
        };
        if (!made.Restricted)
        {
            var asked = await desks[$"coordinator@{made.Jurisdiction}"].SendAsync(
                HttpMethod.Post, $"/v1/incidents/{filed.Says("/id")}/disclosure-requests",
                new JsonObject
                {
                    ["urgency"] = "normal",
                    ["whatFor"] = "They should know.",
                    ["recipient"] = made.Jurisdiction == "BA" ? "RS-TF" : "BA-TIP",
                });
            Assert.That(asked.Status, Is.EqualTo(201), asked.Text);
            made.Ids["disclosure-requests"] = asked.Says("/id")!;
        }

        cases.Add(made);
        return filed;
    }
}

/// <summary>A case to try doors with, by what the rules read of it.</summary>
public sealed record Case(string Name)
{
    public string Jurisdiction { get; init; } = "";
    public string Unit { get; init; } = "";
    public string FiledBy { get; init; } = "";
    public bool Restricted { get; init; }
    public string? Queue { get; init; }
    public ILookup<string, string> Kinds { get; init; } = Array.Empty<string>().ToLookup(queue => queue);
    public Dictionary<string, string> Ids { get; init; } = [];

    /// <summary>The desks whose last referral of it has ended.</summary>
    public IReadOnlyList<string> Ended { get; init; } = [];
}

/// <summary>A seat by who holds it, or what was proposed by who proposed it; nobody's when it never was.</summary>
public sealed record Target(string Resource, string Name, string Id, Who? Whose);

/// <summary>An actor, by what the rules read of it.</summary>
public sealed record Who(string User, string Role, string Desk)
{
    public string Jurisdiction => Desk.Split('-')[0];

    public bool IsOf(params string[] roles) => roles.Contains(Role);

    public static Who Is(string user)
    {
        var at = user.Split('@');
        return new(user, at[0].StartsWith("second-", StringComparison.Ordinal) ? at[0]["second-".Length..] : at[0], at[1]);
    }
}

/// <summary>"Need to know" and the table of seats, once more and in small: who sees, who may ever, and for which purpose.</summary>
public static class Rules
{
    public static bool Sees(Who who, Case at) => at switch
    {
        { Name: "absent" } => false,
        { Restricted: true } => who.User == at.FiledBy || at.Kinds.Contains(who.Desk),
        _ => who.Role switch
        {
            "officer" or "supervisor" => who.Desk == at.Unit,
            "duty" or "second" or "lead" => at.Kinds.Contains(who.Desk),
            "coordinator" or "auditor" => who.Desk == at.Jurisdiction,
            "partner" => who.User == at.FiledBy,
            _ => false,
        },
    };

    /// <summary>Past legs up to where they ended: a desk that has no open one is told the case as it was then, at every door.</summary>
    public static bool IsToldItAsItWas(Who who, Case at) => who.IsOf("duty", "second", "lead") && at.Ended.Contains(who.Desk);

    public static bool MayEver(Who who, Roles roles) => roles switch
    {
        Roles.Anybody => true,
        Roles.Case => !who.IsOf("admin"),
        Roles.Conversation => !who.IsOf("admin", "auditor"),
        Roles.Triage => who.IsOf("duty", "second", "lead"),
        Roles.Filing => who.IsOf("officer", "supervisor", "partner"),
        Roles.Audit => who.IsOf("auditor"),
        Roles.Desks => who.IsOf("duty", "second", "lead", "coordinator"),
        Roles.Admin => who.IsOf("admin"),
        Roles.Coordinator => who.IsOf("coordinator"),
        Roles.Seating => who.IsOf("coordinator", "admin"),
        Roles.Jurisdiction => who.IsOf("coordinator", "auditor"),
        Roles.JurisdictionAndAdmin => who.IsOf("coordinator", "auditor", "admin"),
        Roles.DesksAndAuditors => who.IsOf("duty", "second", "lead", "coordinator", "auditor"),
        _ => false,
    };

    public static bool Opens(Who who, Case at, string purpose) => who.Role switch
    {
        "officer" or "partner" => purpose == "filing",
        "supervisor" => purpose is "filing" or "supervision",
        "coordinator" => purpose == "supervision",
        "duty" or "second" or "lead" => at.Kinds[who.Desk].Any(kind => kind switch
        {
            "action" => purpose is "triage" or "investigation" or "deconfliction",
            "protection" => purpose == "victim_support",
            _ => false,
        } || kind != "notice" && purpose == "supervision" && who.Role == "lead"),
        _ => false,
    };

    public static string Expect(Door door, Who who, Case at)
    {
        if (!MayEver(who, door.Roles))
            return "403 role-required";
        if (!Knows(door, who, at))
            return "404 not-found";
        return door.Then switch
        {
            Then.Reads => "200",
            // The request says which state it was decided on, and that is not the current one.
            Then.Changes => "412 precondition-failed",
            // The owner's desk must name a recipient; one abroad asks for itself.
            Then.Talks => Talk(door, who, at),
            Then.Asks => who.Jurisdiction == at.Jurisdiction ? "400 recipient-not-fit" : "201",
            _ => "?",
        };
    }

    public static string Open(Door door, Who who, Case at, string purpose) =>
        !MayEver(who, door.Roles) ? "403 role-required"
        : !Knows(door, who, at) ? "404 not-found"
        : door.Resource == "disclosure-requests" ? (who.IsOf("coordinator") ? purpose == "supervision"
            : purpose is "triage" or "investigation" or "deconfliction"
            || who.IsOf("lead") && purpose == "supervision") ? "200" : "403 purpose-not-yours"
        : Opens(who, at, purpose) ? "200" : "403 purpose-not-yours";

    // Administrators see coordinators and each other; a jurisdiction sees its own.
    public static string Administer(Door door, Who who, Target target)
    {
        if (!MayEver(who, door.Roles))
            return "403 role-required";
        var sees = target.Whose is { } whose
            && (who.IsOf("admin") ? whose.IsOf("admin", "coordinator") : who.Jurisdiction == whose.Jurisdiction);
        // What isn't there can be made by PUT, but not under a tag.
        var isMade = door.Method == HttpMethod.Put && target.Whose is null;
        return !sees && !isMade ? "404 not-found" : door.Then == Then.Reads ? "200" : "412 precondition-failed";
    }

    public static string Call(Door door, Who who) =>
        !MayEver(who, door.Roles) ? "403 role-required"
        : door.Then == Then.Holds ? "409 seat-held"
        : door.Then == Then.Changes && door.Method == HttpMethod.Put ? "412 precondition-failed"
        : door.Then == Then.Files && !(who.Desk == "ME-BAR-PCU" || who.IsOf("partner") && who.Desk == "ME") ? "403 not-your-unit"
        : door.Then == Then.Files ? "201 or 200" : "200";

    // Messages are between the queue and the filing side, and a coordinator reads them; notes are the queue's. Nobody writes where it
    // ended.
    private static string Talk(Door door, Who who, Case at)
    {
        var isNote = door.Route.EndsWith("/notes", StringComparison.Ordinal);
        var isQueue = who.IsOf("duty", "second", "lead") && who.Desk == at.Queue;
        var isFilingSide = !isNote && (who.IsOf("officer", "supervisor") && who.Desk == at.Unit || who.User == at.FiledBy);
        if (door.Method == HttpMethod.Get)
            return isQueue || isFilingSide || !isNote && who.IsOf("coordinator") ? "200" : "403 not-your-queue";
        return !isQueue && !isFilingSide ? "403 not-your-queue" : at.Name is "voided" or "past" ? "409 conversation-closed" : "201";
    }

    // A disclosure request is the owner's, until somebody abroad holds a pointer, and comes after the end of who has no open referral.
    private static bool Knows(Door door, Who who, Case at) =>
        Sees(who, at)
        && (door.Resource != "disclosure-requests" || who.Jurisdiction == at.Jurisdiction && !IsToldItAsItWas(who, at));
}
