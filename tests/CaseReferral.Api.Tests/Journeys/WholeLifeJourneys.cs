using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Journeys;

/// <summary>Scenario 08: a person of unknown age is involved, so no officer lets the case go alone.</summary>
[OnBothStores]
public sealed class A_safeguarded_referral_that_one_officer_declines(Store store) : Journey(store)
{
    private Desk officer = null!;
    private Answer filed = null!;
    private Answer proposed = null!;
    private string decideBy = null!;

    [OneTimeSetUp]
    public async Task DeclineAsync()
    {
        officer = await AsAsync("officer@XK-VERMICE-LAND");
        filed = await officer.FiledAsync(Scenarios.Fresh("08"));
        var duty = await AsAsync("duty@XK-THB");
        decideBy = (await duty.MoveNowAsync(filed.Leg("XK-THB"), "claim")).Says("/decideBy")!;
        proposed = await duty.MoveNowAsync(
            filed.Leg("XK-THB"), "decline", new JsonObject { ["reason"] = "not_mandate", ["explanation"] = "Labour inspection." });
        Assert.That(proposed.Status, Is.EqualTo(200), proposed.Text);
    }

    [Test, Order(1)]
    public void Waits_for_a_second_officer() => Assert.That(
        (proposed.Says("/state"), proposed.Says("/declineReason"), proposed.Says("/clocks/0/kind")),
        Is.EqualTo(("decline_proposed", "not_mandate", "decide")));

    [Test, Order(2)]
    public async Task Tells_the_unit_nothing_that_is_only_proposed()
    {
        var seen = await officer.GetAsync($"/v1/referrals/{filed.Leg("XK-THB")["id"]}");
        Assert.That((seen.Says("/state"), seen.At("/declineReason")), Is.EqualTo(("decline_proposed", (JsonNode?)null)));
        Assert.That((await officer.OpenAsync(filed)).Text, Does.Not.Contain("Labour inspection"));
    }

    [Test, Order(3)]
    public async Task Is_not_confirmed_by_who_proposed_it()
    {
        var refused = await (await AsAsync("duty@XK-THB")).MoveNowAsync(filed.Leg("XK-THB"), "confirm-decline");
        Assert.That(
            (refused.Status, refused.Problem, refused.Says("/state")), Is.EqualTo((409, "illegal-transition", "decline_proposed")),
            refused.Text);
        Assert.That(refused.At("/allowed")!.AsArray().Select(action => action!.GetValue<string>()), Has.None.EndsWith("-decline"));
    }

    [Test, Order(4)]
    public async Task Is_sent_back_to_triage_and_proposed_again()
    {
        var second = await AsAsync("second@XK-THB");
        var back = await second.MoveNowAsync(filed.Leg("XK-THB"), "reject-decline", new JsonObject { ["reason"] = "Debts to the driver." });
        Assert.That((back.Says("/state"), back.At("/declineReason")), Is.EqualTo(("in_triage", (JsonNode?)null)), back.Text);

        var again = await (await AsAsync("duty@XK-THB")).MoveNowAsync(
            filed.Leg("XK-THB"), "decline",
            new JsonObject { ["reason"] = "not_mandate", ["explanation"] = "For the labour inspectorate." });
        Assert.That(again.Says("/state"), Is.EqualTo("decline_proposed"), again.Text);
    }

    [Test, Order(5)]
    public async Task Is_rerouted_with_the_original_deadlines_once_a_second_officer_confirms()
    {
        var confirmed = await (await AsAsync("second@XK-THB")).MoveNowAsync(filed.Leg("XK-THB"), "confirm-decline");
        Assert.That((confirmed.Status, confirmed.Says("/state")), Is.EqualTo((200, "declined")), confirmed.Text);

        var now = await officer.GetAgainAsync(filed);
        var successor = now.Items("/referrals").Single(leg => leg.Says("/predecessor") == confirmed.Says("/id"));
        Assert.Multiple(() =>
        {
            Assert.That(confirmed.Each("/successors", ""), Is.EqualTo(new[] { successor.Says("/id") }));
            Assert.That((successor.Says("/state"), successor.At("/taskForce")), Is.EqualTo(("unrouted", (JsonNode?)null)));
            Assert.That(successor.Says("/decideBy"), Is.EqualTo(decideBy));
            Assert.That(successor.Instant("/acknowledgeBy"), Is.LessThanOrEqualTo(successor.Instant("/decideBy")));
            Assert.That(successor.Says("/lead"), Is.EqualTo("true"));
            Assert.That(now.Says("/status"), Is.EqualTo("open"));
        });
    }

