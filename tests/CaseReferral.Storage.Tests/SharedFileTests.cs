using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class Two_stores_on_one_file : A_store
{
    private const int Callers = 16;
    private const int ActsEach = 25;

    [Test]
    public async Task Lose_no_update()
    {
        await using var one = File.Open();
        await using var other = File.Open();
        await one.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 0 }));

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var database = caller % 2 == 0 ? one : other;
            for (var done = 0; done < ActsEach;)
            {
                var value = await database.ValueAsync("a");
                var id = NewEntry();
                // The counter comes last, so that losers have something to undo.
                var commit = await database.CommitAsync(new Act(id)
                    .Do(InsertEntry, new { Id = id, Note = $"{value}" })
                    .Do(Advance, new { Name = "a", Value = value }));
                if (commit.Succeeded)
                    done++;
            }
        })));

        Assert.That(await one.ValueAsync("a"), Is.EqualTo(Callers * ActsEach));
        Assert.That(
            (await other.ReadAsync(Load.List<string>(EntryNotes, Scope), CancellationToken.None)).Select(int.Parse).Order(),
            Is.EqualTo(Enumerable.Range(0, Callers * ActsEach)));
    }
}
