using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Journeys;

/// <summary>Scenario 01.</summary>
[OnBothStores]
public sealed class Nine_people_in_a_container(Store store) : Journey(store)
{
    private Answer filed = null!;

    [OneTimeSetUp]
    public async Task File() => filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("01"));

    [Test]
    public void Are_P1_because_of_danger_to_life()
    {
        Assert.That(filed.Says("/priority/level"), Is.EqualTo("P1"));
        Assert.That(filed.Says("/priority/reasons/0"), Does.Contain("life"));
    }

    [Test]
    public void Are_led_by_the_operational_team_with_a_protection_leg_beside_it()
    {
        Assert.Multiple(() =>
        {
            Assert.That(filed.Each("/referrals", "/taskForce"), Is.EqualTo(new[] { "ME-OPTEAM", "ME-CHILD" }));
            Assert.That(filed.Each("/referrals", "/kind"), Is.EqualTo(new[] { "action", "protection" }));
            Assert.That(filed.Each("/referrals", "/lead"), Is.EqualTo(new[] { "true", "false" }));
            Assert.That(filed.Each("/referrals", "/state"), Is.All.EqualTo("routed"));
        });
    }

    [Test]
    public void Make_the_answer_say_call_rescue_now_sea_rescue_first()
    {
        var instruction = filed.Says("/instructions/0")!;
        Assert.That(instruction, Does.StartWith("Call rescue now: 129"));
        Assert.That(instruction, Does.Contain("112").And.Contain("124"));
    }

    [Test]
    public void Get_the_phone_of_each_desk()
    {
        Assert.That(filed.Each("/contacts", "/taskForce"), Is.EqualTo(new[] { "ME-OPTEAM", "ME-CHILD" }));
        Assert.That(filed.Says("/contacts/0/phone"), Is.EqualTo("+382 20 000 0101"));
        Assert.That(filed.Says("/contacts/0/desk"), Is.Not.Empty);
        Assert.That(filed.Says("/contacts/1/phone"), Does.StartWith("+382 20 000 010"));
    }

    [Test]
    public void Must_be_acknowledged_within_15_minutes()
    {
        var received = filed.Json.Instant("/receivedAt");
        Assert.That(filed.Items("/referrals").Select(leg => leg.Instant("/acknowledgeBy")), Is.All.EqualTo(received.AddMinutes(15)));
        Assert.That(filed.Leg("ME-OPTEAM").Instant("/decideBy"), Is.EqualTo(received.AddMinutes(75)));
    }

    [Test]
    public void Raise_no_doubt_about_numbers_that_pass_their_check_digits() =>
        Assert.That(filed.Each("/warnings", "/pointer"), Has.None.StartsWith("/objects"));

    [Test]
    public async Task Reach_the_officer_again_from_acknowledgement_to_feedback()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var duty = await AsAsync("duty@ME-OPTEAM");
        var own = await officer.FiledAsync(Scenarios.Fresh("01"));
        var leg = own.Leg("ME-OPTEAM");

        var acknowledged = await duty.MoveNowAsync(leg, "acknowledge");
        var claimed = await duty.MoveAsync(leg, "claim", acknowledged.ETag!);
        var content = await duty.OpenAsync(own, "triage");
        var accepted = await duty.MoveAsync(leg, "accept", claimed.ETag!);
        var concluded = await duty.MoveAsync(
            leg, "conclude", accepted.ETag!, new JsonObject { ["outcome"] = "confirmed_som", ["feedback"] = "Nine people are safe." });

        Assert.Multiple(() =>
        {
            Assert.That(acknowledged.Says("/state"), Is.EqualTo("acknowledged"));
            Assert.That(claimed.Says("/state"), Is.EqualTo("in_triage"));
            Assert.That(content.Says("/facts"), Does.Contain("Knocking heard"));
            Assert.That(accepted.Says("/state"), Is.EqualTo("accepted"));
            Assert.That(concluded.Says("/state"), Is.EqualTo("concluded"), concluded.Text);
        });
        Assert.That((await officer.OpenAsync(own)).Says("/feedback/0/text"), Is.EqualTo("Nine people are safe."));

        var after = await officer.GetAgainAsync(own);
        Assert.That(after.Leg("ME-OPTEAM").Says("/outcome"), Is.EqualTo("confirmed_som"));
        Assert.That(after.Says("/status"), Is.EqualTo("open"), "The protection leg still keeps it open.");
    }
}