    [Test, Order(6)]
    public async Task Tells_the_unit_why_and_not_what_was_said_in_the_queue()
    {
        var seen = await officer.GetAsync($"/v1/referrals/{filed.Leg("XK-THB")["id"]}");
        Assert.That((seen.Says("/state"), seen.Says("/declineReason")), Is.EqualTo(("declined", "not_mandate")));

        var content = await officer.OpenAsync(filed);
        Assert.That(content.Each("/texts", "/text"), Is.EqualTo(new[] { "For the labour inspectorate." }));
        Assert.That((await (await AsAsync("second@XK-THB")).OpenAsync(filed, "triage")).Each("/texts", "/kind"),
            Is.EqualTo(new[] { "explanation", "reason", "explanation" }));
    }

    [Test, Order(7)]
    public async Task Waits_in_the_coordinator_s_queue_and_counts_there()
    {
        var coordinator = await AsAsync("coordinator@XK");
        var queue = await coordinator.GetAsync("/v1/referrals?state=unrouted&limit=200");
        Assert.That(queue.Each("/items", "/incidentId"), Does.Contain(filed.Says("/id")));
        Assert.That(
            queue.Items("/items").First(leg => leg.Says("/incidentId") == filed.Says("/id")).At("/allowed")!.ToJsonString(),
            Does.Contain("assign"));
        Assert.That((await coordinator.GetAsync("/v1/referrals/summary")).Json!["waitingOnUs"]!.GetValue<int>(), Is.GreaterThan(0));
    }
}

/// <summary>What becomes of a referral that isn't simply accepted.</summary>
[OnBothStores]
public sealed class A_referral(Store store) : Journey(store)
{
    [Test]
    public async Task Of_smuggling_is_declined_without_closing_the_incident()
    {
        var officer = await AsAsync("officer@BA-BIJACA-LAND");
        var filed = await officer.FiledAsync(Scenarios.Fresh("03"));
        var duty = await AsAsync("duty@BA-SOM");
        await duty.MoveNowAsync(filed.Leg("BA-SOM"), "claim");

        var declined = await duty.MoveNowAsync(filed.Leg("BA-SOM"), "decline", new JsonObject { ["reason"] = "not_mandate" });

        var now = await officer.GetAgainAsync(filed);
        Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
        Assert.That(
            (now.Says("/status"), now.Leg("BA-TIP").Says("/lead"), now.Leg(null).Says("/state")), Is.EqualTo(("open", "true", "unrouted")));
    }

    [Test]
    public async Task That_no_rule_could_place_is_assigned_by_the_coordinator()
    {
        var filed = await (await AsAsync("officer@BA-SARAJEVO-ACCU")).FiledAsync(Scenarios.Fresh("05"));
        var coordinator = await AsAsync("coordinator@BA");
        var leg = filed.Leg(null);

        var unknown = await coordinator.MoveNowAsync(leg, "assign", new JsonObject { ["taskForce"] = "BA-NOBODY", ["reason"] = "Theirs." });
        var assigned = await coordinator.MoveNowAsync(leg, "assign", new JsonObject { ["taskForce"] = "BA-TIP", ["reason"] = "Theirs." });
        var claimed = await (await AsAsync("duty@BA-TIP")).MoveNowAsync(leg, "claim");

        Assert.Multiple(() =>
        {
            Assert.That(
                (unknown.Status, unknown.Problem, unknown.Says("/state")), Is.EqualTo((409, "recipient-refused", "unrouted")),
                unknown.Text);
            Assert.That(
                (assigned.Status, assigned.Says("/taskForce"), assigned.Says("/state")), Is.EqualTo((200, "BA-TIP", "routed")),
                assigned.Text);
            Assert.That(claimed.Says("/state"), Is.EqualTo("in_triage"), claimed.Text);
        });
    }

