using CaseReferral.Api.Contents;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Shared;
using Microsoft.Extensions.Time.Testing;

namespace CaseReferral.Api.Tests.Contents;

/// <summary>Somebody who opens one file after the other.</summary>
public sealed class Opening_much_content
{
    [Test]
    public async Task Is_put_on_record_once_and_then_stopped()
    {
        await using var registry = Registry.Start(
            ("RateLimits:Content:PerSecond", "1"), ("RateLimits:Content:Burst", "6"), ("RateLimits:Content:UsualPerHour", "2"));
        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        var incident = await officer.FiledAsync(Scenarios.Fresh("01"));

        var opened = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => officer.OpenAsync(incident)));

        Assert.That(opened.Select(answer => answer.Status).Distinct(), Is.EquivalentTo((int[])[200, 429]));
        foreach (var refused in opened.Where(answer => answer.Status == 429))
        {
            Assert.That(ProblemShape.Faults(refused), Is.Empty);
            Assert.That(refused.Problem, Is.EqualTo("too-many-requests"));
            Assert.That(refused.Headers["Retry-After"], Is.EqualTo("1"));
        }

        var alert = registry.Journal("e.Kind = 'unusual-volume'").Single();
        Assert.That(
            (alert.Log, alert.By, alert["openedMoreThan"], alert["seat"]),
            Is.EqualTo(("ME/consultations", "officer@ME-BAR-PCU", "2", "officer@ME-BAR-PCU")));
        Assert.That((await officer.GetAgainAsync(incident)).Status, Is.EqualTo(200), "What isn't content has its own, wider limit.");
        Assert.That(
            (await (await registry.AsAsync("second-officer@ME-BAR-PCU")).OpenAsync(incident)).Status, Is.EqualTo(200), "Others go on.");
    }

    [Test]
    public void Is_unusual_once_in_an_hour_and_counted_anew_in_the_next()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var volume = new ContentVolume(2, clock);
        var (eager, other) = (new PrincipalId(new Guid(1, 0, 0, new byte[8])), new PrincipalId(new Guid(2, 0, 0, new byte[8])));

        bool[] Open(int times) => [.. Enumerable.Range(0, times).Select(_ => volume.BecomesUnusual(eager))];

        Assert.That(Open(5), Is.EqualTo((bool[])[false, false, true, false, false]));
        Assert.That(volume.BecomesUnusual(other), Is.False);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.That(Open(4), Is.EqualTo((bool[])[false, false, true, false]));
    }
}