/// <summary>Scenario 02.</summary>
[OnBothStores]
public sealed class A_held_passport_at_the_gate(Store store) : Journey(store)
{
    private Answer filed = null!;

    [OneTimeSetUp]
    public async Task File() => filed = await (await AsAsync("officer@RS-BEG-ACCU")).FiledAsync(Scenarios.Fresh("02"));

    [Test]
    public void Is_P2_because_a_possible_victim_is_present()
    {
        Assert.That(filed.Says("/priority/level"), Is.EqualTo("P2"));
        Assert.That(filed.Says("/priority/reasons/0"), Does.Contain("possible victim"));
    }

    [Test]
    public void Is_led_by_the_task_force_and_copied_to_victim_protection()
    {
        Assert.That(filed.Each("/referrals", "/taskForce"), Is.EqualTo(new[] { "RS-TF", "RS-CPTV" }));
        Assert.That(filed.Each("/referrals", "/kind"), Is.EqualTo(new[] { "action", "notice" }));
        Assert.That(filed.Leg("RS-TF").Says("/lead"), Is.EqualTo("true"));
        Assert.That(filed.Leg("RS-CPTV").At("/decideBy"), Is.Null, "A copy has no decision clock.");
    }

    [Test]
    public async Task Shows_its_handling_code_on_every_copy()
    {
        var officer = await AsAsync("officer@RS-BEG-ACCU");
        var duty = await AsAsync("duty@RS-TF");
        var copy = await (await AsAsync("duty@RS-CPTV")).GetAsync($"/v1/referrals/{filed.Leg("RS-CPTV").Says("/id")}");
        var leg = await duty.GetAsync($"/v1/referrals/{filed.Leg("RS-TF").Says("/id")}");
        var queue = await duty.GetAsync("/v1/referrals?limit=200");
        var content = await duty.OpenAsync(filed, "triage");

        Assert.Multiple(async () =>
        {
            Assert.That(filed.Says("/handlingCode"), Is.EqualTo("H1"));
            Assert.That(copy.Says("/incident/handlingCode"), Is.EqualTo("H1"), copy.Text);
            Assert.That(leg.Says("/incident/handlingCode"), Is.EqualTo("H1"));
            Assert.That(
                queue.Items("/items").Single(item => item.Says("/incidentId") == filed.Says("/id")).Says("/incident/handlingCode"),
                Is.EqualTo("H1"));
            Assert.That(content.Says("/handlingCode"), Is.EqualTo("H1"));
            Assert.That(content.Says("/handlingNote"), Is.EqualTo("Do not use in court without asking us"));
            Assert.That((await officer.GetAgainAsync(filed)).Says("/handlingCode"), Is.EqualTo("H1"));
        });
    }

    [Test]
    public async Task Labels_nobody_a_victim()
    {
        var content = await (await AsAsync("duty@RS-TF")).OpenAsync(filed, "triage");

        Assert.That(content.Each("/persons", "/role"), Is.EqualTo(new[] { "possible_victim", "suspect" }));
        Assert.That(content.Text + filed.Text, Does.Not.Contain("\"victim\"").And.Not.Contain("victimStatus"));
    }

    [Test]
    public async Task Opens_nothing_to_those_who_only_got_a_copy()
    {
        var opened = await (await AsAsync("duty@RS-CPTV")).OpenAsync(filed, "triage");

        Assert.That((opened.Status, opened.Problem), Is.EqualTo((403, "purpose-not-yours")));
    }

    [Test]
    public async Task Is_noted_by_acknowledging_the_copy()
    {
        var own = await (await AsAsync("officer@RS-BEG-ACCU")).FiledAsync(Scenarios.Fresh("02"));

        var noted = await (await AsAsync("duty@RS-CPTV")).MoveNowAsync(own.Leg("RS-CPTV"), "acknowledge");

        Assert.That(noted.Says("/state"), Is.EqualTo("noted"), noted.Text);
    }
}

/// <summary>Scenario 03.</summary>
[OnBothStores]
public sealed class Debt_bondage_in_a_lorry(Store store) : Journey(store)
{
    private Answer filed = null!;