    [Test]
    public async Task Is_asked_about_and_goes_on_when_the_unit_answers()
    {
        var (officer, duty) = (await AsAsync("officer@ME-BAR-PCU"), await AsAsync("duty@ME-OPTEAM"));
        var filed = await officer.FiledAsync(Scenarios.Fresh("06"));
        var leg = filed.Leg("ME-OPTEAM");
        await duty.MoveNowAsync(leg, "claim");

        var early = await duty.MoveNowAsync(leg, "decline", new JsonObject { ["reason"] = "insufficient_information" });
        var asked = await duty.MoveNowAsync(leg, "request-information", new JsonObject { ["question"] = "Which trailer was it?" });
        var seen = await officer.GetAsync($"/v1/referrals/{leg["id"]}");
        var read = await officer.OpenAsync(filed);
        var answered = await officer.MoveNowAsync(leg, "answer", new JsonObject { ["answer"] = "The white one." });
        var declined = await duty.MoveNowAsync(leg, "decline", new JsonObject { ["reason"] = "insufficient_information" });

        Assert.Multiple(async () =>
        {
            Assert.That((early.Status, early.Problem), Is.EqualTo((409, "question-first")), early.Text);
            Assert.That(asked.Each("/clocks", "/kind"), Is.EqualTo(new[] { "decide", "answer" }), asked.Text);
            Assert.That(asked.At("/clocks/0/pausedAt"), Is.Not.Null);
            Assert.That(seen.Says("/answerBy"), Is.EqualTo(asked.Says("/answerBy")));
            Assert.That(seen.Each("/allowed", ""), Is.EqualTo(new[] { "answer" }));
            Assert.That(read.Each("/texts", "/text"), Is.EqualTo(new[] { "Which trailer was it?" }), read.Text);
            Assert.That((answered.Says("/state"), answered.At("/answerBy")), Is.EqualTo(("in_triage", (JsonNode?)null)), answered.Text);
            Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
            var texts = (await duty.OpenAsync(filed, "triage")).Items("/texts");
            Assert.That(texts.Select(text => $"{text.Says("/action")}: {text.Says("/text")}"),
                Is.EqualTo(new[] { "request-information: Which trailer was it?", "answer: The white one." }));
            Assert.That(texts.Select(text => text.At("/writtenAt")), Has.None.Null);
            Assert.That((await officer.GetAgainAsync(filed)).Says("/status"), Is.EqualTo("closed"));
        });
    }

    [Test]
    public async Task Goes_on_in_another_one_and_gets_its_outcome_but_not_its_incident()
    {
        var (officer, duty) = (await AsAsync("officer@ME-BAR-PCU"), await AsAsync("duty@ME-OPTEAM"));
        var (one, other) = (await officer.FiledAsync(Scenarios.Fresh("06")), await officer.FiledAsync(Scenarios.Fresh("06")));
        var (leg, into) = (one.Leg("ME-OPTEAM"), other.Leg("ME-OPTEAM"));
        await duty.MoveNowAsync(leg, "claim");
        await duty.MoveNowAsync(into, "claim");

        var itself = await duty.MoveNowAsync(leg, "merge", new JsonObject { ["into"] = leg["id"]!.ToString() });
        var merged = await duty.MoveNowAsync(leg, "merge", new JsonObject { ["into"] = into["id"]!.ToString() });
        var cycle = await duty.MoveNowAsync(into, "merge", new JsonObject { ["into"] = leg["id"]!.ToString() });
        var apart = await duty.MoveNowAsync(leg, "unmerge");
        var again = await duty.MoveNowAsync(leg, "merge", new JsonObject { ["into"] = into["id"]!.ToString() });
        await duty.MoveNowAsync(into, "accept");
        var concluded = await duty.MoveNowAsync(
            into, "conclude", new JsonObject { ["outcome"] = "other_offence", ["feedback"] = "Cigarettes." });
        var late = await duty.MoveNowAsync(leg, "unmerge");
        var seen = await officer.GetAsync($"/v1/referrals/{leg["id"]}");

        Assert.Multiple(() =>
        {
            Assert.That((itself.Status, itself.Problem), Is.EqualTo((409, "merge-refused")), itself.Text);
            Assert.That((merged.Says("/state"), merged.Says("/goesOnIn")), Is.EqualTo(("merged", into["id"]!.ToString())), merged.Text);
            Assert.That((cycle.Status, cycle.Problem), Is.EqualTo((409, "merge-refused")), cycle.Text);
            Assert.That(apart.Says("/state"), Is.EqualTo("in_triage"), apart.Text);
            Assert.That(again.Says("/state"), Is.EqualTo("merged"), again.Text);
            Assert.That(concluded.Says("/state"), Is.EqualTo("concluded"), concluded.Text);
            Assert.That((late.Status, late.Problem), Is.EqualTo((409, "illegal-transition")), late.Text);
            Assert.That(
                (seen.Says("/state"), seen.Says("/outcome"), seen.At("/goesOnIn")),
                Is.EqualTo(("merged", "other_offence", (JsonNode?)null)));
        });
    }

