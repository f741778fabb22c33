using Microsoft.Data.Sqlite;
using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class The_writer : A_store
{
    private static readonly string[] Pragmas = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"];

    [Test]
    public async Task Flushes_every_commit_and_checks_references()
    {
        var settings = new List<object?>();
        await using var database = File.Open(new SqliteOptions
        {
            WriterOpened = connection =>
            {
                foreach (var pragma in Pragmas)
                    settings.Add(new SqliteCommand($"PRAGMA {pragma}", connection).ExecuteScalar());
            },
        });
        await database.CommitAsync(Entry());

        const long full = 2;
        Assert.That(settings, Is.EqualTo(new List<object?> { "wal", full, 1L, 30_000L }));
    }

    [Test]
    public async Task Writes_a_probe()
    {
        await using var database = File.Open();
        Assert.That(await database.ProbeAsync(CancellationToken.None), Is.Null);
        Assert.That(await database.ProbeAsync(CancellationToken.None), Is.Null);
        Assert.That(
            await database.ReadAsync(Load.One<DateTimeOffset>(ProbeAt, Scope), CancellationToken.None),
            Is.GreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-1)));
    }
}
