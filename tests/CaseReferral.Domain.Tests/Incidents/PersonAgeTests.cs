using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Tests.Incidents;

public sealed class A_persons_age
{
    private static readonly DateOnly On = new(2026, 3, 24);

    [TestCase("child", null, null, ChildStatus.Child)]
    [TestCase("adult", null, null, ChildStatus.Adult)]
    [TestCase("unknown_treat_as_child", null, null, ChildStatus.UnknownTreatAsChild)]
    [TestCase(null, "0--8", null, ChildStatus.Child)]
    [TestCase(null, "9--17", null, ChildStatus.Child)]
    [TestCase(null, "18--20", null, ChildStatus.Adult)]
    [TestCase(null, "48+", null, ChildStatus.Adult)]
    [TestCase(null, "unknown", null, ChildStatus.UnknownTreatAsChild)]
    [TestCase(null, null, "2008-03-24", ChildStatus.Adult)]
    [TestCase(null, null, "2008-03-25", ChildStatus.Child)]
    [TestCase("adult", "9--17", null, ChildStatus.Child)]
    [TestCase("adult", null, "2010-01-01", ChildStatus.Child)]
    [TestCase("child", "48+", "1970-01-01", ChildStatus.Child)]
    [TestCase("unknown_treat_as_child", "9--17", null, ChildStatus.Child)]
    [TestCase("unknown_treat_as_child", "18--20", null, ChildStatus.UnknownTreatAsChild)]
    [TestCase("adult", "unknown", null, ChildStatus.UnknownTreatAsChild)]
    [TestCase(null, null, null, null)]
    public void Is_what_protects_most(string? childStatus, string? ageBand, string? birthDate, ChildStatus? expected)
    {
        var person = new FiledPerson
        {
            Role = "possible_victim",
            ChildStatus = childStatus,
            AgeBand = ageBand,
            BirthDate = birthDate is null ? null : DateOnly.ParseExact(birthDate, "yyyy-MM-dd"),
        };
        Assert.That(PersonAge.StatusOf(person, On), Is.EqualTo(expected));
    }

    [TestCase("2026-02-28", 17)]
    [TestCase("2026-03-01", 18)]
    public void Born_on_29_February_grows_on_1_March(string day, int years) =>
        Assert.That(PersonAge.On(DateOnly.ParseExact(day, "yyyy-MM-dd"), new(2008, 2, 29)), Is.EqualTo(years));

    [Test]
    public void Lies_in_exactly_one_band() =>
        Assert.That(Enumerable.Range(0, 120), Has.All.Matches<int>(age => AgeBand.All.Count(band => band.Holds(age)) == 1));
}
