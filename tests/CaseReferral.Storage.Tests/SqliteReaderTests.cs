using CaseReferral.Domain.Shared;
using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class A_reader : A_store
{
    private static readonly Statement InsertKept = new(_ => """
        INSERT INTO Kept (Id, Other, At, Day, Flag, Whole, Part, Raw, Text, Audience)
        VALUES (@Id, @Other, @At, @Day, @Flag, @Whole, @Part, @Raw, @Text, @Audience)
        """);

    private static readonly Statement ListKept = new(_ => """
        SELECT Id, Other, At, Day, Flag, Whole, Part, Raw, Text, Audience FROM Kept ORDER BY Id
        """);

    private static readonly Statement ListMine = new(d => $"""
        SELECT {d.Top("@Limit")} Text FROM Kept WHERE (Audience = @Audience OR Audience = @Own) ORDER BY Text {d.Limit("@Limit")}
        """);

    [Test]
    public async Task Gives_back_what_was_stored()
    {
        var kept = new Kept
        {
            Id = new IncidentId(Ids.Next()),
            Other = new PersonId(Ids.Next()),
            At = new DateTimeOffset(2026, 11, 23, 22, 1, 2, 3, 4, TimeSpan.FromHours(1)),
            Day = new DateOnly(2008, 2, 29),
            Flag = true,
            Whole = -7,
            Part = 42.0911,
            Raw = [0, 1, 255],
            Text = "Šćepan – ‘čuvar’ 🛳",
            Audience = Audience.Unit("ME-BAR-PCU"),
        };
        var empty = new Kept { Id = new IncidentId(Ids.At(long.MaxValue >> 20)), Text = "" };
        await using var database = File.Open();

        Assert.That((await database.CommitAsync(new Act(NewEntry()).Do(InsertKept, kept).Do(InsertKept, empty))).Succeeded, Is.True);
        var rows = await database.ReadAsync(Load.List<Kept>(ListKept, Scope), CancellationToken.None);

        Assert.That(rows[0], Is.EqualTo(kept with { Raw = rows[0].Raw }));
        Assert.That(rows[0].Raw, Is.EqualTo(kept.Raw));
        Assert.That(rows[0].At?.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(rows[1], Is.EqualTo(empty));
    }

    [Test]
    public async Task Sees_one_moment_in_all_its_queries()
    {
        await using var database = File.Open();
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 1 }));

        // A load's functions are pure; this one isn't, to have somebody commit between two queries.
        var value = Load.One<long>(CounterValue, Scope, new { Name = "a" });
        var seen = await database.ReadAsync(
            value
                .Select(before => (Before: before, Commit: database.CommitAsync(
                    new Act(NewEntry()).Do(Advance, new { Name = "a", Value = 1 })).GetAwaiter().GetResult()))
                .And(value, (first, after) => (first.Before, first.Commit.Succeeded, After: after)),
            CancellationToken.None);

        Assert.That(seen, Is.EqualTo((1, true, 1)));
        Assert.That(await database.ValueAsync("a"), Is.EqualTo(2), "the next reader sees it");
    }

    [Test]
    public async Task Binds_the_audience_of_its_scope()
    {
        await using var database = File.Open();
        var me = new PrincipalId(Ids.Next());
        foreach (var audience in new[] { Audience.Unit("A"), Audience.TaskForce("A"), Audience.Principal(me), Audience.Jurisdiction("ME") })
        {
            await database.CommitAsync(new Act(NewEntry()).Do(
                InsertKept, new Kept { Id = new IncidentId(Ids.Next()), Text = audience.Value[..2], Audience = audience }));
        }

        var scope = new AccessScope(Audience.Unit("A"), Audience.Principal(me));
        Assert.That(
            await database.ReadAsync(Load.List<string>(ListMine, scope, new { Limit = 10 }), CancellationToken.None),
            Is.EqualTo(["P:", "U:"]));
        Assert.That(
            await database.ReadAsync(Load.List<string>(ListMine, scope, new { Limit = 1 }), CancellationToken.None),
            Is.EqualTo(["P:"]));
    }

    [Test]
    public async Task Refuses_what_would_read_past_its_scope()
    {
        await using var database = File.Open();
        var scope = new AccessScope(Audience.Unit("A"), Audience.Unit("B"));
        Assert.That(
            async () => await database.ReadAsync(Load.List<Kept>(ListKept, scope), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("neither @Audience nor @Own"));
        Assert.That(
            async () => await database.ReadAsync(
                Load.List<string>(ListMine, scope, new { Limit = 1, Audience = "U:C" }), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("takes @Audience from the scope"));
        Assert.That(
            async () => await database.ReadAsync(Load.List<string>(ListMine, Scope, new { Limit = 1 }), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("lack"), "the registry's own scope binds nothing");
        Assert.That(() => new AccessScope(default, Audience.Unit("B")), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => AccessScope.Registry(" "), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public async Task Can_not_write()
    {
        await using var database = File.Open();
        Assert.That(
            async () => await database.ReadAsync(
                Load.List<long>(InsertCounter, Scope, new { Name = "a", Value = 1 }), CancellationToken.None),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.ReadOnly));
        Assert.That(await database.CountAsync(), Is.Zero, "the failed session was not used again");
    }

    [Test]
    public async Task Is_refused_after_the_store_closed()
    {
        var database = File.Open();
        await database.CountAsync();
        await database.DisposeAsync();
        Assert.That(async () => await database.CountAsync(), Throws.TypeOf<ObjectDisposedException>());
        System.IO.File.Delete(File.Path);
    }

    private sealed record Kept
    {
        public required IncidentId Id { get; init; }

        public PersonId? Other { get; init; }

        public DateTimeOffset? At { get; init; }

        public DateOnly? Day { get; init; }

        public bool? Flag { get; init; }

        public int Whole { get; init; }

        public double? Part { get; init; }

        public byte[]? Raw { get; init; }

        public required string Text { get; init; }

        public Audience? Audience { get; init; }
    }
}

[TestFixture]
public sealed class An_instant
{
    [TestCase("2026-11-23T22:01:02.123456+01:00")]
    [TestCase("0001-01-01T00:00:00+00:00")]
    [TestCase("9999-12-31T23:59:59.999999+00:00")]
    [TestCase("1969-12-31T23:59:59.999999-05:45")]
    [TestCase("2000-02-29T00:00:00+14:00")]
    public void Keeps_its_offset(string filed)
    {
        var instant = DateTimeOffset.Parse(filed, System.Globalization.CultureInfo.InvariantCulture);
        var back = Instants.FromStore(Instants.ToStore(instant), Instants.OffsetToStore(instant));
        Assert.That(back.EqualsExact(instant), Is.True);
    }

    [Test]
    public void Is_rounded_down_to_the_microsecond()
    {
        Assert.That(Instants.ToStore(DateTimeOffset.UnixEpoch.AddTicks(19)), Is.EqualTo(1));
        Assert.That(Instants.ToStore(DateTimeOffset.UnixEpoch.AddTicks(-1)), Is.EqualTo(-1));
    }
}
