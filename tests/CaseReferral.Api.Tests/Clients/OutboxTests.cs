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
        using (Open())
        {
            // Bound when it is made, empty as it is.
        }

        var refused = Assert.Throws<CryptographicException>(() => Open(RandomNumberGenerator.GetBytes(32)))!;
        using (var outbox = Open())
            await outbox.AddAsync(Clients.Filing());
        Assert.Throws<CryptographicException>(() => Open(RandomNumberGenerator.GetBytes(32)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Message, Does.Contain("was made with another key").And.Contains(OutboxPath));
            Assert.That(File.ReadAllText(OutboxPath), Does.Not.Contain("Quillback").And.Not.Contain("ME-BAR-PCU"));
            Assert.Throws<ArgumentException>(() => OutboxKey.From("password"u8));
        }

        using var again = Open();
        Assert.That(await SentAsync(again), Is.EqualTo([OutboxState.Filed]));
    }

    [Test]
    public async Task Has_a_key_of_its_own_that_nobody_overwrites()
    {
        var key = OutboxKey.From(secret);
        var filing = Clients.Filing();
        using (var outbox = new FilingOutbox(OutboxPath, key))
        {
            key.Dispose();
            await outbox.AddAsync(filing);
        }

        Assert.Throws<ObjectDisposedException>(() => _ = new FilingOutbox(OutboxPath + ".other", key));
        Assert.That(File.Exists(OutboxPath + ".other"), Is.False);
        using var again = Open();
        Assert.That(again.Open(filing.ClientId)!.Facts, Is.EqualTo(filing.Facts));
    }

    [Test]
    public async Task Made_before_files_had_a_key_is_opened_by_what_is_in_it()
    {
        using (var outbox = Open())
            await outbox.AddAsync(Clients.Filing());
        AsItWas(OutboxPath);

        Assert.Throws<CryptographicException>(() => Open(RandomNumberGenerator.GetBytes(32)));
        using (var mine = Open())
            Assert.That(await SentAsync(mine), Is.EqualTo([OutboxState.Filed]));
        AsItWas(OutboxPath);
        Assert.Throws<CryptographicException>(() => Open(RandomNumberGenerator.GetBytes(32)), "What was answered tells as well.");
        using (var mine = Open())
            Assert.That(mine.List().Single().Incident, Is.Not.Null);
    }

    [Test]
    public async Task That_two_keys_wrote_to_loses_nothing_of_either()
    {
        var other = RandomNumberGenerator.GetBytes(32);
        var (mine, theirs, mineToo) = (Clients.Filing(), Clients.Filing(), Clients.Filing());
        using (var outbox = new FilingOutbox(OutboxPath + ".other", OutboxKey.From(other)))
            await outbox.AddAsync(theirs);
        using (var outbox = Open())
        {
            await outbox.AddAsync(mine);
            Change(OutboxPath, $"""
                ATTACH '{OutboxPath}.other' AS other;
                INSERT INTO Filing (ClientId, State, AddedAt, Tries, Fingerprint, Payload)
                SELECT ClientId, State, AddedAt, Tries, Fingerprint, Payload FROM other.Filing
                """);
            await outbox.AddAsync(mineToo);
        }

        AsItWas(OutboxPath);
        using (var outbox = Open())
        {
            var told = await outbox.SendAsync(await registry.ClientOfAsync("officer@ME-BAR-PCU")).ToListAsync();
            Assert.That(
                told.Select(item => (item.State, item.Code)), Is.EqualTo(new[]
                {
                    (OutboxState.Filed, null), (OutboxState.Refused, FilingOutbox.SealedWithAnotherKey), (OutboxState.Filed, (string?)null),
                }));
            Assert.That(() => outbox.Open(theirs.ClientId), Throws.InstanceOf<CryptographicException>());
        }

        using (var outbox = Open(other))
        {
            outbox.Retry(theirs.ClientId);
            Assert.That(await SentAsync(outbox), Is.EqualTo([OutboxState.Filed]));
            Assert.That(outbox.List().Select(item => item.State), Is.All.EqualTo(OutboxState.Filed));
        }
    }

    [Test]
    public async Task Keeps_what_was_wrong_so_that_it_can_be_corrected()
    {
        var wrong = Clients.Filing();
        wrong.CrimeHypothesis = "no-such-code";
        using (var outbox = Open())
        {
            await outbox.AddAsync(wrong);
            await SentAsync(outbox);
        }

        using var again = Open();
        var item = again.List().Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(item.Detail, Is.Not.Empty);
            Assert.That(item.Errors.Keys, Is.EqualTo(["/crimeHypothesis"]));
            Assert.That(item.Errors["/crimeHypothesis"], Is.Not.Empty);
            Assert.That(File.ReadAllText(OutboxPath), Does.Not.Contain("/crimeHypothesis"), "It lies there in the clear.");
        }

        again.Retry(wrong.ClientId);
        var corrected = again.Open(wrong.ClientId)!;
        (corrected.ClientId, corrected.CrimeHypothesis) = (Guid.Empty, "som");
        var added = await again.AddAsync(corrected);
        await SentAsync(again);
        var filed = again.List().Single(one => one.ClientId == added.ClientId);
        Assert.That((filed.State, filed.Detail, filed.Errors.Count), Is.EqualTo((OutboxState.Filed, (string?)null, 0)));
    }

    [Test]
    public async Task Goes_on_when_the_sign_in_works_again()
    {
        using var outbox = Open();
        await outbox.AddAsync(Clients.Filing());
        var token = (await registry.AsAsync("officer@ME-BAR-PCU")).Token;
        var failures = new Queue<Exception>(
        [
            new InvalidOperationException("The card isn't in its reader."), new OperationCanceledException("The sign-in was closed."),
            new UnauthorizedAccessException("Nobody is signed in."),
        ]);
        var client = Clients.Of(registry.Http.BaseAddress!, token, options =>
            options.Token = _ => failures.TryDequeue(out var failure) ? throw failure : ValueTask.FromResult(token));
        using var end = new CancellationTokenSource();
        List<(OutboxState State, string? Code, string? Detail)> told = [];

        var running = outbox.RunAsync(client, TimeSpan.FromMilliseconds(1), item =>
        {
            told.Add((item.State, item.Code, item.Detail));
            if (item.State is OutboxState.Filed)
                end.Cancel();
        }, end.Token);

        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(told, Is.EqualTo(new[]
        {
            (OutboxState.Waiting, "sign-in-failed", "The card isn't in its reader."),
            (OutboxState.Waiting, "sign-in-failed", "The sign-in was closed."),
            (OutboxState.Waiting, "sign-in-failed", "Nobody is signed in."), (OutboxState.Filed, null, (string?)null),
        }));
    }

    [Test]
    public async Task Takes_filings_on_another_thread_than_its_caller_s()
    {
        using var outbox = Open();
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={OutboxPath};Pooling=False");
        other.Open();
        var writing = other.BeginTransaction(deferred: false);

        var adding = outbox.AddAsync(Clients.Filing());

        Assert.That(adding.IsCompleted, Is.False, "The file is another process's just now.");
        await writing.RollbackAsync();
        Assert.That((await adding).State, Is.EqualTo(OutboxState.Waiting));
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

    private FilingOutbox Open(byte[]? key = null) => new(OutboxPath, OutboxKey.From(key ?? secret));

    private async Task<IEnumerable<OutboxState>> SentAsync(FilingOutbox outbox) =>
        await outbox.SendAsync(await registry.ClientOfAsync("officer@ME-BAR-PCU")).Select(item => item.State).ToListAsync();

    // A file as earlier clients made it: bound to no key, without the reasons.
    private static void AsItWas(string path) => Change(path, "DROP TABLE KeyCheck; ALTER TABLE Filing DROP COLUMN Why");

    private static void Change(string path, string sql)
    {
        using var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