    [Test]
    public async Task Is_withdrawn_by_the_supervisor_and_reopened_with_new_evidence()
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("06"));
        var leg = filed.Leg("ME-OPTEAM");

        var officers = await (await AsAsync("officer@ME-BAR-PCU")).MoveNowAsync(leg, "withdraw", new JsonObject { ["reason"] = "Mine." });
        var withdrawn = await (await AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(
            leg, "withdraw", new JsonObject { ["reason"] = "Another crate." });
        var reopened = await (await AsAsync("lead@ME-OPTEAM")).MoveNowAsync(
            leg, "reopen", new JsonObject { ["evidence"] = "A statement." });

        Assert.That((officers.Status, officers.Problem), Is.EqualTo((403, "role-required")), officers.Text);
        Assert.That(withdrawn.Says("/state"), Is.EqualTo("withdrawn"), withdrawn.Text);
        Assert.That((reopened.Says("/state"), reopened.Says("/clocks/0/kind")), Is.EqualTo(("in_triage", "decide")), reopened.Text);
    }

    [Test]
    public async Task Is_given_to_another_seat_of_the_queue_by_the_lead_officer()
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("06"));
        var (leg, lead, second) = (filed.Leg("ME-OPTEAM"), await AsAsync("lead@ME-OPTEAM"), await AsAsync("second@ME-OPTEAM"));
        await (await AsAsync("duty@ME-OPTEAM")).MoveNowAsync(leg, "claim");
        var seat = (await second.GetAsync("/v1/me")).Says("/seats/0/id")!;
        var others = (await (await AsAsync("duty@ME-CHILD")).GetAsync("/v1/me")).Says("/seats/0/id")!;

        var refused = await lead.MoveNowAsync(leg, "reassign", new JsonObject { ["seat"] = others });
        var given = await lead.MoveNowAsync(leg, "reassign", new JsonObject { ["seat"] = seat });
        var accepted = await second.MoveNowAsync(leg, "accept");

        Assert.That((refused.Status, refused.Problem), Is.EqualTo((409, "seat-not-in-queue")), refused.Text);
        Assert.That(refused.Errors, Is.EqualTo(new[] { "/seat" }));
        Assert.That(given.Says("/assignee/seat"), Is.EqualTo(seat), given.Text);
        Assert.That(accepted.Says("/state"), Is.EqualTo("accepted"), accepted.Text);
    }

    [Test]
    public async Task Becomes_more_urgent_and_is_then_safeguarded_until_it_is_less()
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("06"));
        var (leg, duty) = (filed.Leg("ME-OPTEAM"), await AsAsync("duty@ME-OPTEAM"));
        var claimed = await duty.MoveNowAsync(leg, "claim");

        var raised = await duty.MoveNowAsync(leg, "change-priority", new JsonObject { ["priority"] = "P1", ["reason"] = "It sails." });
        var same = await duty.MoveNowAsync(leg, "change-priority", new JsonObject { ["priority"] = "P1", ["reason"] = "It sails." });
        var withdrawn = await (await AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(leg, "withdraw", new JsonObject { ["reason"] = "No." });

        Assert.Multiple(async () =>
        {
            Assert.That(raised.Says("/priority"), Is.EqualTo("P1"), raised.Text);
            Assert.That(raised.Json.Instant("/decideBy"), Is.LessThan(claimed.Json.Instant("/decideBy")));
            Assert.That((same.Status, same.Problem), Is.EqualTo((409, "nothing-to-change")), same.Text);
            Assert.That((withdrawn.Status, withdrawn.Problem), Is.EqualTo((409, "leg-safeguarded")), withdrawn.Text);
            Assert.That((await duty.GetAgainAsync(filed)).Says("/priority/level"), Is.EqualTo("P1"));
        });
    }

    [Test]
    public async Task Is_no_longer_safeguarded_once_everybody_is_found_to_be_of_age()
    {
        var (officer, duty) = (await AsAsync("officer@MK-SKOPJE-BIU"), await AsAsync("duty@MK-OTITV"));
        var filed = await officer.FiledAsync(Scenarios.Fresh("07"));
        var leg = filed.Leg("MK-OTITV");
        await duty.MoveNowAsync(leg, "claim");

        var nobody = await duty.MoveNowAsync(leg, "record-age-decision", new JsonObject
        {
            ["person"] = "019a0000-0000-7000-8000-0000000000aa",
            ["childStatus"] = "adult",
            ["basis"] = "Passport.",
        });
        var decided = await duty.MoveNowAsync(
            leg, "record-age-decision", new JsonObject { ["childStatus"] = "adult", ["basis"] = "Passports." });
        var declined = await duty.MoveNowAsync(leg, "decline", new JsonObject { ["reason"] = "other_jurisdiction" });

        Assert.Multiple(async () =>
        {
            Assert.That((nobody.Status, nobody.Problem), Is.EqualTo((400, "person-unknown")), nobody.Text);
            Assert.That(nobody.Errors, Is.EqualTo(new[] { "/person" }));
            Assert.That(decided.Status, Is.EqualTo(200), decided.Text);
            Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
            var now = await officer.GetAgainAsync(filed);
            Assert.That(now.Says("/childInvolved"), Is.EqualTo("false"));
            Assert.That(now.Leg(null).Says("/state"), Is.EqualTo("unrouted"));
            Assert.That(
                (await officer.OpenAsync(filed)).Text, Does.Not.Contain("Passports."), "what an age decision rests on is the task force's");
        });
    }

    [Test]
    public async Task Is_handed_on_only_to_who_may_have_it()
    {
        var filed = await (await AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(Scenarios.Fresh("03"));
        var (leg, lead) = (filed.Leg("BA-SOM"), await AsAsync("lead@BA-SOM"));
        await lead.MoveNowAsync(leg, "claim");
        foreach (var recipient in new[] { "BA-SOM", "BA-TIP", "BA-NOBODY", "ME-OPTEAM", "BA-PROSECUTION" })
        {
            var refused = await lead.MoveNowAsync(leg, "transfer", new JsonObject { ["taskForce"] = recipient, ["reason"] = "Theirs." });
            Assert.That(
                (refused.Status, refused.Problem, refused.Says("/state")), Is.EqualTo((409, "recipient-refused", "in_triage")),
                refused.Text);
        }
    }

    [Test]
    public async Task Is_handed_on_with_the_time_that_is_left()
    {
        var leg = await new StagedReferrals(Registry).ForAnAdvocateAsync();
        var handed = await (await AsAsync("lead@XK-ADVOCATE")).MoveNowAsync(leg, "transfer", StagedReferrals.ToSocialWork());
        var successor = await (await AsAsync("duty@XK-SOCIAL")).GetAsync($"/v1/referrals/{handed.At("/successors/0")}");

        Assert.That(handed.Says("/state"), Is.EqualTo("transferred"), handed.Text);
        Assert.That((successor.Says("/state"), successor.Says("/kind"), successor.Says("/decideBy")),
            Is.EqualTo(("routed", "protection", handed.Says("/decideBy"))), successor.Text);
    }

    [Test]
    public async Task That_was_acknowledged_is_voided_with_its_incident_by_the_lead_officer()
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("06"));
        var leg = filed.Leg("ME-OPTEAM");
        await (await AsAsync("duty@ME-OPTEAM")).MoveNowAsync(leg, "acknowledge");

        var units = await (await AsAsync("supervisor@ME-BAR-PCU")).PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "Twice." });
        var voided = await (await AsAsync("lead@ME-OPTEAM")).PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "Twice." });
        var late = await (await AsAsync("lead@ME-OPTEAM")).MoveNowAsync(leg, "reopen", new JsonObject { ["evidence"] = "A statement." });

        Assert.That((units.Status, units.Problem), Is.EqualTo((409, "already-acknowledged")), units.Text);
        Assert.That(voided.Says("/status"), Is.EqualTo("voided"), voided.Text);
        Assert.That((late.Status, late.Problem, late.Says("/state")), Is.EqualTo((409, "incident-voided", "withdrawn")), late.Text);
        Assert.That(late.At("/allowed")!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Is_told_the_outcome_through_two_merges_and_a_third_is_refused()
    {
        var officer = await AsAsync("officer@BA-GRADISKA-LAND");
        var duty = await AsAsync("duty@BA-SOM");
        var filing = Scenarios.Fresh("03").With("unitId", "BA-GRADISKA-LAND").With("crimeHypothesis", "som").Without("tip");
        List<JsonNode> legs = [];
        for (var at = 0; at < 4; at++)
        {
            legs.Add((await officer.FiledAsync(filing.With("clientId", Scenarios.NewClientId()))).Leg("BA-SOM"));
            await duty.MoveNowAsync(legs[at], "claim");
        }

        Task<Answer> Merge(int from, int into) => duty.MoveNowAsync(
            legs[from], "merge", new JsonObject { ["into"] = legs[into]["id"]!.ToString() });
        Assert.That((await Merge(0, 1)).Status, Is.EqualTo(200));
        Assert.That((await Merge(1, 2)).Status, Is.EqualTo(200));
        var third = await Merge(2, 3);
        Assert.That((third.Status, third.Problem), Is.EqualTo((409, "merge-refused")), third.Text);
        Assert.That((await Merge(3, 2)).Status, Is.EqualTo(200), "the other way round");

        await duty.MoveNowAsync(legs[2], "accept");
        var concluded = await duty.MoveNowAsync(
            legs[2], "conclude", new JsonObject { ["outcome"] = "confirmed_som", ["feedback"] = "Thank you." });
        Assert.That(concluded.Status, Is.EqualTo(200), concluded.Text);
        foreach (var leg in legs)
            Assert.That((await officer.GetAsync($"/v1/referrals/{leg["id"]}")).Says("/outcome"), Is.EqualTo("confirmed_som"));
    }

    [Test]
    public async Task Is_found_by_what_a_duty_desk_asks()
    {
        var officer = await AsAsync("officer@BA-GRADISKA-LAND");
        var duty = await AsAsync("duty@BA-SOM");
        var filing = Scenarios.Fresh("03").With("unitId", "BA-GRADISKA-LAND").With("crimeHypothesis", "som").Without("tip");
        var (asked, free) = (await officer.FiledAsync(filing), await officer.FiledAsync(filing.With("clientId", Scenarios.NewClientId())));
        await duty.MoveNowAsync(asked.Leg("BA-SOM"), "claim");
        await duty.MoveNowAsync(asked.Leg("BA-SOM"), "request-information", new JsonObject { ["question"] = "Which lorry?" });

        Assert.Multiple(async () =>
        {
            Assert.That(await FoundAsync("waitingOnUs=true"), Is.EqualTo((false, true)));
            Assert.That(await FoundAsync("waitingOnUs=false"), Is.EqualTo((true, false)));
            Assert.That(await FoundAsync("unclaimed=true"), Is.EqualTo((false, true)));
            Assert.That(await FoundAsync("assignee=me"), Is.EqualTo((true, false)));
            Assert.That(await FoundAsync("dueWithin=P9D"), Is.EqualTo((true, true)));
            Assert.That(await FoundAsync("dueWithin=PT1S"), Is.EqualTo((false, false)));
            var mine = await officer.GetAsync("/v1/referrals?waitingOnUs=true&limit=200");
            Assert.That(mine.Each("/items", "/incidentId"), Is.EqualTo(new[] { asked.Says("/id") }), mine.Text);
            Assert.That((await officer.GetAsync("/v1/referrals?dueWithin=tomorrow")).Errors, Is.EqualTo(new[] { "/dueWithin" }));

            var (counts, units) = (await duty.GetAsync("/v1/referrals/summary"), await officer.GetAsync("/v1/referrals/summary"));
            var queue = await duty.GetAsync("/v1/referrals?limit=200");
            Assert.That(counts.Says("/open"), Is.EqualTo($"{queue.Items("/items").Count}"), counts.Text);
            Assert.That(counts.Items("/states").Single(state => state.Says("/state") == "info_requested").Says("/count"), Is.EqualTo("1"));
            Assert.That((counts.Says("/mine"), counts.Says("/waitingOnThem")), Is.EqualTo(("1", "1")));
            var unit = await officer.GetAsync("/v1/referrals?limit=200");
            Assert.That((units.Says("/open"), units.Says("/waitingOnUs")), Is.EqualTo(($"{unit.Items("/items").Count}", "1")), units.Text);
        });

        async Task<(bool Asked, bool Free)> FoundAsync(string query)
        {
            var found = (await duty.GetAsync($"/v1/referrals?limit=200&unit=BA-GRADISKA-LAND&{query}")).Each("/items", "/incidentId")
                .ToList();
            return (found.Contains(asked.Says("/id")), found.Contains(free.Says("/id")));
        }
    }
}
