using CaseReferral.Api.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CaseReferral.Api.Tests.Platform;

public sealed class Ids_of_one_factory
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 18, 3, 45, 0, TimeSpan.Zero);

    [Test]
    public void Sort_in_the_order_in_which_they_were_made_within_one_millisecond()
    {
        var ids = new IdFactory(new FakeTimeProvider(Moment));

        var made = Enumerable.Range(0, 10_000).Select(_ => Convert.ToHexString(ids.New().ToByteArray(bigEndian: true))).ToList();

        Assert.That(made, Is.Ordered.Using<string>(StringComparer.Ordinal).And.Unique);
    }

    [Test]
    public void Are_UUIDv7_at_the_registrys_clock()
    {
        var id = new IdFactory(new FakeTimeProvider(Moment)).New();

        Assert.Multiple(() =>
        {
            Assert.That(id.Version, Is.EqualTo(7));
            Assert.That(id.Variant, Is.InRange(8, 11));
            Assert.That(Convert.ToInt64(id.ToString("N")[..12], 16), Is.EqualTo(Moment.ToUnixTimeMilliseconds()));
        });
    }

    [Test]
    public void Are_never_made_twice_by_many_at_once()
    {
        var ids = new IdFactory(TimeProvider.System);

        var made = Enumerable.Range(0, 20_000).AsParallel().Select(_ => ids.New()).ToList();

        Assert.That(made, Is.Unique);
    }
}
