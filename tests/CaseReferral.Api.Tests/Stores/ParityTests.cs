using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>One script through both stores, every answer compared; skipped where no server is configured.</summary>
[TestFixture]
public sealed class The_same_script
{
    [Test]
    public async Task Gets_the_same_answers_from_both_stores()
    {
        await using var server = await Registry.StartAsync(Store.SqlServer);
        await using var embedded = await Registry.StartAsync(Store.Sqlite);
        var (one, other) = (await WholeAsync(embedded), await WholeAsync(server));

        Assert.That(one, Has.Count.GreaterThan(500));
        Assert.Multiple(() =>
        {
            foreach (var (expected, got) in one.Zip(other))
                Assert.That(got, Is.EqualTo(expected));
            Assert.That(other, Has.Count.EqualTo(one.Count));
        });
    }

    private static async Task<IReadOnlyList<string>> WholeAsync(Registry registry)
    {
        var walk = new Walk(registry);
        var acted = await walk.ActAsync();
        await walk.ReadAsync(acted);
        return [.. walk.Told, .. Notified(registry)];
    }

    // Word to the queues has no door of its own yet: what the acts wrote is compared as it lies in the stores.
    private static IReadOnlyList<string> Notified(Registry registry) => registry.Query(
        "SELECT Reason, Level, Queue, Channel, Address, Priority, Exercise, Clock FROM Notification "
        + "ORDER BY Queue, Reason, Level, Channel, Address, Priority, Clock",
        row => string.Join(
            ' ',
            Enumerable.Range(0, row.FieldCount).Select(column => $"{row.GetValue(column)}".Replace("True", "1").Replace("False", "0"))));
}
