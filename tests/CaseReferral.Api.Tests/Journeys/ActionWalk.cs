using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Journeys;

/// <summary>
/// Every (state, action, actor) through HTTP against the handbook's table, written here once more: what is allowed is what the table says,
/// and
/// whatever else is tried is refused with the state and with what is allowed.
/// </summary>
public sealed class A_referral_in_any_state : Journey
{
    private const string Claimed = "in_triage info_requested decline_proposed accepted conclusion_proposed";
    private const string Queue = "assignee second lead";

    private static readonly (string Action, string States, string Actors)[] Table =
    [
        ("assign", "unrouted", "coordinator"),
        ("acknowledge", "routed", Queue),
        ("claim", "routed acknowledged", Queue),
        ("release", "in_triage", "assignee lead"),
        ("reassign", Claimed, "lead"),
        ("change-priority", $"routed acknowledged {Claimed}", "lead"),
        ("change-priority", Claimed, "assignee"),
        ("change-priority", "unrouted", "coordinator"),
        ("record-age-decision", $"routed acknowledged {Claimed}", "lead"),
        ("record-age-decision", Claimed, "assignee"),
        ("record-age-decision", "unrouted", "coordinator"),
        ("request-information", "in_triage", "assignee"),
        ("answer", "info_requested", "officer supervisor"),
        ("accept", "in_triage", "assignee"),
        ("decline", "in_triage", "assignee"),
        ("confirm-decline", "decline_proposed", "second lead"),
        ("reject-decline", "decline_proposed", "second lead"),
        ("transfer", "acknowledged in_triage info_requested accepted", "lead"),
        ("withdraw", "routed acknowledged in_triage info_requested", "supervisor"),
        ("merge", Claimed, "assignee"),
        ("unmerge", "merged", "assignee lead"),
        ("conclude", "accepted", "assignee lead"),
        ("confirm-conclusion", "conclusion_proposed", "second lead"),
        ("reject-conclusion", "conclusion_proposed", "second lead"),
        ("reopen", "concluded declined withdrawn", "lead"),
    ];

    private static readonly string[] Refusals = ["illegal-transition", "role-required", "not-your-queue", "person-required"];

    private static IReadOnlyList<string> States => StagedReferrals.States;

    [TestCaseSource(nameof(States))]
    public async Task Lets_everybody_do_what_the_handbook_says_and_nothing_else(string state)
    {
        var staged = new StagedReferrals(Registry);
        var leg = await staged.InAsync(state);
        var address = $"/v1/referrals/{leg["id"]}";
        var bodies = new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal);
        foreach (var action in Table.Select(row => row.Action).Distinct())
            bodies[action] = await staged.BodyAsync(action, state);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (actor, user) in Actors(state))
            {
                var desk = await Registry.AsAsync(user);
                var before = await desk.GetAsync(address);
                Assert.That(before.Status, Is.EqualTo(200), $"{user}: {before.Text}");
                var expected = Table.Where(row => row.States.Split(' ').Contains(state) && row.Actors.Split(' ').Contains(actor))
                    .Select(row => row.Action);
                var allowed = before.At("/allowed")!.AsArray().Select(action => action!.GetValue<string>()).ToList();
                Assert.That(allowed, Is.EquivalentTo(expected), $"{state}, {actor}");

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

    private static (string Actor, string User)[] Actors(string state) => state switch
    {
        "unrouted" =>
            [("officer", "officer@BA-SARAJEVO-ACCU"), ("supervisor", "supervisor@BA-SARAJEVO-ACCU"), ("coordinator", "coordinator@BA"),
                ("auditor", "auditor@BA")],
        "transferred" =>
            [("assignee", "duty@XK-ADVOCATE"), ("second", "second@XK-ADVOCATE"), ("lead", "lead@XK-ADVOCATE"),
                ("officer", "officer@XK-VERMICE-LAND")],
        "noted" =>
            [("assignee", "duty@RS-CPTV"), ("second", "second@RS-CPTV"), ("lead", "lead@RS-CPTV"), ("officer", "officer@RS-BEG-ACCU")],
        _ =>
        [
            ("assignee", "duty@ME-OPTEAM"), ("second", "second@ME-OPTEAM"), ("lead", "lead@ME-OPTEAM"), ("officer", "officer@ME-BAR-PCU"),
            ("supervisor", "supervisor@ME-BAR-PCU"), ("coordinator", "coordinator@ME"), ("auditor", "auditor@ME"),
        ],
    };
}
