using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Objects;

namespace CaseReferral.Domain.Tests.Incidents;

public sealed class Checking_a_filing
{
    private static readonly DateTimeOffset Received = new(2026, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly Filing Minimum = new()
    {
        ClientId = Guid.Parse("98beaffc-7b0c-59a0-b47e-385fbee65e91"),
        UnitId = "ME-BAR-PCU",
        CrimeHypothesis = "som",
        AwareAt = Received.AddMinutes(-5),
        DangerToLife = false,
        PersonsPresentNow = false,
        PersonCounts = new() { Adult = 1, Child = 0, UnknownAge = 0 },
        Facts = "Knocking heard.",
    };

    private static FilingContext Context(string? unit = "ME-BAR-PCU") =>
        new(Scenarios.Units.SingleOrDefault(known => known.Code == unit), Received, (raw, _) => raw.StartsWith('+') ? raw : null);

    private static FilingCheck Check(Filing filing) => FilingChecks.Check(filing, Context(filing.UnitId));

    private static IEnumerable<string> Faults(Filing filing) => Check(filing).Faults.Select(fault => fault.Pointer);

    private static IEnumerable<string> Warnings(Filing filing) =>
        Check(filing).Warnings.Select(warning => $"{warning.Code} {warning.Pointer}");

    private static Filing With(params FiledPerson[] persons) =>
        Minimum with { Persons = persons, PersonCounts = new() { Adult = 9, Child = 9, UnknownAge = 9 } };

    [TestCaseSource(typeof(Scenarios), nameof(Scenarios.All))]
    public void Finds_no_fault_with_the_scenario(Filing filing) => Assert.That(Faults(filing), Is.Empty);

    [Test]
    public void Finds_only_the_wrong_check_digit_in_the_ten_scenarios()
    {
        var warnings = Enumerable.Range(1, 10).SelectMany(number =>
            Warnings(Scenarios.Number(number)).Select(warning => $"{number:00} {warning}"));
        Assert.That(string.Join(", ", warnings), Is.EqualTo("06 check_digit_wrong /objects/0/value"));
    }

    [Test]
    public void Takes_the_minimum_without_a_word() => Assert.That(Faults(Minimum).Concat(Warnings(Minimum)), Is.Empty);

    [Test]
    public void Names_everything_that_is_missing_at_once() =>
        Assert.That(Faults(new Filing()), Is.EquivalentTo((string[])
            ["/clientId", "/unitId", "/crimeHypothesis", "/awareAt", "/dangerToLife", "/personsPresentNow", "/personCounts", "/facts"]));

    private static IEnumerable<TestCaseData<string, Filing>> Unusable()
    {
        TestCaseData<string, Filing> Case(string name, string pointer, Filing filing) =>
            new(pointer, filing) { TestName = "Refuses_" + name };

        yield return Case("a_unit_that_is_not_known", "/unitId", Minimum with { UnitId = "ME-NOWHERE" });
        yield return Case("a_blank_unit", "/unitId", Minimum with { UnitId = " " });
        yield return Case("a_clientId_of_zeros", "/clientId", Minimum with { ClientId = Guid.Empty });
        yield return Case("an_unknown_hypothesis", "/crimeHypothesis", Minimum with { CrimeHypothesis = "TIP" });
        yield return Case("an_unknown_mode", "/mode", Minimum with { Mode = "camel" });
        yield return Case("an_unknown_indicator", "/indicators/1", Minimum with { Indicators = ["injuries", "hunch"] });
        yield return Case("no_indicator_in_the_list", "/indicators/0", Minimum with { Indicators = [null!] });
        yield return Case("an_unknown_act", "/tip/acts/0", Minimum with { CrimeHypothesis = "tip", Tip = new() { Acts = ["theft"] } });
        yield return Case("an_unknown_benefit", "/som/benefit", Minimum with { Som = new() { Benefit = "maybe" } });
        yield return Case("an_unknown_place", "/route/transit/1", Minimum with { Route = new() { Transit = ["AL", "YU"] } });
        yield return Case("stateless_as_a_place", "/route/origin", Minimum with { Route = new() { Origin = "stateless" } });
        yield return Case("a_dash_for_facts", "/facts", Minimum with { Facts = " - ", Indicators = [] });
        yield return Case("a_missing_count", "/personCounts/unknownAge", Minimum with { PersonCounts = new() { Adult = 1, Child = 0 } });
        yield return Case("a_negative_count", "/personCounts/child",
            Minimum with { PersonCounts = new() { Adult = 1, Child = -1, UnknownAge = 0 } });
        yield return Case("an_absurd_count", "/personCounts/adult",
            Minimum with { PersonCounts = new() { Adult = 10_001, Child = 0, UnknownAge = 0 } });
        yield return Case("too_long_a_text", "/facts", Minimum with { Facts = new string('x', 20_001) });
        yield return Case("too_long_a_list", "/actionsTaken", Minimum with { ActionsTaken = [.. Enumerable.Repeat("Waited", 101)] });
        yield return Case("too_long_an_item", "/actionsTaken/0", Minimum with { ActionsTaken = [new string('x', 2_001)] });
        yield return Case("too_many_persons", "/persons",
            Minimum with { Persons = [.. Enumerable.Repeat(new FiledPerson { Role = "witness" }, 1_001)] });
        yield return Case("a_latitude_off_the_globe", "/place/latitude",
            Minimum with { Place = new() { Latitude = 90.5, Longitude = 19 } });
        yield return Case("a_longitude_that_is_no_number", "/place/longitude",
            Minimum with { Place = new() { Latitude = 42, Longitude = double.NaN } });
        yield return Case("a_latitude_alone", "/place/longitude", Minimum with { Place = new() { Latitude = 42.1 } });
        yield return Case("a_longitude_alone", "/place/latitude", Minimum with { Place = new() { Longitude = 19.1 } });
        yield return Case("an_awareness_before_2000", "/awareAt", Minimum with { AwareAt = new(1999, 12, 31, 23, 59, 59, TimeSpan.Zero) });
        yield return Case("an_occurrence_before_2000", "/occurredAt", Minimum with { OccurredAt = DateTimeOffset.MinValue });
        yield return Case("an_instant_far_ahead", "/detectedAt", Minimum with { DetectedAt = Received.AddMinutes(10).AddTicks(1) });
        yield return Case("a_control_character", "/facts", Minimum with { Facts = "Knocking\u0007 heard" });
        yield return Case("a_null_character", "/callback", Minimum with { Callback = "\0" });
        yield return Case("a_delete_character", "/callback", Minimum with { Callback = "mobile\u007F" });
        yield return Case("half_a_character", "/assessment", Minimum with { Assessment = "odd \uD83D end" });
        yield return Case("a_noncharacter", "/reportedBy", Minimum with { ReportedBy = "x\uFFFE" });
        yield return Case("a_noncharacter_of_another_plane", "/reportedBy", Minimum with { ReportedBy = "x\U0001FFFF" });
        yield return Case("H3_without_a_note", "/handling/note", Minimum with { Handling = new() { Code = "H3" } });
        yield return Case("handling_without_a_code", "/handling/code", Minimum with { Handling = new() { Note = "Ask us" } });
        yield return Case("a_reference_without_its_system", "/externalReferences/0/system",
            Minimum with { ExternalReferences = [new() { Value = "7" }] });
        yield return Case("no_person_in_the_list", "/persons/0", With([null!]));
        yield return Case("a_person_without_a_role", "/persons/0/role", With(new FiledPerson()));
        yield return Case("an_unknown_citizenship", "/persons/0/citizenships/0",
            With(new FiledPerson { Role = "witness", Citizenships = ["KOS"] }));
        yield return Case("a_birth_in_the_future", "/persons/0/birthDate",
            With(new FiledPerson { Role = "victim", BirthDate = new(2026, 4, 1) }));
        yield return Case("an_unknown_document", "/persons/0/documents/0/kind",
            With(new FiledPerson { Role = "victim", Documents = [new() { Kind = "passport", Value = "X1" }] }));
        yield return Case("a_control_character_in_a_name", "/persons/0/name/latin",
            With(new FiledPerson { Role = "victim", Name = new() { Latin = "\u001B" } }));
        yield return Case("no_object_in_the_list", "/objects/0", Minimum with { Objects = [null!] });
        yield return Case("an_object_without_a_value", "/objects/0/value", Minimum with { Objects = [new() { Kind = "vehicle" }] });
        yield return Case("an_object_of_unknown_kind", "/objects/0/kind",
            Minimum with { Objects = [new() { Kind = "spaceship", Value = "1" }] });
    }

    [TestCaseSource(nameof(Unusable))]
    public void Refuses(string pointer, Filing filing) => Assert.That(Faults(filing), Is.EqualTo(new[] { pointer }));

    private static IEnumerable<TestCaseData<string, Filing>> Doubtful()
    {
        TestCaseData<string, Filing> Case(string name, string warning, Filing filing) =>
            new(warning, filing) { TestName = "Doubts_" + name };

        FiledPerson suspect = new() { Role = "suspect" }, child = new() { Role = "smuggled_migrant", ChildStatus = "child" };
        yield return Case("an_instant_slightly_ahead", "instant_ahead /awareAt", Minimum with { AwareAt = Received.AddMinutes(10) });
        yield return Case("an_occurrence_after_awareness", "occurred_after_aware /occurredAt",
            Minimum with { OccurredAt = Received.AddMinutes(-4) });
        yield return Case("an_act_before_that_has_passed", "act_before_passed /actBefore", Minimum with { ActBefore = Received });
        yield return Case("more_persons_than_counted", "more_persons_than_counted /persons", Minimum with { Persons = [suspect, suspect] });
        yield return Case("more_children_than_counted", "more_children_than_counted /personCounts/child",
            Minimum with { Persons = [child] });
        yield return Case("trafficking_detail_of_smuggling", "detail_beside_hypothesis /tip",
            Minimum with { Tip = new() { Acts = ["transfer"] } });
        yield return Case("smuggling_detail_of_trafficking", "detail_beside_hypothesis /som",
            Minimum with { CrimeHypothesis = "tip", Som = new() { Benefit = "yes" } });
        yield return Case("an_odd_site", "site_code_odd /siteCode", Minimum with { SiteCode = "ME BAR" });
        yield return Case("a_perpetrators_part_of_a_migrant", "perpetrator_role_unexpected /persons/0/perpetratorRole",
            With(new FiledPerson { Role = "smuggled_migrant", PerpetratorRole = "Smuggler" }));
        yield return Case("an_age_band_beside_the_birth_date", "age_statements_differ /persons/0/ageBand",
            With(new FiledPerson { Role = "victim", BirthDate = new(2000, 1, 1), AgeBand = "18--20" }));
        yield return Case("an_adult_born_as_a_child", "age_statements_differ /persons/0/childStatus",
            With(new FiledPerson { Role = "victim", BirthDate = new(2008, 3, 31), ChildStatus = "adult" }));
        yield return Case("a_child_in_an_adult_band", "age_statements_differ /persons/0/childStatus",
            With(new FiledPerson { Role = "victim", AgeBand = "48+", ChildStatus = "child" }));
        yield return Case("a_language_in_words", "language_odd /persons/0/languages/1",
            With(new FiledPerson { Role = "victim", Languages = ["sr-Latn", "Albanian, I think"] }));
        yield return Case("an_unreadable_phone", "phone_not_readable /objects/0/value",
            Minimum with { Objects = [new() { Kind = "phone", Value = "12" }] });
        yield return Case("a_document_number_of_a_person", "phone_not_readable /persons/0/documents/0/value",
            With(new FiledPerson { Role = "victim", Documents = [new() { Kind = "phone", Value = "12" }] }));
    }

    [TestCaseSource(nameof(Doubtful))]
    public void Doubts(string warning, Filing filing)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Faults(filing), Is.Empty);
            Assert.That(Warnings(filing), Is.EqualTo(new[] { warning }));
        }
    }

    private static IEnumerable<TestCaseData<Filing>> Unremarkable()
    {
        TestCaseData<Filing> Case(string name, Filing filing) => new(filing) { TestName = "Accepts_" + name };

        FiledPerson suspect = new() { Role = "suspect" }, witness = new() { Role = "witness" }, contact = new() { Role = "contact" };
        yield return Case("indicators_without_facts", Minimum with { Facts = null, Indicators = ["injuries"] });
        yield return Case("witnesses_and_contacts_uncounted", Minimum with { Persons = [suspect, witness, contact] });
        yield return Case("any_script_and_line_breaks", Minimum with { Facts = "Куцање\r\n\tχτύπημα 🚢 – č" });
        yield return Case("an_act_before_far_ahead", Minimum with { ActBefore = Received.AddDays(3) });
        yield return Case("the_first_instant_of_2000", Minimum with { OccurredAt = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        yield return Case("the_widest_place", Minimum with { Place = new() { Latitude = -90, Longitude = 180 } });
        yield return Case("a_child_of_uncertain_age_born_an_adult",
            With(new FiledPerson { Role = "victim", BirthDate = new(2000, 1, 1), ChildStatus = "unknown_treat_as_child" }));
        yield return Case("a_birth_where_it_is_tomorrow", With(new FiledPerson { Role = "victim", BirthDate = new(2026, 3, 31) }));
        yield return Case("detail_of_both_while_undetermined",
            Minimum with { CrimeHypothesis = "undetermined", Tip = new() { Acts = ["transfer"] }, Som = new() { Benefit = "no" } });
        yield return Case("empty_detail", Minimum with { Tip = new() { Acts = [], Means = [] } });
        yield return Case("H3_with_a_note", Minimum with { Handling = new() { Code = "H3", Note = "Ask the liaison officer" } });
        yield return Case("an_empty_text_that_is_not_required", Minimum with { Callback = "", Assessment = " " });
        yield return Case("the_longest_text", Minimum with { Facts = new string('x', 20_000) });
    }

    [TestCaseSource(nameof(Unremarkable))]
    public void Accepts(Filing filing)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Faults(filing), Is.Empty);
            Assert.That(Warnings(filing), Is.Empty);
        }
    }

    [Test]
    public void Never_repeats_a_value()
    {
        const string secret = "Zarathustra";
        var filing = Minimum with
        {
            UnitId = secret,
            SiteCode = secret,
            Mode = secret,
            Indicators = [secret],
            Route = new() { Origin = secret, Transit = [secret] },
            Handling = new() { Code = secret },
            Facts = secret + "\0",
            Persons =
            [
                new() { Role = secret, AgeBand = secret, Languages = [secret + " " + secret], Name = new() { Latin = secret + "\u0001" } },
            ],
            Objects =
            [
                new() { Kind = secret, Value = secret }, new() { Kind = "container", Value = secret },
                new() { Kind = "phone", Value = secret }, new() { Kind = "flight", Value = secret },
            ],
        };
        var check = Check(filing);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Faults, Has.Count.GreaterThan(10));
            Assert.That(check.Warnings, Has.Count.GreaterThan(3));
            Assert.That(check.Faults.Select(fault => fault.Message).Concat(check.Warnings.Select(warning => warning.Message)),
                Has.None.Contains(secret));
        }
    }

    [Test]
    public void Names_the_address_of_the_list_that_a_code_is_not_in() =>
        Assert.That(Check(Minimum with { Mode = "camel" }).Faults.Single().Message, Does.Contain("/v1/code-lists/mode"));

    [Test]
    public void Gives_each_object_and_document_its_spelling_in_order()
    {
        FiledObject passport = new() { Kind = "travel_document", Value = "x 1", Issuer = "AL" };
        var check = Check(With(new FiledPerson { Role = "victim", Documents = [passport] }) with
        {
            Objects =
            [
                new() { Kind = "vehicle", Value = "a 1" }, new() { Kind = "other", Value = "rope" }, new() { Kind = "phone", Value = "+1" },
            ],
        });
        Assert.That(check.Objects, Is.EqualTo(new NormalisedObject?[] { new("plate", "A1"), null, new("phone", "+1") }));
        Assert.That(check.Documents.Single(), Is.EqualTo(new NormalisedObject[] { new("travel_document:AL", "X1") }));
    }

    [Test]
    public void Points_into_what_is_added()
    {
        var persons = FilingChecks.CheckPersons([new() { Role = "witness" }, new() { Role = "boss" }], Context());
        var objects = FilingChecks.CheckObjects(
            [new() { Kind = "container", Value = "CSQU3054384" }, new() { Kind = "vehicle" }], Context());
        var vessel = FilingChecks.CheckObject(new() { Kind = "vessel", Value = "1" }, Context());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(persons.Faults.Single().Pointer, Is.EqualTo("/persons/1/role"));
            Assert.That(objects.Faults.Single().Pointer, Is.EqualTo("/objects/1/value"));
            Assert.That(objects.Warnings.Single().Pointer, Is.EqualTo("/objects/0/value"));
            Assert.That(FilingChecks.CheckPerson(new() { Role = "boss" }, Context()).Faults.Single().Pointer, Is.EqualTo("/role"));
            Assert.That(vessel.Warnings.Single().Pointer, Is.EqualTo("/value"));
        }
    }

    [Test]
    public void Tells_a_hundred_doubts_at_most_and_how_many_it_left_out()
    {
        var check = Check(Minimum with { Objects = [.. Enumerable.Repeat(new FiledObject { Kind = "container", Value = "X1" }, 1_000)] });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Warnings, Has.Count.EqualTo(100));
            Assert.That(check.Warnings[^1].Code, Is.EqualTo("warnings_left_out"));
            Assert.That(check.Warnings[^1].Message, Does.StartWith("901 more"));
        }
    }

    [TestCase(0)]
    [TestCase(201)]
    public void Takes_1_to_200_additions_at_once(int many)
    {
        var persons = Enumerable.Repeat(new FiledPerson { Role = "witness" }, many).ToList();
        var objects = Enumerable.Repeat(new FiledObject { Kind = "other", Value = "rope" }, many).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FilingChecks.CheckPersons(persons, Context()).Faults.Single().Pointer, Is.EqualTo("/persons"));
            Assert.That(FilingChecks.CheckObjects(objects, Context()).Faults.Single().Pointer, Is.EqualTo("/objects"));
        }
    }
}
