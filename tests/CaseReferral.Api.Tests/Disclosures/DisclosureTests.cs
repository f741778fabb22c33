using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Drivers;
using static CaseReferral.Api.Tests.Disclosures.CrossBorder;

namespace CaseReferral.Api.Tests.Disclosures;

/// <summary>Between Serbia, whose case it is, and the operational team of Montenegro, which it touches.</summary>
public sealed class A_case_that_touches_another_jurisdiction
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Desk lead = null!;
    private Desk owner = null!;
    private Desk abroad = null!;

    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@RS-BEG-ACCU");
        lead = await registry.AsAsync("lead@RS-TF");
        owner = await registry.AsAsync("coordinator@RS");
        abroad = await registry.AsAsync("duty@ME-OPTEAM");
        // The agreement lets content go too, and there is another one that lets nothing but a pointer go.
        registry.Execute(
            """
            UPDATE SopPack SET Body = json_set(Body, '$.agreements[0].maySend', json('["pointer","summary","content"]'),
                '$.agreements[1]', json(
                    '{"id":"pointer-only","title":"Hints only","parties":["RS","ME"],"validFrom":"2020-01-01","maySend":["pointer"]}'),
                '$.agreements[2]', json(
                    '{"id":"summary-only","title":"Summaries","parties":["RS","ME"],"validFrom":"2020-01-01","maySend":["summary"]}'))
            WHERE Jurisdiction = 'RS';
            UPDATE ReferenceRevision SET Revision = Revision + 1
            """);
        var seen = await officer.FiledAsync(Touching("H0"));
        Assert.That(seen.Leg("ME-OPTEAM").Says("/kind"), Is.EqualTo("notice"));
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [TestCase("H2")]
    [TestCase("H3")]
    public async Task Sends_a_pointer_and_nothing_else_while_its_handling_code_holds_it_back(string handling)
    {
        var filed = await officer.FiledAsync(Touching(handling));
        var pointers = await abroad.GetAsync("/v1/pointers?limit=200");
        var pointer = pointers.Items("/items").Single(item => item.Says("/reference") == filed.Says("/reference"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(filed.Each("/referrals", "/taskForce"), Does.Not.Contain("ME-OPTEAM"));
            Assert.That(pointer.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "reference", "priority", "contact" }));
            Assert.That(pointer["contact"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "desk", "phone" }));
            Assert.That(pointer.Says("/contact/phone"), Does.StartWith("+381"));
            Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(404));
            Assert.That((await abroad.GetAsync($"/v1/incidents/{filed.Says("/reference")}")).Status, Is.EqualTo(404));
            Assert.That((await abroad.OpenAsync(filed, "triage")).Status, Is.EqualTo(404));
            Assert.That((await (await registry.AsAsync("duty@BA-TIP")).GetAsync("/v1/pointers")).Items("/items"), Is.Empty);
        }
    }

    [Test]
    public async Task Is_seen_abroad_from_the_owners_consent_to_its_revocation()
    {
        var filed = await officer.FiledAsync(Touching("H2"));
        var asked = await AskAsync(filed);
        Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(404));

        var consented = await AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(consented.Status, Is.EqualTo(200), consented.Text);
            Assert.That(
                (consented.Says("/state"), consented.Says("/version"), consented.Says("/legalBasis")),
                Is.EqualTo(("consented", "1", "rs-me-cooperation")));
            Assert.That((await abroad.GetAgainAsync(filed)).Says("/handlingCode"), Is.EqualTo("H2"));
            Assert.That((await abroad.GetAsync("/v1/incidents?limit=200")).Text, Does.Contain(filed.Says("/id")));
            Assert.That((await abroad.OpenAsync(filed, "investigation")).Says("/facts"), Is.Not.Null);
            Assert.That((await abroad.OpenAsync(filed, "victim_support")).Problem, Is.EqualTo("purpose-not-yours"));
        }

        // An amendment afterwards: the recipient is told that there is something newer.
        Assert.That(
            (await officer.AmendNowAsync(filed, new JsonObject { ["facts"] = "Two of them are children." })).Status,
            Is.EqualTo(200));
        var told = await abroad.GetAsync($"/v1/incidents/{filed.Says("/id")}/disclosures");
        Assert.That(
            told.Items("/items").Select(
                item => $"{item.Says("/recipient")} {item.Says("/version")} {item.Says("/newer")} {item.Says("/revoked")}"),
            Is.EqualTo(new[] { "ME-OPTEAM 1 true false" }), told.Text);

        using (Assert.EnterMultipleScope())
        {
            var timeline = $"/v1/incidents/{filed.Says("/id")}/timeline";
            Assert.That(
                (await owner.GetAsync(timeline)).Each("/items", "/kind"),
                Does.Contain("disclosure-requested").And.Contain("disclosure-consented"));
            foreach (var other in new[] { officer, abroad })
                Assert.That(
                    (await other.GetAsync(timeline)).Each("/items", "/kind"),
                    Has.None.StartsWith("disclosure-").And.Contain("incident-filed"));
        }

        var revoked = await AnswerAsync(owner, consented, "revoke", new JsonObject { ["reason"] = "The source has withdrawn." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(revoked.Says("/state"), Is.EqualTo("revoked"), revoked.Text);
            Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(404));
            Assert.That((await abroad.OpenAsync(filed, "investigation")).Status, Is.EqualTo(404));
            Assert.That((await abroad.GetAsync("/v1/incidents?limit=200")).Text, Does.Not.Contain(filed.Says("/id")));
            Assert.That(
                registry.Journal($"e.IncidentId = X'{Guid.Parse(filed.Says("/id")!):N}' AND e.Kind LIKE 'disclosure%'")
                    .Select(entry => entry.Kind),
                Is.EqualTo(new[] { "disclosure-requested", "disclosure-consented", "disclosure-revoked" }));
        }
    }

    [Test]
    public async Task Can_be_refused_with_a_reason_that_the_asker_reads()
    {
        var filed = await officer.FiledAsync(Touching("H3"));
        var asked = await AskAsync(filed);
        Assert.That((await AnswerAsync(owner, asked, "refuse", new JsonObject())).Errors, Is.EqualTo(new[] { "/reason" }));
        var refused = await AnswerAsync(lead, asked, "refuse", new JsonObject { ["reason"] = "The source would be known." });
        var texts = await abroad.GetAsync($"/v1/disclosure-requests/{asked.Says("/id")}/content", "investigation");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Says("/state"), refused.Says("/decidedBy/role")), Is.EqualTo(("refused", "lead")), refused.Text);
            Assert.That(
                (texts.Says("/whatFor"), texts.Says("/reason")),
                Is.EqualTo(("The lorry is at our border.", "The source would be known.")), texts.Text);
            Assert.That(
                (await officer.OpenAsync(filed, "filing")).Text,
                Does.Not.Contain("at our border").And.Not.Contain("source would"), "theirs to read");
            Assert.That(
                (await abroad.GetAsync($"/v1/disclosure-requests/{asked.Says("/id")}/content")).Problem,
                Is.EqualTo("purpose-required"));
            Assert.That(
                (await AnswerAsync(owner, refused, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" })).Problem,
                Is.EqualTo("illegal-transition"));
            Assert.That(
                (await AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" })).Status,
                Is.EqualTo(412));
        }
    }

    [Test]
    public async Task Is_never_widened_by_a_consent_beyond_its_agreement()
    {
        var filed = await officer.FiledAsync(Touching("H2"));
        var asked = await AskAsync(filed);
        foreach (var basis in new[] { "pointer-only", "no-such-agreement" })
            Assert.That(
                (await AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = basis })).Problem,
                Is.EqualTo("no-legal-basis"), basis);
        Assert.That(
            (await AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "summary-only" })).Status,
            Is.EqualTo(200));

        Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(200));
        Assert.That((await abroad.OpenAsync(filed, "investigation")).Problem, Is.EqualTo("disclosure-needed"));
    }

    [TestCase("urgent_and_at_hand", "PT7H59M", "PT2M")]
    [TestCase("urgent", "P2DT23H59M", "PT2M")]
    [TestCase("normal", "P6DT23H59M", "PT2M")]
    public async Task Must_be_answered_while_the_consent_clock_runs(string urgency, string within, string beyond)
    {
        await using var own = Registry.Start();
        var filed = await (await own.AsAsync("officer@RS-BEG-ACCU")).FiledAsync(Touching("H2"));
        var asked = await AskAsync(filed, urgency, await own.AsAsync("duty@ME-OPTEAM"));
        var list = $"/v1/incidents/{filed.Says("/id")}/disclosure-requests";
        await own.AdvanceAsync(within);
        Assert.That((await (await own.AsAsync("coordinator@RS")).GetAsync(list)).Says("/items/0/overdue"), Is.EqualTo("false"));
        await own.AdvanceAsync(beyond);
        Assert.That((await (await own.AsAsync("coordinator@RS")).GetAsync(list)).Says("/items/0/overdue"), Is.EqualTo("true"));
        Assert.That(asked.Status, Is.EqualTo(201));
    }

    [Test]
    public async Task Is_answered_by_its_owner_only()
    {
        var asked = await AskAsync(await officer.FiledAsync(Touching("H2")));
        var body = new JsonObject { ["legalBasis"] = "rs-me-cooperation" };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (await AnswerAsync(await registry.AsAsync("duty@RS-TF"), asked, "consent", body)).Problem,
                Is.EqualTo("not-yours-to-disclose"));
            Assert.That((await AnswerAsync(abroad, asked, "consent", body)).Problem, Is.EqualTo("not-yours-to-disclose"));
            Assert.That((await AnswerAsync(await registry.AsAsync("coordinator@ME"), asked, "consent", body)).Status, Is.EqualTo(404));
            Assert.That((await AnswerAsync(await registry.AsAsync("lead@BA-TIP"), asked, "consent", body)).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Can_be_sent_on_by_the_owners_own_desk()
    {
        var filed = await officer.FiledAsync(Touching("H0", touches: "RS"));
        var path = $"/v1/incidents/{filed.Says("/id")}/disclosure-requests";
        var wrong = await lead.SendAsync(
            HttpMethod.Post, path, new JsonObject { ["urgency"] = "urgent", ["whatFor"] = "They should know." });
        var home = await lead.SendAsync(
            HttpMethod.Post, path, new JsonObject { ["urgency"] = "urgent", ["whatFor"] = "They should know.", ["recipient"] = "RS-CPTV" });
        var asked = await lead.SendAsync(
            HttpMethod.Post, path,
            new JsonObject { ["urgency"] = "urgent", ["whatFor"] = "They should know.", ["recipient"] = "ME-OPTEAM" });
        await AnswerAsync(lead, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((wrong.Errors[0], home.Errors[0]), Is.EqualTo(("/recipient", "/recipient")));
            Assert.That((await abroad.OpenAsync(filed, "deconfliction")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Disappears_abroad_once_complicity_is_suspected()
    {
        var filed = await officer.FiledAsync(Touching("H2"));
        await AnswerAsync(owner, await AskAsync(filed), "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });
        Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(200));
        Assert.That((await officer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true })).Status, Is.EqualTo(200));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(404));
            Assert.That((await abroad.OpenAsync(filed, "investigation")).Status, Is.EqualTo(404));
            Assert.That((await abroad.GetAsync("/v1/pointers?limit=200")).Text, Does.Not.Contain(filed.Says("/reference")));
            Assert.That((await owner.GetAsync($"/v1/incidents/{filed.Says("/id")}/disclosure-requests")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Is_handed_over_abroad_only_once_its_owner_consented()
    {
        var filed = await officer.FiledAsync(Touching("H2"));
        var leg = filed.Leg("RS-TF");
        Assert.That((await lead.MoveNowAsync(leg, "claim", null)).Status, Is.EqualTo(200));
        var asked = await AskAsync(filed);
        JsonObject Over() => new() { ["taskForce"] = "ME-OPTEAM", ["reason"] = "They hold the lorry." };
        var held = await lead.MoveNowAsync(leg, "transfer", Over());
        await AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });
        var over = await lead.MoveNowAsync(leg, "transfer", Over());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((held.Status, held.Problem), Is.EqualTo((409, "recipient-refused")), held.Text);
            Assert.That(over.Status, Is.EqualTo(200), over.Text);
            Assert.That((await owner.GetAgainAsync(filed)).Leg("ME-OPTEAM").Says("/legalBasis"), Is.EqualTo("rs-me-cooperation"));
        }
    }

    [Test]
    public async Task Is_no_longer_opened_abroad_when_its_handling_code_is_raised()
    {
        // A notice opens nothing; an action leg abroad does while the code lets it.
        var filed = await officer.FiledAsync(Touching("H1"));
        registry.Execute(
            "UPDATE Referral SET Kind = 'action', LegalBasis = 'rs-me-cooperation' "
            + $"WHERE Id = X'{Guid.Parse(filed.Leg("ME-OPTEAM").Says("/id")!):N}'");
        var shown = await abroad.OpenAsync(filed, "triage");
        Assert.That(
            (await officer.AmendNowAsync(filed, new JsonObject { ["handling"] = new JsonObject { ["code"] = "H2" } })).Status,
            Is.EqualTo(200));
        var held = await abroad.OpenAsync(filed, "triage");
        var asked = await AskAsync(filed);
        await AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Says("/handlingCode"), Is.EqualTo("H1"), shown.Text);
            Assert.That(held.Problem, Is.EqualTo("disclosure-needed"));
            Assert.That((await abroad.OpenAsync(filed, "triage")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Tells_its_recipient_of_the_answer_of_an_amendment_and_of_a_revocation()
    {
        var filed = await officer.FiledAsync(Touching("H2"));
        var asked = await AskAsync(filed);
        var consented = await AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });
        Assert.That((await officer.AmendNowAsync(filed, new JsonObject { ["direction"] = "transit" })).Status, Is.EqualTo(200));
        Assert.That(
            (await AnswerAsync(owner, consented, "revoke", new JsonObject { ["reason"] = "The source has withdrawn." })).Status,
            Is.EqualTo(200));
        Assert.That((await officer.AmendNowAsync(filed, new JsonObject { ["direction"] = "entry" })).Status, Is.EqualTo(200));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(CrossBorder.Told(registry, filed), Is.EqualTo(new[]
            {
                "disclosure_requested 0 RS-TF", "disclosure_answered 0 ME-OPTEAM", "disclosure_amended 0 ME-OPTEAM",
                "disclosure_revoked 0 ME-OPTEAM",
            }));
            // It exists no more for the recipient, who reads that the consent was taken back and whom to call.
            Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(404));
            Assert.That((await abroad.GetAsync($"/v1/disclosure-requests/{asked.Says("/id")}")).Says("/state"), Is.EqualTo("revoked"));
            Assert.That((await abroad.GetAsync("/v1/pointers?limit=200")).Text, Does.Contain(filed.Says("/reference")));
        }
    }

    [Test]
    public async Task Tells_whoever_has_a_copy_that_it_was_amended_also_when_the_copy_was_noted()
    {
        var filed = await officer.FiledAsync(Touching("H0"));
        Assert.That((await abroad.MoveNowAsync(filed.Leg("ME-OPTEAM"), "acknowledge")).Says("/state"), Is.EqualTo("noted"));
        Assert.That((await officer.AmendNowAsync(filed, new JsonObject { ["direction"] = "transit" })).Status, Is.EqualTo(200));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(CrossBorder.Told(registry, filed), Is.EqualTo(new[] { "disclosure_amended 0 ME-OPTEAM" }));
            Assert.That(
                (await abroad.GetAsync($"/v1/incidents/{filed.Says("/id")}/disclosures")).Each("/items", "/newer"),
                Is.EqualTo(new[] { "true" }));
        }
    }

    [Test]
    public async Task Tells_nobody_abroad_of_what_its_own_desks_only_considered()
    {
        var filed = await officer.FiledAsync(Touching("H0", touches: "RS"));
        var asked = await CrossBorder.AskAsync(lead, filed, recipient: "ME-OPTEAM");
        Assert.That((await AnswerAsync(owner, asked, "refuse", new JsonObject { ["reason"] = "Not yet." })).Status, Is.EqualTo(200));

        Assert.That(CrossBorder.Told(registry, filed), Is.EqualTo(new[] { "disclosure_requested 0 RS-TF", "disclosure_answered 0 RS-TF" }));
    }

    [Test]
    public async Task Is_seen_by_a_consent_whatever_becomes_of_a_copy_and_afterwards_as_far_as_the_copy_went()
    {
        var filed = await officer.FiledAsync(Touching("H0"));
        var direction = filed.Says("/direction");
        var asked = await CrossBorder.AskAsync(lead, filed, recipient: "ME-OPTEAM");
        var consented = await AnswerAsync(lead, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });
        Assert.That((await abroad.MoveNowAsync(filed.Leg("ME-OPTEAM"), "acknowledge")).Says("/state"), Is.EqualTo("noted"));
        Assert.That((await officer.AmendNowAsync(filed, new JsonObject { ["direction"] = "internal" })).Status, Is.EqualTo(200));
        var byConsent = await abroad.GetAgainAsync(filed);
        Assert.That((await AnswerAsync(lead, consented, "revoke", new JsonObject { ["reason"] = "It is ours." })).Status, Is.EqualTo(200));
        var byCopy = await abroad.GetAgainAsync(filed);

        Assert.That(
            (direction, byConsent.Says("/direction"), byCopy.Says("/direction")),
            Is.EqualTo((direction, "internal", direction)), byCopy.Text);
    }

    [Test]
    public async Task Stays_in_sight_while_another_consent_stands()
    {
        var filed = await officer.FiledAsync(Touching("H2"));
        var basis = new JsonObject { ["legalBasis"] = "rs-me-cooperation" };
        var first = await AnswerAsync(owner, await AskAsync(filed), "consent", basis);
        await AnswerAsync(owner, await CrossBorder.AskAsync(lead, filed, recipient: "ME-OPTEAM"), "consent", basis);
        Assert.That((await AnswerAsync(owner, first, "revoke", new JsonObject { ["reason"] = "Once is enough." })).Status, Is.EqualTo(200));

        Assert.That((await abroad.GetAgainAsync(filed)).Status, Is.EqualTo(200));
    }

    private Task<Answer> AskAsync(Answer filed, string urgency = "urgent", Desk? by = null) =>
        CrossBorder.AskAsync(by ?? abroad, filed, urgency);
}
