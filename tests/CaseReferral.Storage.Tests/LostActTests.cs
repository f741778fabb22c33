using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class An_act_that_loses : A_store
{
    [Test]
    public async Task At_its_first_step_costs_its_neighbours_nothing()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 5 }));
        var before = gate.Commits;

        var answers = await CommitTogetherAsync(
            database, gate,
            Entry("before"),
            new Act(NewEntry()).Do(Advance, new { Name = "a", Value = 4 }).Do(InsertEntry, new { Id = NewEntry(), Note = "loser" }),
            Entry("after"));

        Assert.That((await answers[1]).Succeeded, Is.False);
        Assert.That((await answers[1]).LostAt, Is.Zero);
        Assert.That((await answers[1]).Lost, Is.SameAs(Advance));
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(gate.Commits - before, Is.EqualTo(2), "the held act, and all others without a second attempt");
        Assert.That(
            await database.ReadAsync(Load.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task At_a_later_step_leaves_nothing_half_written()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 5 }));

        var answers = await CommitTogetherAsync(
            database, gate,
            Entry("before"),
            Entry("loser")
                .DoAny(AdvanceAll, new { })
                .Do(Advance, new { Name = "a", Value = 4 })
                .Do(InsertEntry, new { Id = NewEntry(), Note = "never" }),
            Entry("after"));

        Assert.That((await answers[1]).LostAt, Is.EqualTo(2));
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(await database.ValueAsync("a"), Is.EqualTo(5));
        Assert.That(
            await database.ReadAsync(Load.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task To_a_neighbour_of_the_same_group_is_told_so()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 0 }));

        var answers = await CommitTogetherAsync(
            database, gate,
            [.. Enumerable.Range(0, 10).Select(_ => new Act(NewEntry())
                .Do(Advance, new { Name = "a", Value = 0 })
                .Do(InsertEntry, new { Id = NewEntry(), Note = "" }))]);

        Assert.That(answers.Count(answer => answer.Result.Succeeded), Is.EqualTo(1));
        Assert.That(await database.ValueAsync("a"), Is.EqualTo(1));
        Assert.That(await database.CountAsync(), Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task To_a_taken_key_is_told_at_which_step(int step)
    {
        await using var database = File.Open();
        await database.CommitAsync(new Act(NewEntry()).Do(InsertLabel, new { Code = "x", Text = "first" }));

        var act = step == 0 ? new Act(NewEntry()) : Entry();
        var unique = await database.CommitAsync(act.DoAny(InsertLabel, new { Code = "x", Text = "second" }));
        Assert.That((unique.Succeeded, unique.LostAt, unique.Lost), Is.EqualTo((false, step, InsertLabel)));

        var id = NewEntry();
        await database.CommitAsync(new Act(id).Do(InsertEntry, new { Id = id, Note = "" }));
        var primary = await database.CommitAsync(new Act(id).Do(InsertEntry, new { Id = id, Note = "" }));
        Assert.That((primary.Succeeded, primary.LostAt), Is.EqualTo((false, 0)));
        Assert.That(await database.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task By_changing_two_rows_where_one_was_due_changes_none()
    {
        await using var database = File.Open();
        await database.CommitAsync(new Act(NewEntry())
            .Do(InsertCounter, new { Name = "a", Value = 1 })
            .Do(InsertCounter, new { Name = "b", Value = 1 }));

        var commit = await database.CommitAsync(new Act(NewEntry()).Do(AdvanceAll, new { }));

        Assert.That((commit.Succeeded, commit.LostAt), Is.EqualTo((false, 0)));
        Assert.That(await database.ValueAsync("a") + await database.ValueAsync("b"), Is.EqualTo(2));
    }
}
