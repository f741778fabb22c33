using CaseReferral.Domain.Incidents;

namespace CaseReferral.Domain.Tests.Incidents;

public sealed class Completeness_notes
{
    private static IEnumerable<string> Notes(Filing filing) =>
        Completeness.Of(filing, filing.Persons ?? [], filing.Objects ?? []).Select(note => note.Code);

    [Test]
    public void Tell_the_officer_of_a_bare_minimum_what_will_be_asked() =>
        Assert.That(Notes(Scenarios.Number(10)), Is.EqualTo((string[])
        [
            "callback_missing", "act_before_missing", "place_missing", "indicators_missing", "hypothesis_undetermined", "persons_missing",
            "age_band_missing", "mode_missing", "direction_missing", "route_missing", "conveyance_missing", "grading_missing",
        ]));

    [Test]
    public void Have_nothing_to_say_about_a_full_filing()
    {
        var full = Scenarios.Number(2) with
        {
            Callback = "Desk 4",
            ActBefore = new(2026, 3, 18, 13, 50, 0, TimeSpan.FromHours(1)),
            Place = new() { Text = "Gate C4" },
            Persons = [.. Scenarios.Number(2).Persons!.Select(person => person with { Languages = ["sr"] })],
        };
        Assert.That(Notes(full), Is.Empty);
    }

    private static readonly Filing Tip = Scenarios.Number(2);
    private static readonly Filing Som = Scenarios.Number(1);

    private static IEnumerable<TestCaseData<string, Filing, Filing>> Gaps()
    {
        TestCaseData<string, Filing, Filing> Case(string code, Filing lacking, Filing having) =>
            new(code, lacking, having) { TestName = "Ask_for_what_lacks_" + code };

        var passport = new FiledObject { Kind = "travel_document", Value = "X1" };
        yield return Case("facts_missing", Tip with { Facts = null }, Tip);
        yield return Case("tip_detail_missing", Tip with { Tip = null }, Tip);
        yield return Case("tip_means_missing", Tip with { Tip = new() { Acts = ["receipt"] } },
            Tip with { Tip = new() { Acts = ["receipt"] }, PersonCounts = new() { Adult = 0, Child = 1, UnknownAge = 0 } });
        yield return Case("som_detail_missing", Som with { Som = new() { Conduct = [] } }, Som);
        yield return Case("route_missing", Som with { Route = Som.Route! with { Destination = null } }, Som);
        yield return Case("citizenship_missing", Tip with { Persons = [new() { Role = "suspect" }] },
            Tip with { Persons = [new() { Role = "witness" }] });
        yield return Case("language_missing", Tip, Tip with { PersonsPresentNow = false });
        yield return Case("act_before_missing", Tip, Tip with { PersonsPresentNow = false });
        yield return Case("persons_missing", Tip with { Persons = [] }, Tip with { Persons = [], PersonsPresentNow = false });
        yield return Case("issuer_missing", Som with { Objects = [new() { Kind = "vehicle", Value = "A1" }] },
            Som with { Objects = [new() { Kind = "vehicle", Value = "A1", Issuer = "ME" }, new() { Kind = "flight", Value = "JU1" }] });
        yield return Case("issuer_missing",
            Tip with { Persons = [new() { Role = "victim", Documents = [passport] }] },
            Tip with { Persons = [new() { Role = "victim", Documents = [passport with { Issuer = "AL" }] }] });
        yield return Case("age_band_missing", Scenarios.Number(8),
            Scenarios.Number(8) with { Persons = [new() { Role = "possible_victim", AgeBand = "18--20" }] });
        yield return Case("conveyance_missing", Som with { Objects = null }, Som with { Objects = null, Mode = "foot" });
    }

    [TestCaseSource(nameof(Gaps))]
    public void Ask_for_what_lacks(string code, Filing lacking, Filing having)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Notes(lacking), Does.Contain(code));
            Assert.That(Notes(having), Does.Not.Contain(code));
        }
    }
}
