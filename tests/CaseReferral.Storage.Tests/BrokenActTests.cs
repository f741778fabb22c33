using CaseReferral.Domain.Shared;
using Microsoft.Data.Sqlite;
using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class An_act_with_a_bug : A_store
{
    [TestCase(false, TestName = "At_its_first_step_fails_alone")]
    [TestCase(true, TestName = "At_a_later_step_fails_alone")]
    public async Task Fails_alone(bool later)
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        var broken = later ? Entry("broken") : new Act(NewEntry());

        var answers = await CommitTogetherAsync(
            database, gate, Entry("before"), broken.Do(InsertCounter, new { Name = "a", Value = -1 }), Entry("after"));

        Assert.That(async () => await answers[1], Throws.TypeOf<SqliteException>());
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(
            await database.ReadAsync(Load.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task That_shows_only_at_the_commit_fails_alone()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);

        var answers = await CommitTogetherAsync(
            database, gate, Entry("before"), Entry("broken").Do(InsertChild, new { Entry = NewEntry() }), Entry("after"));

        Assert.That(async () => await answers[1], Throws.TypeOf<SqliteException>());
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(
            await database.ReadAsync(Load.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task That_ends_the_transaction_fails_alone()
    {
        var gate = new Gate(opened: connection => new SqliteCommand(
            "CREATE TEMP TRIGGER Ending BEFORE INSERT ON Label BEGIN SELECT RAISE(ROLLBACK, 'no'); END", connection).ExecuteNonQuery());
        await using var database = File.Open(gate.Options);

        var answers = await CommitTogetherAsync(
            database, gate, Entry("before"), Entry("broken").Do(InsertLabel, new { Code = "x", Text = "" }), Entry("after"));

        Assert.That(async () => await answers[1], Throws.TypeOf<SqliteException>());
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(
            await database.ReadAsync(Load.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task In_its_arguments_never_reaches_the_writer()
    {
        await using var database = File.Open();
        Assert.That(
            async () => await database.CommitAsync(new Act(NewEntry()).Do(InsertEntry, new { Id = NewEntry() })),
            Throws.InvalidOperationException.With.Message.EqualTo("Statements.InsertEntry uses @Note, which its arguments lack."));
        Assert.That(
            async () => await database.CommitAsync(new Act(NewEntry()).Do(InsertEntry, new { Id = NewEntry(), Note = Priority.P1 })),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("pass its code"));
    }
}
