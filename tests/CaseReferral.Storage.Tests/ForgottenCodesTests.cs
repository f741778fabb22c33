using CaseReferral.Storage.Seats;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class Sign_in_codes
{
    private const long Hour = 3_600_000_000;

    private TemporaryFile file = null!;

    [SetUp]
    public async Task MigrateAsync() => file = await TemporaryFile.OfRegistryAsync();

    [TearDown]
    public void Delete() => file.Dispose();

    [Test]
    public async Task That_are_too_old_are_forgotten_some_at_a_time()
    {
        // A force that signed in on one morning, and nobody since.
        file.Execute($"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
            INSERT INTO SignInCode (TenantId, ObjectId, IsPerson, Digest, ExpiresAt)
            SELECT x'01', CAST(i AS BLOB), 1, CAST(i AS BLOB), i FROM n;
            INSERT INTO SignInCode (TenantId, ObjectId, IsPerson, Digest, ExpiresAt) VALUES (x'01', x'02', 1, x'02', {2 * Hour});
            """);
        await using var database = file.Open();
        var (now, own) = (DateTimeOffset.UnixEpoch.AddHours(1), new SignInKey(Ids.Next(), Ids.Next()));

        List<string> left = [];
        for (byte code = 0; code < 4; code++)
        {
            var act = new Act(Statements.NewEntry()).KeepCode(own, isPerson: true, [code, code, code], now.AddMinutes(15), now);
            Assert.That((await database.CommitAsync(act)).Succeeded, Is.True);
            left.Add(file.Read("SELECT COUNT(*) || '' FROM SignInCode")[0]);
        }

        Assert.That(left, Is.EqualTo(["152", "52", "2", "2"]), "one is kept for a sign-in, and so is one that is still good");
    }

    [Test]
    public void That_are_too_old_are_found_by_their_age()
    {
        using var connection = file.Connect();
        var forgetting = Statement.All(typeof(Database).Assembly).Single(statement => statement.Name == "SignInStore.ForgetOldest");

        Assert.That(
            connection.PlanOf(forgetting.Variants(SqlDialect.Sqlite).Single()),
            Does.Contain("SEARCH SignInCode USING INDEX SignInCode_age (ExpiresAt<?)").And.None.EqualTo("SCAN SignInCode"));
    }
}
