using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Builders;

/// <summary>Referrals brought by HTTP into the state that a test begins with; the duty officer of ME-OPTEAM is the assignee.</summary>
public sealed class StagedReferrals(Registry registry)
{
    /// <summary>The states, each with the moves that lead there from a filing.</summary>
    public static IReadOnlyList<string> States { get; } =
    [
        "unrouted", "routed", "acknowledged", "in_triage", "info_requested", "decline_proposed", "accepted", "conclusion_proposed", "noted",
        "declined", "transferred", "withdrawn", "merged", "concluded",
    ];

    /// <summary>A fresh referral in <paramref name="state"/>.</summary>
    public async Task<JsonNode> InAsync(string state)
    {
        if (state == "transferred")
        {
            var transferred = await (await registry.AsAsync("lead@XK-ADVOCATE")).MoveNowAsync(
                await ForAnAdvocateAsync(), "transfer", ToSocialWork());
            Assert.That(transferred.Says("/state"), Is.EqualTo("transferred"), transferred.Text);
            return transferred.Json!;
        }

        var proposed = state.EndsWith("_proposed", StringComparison.Ordinal);
        var (officer, scenario, queue) = state switch
        {
            "unrouted" => ("officer@BA-SARAJEVO-ACCU", "05", null),
            "noted" => ("officer@RS-BEG-ACCU", "02", "RS-CPTV"),
            // A second officer is asked where a child may be involved.
            _ => ("officer@ME-BAR-PCU", proposed ? "01" : "06", "ME-OPTEAM"),
        };
        var filed = await (await registry.AsAsync(officer)).FiledAsync(Scenarios.Fresh(scenario));
        var leg = filed.Leg(queue);
        string[] moves = state switch
        {
            "unrouted" or "routed" => [],
            "acknowledged" or "noted" => ["acknowledge"],
            "in_triage" => ["claim"],
            "info_requested" => ["claim", "request-information"],
            "decline_proposed" => ["claim", "decline"],
            "accepted" => ["claim", "accept"],
            "conclusion_proposed" => ["claim", "accept", "conclude"],
            "declined" => ["claim", "request-information", "answer", "decline"],
            "withdrawn" => ["withdraw"],
            "merged" => ["claim", "merge"],
            "concluded" => ["claim", "accept", "conclude"],
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such stage."),
        };
        foreach (var move in moves)
        {
            var user = move switch
            {
                "answer" => officer,
                "withdraw" => "supervisor@ME-BAR-PCU",
                _ => $"duty@{queue}",
            };
            var moved = await (await registry.AsAsync(user)).MoveNowAsync(leg, move, await BodyAsync(move, state));
            Assert.That(moved.Status, Is.EqualTo(200), $"{move}: {moved.Text}");
            leg = moved.Json!;
        }

        Assert.That(leg.Says("/state"), Is.EqualTo(state));
        return leg;
    }

    /// <summary>An acknowledged protection leg that another service may take over.</summary>
    public async Task<JsonNode> ForAnAdvocateAsync()
    {
        var filing = Scenarios.Fresh("08").Without("persons")
            .With("personCounts", new JsonObject { ["adult"] = 1, ["child"] = 0, ["unknownAge"] = 0 });
        var filed = await (await registry.AsAsync("officer@XK-VERMICE-LAND")).FiledAsync(filing);
        return (await (await registry.AsAsync("duty@XK-ADVOCATE")).MoveNowAsync(filed.Leg("XK-ADVOCATE"), "acknowledge")).Json!;
    }

    /// <summary>The other service.</summary>
    public static JsonObject ToSocialWork() => new() { ["taskForce"] = "XK-SOCIAL", ["reason"] = "A place to stay comes first." };

    /// <summary>A body that fits an action, for a referral in this state.</summary>
    public async Task<JsonNode?> BodyAsync(string action, string state) => action switch
    {
        "merge" => new JsonObject { ["into"] = (await InAsync("in_triage"))["id"]!.ToString() },
        "reassign" =>
            new JsonObject { ["seat"] = (await (await registry.AsAsync("second@ME-OPTEAM")).GetAsync("/v1/me")).Says("/seats/0/id") },
        "assign" => new JsonObject { ["taskForce"] = "BA-TIP", ["reason"] = "Theirs." },
        "decline" => new JsonObject { ["reason"] = state == "declined" ? "insufficient_information" : "not_mandate" },
        "conclude" =>
            new JsonObject
            {
                ["outcome"] = state == "conclusion_proposed" ? "unsubstantiated" : "other_offence",
                ["feedback"] = "Thank you."
            },
        _ => NeedToKnow.Doors.BodyOf(action),
    };
}
