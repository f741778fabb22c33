using System.Security.Cryptography;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Client.Outbox;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>The offline outbox, against the whole registry.</summary>
public sealed class An_outbox
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private Registry registry;
    private string folder;

    private string OutboxPath => Path.Combine(folder, $"{TestContext.CurrentContext.Test.ID}.db");

    [OneTimeSetUp]
    public void Start()
    {
        registry = Registry.Start();
        folder = Directory.CreateTempSubdirectory("case-referral-outbox-").FullName;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await registry.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Sends_in_order_and_tells_what_became_of_each()
    {
        using var outbox = Open();
        var (first, wrong, last) = (Clients.Filing(), Clients.Filing(), Clients.Filing());
        wrong.CrimeHypothesis = "no-such-code";
        foreach (var filing in new[] { first, wrong, last })
            await outbox.AddAsync(filing);

        var told = await outbox.SendAsync(await registry.ClientOfAsync("officer@ME-BAR-PCU")).ToListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(item => (item.ClientId, item.State, item.Code)), Is.EqualTo(new[]
            {
                (first.ClientId, OutboxState.Filed, null), (wrong.ClientId, OutboxState.Refused, "validation-failed"),
                (last.ClientId, OutboxState.Filed, (string?)null),
            }));
            Assert.That(told[0].Incident!.Contacts, Is.Not.Empty, "Whom to call.");
            Assert.That(
                outbox.List(), Is.EqualTo(told)
                    .Using<OutboxItem>((one, other) => one.ClientId == other.ClientId && one.State == other.State));
            Assert.That(outbox.Open(first.ClientId), Is.Null, "The registry has it.");
            Assert.That(outbox.Open(wrong.ClientId)!.Facts, Is.EqualTo(wrong.Facts));
        }
    }

    [Test]
    public async Task Keeps_clientId_and_awareAt_and_makes_them_when_they_are_missing()
    {
        using var outbox = Open();
        var (kept, bare) = (Clients.Filing(), Clients.Filing());
        (bare.ClientId, bare.AwareAt) = (Guid.Empty, default);
        await outbox.AddAsync(kept);
        var made = await outbox.AddAsync(bare);

        var told = await outbox.SendAsync(await registry.ClientOfAsync("officer@ME-BAR-PCU")).ToListAsync();

        Assert.That(
            (told[0].Incident!.ClientId, told[0].Incident!.AwareAt, told[0].Incident!.AwareAt.Offset),
            Is.EqualTo((kept.ClientId, kept.AwareAt, kept.AwareAt.Offset)));
        Assert.That(made.ClientId, Is.Not.EqualTo(Guid.Empty).And.EqualTo(told[1].Incident!.ClientId));
    }

    [Test]
    public async Task Waits_without_a_connection_and_stops_at_the_first_that_cannot_go()
    {
        using var outbox = Open();
        await outbox.AddAsync(Clients.Filing());
        await outbox.AddAsync(Clients.Filing());
        var nobody = Clients.Of(new Uri("http://127.0.0.1:1/"), "x", options => options.Retries = 0);

        var told = await outbox.SendAsync(nobody).ToListAsync();

        Assert.That(told.Select(item => (item.State, item.Tries, item.Code)), Is.EqualTo([(OutboxState.Waiting, 1, "no-connection")]));
        Assert.That(outbox.List().Select(item => item.State), Is.All.EqualTo(OutboxState.Waiting));
    }

    [Test]
    public async Task Waits_for_a_new_sign_in()
    {
        using var outbox = Open();
        await outbox.AddAsync(Clients.Filing());

        var told = await outbox.SendAsync(Clients.Of(registry.Http.BaseAddress!, "no-token")).ToListAsync();

        Assert.That(told.Select(item => item.State), Is.EqualTo([OutboxState.Waiting]));
    }

    [Test]
    public async Task Tells_when_the_same_clientId_was_filed_differently()
    {
        var officer = await registry.ClientOfAsync("officer@ME-BAR-PCU");
        var filing = Clients.Filing();
        var there = await officer.FileIncidentAsync(filing);
        using var outbox = Open();
        filing.Facts = "Something else.";
        await outbox.AddAsync(filing);

        var told = await outbox.SendAsync(officer).SingleAsync();

        Assert.That(
            (told.State, told.Code, told.Reference, told.IncidentId, told.ETag),
            Is.EqualTo((OutboxState.Refused, "already-filed-differently", there.Result.Reference, there.Result.Id, there.ETag)));
    }

    [Test]
    public async Task Takes_the_same_filing_once_and_another_under_its_clientId_never()
    {
        using var outbox = Open();
        var filing = Clients.Filing();
        await outbox.AddAsync(filing);
        await outbox.AddAsync(filing);
        Assert.That(outbox.List(), Has.Count.EqualTo(1));

        filing.Facts = "Something else.";
        Assert.ThrowsAsync<ArgumentException>(() => outbox.AddAsync(filing));
        Assert.Throws<InvalidOperationException>(() => outbox.Discard(filing.ClientId), "It waits.");
    }

    [Test]
    public async Task Opens_with_its_own_key_only()
    {
        using (var outbox = Open())
            await outbox.AddAsync(Clients.Filing());
        using var stranger = new FilingOutbox(OutboxPath, OutboxKey.From(RandomNumberGenerator.GetBytes(32)));

        Assert.ThrowsAsync<AuthenticationTagMismatchException>(
            async () => await stranger.SendAsync(await registry.ClientOfAsync("officer@ME-BAR-PCU")).ToListAsync());
        Assert.That(File.ReadAllText(OutboxPath), Does.Not.Contain("Quillback").And.Not.Contain("ME-BAR-PCU"));
        Assert.Throws<ArgumentException>(() => OutboxKey.From("password"u8));
    }

    [Test]
    public async Task Lets_what_was_refused_wait_again_or_go()
    {
        using var outbox = Open();
        var filing = Clients.Filing();
        await outbox.AddAsync(filing);
        await outbox.SendAsync(await registry.ClientOfAsync("duty@ME-OPTEAM")).ToListAsync();
        Assert.That(outbox.List().Single().State, Is.EqualTo(OutboxState.Refused), "That desk doesn't file.");

        outbox.Retry(filing.ClientId);
        var told = await outbox.SendAsync(await registry.ClientOfAsync("officer@ME-BAR-PCU")).SingleAsync();
        outbox.Discard(filing.ClientId);

        Assert.That((told.State, told.Tries, outbox.List().Count), Is.EqualTo((OutboxState.Filed, 2, 0)));
    }

    private FilingOutbox Open() => new(OutboxPath, OutboxKey.From(secret));
}
