using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Tests;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>
/// What callers see while the database server fails in each of its ways; the server is scripted, so none is needed. The client's limits of
/// two and three seconds are the wall's, so that nothing else may take the processor meanwhile.
/// </summary>
[TestFixture, NonParallelizable]
public sealed class A_registry_whose_server_fails
{
    private ScriptedServer server = null!;
    private Registry registry = null!;
    private Desk officer = null!;
    private Switch store = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        server = new ScriptedServer();
        store = new Switch($"{server.ConnectionString};Max Pool Size=2;Connect Timeout=2", new()
        {
            AttemptTimeout = TimeSpan.FromSeconds(3),
            TotalTimeout = TimeSpan.FromSeconds(20),
            Retries = 2,
            FirstDelay = TimeSpan.FromMilliseconds(1),
            LongestDelay = TimeSpan.FromMilliseconds(2),
            BreakerThroughput = 10_000,
        });
        registry = Registry.StartWith(store.Install);
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await registry.DisposeAsync();
        await store.DisposeAsync();
        server.Dispose();
    }

    [SetUp]
    public void FailNot() => (store.ReadsAway, store.CommitsAway, server.AtSignIn) = (false, false, null);

    [TestCase(1205, TestName = "Because_an_act_was_a_deadlock_s_victim_answers_503")]
    [TestCase(1222, TestName = "Because_a_lock_was_held_too_long_answers_503")]
    [TestCase(9002, TestName = "Because_its_log_is_full_answers_503")]
    [TestCase(3906, TestName = "Because_it_is_a_replica_answers_503")]
    [TestCase(229, TestName = "Because_the_login_lacks_a_right_answers_503")]
    [TestCase(40613, TestName = "Because_the_database_moves_answers_503")]
    [TestCase(10928, TestName = "Because_it_has_no_worker_left_answers_503")]
    public async Task Answers_503_to_what_it_did_not_store(int number)
    {
        server.Answer = _ => ScriptedAnswer.FailedAct(number);
        var filing = Scenarios.Fresh("01");
        store.CommitsAway = true;

        var filed = await officer.FileAsync(filing);
        using var ready = await registry.Http.GetAsync("/health/ready");

        await ExpectAway(filed);
        Assert.That((int)ready.StatusCode, Is.EqualTo(503), "it can't store a filing now");
        store.CommitsAway = false;
        Assert.That((await officer.FileAsync(filing)).Status, Is.EqualTo(201), "nothing was stored, and nothing is lost");
    }

    [TestCase(18456, TestName = "By_refusing_the_login_answers_503")]
    [TestCase(4060, TestName = "By_having_no_such_database_answers_503")]
    [TestCase(40613, TestName = "By_moving_the_database_answers_503")]
    [TestCase(10928, TestName = "By_taking_no_more_sessions_answers_503")]
    public async Task Answers_503_to_whoever_it_does_not_let_in(int number)
    {
        // Whoever is in stays in: a session that ends makes room for one that isn't let in.
        server.AtSignIn = ScriptedAnswer.Error(number, 14);
        server.Answer = _ => ScriptedAnswer.Error(596, 21);
        store.ReadsAway = true;

        await ExpectAway(await officer.GetAsync("/v1/incidents"));
    }

    [TestCase(1205)]
    [TestCase(1222)]
    [TestCase(229)]
    [TestCase(3952)]
    [TestCase(976)]
    [TestCase(824)]
    public async Task Answers_503_to_what_it_could_not_read(int number)
    {
        server.Answer = _ => ScriptedAnswer.Error(number);
        store.ReadsAway = true;

        await ExpectAway(await officer.GetAsync("/v1/incidents"));
    }

    [Test]
    public async Task Once_in_a_deadlock_is_asked_again_and_nobody_notices()
    {
        var attempts = 0;
        server.Answer = _ => Interlocked.Increment(ref attempts) == 1 ? ScriptedAnswer.FailedAct(1205) : ScriptedAnswer.CommittedAct();
        store.CommitsAway = true;

        Assert.That((await officer.FileAsync(Scenarios.Fresh("01"))).Status, Is.EqualTo(201));
        Assert.That(attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task By_killing_sessions_in_the_middle_of_an_act_answers_503_and_a_retry_is_safe()
    {
        server.Answer = _ => ScriptedAnswer.Error(596, 21);
        var filing = Scenarios.Fresh("01");
        store.CommitsAway = true;
        await ExpectAway(await officer.FileAsync(filing));

        store.CommitsAway = false;
        Assert.That((await officer.FileAsync(filing)).Status, Is.EqualTo(201));
        Assert.That((await officer.FileAsync(filing)).Replayed, Is.True);
    }

    [Test]
    public async Task By_answering_nothing_until_no_connection_is_left_answers_503()
    {
        server.Answer = _ => ScriptedAnswer.Silence;
        store.ReadsAway = true;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => officer.GetAsync("/v1/incidents")));

        foreach (var answer in answers)
            await ExpectAway(answer);
    }

    private async Task ExpectAway(Answer answer)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((503, "storage-unavailable")), answer.Text);
            Assert.That(
                int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThanOrEqualTo(2));
            Assert.That(answer.Text, Does.Not.Contain("secret-word").And.Not.Contain("Sql").And.Not.Contain("127.0.0.1"));
        }

        using var alive = await registry.Http.GetAsync("/health/live");
        Assert.That((int)alive.StatusCode, Is.EqualTo(200), "it needs no restart");
    }
}