    [OneTimeSetUp]
    public async Task File() => filed = await (await AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(Scenarios.Fresh("03"));

    [Test]
    public void Has_two_action_legs_and_trafficking_leads()
    {
        Assert.Multiple(() =>
        {
            Assert.That(filed.Each("/referrals", "/taskForce"), Is.EqualTo(new[] { "BA-TIP", "BA-SOM" }));
            Assert.That(filed.Each("/referrals", "/kind"), Is.All.EqualTo("action"));
            Assert.That(filed.Each("/referrals", "/mandate"), Is.EqualTo(new[] { "tip", "som" }));
            Assert.That(filed.Each("/referrals", "/lead"), Is.EqualTo(new[] { "true", "false" }));
            Assert.That(filed.Says("/priority/level"), Is.EqualTo("P2"));
        });
    }

    [Test]
    public async Task Stays_open_and_led_when_the_smuggling_leg_ends()
    {
        var officer = await AsAsync("officer@BA-BIJACA-LAND");
        var duty = await AsAsync("duty@BA-SOM");
        var own = await officer.FiledAsync(Scenarios.Fresh("03"));
        var leg = own.Leg("BA-SOM");

        await duty.MoveNowAsync(leg, "claim");
        await duty.MoveNowAsync(leg, "accept");
        var ended = await duty.MoveNowAsync(
            leg, "conclude", new JsonObject { ["outcome"] = "unsubstantiated", ["feedback"] = "No smuggler was found." });

        Assert.That(ended.Says("/state"), Is.EqualTo("concluded"), ended.Text);
        var after = await officer.GetAgainAsync(own);
        Assert.That(after.Says("/status"), Is.EqualTo("open"));
        Assert.That(after.Leg("BA-TIP").Says("/lead"), Is.EqualTo("true"));
        Assert.That(after.Leg("BA-TIP").Says("/state"), Is.EqualTo("routed"));
    }

    [Test]
    public async Task Keeps_plates_and_phone_as_read_beside_what_they_are_matched_on()
    {
        var content = await (await AsAsync("duty@BA-TIP")).OpenAsync(filed, "triage");

        Assert.That(content.Each("/objects", "/value"), Is.EqualTo(new[] { "A12-K-345", "K98-M-001", "+387 61 123 456" }));
        Assert.That(content.Each("/objects", "/normalised/value"), Is.EqualTo(new[] { "A12K345", "K98M001", "+38761123456" }));
    }
}

/// <summary>Scenario 04.</summary>
[OnBothStores]
public sealed class A_filing_from_an_offline_device(Store store) : Journey(store)
{
    [Test]
    public async Task Is_one_incident_however_often_it_is_sent()
    {
        var officer = await AsAsync("officer@AL-DURRES-PCU");
        var filing = Scenarios.Fresh("04");

        var first = await officer.FileAsync(filing);
        var again = await officer.FileAsync(filing);

        Assert.Multiple(() =>
        {
            Assert.That((first.Status, first.Replayed), Is.EqualTo((201, false)), first.Text);
            Assert.That((again.Status, again.Replayed), Is.EqualTo((200, true)), again.Text);
            Assert.That(JsonNode.DeepEquals(first.Json, again.Json), again.Text);
            Assert.That(again.ETag, Is.EqualTo(first.ETag));
        });
    }

    [Test]
    public async Task That_the_demo_data_holds_already_is_replayed_too()
    {
        var again = await (await AsAsync("officer@AL-DURRES-PCU")).FileAsync(Scenarios.Original("04"));

        Assert.That((again.Status, again.Replayed), Is.EqualTo((200, true)), again.Text);
    }

    [Test]
    public async Task Keeps_when_the_unit_became_aware_and_starts_its_clocks_at_receipt()
    {
        var filed = await (await AsAsync("officer@AL-DURRES-PCU")).FiledAsync(Scenarios.Fresh("04"));

        Assert.That(filed.Says("/awareAt"), Is.EqualTo("2026-03-20T02:00:00+01:00"));
        Assert.That(filed.Leg("AL-TF").Instant("/acknowledgeBy"), Is.EqualTo(filed.Json.Instant("/receivedAt").AddDays(1)), "P3");
    }

