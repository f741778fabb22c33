using CaseReferral.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests.TransactSql;

[TestFixture]
public sealed class The_two_schemas
{
    [Test]
    public async Task Have_the_same_tables_columns_keys_and_indexes()
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        await using var sqlite = file.Connect();
        var (one, other) = (SchemaShape.Of(sqlite), SchemaShape.Of(SqlServerSchema.Migrated()));

        Assert.Multiple(() =>
        {
            Assert.That(one.Except(other), Is.Empty, "SQL Server lacks");
            Assert.That(other.Except(one), Is.Empty, "SQLite lacks");
            Assert.That(one, Has.Count.GreaterThan(200).And.Count.EqualTo(other.Count));
        });
    }

    [Test]
    public async Task Differ_when_one_is_changed()
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        await using var sqlite = file.Connect();
        await using (var change = new SqliteCommand("ALTER TABLE Seat RENAME COLUMN Agency TO Agencies; DROP INDEX Seat_at_place", sqlite))
            await change.ExecuteNonQueryAsync();

        Assert.That(
            SchemaShape.Of(SqlServerSchema.Migrated()).Except(SchemaShape.Of(sqlite)),
            Is.EquivalentTo(["Seat.Agency is text", "index Seat_at_place on Seat (Place, Role)"]));
    }

    [Test]
    public void Are_made_by_scripts_of_the_same_numbers_and_names() => Assert.That(
        new SqlServerMigrator("Server=none", TimeProvider.System).Scripts.Select(script => script.Name),
        Is.EqualTo(new SqliteMigrator("Data Source=none", TimeProvider.System).Scripts.Select(script => script.Name)));
}
