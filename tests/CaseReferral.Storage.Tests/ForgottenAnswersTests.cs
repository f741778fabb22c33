using CaseReferral.Storage.Idempotency;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class Recorded_answers
{
    private const long Hour = 3_600_000_000;

    [Test]
    public async Task Are_forgotten_after_a_day_some_at_a_time()
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        file.Execute($"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
            INSERT INTO Idempotency (PrincipalId, Key, Jurisdiction, Salt, RequestHash, Status, Body, CreatedAt)
            SELECT x'01', i, 'ME', x'00', x'00', 200, '', i FROM n;
            INSERT INTO Idempotency (PrincipalId, Key, Jurisdiction, Salt, RequestHash, Status, Body, CreatedAt)
            VALUES (x'01', 'fresh', 'ME', x'00', x'00', 200, '', {2 * Hour});
            """);
        await using var database = file.Open();
        var now = DateTimeOffset.UnixEpoch + IdempotencyStore.KeptFor + TimeSpan.FromHours(1);

        List<string> left = [];
        while (await database.ReadAsync(IdempotencyStore.HasExpired(now), CancellationToken.None))
        {
            await database.CommitAsync(new Act(Statements.NewEntry()).ForgetExpired(now));
            left.Add(file.Read("SELECT COUNT(*) || '' FROM Idempotency")[0]);
        }

        Assert.That(left, Is.EqualTo(["1501", "501", "1"]));
        Assert.That(file.Read("SELECT Key FROM Idempotency"), Is.EqualTo(["fresh"]));
    }
}
