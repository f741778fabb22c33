using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Life;

/// <summary>
/// A leg that goes on within another incident's: whatever becomes of that, its filer is told an end, or its queue may have it back.
/// </summary>
[TestFixture]
public sealed class A_carried_leg
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Desk duty = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        duty = await registry.AsAsync("duty@ME-OPTEAM");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public async Task Is_told_that_the_other_was_declined_for_good_and_taken_out_of_it()
    {
        var (carried, carrier) = await CarriedAsync();
        await duty.MoveNowAsync(carrier.Leg, "request-information", NeedToKnow.Doors.BodyOf("request-information"));
        await officer.MoveNowAsync(carrier.Leg, "answer", NeedToKnow.Doors.BodyOf("answer"));
        var declined = await duty.MoveNowAsync(carrier.Leg, "decline", new JsonObject { ["reason"] = "insufficient_information" });

        var told = await officer.GetAsync($"/v1/referrals/{carried.Leg["id"]}");
        var seen = await duty.GetAsync($"/v1/referrals/{carried.Leg["id"]}");
        var back = await duty.MoveNowAsync(carried.Leg, "unmerge");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
            Assert.That((told.Says("/state"), told.Says("/declineReason")), Is.EqualTo(("merged", "insufficient_information")), told.Text);
            Assert.That(seen.Items("/allowed").Select(action => action.ToString()), Has.Member("unmerge"), seen.Text);
            Assert.That(
                (back.Status, back.Says("/state"), back.At("/declineReason")),
                Is.EqualTo((200, "in_triage", (JsonNode?)null)), back.Text);
        }
    }

    [Test]
    public async Task Comes_back_when_a_suspicion_has_taken_the_other_away()
    {
        var (carried, carrier) = await CarriedAsync();
        await officer.AmendNowAsync(carrier.Incident, new JsonObject { ["complicityConcern"] = true });

        var gone = await duty.GetAsync($"/v1/referrals/{carrier.Leg["id"]}");
        var told = await officer.GetAsync($"/v1/referrals/{carried.Leg["id"]}");
        var back = await duty.MoveNowAsync(carried.Leg, "unmerge");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(gone.Status, Is.EqualTo(404));
            Assert.That(
                (told.Says("/state"), told.At("/declineReason"), told.At("/outcome")),
                Is.EqualTo(("merged", (JsonNode?)null, (JsonNode?)null)));
            Assert.That((back.Status, back.Says("/state")), Is.EqualTo((200, "in_triage")), back.Text);
        }
    }

    [Test]
    public async Task Is_not_offered_what_is_refused_once_the_other_is_concluded()
    {
        var (carried, carrier) = await CarriedAsync();
        await duty.MoveNowAsync(carrier.Leg, "accept");
        await duty.MoveNowAsync(carrier.Leg, "conclude", new JsonObject { ["outcome"] = "other_offence", ["feedback"] = "Thank you." });

        var late = await duty.MoveNowAsync(carried.Leg, "unmerge");
        Assert.That((late.Status, late.Problem), Is.EqualTo((409, "illegal-transition")), late.Text);
        Assert.That(late.Items("/allowed").Select(action => action.ToString()), Has.No.Member("unmerge"), late.Text);
    }

    [Test]
    public async Task Of_a_voided_incident_ties_the_other_no_more()
    {
        var (carried, carrier) = await CarriedAsync();
        var voided = await (await registry.AsAsync("lead@ME-OPTEAM")).PostNowAsync(
            carried.Incident, "/void", new JsonObject { ["reason"] = "Filed twice." });

        var withdrawn = await (await registry.AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(
            carrier.Leg, "withdraw", new JsonObject { ["reason"] = "Another crate." });
        var entry = (await officer.GetAsync($"{IncidentDesk.AddressOf(carrier.Incident)}/timeline")).Items("/items")[^2];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((voided.Status, voided.Says("/status")), Is.EqualTo((200, "voided")), voided.Text);
            Assert.That((withdrawn.Status, withdrawn.Says("/state")), Is.EqualTo((200, "withdrawn")), withdrawn.Text);
            Assert.That((entry.Says("/kind"), entry.At("/by")), Is.EqualTo(("referral-unmerge", (JsonNode?)null)), entry.ToString());
        }
    }

    [Test]
    public async Task That_was_a_duplicate_is_reopened_like_any_other()
    {
        var (carried, carrier) = await CarriedAsync("decline");
        var reopened = await (await registry.AsAsync("lead@ME-OPTEAM")).MoveNowAsync(
            carried.Leg, "reopen", new JsonObject { ["evidence"] = "A statement." });
        var withdrawn = await (await registry.AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(
            carrier.Leg, "withdraw", new JsonObject { ["reason"] = "Another crate." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (reopened.Status, reopened.Says("/state"), reopened.At("/goesOnIn")),
                Is.EqualTo((200, "in_triage", (JsonNode?)null)), reopened.Text);
            Assert.That((withdrawn.Status, withdrawn.Says("/state")), Is.EqualTo((200, "withdrawn")), withdrawn.Text);
        }
    }

    [Test]
    public async Task That_carries_another_itself_keeps_its_incident_from_being_voided()
    {
        var (first, second) = await CarriedAsync();
        var third = await ClaimedAsync();
        await duty.MoveNowAsync(second.Leg, "merge", new JsonObject { ["into"] = third.Leg["id"]!.ToString() });
        var voided = await (await registry.AsAsync("lead@ME-OPTEAM")).PostNowAsync(
            second.Incident, "/void", new JsonObject { ["reason"] = "Filed twice." });
        Assert.That((voided.Status, voided.Problem), Is.EqualTo((409, "carries-others")), voided.Text);

        await duty.MoveNowAsync(third.Leg, "accept");
        await duty.MoveNowAsync(third.Leg, "conclude", new JsonObject { ["outcome"] = "confirmed_som", ["feedback"] = "Thank you." });
        Assert.That((await officer.GetAsync($"/v1/referrals/{first.Leg["id"]}")).Says("/outcome"), Is.EqualTo("confirmed_som"));
    }

    [Test]
    public async Task Comes_back_as_urgent_and_as_protected_as_its_case_has_become()
    {
        var filing = Plain();
        var (carried, carrier) = (await ClaimedAsync(filing), await ClaimedAsync());
        var into = new JsonObject { ["into"] = carrier.Leg["id"]!.ToString() };
        await duty.MoveNowAsync(carried.Leg, "merge", into.DeepClone());
        var graver = await officer.AmendNowAsync(
            carried.Incident, new JsonObject { ["personCounts"] = new JsonObject { ["adult"] = 1, ["child"] = 2, ["unknownAge"] = 0 } });
        // The queue is asked again, and has one open leg of a case at a time.
        var again = graver.Items("/referrals").Single(leg => leg.Says("/taskForce") == "ME-OPTEAM" && leg.Says("/state") == "routed");
        await duty.MoveNowAsync(again, "claim");
        await duty.MoveNowAsync(again, "merge", into.DeepClone());

        var back = await duty.MoveNowAsync(carried.Leg, "unmerge");
        var declined = await duty.MoveNowAsync(carried.Leg, "decline", new JsonObject { ["reason"] = "other_jurisdiction" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((carried.Leg.Says("/priority"), graver.Says("/priority/level")), Is.EqualTo(("P3", "P2")), graver.Text);
            Assert.That(back.Says("/priority"), Is.EqualTo("P2"), back.Text);
            Assert.That(declined.Says("/state"), Is.EqualTo("decline_proposed"), declined.Text);
        }
    }

    [Test]
    public async Task Comes_back_due_before_the_persons_are_out_of_reach()
    {
        var (carried, carrier) = (await ClaimedAsync(Plain()), await ClaimedAsync());
        var into = new JsonObject { ["into"] = carrier.Leg["id"]!.ToString() };
        await duty.MoveNowAsync(carried.Leg, "merge", into.DeepClone());
        var gone = carried.Leg["acknowledgedAt"]!.GetValue<DateTimeOffset>().AddMinutes(40);
        var sooner = await officer.AmendNowAsync(carried.Incident, new JsonObject { ["actBefore"] = gone });
        // The queue is asked again, and has one open leg of a case at a time.
        var again = sooner.Items("/referrals").Single(leg => leg.Says("/state") == "routed");
        await duty.MoveNowAsync(again, "claim");
        await duty.MoveNowAsync(again, "merge", into.DeepClone());

        var back = await duty.MoveNowAsync(carried.Leg, "unmerge");
        Assert.That(
            (carried.Leg["decideBy"]!.GetValue<DateTimeOffset>() > gone, back.Json!["decideBy"]!.GetValue<DateTimeOffset>()),
            Is.EqualTo((true, gone)));
    }

    [Test]
    public async Task Brings_the_need_for_a_second_person_back_to_its_incident()
    {
        var filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(
            Plain("BA-BIJACA-LAND").With("crimeHypothesis", "tip_and_som"));
        var other = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(
            Plain("BA-BIJACA-LAND").With("crimeHypothesis", "tip_and_som"));
        var (tip, som) = (await registry.AsAsync("duty@BA-TIP"), await registry.AsAsync("duty@BA-SOM"));
        var (leg, lead, carrier) = (filed.Leg("BA-TIP"), filed.Leg("BA-SOM"), other.Leg("BA-TIP"));
        Assert.That(lead["lead"]!.GetValue<bool>(), filed.Text);
        await tip.MoveNowAsync(leg, "claim");
        await tip.MoveNowAsync(leg, "change-priority", new JsonObject { ["priority"] = "P1", ["reason"] = "They are beaten." });
        await tip.MoveNowAsync(leg, "merge", new JsonObject { ["into"] = carrier["id"]!.ToString() });
        await som.MoveNowAsync(lead, "claim");
        await som.MoveNowAsync(lead, "change-priority", new JsonObject { ["priority"] = "P2", ["reason"] = "As they say." });
        await tip.MoveNowAsync(leg, "unmerge");

        var voided = await (await registry.AsAsync("lead@BA-SOM")).PostNowAsync(
            filed, "/void", new JsonObject { ["reason"] = "Filed twice." });
        Assert.That(
            (voided.Status, voided.Says("/status"), voided.At("/voidProposed")!.GetValue<bool>()),
            Is.EqualTo((200, "open", true)), voided.Text);
    }

    [Test]
    public async Task Comes_back_without_safeguards_that_an_age_decision_has_lifted()
    {
        var unit = await registry.AsAsync("officer@BA-BIJACA-LAND");
        var filing = Plain("BA-BIJACA-LAND").With("crimeHypothesis", "tip_and_som");
        var child = new JsonObject { ["adult"] = 1, ["child"] = 0, ["unknownAge"] = 1 };
        var (filed, other) = (await unit.FiledAsync(filing.DeepClone().AsObject().With("personCounts", child)), await unit.FiledAsync(
            filing.DeepClone().AsObject().With("clientId", Scenarios.NewClientId())));
        var (tip, som) = (await registry.AsAsync("duty@BA-TIP"), await registry.AsAsync("duty@BA-SOM"));
        await tip.MoveNowAsync(filed.Leg("BA-TIP"), "claim");
        await tip.MoveNowAsync(filed.Leg("BA-TIP"), "merge", new JsonObject { ["into"] = other.Leg("BA-TIP")["id"]!.ToString() });
        await som.MoveNowAsync(filed.Leg("BA-SOM"), "claim");
        var decided = await som.MoveNowAsync(filed.Leg("BA-SOM"), "record-age-decision", new JsonObject
        {
            ["childStatus"] = "adult",
            ["basis"] = "Papers.",
        });
        var back = await tip.MoveNowAsync(filed.Leg("BA-TIP"), "unmerge");
        var declined = await tip.MoveNowAsync(filed.Leg("BA-TIP"), "decline", new JsonObject { ["reason"] = "other_jurisdiction" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(decided.Status, Is.EqualTo(200), decided.Text);
            Assert.That(back.Says("/state"), Is.EqualTo("in_triage"), back.Text);
            Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
        }
    }

    [Test]
    public async Task Makes_the_other_due_no_later_where_that_waits_for_an_answer()
    {
        var (carried, carrier) = (await ClaimedAsync(), await ClaimedAsync());
        await duty.MoveNowAsync(carrier.Leg, "request-information", NeedToKnow.Doors.BodyOf("request-information"));
        await registry.AdvanceAsync("PT1H");
        await duty.MoveNowAsync(carried.Leg, "merge", new JsonObject { ["into"] = carrier.Leg["id"]!.ToString() });
        await officer.MoveNowAsync(carrier.Leg, "answer", NeedToKnow.Doors.BodyOf("answer"));

        // It stood for the moment between the merge and the answer, and not for the hour before.
        var due = (await duty.GetAsync($"/v1/referrals/{carrier.Leg["id"]}")).Json!["decideBy"]!.GetValue<DateTimeOffset>();
        Assert.That(due - carried.Leg["decideBy"]!.GetValue<DateTimeOffset>(), Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Keeps_the_other_due_before_its_own_persons_are_out_of_reach_whatever_that_waits_for()
    {
        var gone = (await ClaimedAsync(Plain())).Leg["acknowledgedAt"]!.GetValue<DateTimeOffset>().AddHours(5);
        var (carried, carrier) = (await ClaimedAsync(Plain().With("actBefore", gone)), await ClaimedAsync(Plain()));
        await duty.MoveNowAsync(carried.Leg, "merge", new JsonObject { ["into"] = carrier.Leg["id"]!.ToString() });
        var taken = await duty.GetAsync($"/v1/referrals/{carrier.Leg["id"]}");
        await duty.MoveNowAsync(carrier.Leg, "request-information", NeedToKnow.Doors.BodyOf("request-information"));
        await registry.AdvanceAsync("PT1H");
        await officer.MoveNowAsync(carrier.Leg, "answer", NeedToKnow.Doors.BodyOf("answer"));
        var answered = await duty.GetAsync($"/v1/referrals/{carrier.Leg["id"]}");
        var lowered = await duty.MoveNowAsync(
            carrier.Leg, "change-priority", new JsonObject { ["priority"] = "P4", ["reason"] = "Nobody is there." });
        await (await registry.AsAsync("lead@ME-OPTEAM")).MoveNowAsync(carried.Leg, "unmerge");
        var alone = await duty.MoveNowAsync(
            carrier.Leg, "change-priority", new JsonObject { ["priority"] = "P3", ["reason"] = "Somebody is." });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(carrier.Leg.Instant("/decideBy"), Is.GreaterThan(gone.AddDays(1)));
            Assert.That(taken.Json.Instant("/decideBy"), Is.EqualTo(gone), taken.Text);
            Assert.That(taken.Says("/deadlineReason"), Does.Contain("goes on within this one"), taken.Text);
            Assert.That(answered.Json.Instant("/decideBy"), Is.EqualTo(gone), answered.Text);
            Assert.That(lowered.Json.Instant("/decideBy"), Is.EqualTo(gone), lowered.Text);
            Assert.That(alone.Status, Is.EqualTo(200), alone.Text);
        }
    }

    [Test]
    public async Task Is_waited_for_through_another_of_the_carriers_own_incident()
    {
        var unit = await registry.AsAsync("officer@BA-BIJACA-LAND");
        var (tip, som) = (await registry.AsAsync("lead@BA-TIP"), await registry.AsAsync("lead@BA-SOM"));
        var (first, second) = (await FiledAsync(), await FiledAsync());
        foreach (var filed in new[] { first, second })
            await tip.MoveNowAsync(filed.Leg("BA-TIP"), "claim");
        await tip.MoveNowAsync(first.Leg("BA-TIP"), "merge", new JsonObject { ["into"] = second.Leg("BA-TIP")["id"]!.ToString() });
        var declined = await tip.MoveNowAsync(
            second.Leg("BA-TIP"), "decline",
            new JsonObject { ["reason"] = "duplicate", ["duplicateOf"] = second.Leg("BA-SOM")["id"]!.ToString() });
        var withdrawn = await (await registry.AsAsync("supervisor@BA-BIJACA-LAND")).MoveNowAsync(
            second.Leg("BA-SOM"), "withdraw", new JsonObject { ["reason"] = "Filed twice." });
        await som.MoveNowAsync(second.Leg("BA-SOM"), "claim");
        var voided = await som.PostNowAsync(second, "/void", new JsonObject { ["reason"] = "Filed twice." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
            Assert.That((withdrawn.Status, withdrawn.Problem), Is.EqualTo((409, "carries-others")), withdrawn.Text);
            Assert.That((voided.Status, voided.Problem), Is.EqualTo((409, "carries-others")), voided.Text);
        }

        Task<Answer> FiledAsync() => unit.FiledAsync(Plain("BA-BIJACA-LAND").With("crimeHypothesis", "tip_and_som"));
    }

    [Test]
    public async Task Is_waited_for_on_where_a_suspicion_takes_away_what_it_went_on_in()
    {
        var (_, second) = await CarriedAsync();
        var third = await ClaimedAsync();
        await duty.MoveNowAsync(second.Leg, "merge", new JsonObject { ["into"] = third.Leg["id"]!.ToString() });
        await officer.AmendNowAsync(second.Incident, new JsonObject { ["complicityConcern"] = true });
        var withdrawn = await (await registry.AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(
            third.Leg, "withdraw", new JsonObject { ["reason"] = "Another crate." });
        var voided = await officer.PostNowAsync(second.Incident, "/void", new JsonObject { ["reason"] = "A mistake." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((withdrawn.Status, withdrawn.Problem), Is.EqualTo((409, "carries-others")), withdrawn.Text);
            Assert.That((voided.Status, voided.Says("/status")), Is.EqualTo((200, "voided")), voided.Text);
        }
    }

    [Test]
    public async Task Makes_an_open_question_wait_no_longer_than_its_persons_are_within_reach()
    {
        var asked = await ClaimedAsync(Plain());
        var now = asked.Leg.Instant("/acknowledgedAt");
        var hurried = await ClaimedAsync(Plain().With("actBefore", now.AddHours(3)));
        await duty.MoveNowAsync(asked.Leg, "request-information", NeedToKnow.Doors.BodyOf("request-information"));
        await duty.MoveNowAsync(hurried.Leg, "merge", new JsonObject { ["into"] = asked.Leg["id"]!.ToString() });
        var waiting = await duty.GetAsync($"/v1/referrals/{asked.Leg["id"]}");
        await registry.AdvanceAsync("PT4H");
        var missed = await Eventually.SeesAsync(
            () => duty.GetAsync($"/v1/referrals/{asked.Leg["id"]}"), found => found.Says("/state") == "in_triage");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting.Json.Instant("/answerBy"), Is.EqualTo(now.AddHours(3)), waiting.Text);
            Assert.That(missed.Json.Instant("/decideBy"), Is.LessThanOrEqualTo(now.AddHours(3)), missed.Text);
        }
    }

    [Test]
    public async Task Is_asked_for_again_when_its_persons_are_out_of_reach_sooner()
    {
        var (carried, carrier) = (await ClaimedAsync(Plain()), await ClaimedAsync(Plain()));
        await duty.MoveNowAsync(carried.Leg, "merge", new JsonObject { ["into"] = carrier.Leg["id"]!.ToString() });
        var gone = carried.Leg["acknowledgedAt"]!.GetValue<DateTimeOffset>().AddHours(6);
        var amended = await officer.AmendNowAsync(carried.Incident, new JsonObject { ["actBefore"] = gone });
        var again = amended.Items("/referrals").Single(leg => leg.Says("/state") == "routed");
        await duty.MoveNowAsync(again, "claim");
        await duty.MoveNowAsync(again, "merge", new JsonObject { ["into"] = carrier.Leg["id"]!.ToString() });
        var later = await officer.AmendNowAsync(carried.Incident, new JsonObject { ["actBefore"] = gone.AddHours(1) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Says("/taskForce"), Is.EqualTo("ME-OPTEAM"));
            Assert.That((await duty.GetAsync($"/v1/referrals/{carrier.Leg["id"]}")).Json.Instant("/decideBy"), Is.EqualTo(gone));
            Assert.That(later.Items("/referrals").Where(leg => leg.Says("/state") == "routed"), Is.Empty, later.Text);
        }
    }

    [Test]
    public async Task That_was_only_proposed_to_be_a_duplicate_leaves_the_other_alone_when_its_incident_is_voided()
    {
        var child = Plain().With("personCounts", new JsonObject { ["adult"] = 0, ["child"] = 1, ["unknownAge"] = 0 });
        var (leg, other) = (await ClaimedAsync(child), await ClaimedAsync());
        var proposed = await duty.MoveNowAsync(
            leg.Leg, "decline", new JsonObject { ["reason"] = "duplicate", ["duplicateOf"] = other.Leg["id"]!.ToString() });
        var timeline = $"{IncidentDesk.AddressOf(other.Incident)}/timeline";
        var before = (await officer.GetAsync(timeline)).Items("/items").Count;
        // What raises a suspicion takes the leg away; the suspicion is voided by whoever filed it and its recipient.
        await officer.AmendNowAsync(leg.Incident, new JsonObject { ["complicityConcern"] = true });
        await officer.PostNowAsync(leg.Incident, "/void", new JsonObject { ["reason"] = "A mistake." });
        var voided = await (await registry.AsAsync("duty@ME-PROSECUTION")).PostNowAsync(
            leg.Incident, "/void", new JsonObject { ["reason"] = "A mistake." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proposed.Says("/state"), Is.EqualTo("decline_proposed"), proposed.Text);
            Assert.That(voided.Says("/status"), Is.EqualTo("voided"), voided.Text);
            Assert.That((await officer.GetAsync(timeline)).Items("/items"), Has.Count.EqualTo(before));
        }
    }

    [Test]
    public async Task That_a_suspicion_takes_away_ties_the_other_no_more_and_tells_it_nothing()
    {
        var (carried, carrier) = await CarriedAsync();
        var timeline = $"{IncidentDesk.AddressOf(carrier.Incident)}/timeline";
        var before = (await officer.GetAsync(timeline)).Text;
        await officer.AmendNowAsync(carried.Incident, new JsonObject { ["complicityConcern"] = true });
        var voided = await officer.PostNowAsync(carried.Incident, "/void", new JsonObject { ["reason"] = "A mistake." });
        var after = (await officer.GetAsync(timeline)).Text;

        var withdrawn = await (await registry.AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(
            carrier.Leg, "withdraw", new JsonObject { ["reason"] = "Another crate." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(voided.Says("/status"), Is.EqualTo("voided"), voided.Text);
            Assert.That(after, Is.EqualTo(before));
            Assert.That((withdrawn.Status, withdrawn.Says("/state")), Is.EqualTo((200, "withdrawn")), withdrawn.Text);
        }
    }

    [Test]
    public async Task Of_the_same_incident_ends_with_it()
    {
        var filing = Plain("BA-BIJACA-LAND").With("crimeHypothesis", "tip_and_som");
        var filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(filing);
        var (tip, som) = (await registry.AsAsync("lead@BA-TIP"), await registry.AsAsync("lead@BA-SOM"));
        await tip.MoveNowAsync(filed.Leg("BA-TIP"), "claim");
        await tip.MoveNowAsync(
            filed.Leg("BA-TIP"), "decline",
            new JsonObject { ["reason"] = "duplicate", ["duplicateOf"] = filed.Leg("BA-SOM")["id"]!.ToString() });
        await som.MoveNowAsync(filed.Leg("BA-SOM"), "claim");

        var withdrawing = (await (await registry.AsAsync("supervisor@BA-BIJACA-LAND")).GetAgainAsync(filed)).Leg("BA-SOM");
        var voided = await som.PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "Filed twice." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(withdrawing["allowed"]!.AsArray().Select(action => action!.ToString()), Has.Member("withdraw"));
            Assert.That((voided.Status, voided.Says("/status")), Is.EqualTo((200, "voided")), voided.Text);
        }
    }

    [Test]
    public async Task Is_shown_alike_by_its_incident_and_by_itself_to_its_queue()
    {
        var (carried, carrier) = await CarriedAsync();
        await duty.MoveNowAsync(carrier.Leg, "accept");
        await duty.MoveNowAsync(carrier.Leg, "conclude", new JsonObject { ["outcome"] = "other_offence", ["feedback"] = "Thank you." });

        var alone = await duty.GetAsync($"/v1/referrals/{carried.Leg["id"]}");
        var within = (await duty.GetAgainAsync(carried.Incident)).Leg("ME-OPTEAM");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(alone.Says("/outcome"), Is.EqualTo("other_offence"), alone.Text);
            Assert.That(within["outcome"]?.ToString(), Is.EqualTo("other_offence"), within.ToString());
            Assert.That(within["allowed"]!.AsArray().Select(action => action!.ToString()), Has.No.Member("unmerge"));
        }
    }

    private static JsonObject Plain(string unit = "ME-BAR-PCU") => new()
    {
        ["clientId"] = Scenarios.NewClientId(),
        ["unitId"] = unit,
        ["crimeHypothesis"] = "som",
        ["awareAt"] = Scenarios.Fresh("06")["awareAt"]!.DeepClone(),
        ["dangerToLife"] = false,
        ["personsPresentNow"] = false,
        ["personCounts"] = new JsonObject { ["adult"] = 2, ["child"] = 0, ["unknownAge"] = 0 },
        ["facts"] = "A lorry with a false floor.",
    };

    private async Task<((Answer Incident, JsonNode Leg) Carried, (Answer Incident, JsonNode Leg) Carrier)> CarriedAsync(
        string move = "merge")
    {
        var (one, other) = (await ClaimedAsync(), await ClaimedAsync());
        var into = other.Leg["id"]!.ToString();
        var gone = await duty.MoveNowAsync(
            one.Leg, move,
            move == "merge" ? new JsonObject { ["into"] = into } : new JsonObject { ["reason"] = "duplicate", ["duplicateOf"] = into });
        Assert.That(gone.Says("/goesOnIn"), Is.EqualTo(into), gone.Text);
        return (one, other);
    }

    private async Task<(Answer Incident, JsonNode Leg)> ClaimedAsync(JsonObject? filing = null)
    {
        var filed = await officer.FiledAsync(filing ?? Scenarios.Fresh("06"));
        var claimed = await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "claim");
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        return (filed, claimed.Json!);
    }
}