    [Test]
    public async Task With_another_body_is_refused_and_told_where_the_incident_is()
    {
        var officer = await AsAsync("officer@AL-DURRES-PCU");
        var filing = Scenarios.Fresh("04");
        var first = await officer.FiledAsync(filing);

        var edited = await officer.FileAsync(filing.With("facts", "Four forged residence permits."));

        Assert.Multiple(() =>
        {
            Assert.That((edited.Status, edited.Problem), Is.EqualTo((409, "already-filed-differently")));
            Assert.That(edited.Says("/incidentId"), Is.EqualTo(first.Says("/id")));
            Assert.That(edited.Says("/reference"), Is.EqualTo(first.Says("/reference")));
            Assert.That(edited.Says("/etag"), Is.EqualTo(first.ETag));
        });

        // The refusal is all that is needed to send the difference.
        var amended = await officer.AmendAsync(
            $"/v1/incidents/{edited.Says("/incidentId")}", edited.Says("/etag")!,
            new JsonObject { ["facts"] = "Four forged residence permits." });
        Assert.That(amended.Status, Is.EqualTo(200), amended.Text);
        Assert.That((await officer.OpenAsync(first)).Says("/facts"), Is.EqualTo("Four forged residence permits."));
        Assert.That((await officer.OpenAsync(first, version: 1)).Says("/facts"), Does.StartWith("Three forged"));
    }

    [Test]
    public async Task That_is_sent_at_once_with_and_without_a_suspicion_is_one_incident()
    {
        var officer = await AsAsync("officer@AL-DURRES-PCU");
        var filing = Scenarios.Fresh("04");
        JsonObject[] bodies = [filing, filing.With("complicityConcern", true)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => officer.FileAsync(bodies[at % 2])));

        Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Status == 200 && answer.Replayed), Is.EqualTo(24));
        Assert.That(answers.Count(answer => answer.Problem == "already-filed-differently"), Is.EqualTo(25));
    }

    [Test]
    public async Task Under_another_clientId_is_another_incident()
    {
        var officer = await AsAsync("officer@AL-DURRES-PCU");

        var one = await officer.FiledAsync(Scenarios.Fresh("04"));
        var other = await officer.FiledAsync(Scenarios.Fresh("04"));

        Assert.That(other.Says("/id"), Is.Not.EqualTo(one.Says("/id")));
        Assert.That(other.Says("/reference"), Is.Not.EqualTo(one.Says("/reference")));
    }

    [Test]
    public async Task That_is_sent_fifty_times_at_once_is_one_incident()
    {
        var officer = await AsAsync("officer@AL-DURRES-PCU");
        var filing = Scenarios.Fresh("04");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => officer.FileAsync(filing)));

        Assert.That(answers.Count(answer => answer.Status == 201), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Status == 200 && answer.Replayed), Is.EqualTo(49));
        Assert.That(answers.Select(answer => answer.Says("/id")).Distinct().Count(), Is.EqualTo(1));
    }
}

/// <summary>Scenario 05.</summary>
[OnBothStores]
public sealed class Air_cargo_without_a_mandate(Store store) : Journey(store)
{
    [Test]
    public async Task Is_filed_all_the_same_and_waits_for_the_coordinator()
    {
        var filed = await (await AsAsync("officer@BA-SARAJEVO-ACCU")).FiledAsync(Scenarios.Fresh("05"));
        var leg = filed.Leg(null);
        var queue = await (await AsAsync("coordinator@BA")).GetAsync("/v1/referrals?state=unrouted&limit=200");

        Assert.Multiple(() =>
        {
            Assert.That(filed.Items("/referrals"), Has.Count.EqualTo(1));
            Assert.That(leg.Says("/state"), Is.EqualTo("unrouted"));
            Assert.That(leg.Says("/kind"), Is.EqualTo("action"));
            Assert.That(leg.Says("/lead"), Is.EqualTo("true"));
            Assert.That(filed.Says("/status"), Is.EqualTo("open"));
            Assert.That(filed.Says("/contacts/0/phone"), Is.EqualTo("+387 33 000 0104"), "The coordinator's.");
            Assert.That(queue.Each("/items", "/id"), Does.Contain(leg.Says("/id")));
        });
    }

