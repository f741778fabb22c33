using System.Net;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>The hand-written half of the C# client, against the whole registry.</summary>
public sealed class The_client
{
    private Registry registry;

    [OneTimeSetUp]
    public void Start() => registry = Registry.Start();

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [Test]
    public async Task Tells_what_is_allowed_when_a_move_is_not()
    {
        var (leg, duty) = (await FiledLegAsync(), await registry.ClientOfAsync("duty@ME-OPTEAM"));
        var now = await duty.GetReferralAsync(leg);

        var refused = Assert.ThrowsAsync<RegistryException<Problem>>(() => duty.ConcludeReferralAsync(
            leg, now.ETag, new ConcludeReferralRequest { Outcome = "confirmed_som", Feedback = "Too early by far." }))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (refused.Status, refused.Code, refused.State, refused.ETag), Is.EqualTo((409, "illegal-transition", "routed", now.ETag)));
            Assert.That(refused.Allowed, Is.EqualTo(now.Result.Allowed).And.Contains("claim"));
            Assert.That(refused.Message, Is.EqualTo("409 illegal-transition: Not possible in this state."));
        }
    }

    [Test]
    public async Task Tells_the_current_etag_when_somebody_was_faster()
    {
        var (leg, duty) = (await FiledLegAsync(), await registry.ClientOfAsync("duty@ME-OPTEAM"));
        var before = await duty.GetReferralAsync(leg);
        var acknowledged = await duty.AcknowledgeReferralAsync(leg, before.ETag);

        var late = Assert.ThrowsAsync<RegistryException<Problem>>(() => duty.ClaimReferralAsync(leg, before.ETag))!;

        Assert.That((late.Status, late.ETag), Is.EqualTo((412, acknowledged.ETag)));
    }

    [Test]
    public async Task Repeats_under_one_key_what_may_have_been_done()
    {
        var leg = await FiledLegAsync();
        var line = new BrokenLine(answersLost: 2);
        var duty = Clients.Of(registry.Http.BaseAddress!, (await registry.AsAsync("duty@ME-OPTEAM")).Token, line: () => line);

        var claimed = await duty.ClaimReferralAsync(
            leg, (await (await registry.ClientOfAsync("duty@ME-OPTEAM")).GetReferralAsync(leg)).ETag);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((claimed.Result.State, claimed.Replayed), Is.EqualTo(("in_triage", true)));
            Assert.That(line.Keys, Has.Count.EqualTo(3).And.All.EqualTo(line.Keys[0]).And.All.Not.Null);
        }
    }

    [Test]
    public async Task Never_repeats_a_patch_that_may_have_been_done()
    {
        var officer = await registry.ClientOfAsync("officer@ME-BAR-PCU");
        var filed = await officer.FileIncidentAsync(Clients.Filing());
        var line = new BrokenLine(answersLost: 1);
        var unlucky = Clients.Of(registry.Http.BaseAddress!, (await registry.AsAsync("officer@ME-BAR-PCU")).Token, line: () => line);

        Assert.ThrowsAsync<HttpRequestException>(
            () => unlucky.AmendIncidentAsync(filed.Result.Reference, filed.ETag, new FilingPatch { Callback = "cabin 4" }));

        Assert.That((line.Keys.Count, (await officer.GetIncidentAsync(filed.Result.Reference)).Result.Version), Is.EqualTo((1, 2)));
    }

    [TestCase(HttpStatusCode.ServiceUnavailable)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.Conflict)]
    public async Task Waits_and_repeats_whatever_was_refused_undone(HttpStatusCode status)
    {
        var line = new BrokenLine(answersLost: 0, refusals: 2, status);
        var officer = Clients.Of(registry.Http.BaseAddress!, (await registry.AsAsync("officer@ME-BAR-PCU")).Token, line: () => line);

        Assert.That((await officer.GetMeAsync()).Result.IsPerson, Is.True);
        Assert.That(line.Keys, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Takes_members_away_by_a_merge_patch_and_leaves_the_rest()
    {
        var officer = await registry.ClientOfAsync("officer@ME-BAR-PCU");
        var filing = Clients.Filing();
        (filing.Callback, filing.Assessment) = ("cabin 4", "Loaded elsewhere.");
        var filed = await officer.FileIncidentAsync(filing);

        await officer.AmendIncidentAsync(filed.Result.Reference, filed.ETag, new FilingPatch { Removes = ["callback"] });

        var content = (await officer.OpenContentAsync(filed.Result.Reference, "filing")).Result;
        Assert.That((content.Callback, content.Assessment, content.Facts), Is.EqualTo(((string?)null, "Loaded elsewhere.", filing.Facts)));
    }

    [Test]
    public async Task Follows_cursors_to_the_last_item()
    {
        var officer = await registry.ClientOfAsync("officer@ME-BAR-PCU");
        for (var filing = 0; filing < 5; filing++)
            await officer.FileIncidentAsync(Clients.Filing());

        var all = await officer.ListIncidentsAsync(limit: 200);
        var followed = await Pages.FollowAsync(
            cursor => officer.ListIncidentsAsync(limit: 2, cursor: cursor), page => (page.Items, page.Next)).ToListAsync();

        Assert.That(followed.Select(incident => incident.Id), Is.EqualTo(all.Result.Items.Select(incident => incident.Id)));
    }

    [TestCase(5.5), TestCase(-9.5), TestCase(0)]
    public async Task Asks_for_instants_as_they_are_anywhere(double offset)
    {
        var (officer, duty) = (await registry.ClientOfAsync("officer@ME-BAR-PCU"), await registry.ClientOfAsync("duty@ME-OPTEAM"));
        var filed = (await officer.FileIncidentAsync(Clients.Filing())).Result;
        await officer.OpenContentAsync(filed.Reference, "filing");
        var (auditor, leg) = (await registry.ClientOfAsync("auditor@ME"), filed.Referrals.Single(referral => referral.Lead));
        var entry = (await auditor.ListAccessLogAsync(incident: filed.Reference, kind: "consultation")).Result.Items.Single();
        var (at, due, seen) = (There(filed.ReceivedAt), There(leg.AcknowledgeBy), There(entry.At));
        var tick = TimeSpan.FromMilliseconds(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await IncidentsAsync(at - tick, at + tick), Is.EqualTo([filed.Id]));
            Assert.That(await IncidentsAsync(at + tick, null), Does.Not.Contain(filed.Id));
            Assert.That(await IncidentsAsync(null, at - tick), Does.Not.Contain(filed.Id));
            Assert.That(await ReferralsAsync(at - tick, due + tick), Does.Contain(leg.Id));
            Assert.That(await ReferralsAsync(at + tick, null), Does.Not.Contain(leg.Id));
            Assert.That(await ReferralsAsync(null, due - tick), Does.Not.Contain(leg.Id));
            Assert.That(await EntriesAsync(seen, seen + tick), Is.EqualTo([entry.Id]));
            Assert.That(await EntriesAsync(seen + tick, null), Does.Not.Contain(entry.Id));
            Assert.That(await OfIncidentAsync(seen, seen + tick), Is.EqualTo([entry.Id]));
            Assert.That(await OfIncidentAsync(null, seen), Does.Not.Contain(entry.Id));
        }

        DateTimeOffset There(DateTimeOffset instant) => instant.ToOffset(TimeSpan.FromHours(offset));

        async Task<IEnumerable<Guid>> IncidentsAsync(DateTimeOffset? after, DateTimeOffset? before) =>
            (await officer.ListIncidentsAsync(filedAfter: after, filedBefore: before, limit: 200)).Result.Items.Select(item => item.Id);

        async Task<IEnumerable<Guid>> ReferralsAsync(DateTimeOffset? after, DateTimeOffset? before) =>
            (await duty.ListReferralsAsync(filedAfter: after, dueBefore: before, limit: 200)).Result.Items.Select(item => item.Id);

        async Task<IEnumerable<Guid>> EntriesAsync(DateTimeOffset? from, DateTimeOffset? to) =>
            (await auditor.ListAccessLogAsync(from: from, to: to, kind: "consultation", limit: 200)).Result.Items.Select(item => item.Id);

        async Task<IEnumerable<Guid>> OfIncidentAsync(DateTimeOffset? from, DateTimeOffset? to) =>
            (await auditor.ListIncidentAccessLogAsync(filed.Reference, from: from, to: to, kind: "consultation")).Result.Items
            .Select(item => item.Id);
    }

    [TestCase(""), TestCase(" "), TestCase("."), TestCase("..")]
    public async Task Never_takes_the_list_for_an_item_without_an_id(string none)
    {
        var line = new BrokenLine(answersLost: 0);
        var duty = Clients.Of(registry.Http.BaseAddress!, (await registry.AsAsync("duty@ME-OPTEAM")).Token, line: () => line);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Assert.ThrowsAsync<ArgumentException>(() => duty.GetIncidentAsync(none))!.ParamName, Is.EqualTo("id"));
            Assert.ThrowsAsync<ArgumentException>(() => duty.GetCodeListAsync(none));
            Assert.ThrowsAsync<ArgumentException>(() => duty.ExportIncidentAccessLogAsync(none, Stream.Null, "audit"));
            Assert.ThrowsAsync<ArgumentException>(() => duty.GetReferralAsync(Guid.Empty));
            Assert.ThrowsAsync<ArgumentNullException>(() => duty.GetIncidentAsync(null!));
            Assert.That(line.Keys, Is.Empty);
        }
    }

    [Test]
    public async Task Tells_that_what_one_has_is_current()
    {
        var officer = await registry.ClientOfAsync("officer@ME-BAR-PCU");
        var kept = await officer.ListUnitsAsync();

        var again = await officer.ListUnitsAsync(kept.ETag);
        var code = await officer.GetCodeListAsync("crimeHypothesis", (await officer.GetCodeListAsync("crimeHypothesis")).ETag);
        var changed = await officer.ListUnitsAsync("\"another\"");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Status, again.IsNotModified, code.IsNotModified), Is.EqualTo((304, true, true)));
            Assert.That(again.Or(kept).Result.Items, Is.Not.Empty.And.SameAs(kept.Result.Items));
            Assert.That(() => again.Result, Throws.InvalidOperationException);
            Assert.That(() => again.Or(null), Throws.ArgumentNullException);
            Assert.That((changed.IsNotModified, changed.Or(kept)), Is.EqualTo((false, changed)));
            Assert.That(changed.Result.Items, Has.Count.EqualTo(kept.Result.Items.Count));
        }
    }

    [Test]
    public async Task Writes_an_export_of_the_access_log_to_a_stream()
    {
        var officer = await registry.ClientOfAsync("officer@ME-BAR-PCU");
        var filed = (await officer.FileIncidentAsync(Clients.Filing())).Result;
        await officer.OpenContentAsync(filed.Reference, "filing");
        var auditor = await registry.ClientOfAsync("auditor@ME");
        using MemoryStream all = new(), one = new(), none = new();

        await auditor.ExportAccessLogAsync(all, "audit", new() { Kind = "consultation" }, incident: filed.Reference);
        await auditor.ExportIncidentAccessLogAsync(
            filed.Reference, one, "audit", new() { From = filed.ReceivedAt.ToOffset(new(5, 30, 0)) });
        var refused = Assert.ThrowsAsync<RegistryException<Problem>>(() => auditor.ExportAccessLogAsync(none, "investigation"))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lines(all), Has.Length.EqualTo(3), "a head, the entry, and the end of its line");
            Assert.That(Lines(all)[1], Does.Contain(filed.Reference));
            Assert.That(Lines(one)[1..^1], Is.Not.Empty.And.All.Contains(filed.Reference));
            Assert.That((refused.Status, refused.Code, none.Length), Is.EqualTo((403, "purpose-not-yours", 0)));
        }

        static string[] Lines(MemoryStream csv) => System.Text.Encoding.UTF8.GetString(csv.ToArray()).Split("\r\n");
    }

    [Test]
    public void Reads_what_retention_has_deleted_as_null()
    {
        const string Act = """{ "kind": "seat-given", "at": "2026-03-18T04:40:00Z", "details": """;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Details("null }"), Is.Null);
            Assert.That(Details("""{ "seat": "x" } }""")!.Value.GetProperty("seat").GetString(), Is.EqualTo("x"));
        }

        static System.Text.Json.JsonElement? Details(string rest) =>
            System.Text.Json.JsonSerializer.Deserialize<AdministrativeAct>(Act + rest)!.Details;
    }

    [Test]
    public async Task Tells_whatever_keeps_it_from_a_token_in_one_way()
    {
        var line = new BrokenLine(answersLost: 0);
        var nobody = Clients.Of(
            registry.Http.BaseAddress!, "", options => options.Token = _ => throw new TimeoutException("The card is asleep."), () => line);
        using var end = new CancellationTokenSource();
        await end.CancelAsync();

        var failed = Assert.ThrowsAsync<SignInException>(() => nobody.GetMeAsync())!;

        Assert.That((failed.InnerException?.GetType(), line.Keys.Count), Is.EqualTo((typeof(TimeoutException), 0)));
        Assert.That(failed.Message, Does.Contain("The card is asleep."));
        Assert.That(() => nobody.GetMeAsync(end.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Asks_again_for_a_token_when_the_line_to_whoever_gives_them_broke()
    {
        var (token, asked) = ((await registry.AsAsync("officer@ME-BAR-PCU")).Token, 0);
        var officer = Clients.Of(registry.Http.BaseAddress!, token, options => options.Token = _ =>
            asked++ == 0 ? throw new HttpRequestException("The line broke.") : ValueTask.FromResult(token));

        Assert.That(((await officer.GetMeAsync()).Result.IsPerson, asked), Is.EqualTo((true, 2)));
    }

    [Test]
    public void Says_what_a_number_of_retries_is()
    {
        var refused = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(
            () => Clients.Of(new("https://registry.example"), "x", options => options.Retries = -1))!;

        Assert.That(refused.Message, Does.Contain("0 sends it once"));
    }

    [TestCase("http://registry.example/", true)]
    [TestCase(null, true)]
    [TestCase("https://registry.example/", false)]
    public void Refuses_to_be_set_up_without_https_or_without_tokens(string? address, bool tokens)
    {
        var services = new ServiceCollection();
        services.AddCaseReferralClient(options =>
        {
            options.BaseAddress = address is null ? null : new Uri(address);
            options.Token = tokens ? _ => ValueTask.FromResult("x") : null;
        });
        using var provider = services.BuildServiceProvider();

        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => provider.GetRequiredService<ICaseReferralClient>());
    }

    private async Task<Guid> FiledLegAsync() =>
        (await (await registry.ClientOfAsync("officer@ME-BAR-PCU")).FileIncidentAsync(Clients.Filing())).Result.Referrals.Single(
            leg => leg.Lead).Id;

    // Loses answers after the registry has acted, and refuses as a busy registry does; notes each request's key.
    private sealed class BrokenLine(
        int answersLost, int refusals = 0, HttpStatusCode status = HttpStatusCode.ServiceUnavailable)
        : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string?> Keys { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Keys.Add(request.Headers.TryGetValues("Idempotency-Key", out var key) ? key.Single() : null);
            if (Keys.Count <= refusals)
                return new HttpResponseMessage(status) { Headers = { { "Retry-After", "0" } } };
            var answer = await base.SendAsync(request, cancellationToken);
            if (Keys.Count > answersLost)
                return answer;
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The line broke.");
        }
    }
}
