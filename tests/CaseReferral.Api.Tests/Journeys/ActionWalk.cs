using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Life;

namespace CaseReferral.Api.Tests.Journeys;

/// <summary>
/// Every (state, action, actor) through HTTP against the handbook's table: what is allowed is what the table says, and whatever else is
/// tried is refused with the state and with what is allowed. Messages and notes are no moves, and are walked beside them.
/// </summary>
public sealed class A_referral_in_any_state : Journey
{
    private static readonly string[] Refusals =
        ["illegal-transition", "leg-safeguarded", "role-required", "not-your-queue", "person-required"];

    private static IReadOnlyList<string> States => StagedReferrals.States;

    [Test]
    public void Is_moved_by_every_action_that_there_is_a_door_for()
    {
        const string Referral = "/v1/referrals/{id:guid}/";
        var doors = NeedToKnow.Doors.All.Where(door => door.Method == HttpMethod.Post)
            .Where(door => door.Route.StartsWith(Referral, StringComparison.Ordinal))
            .Select(door => door.Route[Referral.Length..]).Except(["messages", "notes"]);

        Assert.That(HandbookTable.Actions, Is.EquivalentTo(doors));
    }

    [Test]
    public void Is_walked_in_every_state_that_the_handbook_knows() => Assert.That(
        States,
        Is.EquivalentTo(HandbookTable.Lines.SelectMany(line => line.From.Append(line.To)).OfType<string>().Append("noted").Distinct()));