    [Test]
    public async Task Is_in_no_task_forces_queue()
    {
        var filed = await (await AsAsync("officer@BA-SARAJEVO-ACCU")).FiledAsync(Scenarios.Fresh("05"));

        foreach (var user in new[] { "duty@BA-TIP", "duty@BA-SOM" })
            Assert.That((await (await AsAsync(user)).GetAgainAsync(filed)).Status, Is.EqualTo(404), user);
    }
}

/// <summary>Scenario 06.</summary>
[OnBothStores]
public sealed class A_container_whose_check_digit_is_wrong(Store store) : Journey(store)
{
    [Test]
    public async Task Is_filed_with_a_warning_and_kept_as_it_was_read()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");

        var filed = await officer.FiledAsync(Scenarios.Fresh("06"));
        var content = await officer.OpenAsync(filed);

        Assert.That(filed.Each("/warnings", "/pointer"), Does.Contain("/objects/0/value"));
        Assert.That(filed.Each("/warnings", "/message"), Has.None.Contains("CSQU"));
        Assert.That(content.Says("/objects/0/value"), Is.EqualTo("CSQU3054384"));
    }
}

/// <summary>Scenario 07.</summary>
[OnBothStores]
public sealed class Fifty_two_people_on_a_bus(Store store) : Journey(store)
{
    private Answer filed = null!;

    [OneTimeSetUp]
    public async Task File() => filed = await (await AsAsync("officer@MK-SKOPJE-BIU")).FiledAsync(Scenarios.Fresh("07"));

    [Test]
    public void Go_to_one_team_with_both_mandates_to_child_protection_and_as_a_notice_to_the_prosecution()
    {
        Assert.Multiple(() =>
        {
            Assert.That(filed.Items("/referrals"), Has.Count.EqualTo(3));
            Assert.That(filed.Leg("MK-OTITV").Says("/mandate"), Is.EqualTo("tip_and_som"));
            Assert.That(filed.Leg("MK-OTITV").Says("/lead"), Is.EqualTo("true"));
            Assert.That(filed.Leg("MK-CHILD").Says("/kind"), Is.EqualTo("protection"));
            Assert.That(filed.Leg("MK-OCCPO").Says("/kind"), Is.EqualTo("notice"));
        });
    }

    [Test]
    public void Are_P2_because_unknown_ages_count_as_children()
    {
        Assert.That(filed.Says("/priority/level"), Is.EqualTo("P2"));
        Assert.That(filed.Says("/childInvolved"), Is.EqualTo("true"));
    }

    [Test]
    public async Task Are_P2_with_child_protection_also_when_only_the_unknown_ages_are_left()
    {
        var filing = Scenarios.Fresh("07").With("personCounts", new JsonObject { ["adult"] = 49, ["child"] = 0, ["unknownAge"] = 3 });

        var own = await (await AsAsync("officer@MK-SKOPJE-BIU")).FiledAsync(filing);

        Assert.That(own.Says("/priority/level"), Is.EqualTo("P2"));
        Assert.That(own.Leg("MK-CHILD").Says("/state"), Is.EqualTo("routed"));
    }

    [Test]
    public async Task Are_nobodys_suspects()
    {
        var content = await (await AsAsync("duty@MK-OTITV")).OpenAsync(filed, "triage");

        Assert.That(content.Items("/persons"), Is.Empty);
        Assert.That(content.Text + filed.Text, Does.Not.Contain("suspect\""));
    }
}

/// <summary>Scenario 08.</summary>
[OnBothStores]
public sealed class A_disputed_age(Store store) : Journey(store)
{
    private Answer filed = null!;

    [OneTimeSetUp]
    public async Task File() => filed = await (await AsAsync("officer@XK-VERMICE-LAND")).FiledAsync(Scenarios.Fresh("08"));

    [Test]
    public void Is_P1_when_trafficking_is_suspected_and_the_person_is_present() =>
        Assert.That(filed.Says("/priority/level"), Is.EqualTo("P1"));

