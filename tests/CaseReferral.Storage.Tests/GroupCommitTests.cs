using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class Waiting_acts : A_store
{
    [Test]
    public async Task Are_committed_in_one_transaction()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(Entry("first"));
        var before = gate.Commits;

        var answers = await CommitTogetherAsync(database, gate, [.. Enumerable.Range(0, 200).Select(_ => Entry())]);

        Assert.That(answers.Select(answer => answer.Result.Succeeded), Is.All.True);
        Assert.That(await database.CountAsync(), Is.EqualTo(201));
        Assert.That(gate.Commits - before, Is.EqualTo(2), "one for the act that was held, one for all others");
    }

    [Test]
    public async Task Have_a_transaction_each_when_the_group_limit_is_one()
    {
        var gate = new Gate(groupLimit: 1);
        await using var database = File.Open(gate.Options);

        await CommitTogetherAsync(database, gate, [.. Enumerable.Range(0, 20).Select(_ => Entry())]);

        Assert.That(gate.Commits, Is.EqualTo(21));
    }

    [Test]
    public async Task Are_finished_before_the_store_closes()
    {
        var gate = new Gate();
        Task<Commit>[] answers;
        await using (var database = File.Open(gate.Options))
        {
            var held = database.CommitAsync(new Act(NewEntry()).DoAny(Gate.Hold, new { }));
            await gate.Reached;
            answers = [.. Enumerable.Range(0, 20).Select(_ => database.CommitAsync(Entry()))];
            var closing = database.DisposeAsync();
            Assert.That(closing.IsCompleted, Is.False);
            Assert.That(async () => await database.CommitAsync(Entry()), Throws.TypeOf<ObjectDisposedException>());
            gate.Open();
            await closing;
            await held;
        }

        Assert.That(answers.Select(answer => answer.IsCompletedSuccessfully && answer.Result.Succeeded), Is.All.True);
        await using var again = File.Open();
        Assert.That(await again.CountAsync(), Is.EqualTo(20));
    }

    [Test]
    public async Task Can_be_cancelled_until_they_are_taken()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        using var cancellation = new CancellationTokenSource();
        var taken = database.CommitAsync(
            new Act(NewEntry()).DoAny(Gate.Hold, new { }).Do(InsertEntry, new { Id = NewEntry(), Note = "taken" }), cancellation.Token);
        await gate.Reached;
        var waiting = database.CommitAsync(Entry("waiting"), cancellation.Token);

        await cancellation.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>(), "at once, while the writer is held");
        Assert.That(taken.IsCompleted, Is.False);
        gate.Open();

        Assert.That((await taken).Succeeded, Is.True);
        Assert.That(await database.CommitAsync(Entry("after")), Is.EqualTo(Commit.Committed));
        Assert.That(
            await database.ReadAsync(Load.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["taken", "after"]));
    }

    [Test]
    public async Task Are_not_queued_when_they_are_cancelled_already()
    {
        await using var database = File.Open();
        Assert.That(
            async () => await database.CommitAsync(Entry(), new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await database.CountAsync(), Is.Zero);
    }
}