    [TestCaseSource(nameof(States))]
    public async Task Lets_everybody_do_what_the_handbook_says_and_nothing_else(string state)
    {
        var staged = new StagedReferrals(Registry);
        var leg = await staged.InAsync(state);
        var address = $"/v1/referrals/{leg["id"]}";
        var bodies = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var action in HandbookTable.Actions)
            bodies[action] = await staged.BodyAsync(action, state);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (actor, user) in Actors(state))
            {
                var desk = await Registry.AsAsync(user);
                var before = await desk.GetAsync(address);
                Assert.That(before.Status, Is.EqualTo(200), $"{user}: {before.Text}");
                var allowed = before.At("/allowed")!.AsArray().Select(action => action!.GetValue<string>()).ToList();
                Assert.That(allowed, Is.EqualTo(Expected(leg, state, actor)), $"{state}, {actor}");

                foreach (var (action, body) in bodies.Where(known => !allowed.Contains(known.Key)))
                {
                    var refused = await desk.MoveAsync(leg, action, before.ETag!, body?.DeepClone());
                    Assert.That(refused.Status, Is.AnyOf(403, 409), $"{state}, {actor}, {action}: {refused.Text}");
                    Assert.That(refused.Problem, Is.AnyOf(Refusals), $"{state}, {actor}, {action}");
                    if (refused.Status == 409)
                    {
                        Assert.That(refused.Says("/state"), Is.EqualTo(state), $"{state}, {actor}, {action}");
                        Assert.That(
                            refused.At("/allowed")!.ToJsonString(), Is.EqualTo(before.At("/allowed")!.ToJsonString()),
                            $"{state}, {actor}, {action}");
                    }
                }

                Assert.That((await desk.GetAsync(address)).Text, Is.EqualTo(before.Text), $"{state}, {actor}: nothing changed");
            }
        }
    }

    [TestCaseSource(nameof(States))]
    public async Task Takes_messages_of_both_sides_and_notes_of_the_queue_while_it_is_open(string state)
    {
        var leg = await new StagedReferrals(Registry).InAsync(state);
        using (Assert.EnterMultipleScope())
        {
            foreach (var (actor, user) in Actors(state))
            {
                foreach (var where in (string[])["messages", "notes"])
                {
                    var desk = await Registry.AsAsync(user);
                    var before = await desk.GetAsync($"/v1/referrals/{leg["id"]}");
                    var written = await desk.SendAsync(
                        HttpMethod.Post, $"/v1/referrals/{leg["id"]}/{where}", new JsonObject { ["text"] = "By the way." });

                    var isWriter = where == "messages"
                        ? IsOfQueue(actor, state) || actor is "officer" or "supervisor"
                        : IsOfQueue(actor, state) && actor != "coordinator";
                    var expected = !isWriter ? 403 : HandbookTable.IsOpen(state) ? 201 : 409;
                    Assert.That(written.Status, Is.EqualTo(expected), $"{state}, {actor}, {where}: {written.Text}");
                    Assert.That(written.Problem, expected switch
                    {
                        403 => Is.AnyOf("role-required", "not-your-queue"),
                        409 => Is.EqualTo("conversation-closed"),
                        _ => Is.Null,
                    });
                    Assert.That((await desk.GetAsync($"/v1/referrals/{leg["id"]}")).ETag, Is.EqualTo(before.ETag), "it is no move");
                }
            }
        }
    }

    // Whoever proposed something is the assignee here. What the table alone doesn't say: who took a leg away at level 3, and what is
    // withdrawn.
    private static IEnumerable<string> Expected(JsonNode leg, string state, string actor) =>
        from action in HandbookTable.Actions
        let line = HandbookTable.Find(leg.Says("/kind")!, state, action)
        where line is not null && IsBy(line.By, actor, state)
        where action != "assign" || state == "unrouted"
        select action;

    private static bool IsBy(Who who, string actor, string state) => who switch
    {
        Who.DutyOfficer => IsOfQueue(actor, state),
        // A leg that nobody has claimed has no assignee.
        Who.Assignee => actor == "assignee" && IsClaimed(state),
        Who.AssigneeOrLeadOfficer => (actor == "assignee" && IsClaimed(state)) || LeadsQueue(actor, state),
        Who.LeadOfficer => LeadsQueue(actor, state),
        Who.SecondOfficer => IsOfQueue(actor, state) && actor != "assignee",
        Who.Coordinator => actor == "coordinator",
        Who.FilingUnit => actor is "officer" or "supervisor",
        Who.FilingSupervisor => actor == "supervisor",
        _ => false,
    };

    private static bool IsClaimed(string state) => state is not ("unrouted" or "routed" or "acknowledged" or "noted" or "withdrawn");

    private static bool IsOfQueue(string actor, string state) =>
        state == "unrouted" ? actor == "coordinator" : actor is "assignee" or "second" or "lead";

    private static bool LeadsQueue(string actor, string state) => IsOfQueue(actor, state) && (actor is "lead" or "coordinator");

    private static (string Actor, string User)[] Actors(string state) => state switch
    {
        "unrouted" =>
            [("officer", "officer@BA-SARAJEVO-ACCU"), ("supervisor", "supervisor@BA-SARAJEVO-ACCU"), ("coordinator", "coordinator@BA"),
                ("auditor", "auditor@BA")],
        "transferred" =>
            [("assignee", "duty@XK-ADVOCATE"), ("second", "second@XK-ADVOCATE"), ("lead", "lead@XK-ADVOCATE"),
                ("officer", "officer@XK-VERMICE-LAND"), ("supervisor", "supervisor@XK-VERMICE-LAND"), ("coordinator", "coordinator@XK"),
                ("auditor", "auditor@XK")],
        "noted" =>
            [("assignee", "duty@RS-CPTV"), ("second", "second@RS-CPTV"), ("lead", "lead@RS-CPTV"), ("officer", "officer@RS-BEG-ACCU"),
                ("supervisor", "supervisor@RS-BEG-ACCU"), ("coordinator", "coordinator@RS"), ("auditor", "auditor@RS")],
        _ =>
        [
            ("assignee", "duty@ME-OPTEAM"), ("second", "second@ME-OPTEAM"), ("lead", "lead@ME-OPTEAM"), ("officer", "officer@ME-BAR-PCU"),
            ("supervisor", "supervisor@ME-BAR-PCU"), ("coordinator", "coordinator@ME"), ("auditor", "auditor@ME"),
        ],
    };
}