    [Test]
    public async Task Is_a_childs_until_it_is_decided_otherwise()
    {
        var content = await (await AsAsync("duty@XK-SOCIAL")).OpenAsync(filed, "victim_support");

        Assert.That(filed.Says("/childInvolved"), Is.EqualTo("true"));
        Assert.That(content.Says("/persons/0/childStatus"), Is.EqualTo("unknown_treat_as_child"), content.Text);
    }

    [Test]
    public async Task Is_a_childs_also_where_nobody_stated_one_and_the_counts_do()
    {
        var persons = new JsonArray(new JsonObject { ["role"] = "possible_victim", ["sex"] = "2" });
        var counted = await (await AsAsync("officer@XK-VERMICE-LAND")).FiledAsync(Scenarios.Fresh("08").With("persons", persons));
        var content = await (await AsAsync("duty@XK-SOCIAL")).OpenAsync(counted, "victim_support");
        Assert.That(content.Items("/persons"), Has.Count.EqualTo(1), content.Text);
    }

    [Test]
    public void Brings_in_the_advocate_and_the_social_worker()
    {
        Assert.That(filed.Each("/referrals", "/taskForce"), Is.EqualTo(new[] { "XK-THB", "XK-ADVOCATE", "XK-SOCIAL" }));
        Assert.That(filed.Each("/referrals", "/kind"), Is.EqualTo(new[] { "action", "protection", "protection" }));
    }

    [Test]
    public void Needs_no_location_code()
    {
        Assert.That(filed.At("/siteCode"), Is.Null);
        Assert.That(filed.Each("/warnings", "/pointer"), Does.Not.Contain("/siteCode"));
        Assert.That(filed.Says("/reference"), Does.StartWith("XK-"));
    }

    [Test]
    public async Task Shows_the_protection_legs_no_narrative()
    {
        var content = await (await AsAsync("duty@XK-ADVOCATE")).OpenAsync(filed, "victim_support");

        Assert.That(content.Status, Is.EqualTo(200), content.Text);
        Assert.That(content.At("/facts"), Is.Null);
        Assert.That(content.Items("/indicators"), Is.Empty);
    }
}

/// <summary>Scenario 09.</summary>
[OnBothStores]
public sealed class An_exercise(Store store) : Journey(store)
{
    [Test]
    public async Task Is_routed_like_the_real_thing_and_watermarked_wherever_it_is_seen()
    {
        var officer = await AsAsync("officer@RS-BEG-ACCU");
        var duty = await AsAsync("duty@RS-TF");
        var filed = await officer.FiledAsync(Scenarios.Fresh("09"));
        var leg = await duty.GetAsync($"/v1/referrals/{filed.Leg("RS-TF").Says("/id")}");
        var queue = await duty.GetAsync("/v1/referrals?limit=200");
        var listed = await officer.GetAsync("/v1/incidents?exercise=true&limit=200");

        Assert.Multiple(() =>
        {
            Assert.That(filed.Says("/exercise"), Is.EqualTo("true"));
            Assert.That(filed.Leg("RS-TF").Says("/state"), Is.EqualTo("routed"));
            Assert.That(filed.Says("/priority/level"), Is.EqualTo("P3"));
            Assert.That(filed.Each("/instructions", ""), Is.All.StartsWith("EXERCISE"));
            Assert.That(leg.Says("/incident/exercise"), Is.EqualTo("true"));
            Assert.That(
                queue.Items("/items").Single(item => item.Says("/incidentId") == filed.Says("/id")).Says("/incident/exercise"),
                Is.EqualTo("true"));
            Assert.That(listed.Each("/items", "/id"), Does.Contain(filed.Says("/id")));
        });
    }

    [Test]
    public async Task Says_EXERCISE_and_gives_no_rescue_number_even_in_danger_to_life()
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("01").With("exercise", true));

        Assert.That(filed.Says("/priority/level"), Is.EqualTo("P1"));
        Assert.That(filed.Items("/instructions"), Is.Not.Empty);
        Assert.That(filed.Each("/instructions", ""), Is.All.StartsWith("EXERCISE"));
        Assert.That(filed.Each("/instructions", ""), Has.None.Match("[0-9]"));
    }
}

/// <summary>Scenario 10.</summary>
[OnBothStores]
public sealed class The_minimum_in_ninety_seconds(Store store) : Journey(store)
{
    [Test]
    public async Task Is_enough_and_is_told_what_is_missing()
    {
        var filed = await (await AsAsync("officer@BA-GRADISKA-LAND")).FiledAsync(Scenarios.Fresh("10"));

        Assert.Multiple(() =>
        {
            Assert.That(filed.Each("/referrals", "/taskForce"), Is.EquivalentTo(new[] { "BA-TIP", "BA-SOM" }));
            Assert.That(filed.Leg("BA-TIP").Says("/lead"), Is.EqualTo("true"), "A possible victim is present.");
            Assert.That(filed.Says("/priority/level"), Is.EqualTo("P2"));
            Assert.That(filed.Each("/completeness", "/code"), Is.SupersetOf(new[]
            {
                "callback_missing", "act_before_missing", "place_missing", "indicators_missing", "persons_missing", "age_band_missing",
            }));
            Assert.That(filed.Each("/completeness", "/message"), Is.All.Not.Empty);
        });
    }

    [Test]
    public async Task Becomes_complete_by_amendments()
    {
        var officer = await AsAsync("officer@BA-GRADISKA-LAND");
        var filed = await officer.FiledAsync(Scenarios.Fresh("10"));

        var amended = await officer.AmendNowAsync(
            filed, new JsonObject { ["callback"] = "Radio 4", ["place"] = new JsonObject { ["text"] = "Lane 2" } });

        Assert.That(amended.Each("/completeness", "/code"), Has.None.AnyOf("callback_missing", "place_missing"));
        Assert.That(amended.Each("/completeness", "/code"), Does.Contain("persons_missing"));
    }
}

/// <summary>What the table promises of any scenario.</summary>
[OnBothStores]
public sealed class Any_incident(Store store) : Journey(store)
{
    [Test]
    public async Task Is_accepted_once_when_two_officers_accept_it_at_the_same_moment()
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("06"));
        var (duty, second) = (await AsAsync("duty@ME-OPTEAM"), await AsAsync("second@ME-OPTEAM"));
        var leg = filed.Leg("ME-OPTEAM");
        var claimed = await duty.MoveNowAsync(leg, "claim");

        var answers = await Task.WhenAll(
            duty.MoveAsync(leg, "accept", claimed.ETag!), second.MoveAsync(leg, "accept", claimed.ETag!),
            duty.MoveAsync(leg, "accept", claimed.ETag!));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
        var losers = answers.Where(answer => answer.Status != 200).ToList();
        Assert.That(losers.Select(answer => answer.Status), Is.All.AnyOf(409, 412));
        Assert.That(losers.Select(answer => answer.At("/allowed")), Is.All.InstanceOf<JsonArray>());
        Assert.That(losers.Select(answer => answer.Says("/state")), Is.All.AnyOf("in_triage", "accepted"));
    }

    [TestCase("officer@RS-BEG-ACCU")]
    [TestCase("duty@RS-TF")]
    [TestCase("coordinator@RS")]
    [TestCase("duty@ME-CHILD", Description = "Another queue of the same jurisdiction, without a leg.")]
    public async Task Does_not_exist_for_others_who_guess_its_id_or_reference(string stranger)
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("06"));
        var guesser = await AsAsync(stranger);
        var before = Denials();

        var byId = await guesser.GetAsync($"/v1/incidents/{filed.Says("/id")}");
        var byReference = await guesser.GetAsync($"/v1/incidents/{filed.Says("/reference")}");
        var absent = await guesser.GetAsync($"/v1/incidents/{Scenarios.NewClientId()}");

        Assert.That(
            new[] { byId, byReference, absent }.Select(answer => (answer.Status, answer.Problem)), Is.All.EqualTo((404, "not-found")));
        Assert.That(Same(byId), Is.EqualTo(Same(absent)));
        // Each attempt is in the access log of who asked; those at what is there in the owner's too.
        Assert.That(Denials() - before, Is.EqualTo(stranger.EndsWith("@ME-CHILD", StringComparison.Ordinal) ? 3 : 5));

        static string Same(Answer answer)
        {
            var body = answer.Json!.DeepClone().AsObject();
            body.Remove("traceId");
            return body.ToJsonString();
        }
    }

    private long Denials() => Registry.Count("SELECT COUNT(*) FROM JournalEntry WHERE Kind = 'denied'");
}
