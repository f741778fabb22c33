using System.Text.RegularExpressions;
using CaseReferral.Domain.Objects;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Incidents;

/// <summary>What checking a filing needs to know besides the filing.</summary>
/// <param name="Unit">The unit that <c>unitId</c> names; null when there is none of that code.</param>
/// <param name="ReceivedAt">When the registry received the filing, or the amendment.</param>
/// <param name="Phones">Reads phone numbers.</param>
public sealed record FilingContext(Unit? Unit, DateTimeOffset ReceivedAt, PhoneReader Phones);

/// <summary>What checking found.</summary>
/// <param name="Faults">What makes the record unusable, all at once; empty when it may be kept.</param>
/// <param name="Warnings">Doubts, which never block.</param>
/// <param name="Objects">For each of the filing's objects, in order, the spelling to match on, or null.</param>
public sealed record FilingCheck(IReadOnlyList<Fault> Faults, IReadOnlyList<Warning> Warnings, IReadOnlyList<NormalisedObject?> Objects)
{
    /// <summary>For each of the listed persons, in order, the same of the documents they carry.</summary>
    public IReadOnlyList<IReadOnlyList<NormalisedObject?>> Documents { get; init; } = [];
}

/// <summary>
/// Checks what an officer filed. It blocks only what makes the record unusable (unknown unit, unknown code, missing minimum, impossible
/// number or instant, unreadable text); everything else is a warning, because the odd number may be the evidence. No message
/// repeats a value.
/// </summary>
public static partial class FilingChecks
{
    /// <summary>How far ahead of the registry a device's clock may be.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>The most persons or objects that are added at once.</summary>
    public const int MostAtOnce = 200;

    /// <summary>The most persons or objects that an incident lists: an overloaded boat and everything aboard.</summary>
    public const int MostListed = 1_000;

    /// <summary>The most warnings that are told; the last one then says how many were left out.</summary>
    public const int MostWarnings = 100;

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks a whole filing, or an incident as it would stand after an amendment.</summary>
    public static FilingCheck Check(Filing filing, FilingContext context)
    {
        var findings = new Findings();
        DeclaredChecks.Check(filing, "", findings.Faults);
        CheckMinimum(filing, context, findings);
        CheckInstants(filing, context.ReceivedAt, findings);
        CheckPlace(filing, findings);
        CheckHandling(filing.Handling, findings);
        CheckDetail(filing, findings);
        CheckCounts(filing, context.ReceivedAt, findings);
        return Conclude(findings, filing.Persons ?? [], "/persons", filing.Objects ?? [], "/objects", context);
    }

    /// <summary>Checks persons that are added to an incident, 1 to 200 at once.</summary>
    public static FilingCheck CheckPersons(IReadOnlyList<FiledPerson> persons, FilingContext context, string pointer = "/persons") =>
        Conclude(CheckAdded(persons, pointer), persons, pointer, [], "", context);

    /// <summary>Checks objects that are added to an incident, 1 to 200 at once.</summary>
    public static FilingCheck CheckObjects(IReadOnlyList<FiledObject> objects, FilingContext context, string pointer = "/objects") =>
        Conclude(CheckAdded(objects, pointer), [], "", objects, pointer, context);

    /// <summary>Checks one person as it would stand after an amendment; pointers start at the person.</summary>
    public static FilingCheck CheckPerson(FiledPerson person, FilingContext context)
    {
        var findings = new Findings();
        DeclaredChecks.Check(person, "", findings.Faults);
        var documents = CheckPerson(person, "", context, findings);
        return new(findings.Faults, findings.Warnings, []) { Documents = [documents] };
    }

    /// <summary>Checks one object as it would stand after an amendment; pointers start at the object.</summary>
    public static FilingCheck CheckObject(FiledObject o, FilingContext context)
    {
        var findings = new Findings();
        DeclaredChecks.Check(o, "", findings.Faults);
        return new(findings.Faults, findings.Warnings, [ReadObject(o, "", context, findings)]);
    }

    private static Findings CheckAdded<T>(IReadOnlyList<T> items, string pointer) where T : class
    {
        var findings = new Findings();
        if (items.Count is 0 or > MostAtOnce)
        {
            findings.Fault(pointer, $"Give 1 to {MostAtOnce} at once.");
            return findings;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
                DeclaredChecks.Check(item, $"{pointer}/{i}", findings.Faults);
            else
                findings.Fault($"{pointer}/{i}", "Leave the item out; null says nothing.");
        }

        return findings;
    }

    // Too long a list is a fault already, and reading it would only make the answer long.
    private static FilingCheck Conclude(
        Findings findings, IReadOnlyList<FiledPerson?> persons, string personsAt, IReadOnlyList<FiledObject?> objects, string objectsAt,
        FilingContext context)
    {
        var documents = persons.Take(MostListed)
            .Select((person, i) => person is null ? [] : CheckPerson(person, $"{personsAt}/{i}", context, findings))
            .ToArray();
        var normalised = objects.Take(MostListed)
            .Select((o, i) => o is null ? null : ReadObject(o, $"{objectsAt}/{i}", context, findings))
            .ToArray();
        return new(findings.Faults, Told(findings.Warnings), normalised) { Documents = documents };
    }

    // A thousand mistyped containers are one thing to look at. Every list of incidents carries these.
    private static List<Warning> Told(List<Warning> warnings) => warnings.Count <= MostWarnings
        ? warnings
        : [.. warnings.Take(MostWarnings - 1), new(
            "warnings_left_out", "",
            $"{warnings.Count - MostWarnings + 1} more doubts are not listed. Correct these first, and see what is left.")];

    private static void CheckMinimum(Filing filing, FilingContext context, Findings findings)
    {
        if (context.Unit is null && !string.IsNullOrWhiteSpace(filing.UnitId))
            findings.Fault("/unitId", "Give the code of a unit in /v1/units; no unit has this one.");

        if (!SaysSomething(filing.Facts) && filing.Indicators is not { Count: > 0 })
            findings.Fault("/facts", "Give one sentence of fact, or at least one indicator.");
    }

    // A dash in a mandatory field is what tired people type to get past it.
    private static bool SaysSomething(string? text) => text is not null && text.Any(char.IsLetterOrDigit);

    private static void CheckInstants(Filing filing, DateTimeOffset receivedAt, Findings findings)
    {
        CheckInstant("/occurredAt", filing.OccurredAt);
        CheckInstant("/detectedAt", filing.DetectedAt);
        CheckInstant("/awareAt", filing.AwareAt);
        CheckInstant("/filedAt", filing.FiledAt);

        if (filing.OccurredAt > filing.AwareAt)
            findings.Warn("occurred_after_aware", "/occurredAt",
                "It happened after the unit became aware of it: please look at both instants.");
        if (filing.ActBefore <= receivedAt)
            findings.Warn("act_before_passed", "/actBefore", "The instant to act before had passed when this was received.");

        void CheckInstant(string pointer, DateTimeOffset? instant)
        {
            if (instant < Earliest)
                findings.Fault(pointer, "Give an instant from the year 2000 or later: the device's clock may be wrong.");
            else if (instant - receivedAt > ClockTolerance)
                findings.Fault(pointer, "Give an instant that isn't ahead of the registry's clock by more than 10 minutes.");
            else if (instant > receivedAt)
                findings.Warn("instant_ahead", pointer, "This lies ahead of the registry's clock: the device's clock may be fast.");
        }
    }

    private static void CheckPlace(Filing filing, Findings findings)
    {
        if (filing.Place is { } place && place.Latitude is null != place.Longitude is null)
            findings.Fault(place.Latitude is null ? "/place/latitude" : "/place/longitude", "Give latitude and longitude, or neither.");

        if (filing.SiteCode is { } site && !UnLocode().IsMatch(site))
            findings.Warn("site_code_odd", "/siteCode", "A UN/LOCODE has two letters and three letters or digits, without the space.");
    }

    private static void CheckHandling(Handling? handling, Findings findings)
    {
        if (handling?.Code == HandlingCode.H3.Code() && !SaysSomething(handling.Note))
            findings.Fault("/handling/note", "Required with H3: the restriction in words.");
    }

    private static void CheckDetail(Filing filing, Findings findings)
    {
        if (filing.Tip.SaysSomething() && filing.CrimeHypothesis == CrimeHypothesis.Som.Code())
            findings.Warn("detail_beside_hypothesis", "/tip",
                "Detail of trafficking with the hypothesis of smuggling only: tip_and_som may be meant.");
        if (filing.Som.SaysSomething() && filing.CrimeHypothesis == CrimeHypothesis.Tip.Code())
            findings.Warn("detail_beside_hypothesis", "/som",
                "Detail of smuggling with the hypothesis of trafficking only: tip_and_som may be meant.");
    }

    // Counts take in everybody the incident is about, suspects included; witnesses and contacts are listed without being counted.
    private static void CheckCounts(Filing filing, DateTimeOffset receivedAt, Findings findings)
    {
        if (filing.PersonCounts is not { Adult: { } adult, Child: { } child, UnknownAge: { } unknownAge })
            return;

        var on = DateOnly.FromDateTime(receivedAt.UtcDateTime);
        var listed = (filing.Persons ?? []).Where(person => person is not null && person.IsCounted()).ToList();
        if (listed.Count > (long)adult + child + unknownAge)
            findings.Warn("more_persons_than_counted", "/persons",
                "More persons are listed than counted. Suspects count, witnesses and contacts don't.");
        else if (listed.Count(person => PersonAge.StatusOf(person, on) == ChildStatus.Child) > (long)child + unknownAge)
            findings.Warn("more_children_than_counted", "/personCounts/child", "More children are listed than counted.");
    }

    private static IReadOnlyList<NormalisedObject?> CheckPerson(FiledPerson person, string at, FilingContext context, Findings findings)
    {
        if (person.PerpetratorRole is not null && person.Role is not null && !IsPerpetrator(person.Role))
            findings.Warn("perpetrator_role_unexpected", at + "/perpetratorRole",
                "A perpetrator's part belongs to a suspect or convicted person. It makes nobody a suspect here.");

        CheckAge(person, at, context.ReceivedAt, findings);

        for (var i = 0; i < person.Languages?.Count; i++)
        {
            if (person.Languages[i] is { } language && !LanguageTag().IsMatch(language))
                findings.Warn("language_odd", $"{at}/languages/{i}", "A language is written as a BCP 47 tag, for example sq or sr-Latn.");
        }

        return [.. (person.Documents ?? []).Select((document, i) =>
            document is null ? null : ReadObject(document, $"{at}/documents/{i}", context, findings))];
    }

    private static bool IsPerpetrator(string role) => role == PersonRole.Suspect.Code() || role == PersonRole.Convicted.Code();

    private static void CheckAge(FiledPerson person, string at, DateTimeOffset receivedAt, Findings findings)
    {
        // Somewhere it is tomorrow already: a child born there today has a birthday that UTC hasn't reached.
        if (person.BirthDate > DateOnly.FromDateTime(receivedAt.UtcDateTime.AddHours(14)))
        {
            findings.Fault(at + "/birthDate", "Give a day that has been.");
            return;
        }

        var band = AgeBand.Find(person.AgeBand);
        var age = person.BirthDate is { } born ? PersonAge.On(DateOnly.FromDateTime(receivedAt.UtcDateTime), born) : (int?)null;
        if (age is { } years && band?.Holds(years) == false)
            findings.Warn(AgesDiffer, at + "/ageBand",
                "The age band and the date of birth say different ages. A child by either counts as one.");

        var stated = person.ChildStatus == ChildStatus.Child.Code() ? true
            : person.ChildStatus == ChildStatus.Adult.Code() ? false
            : (bool?)null;
        if (stated is { } child && ((age is { } a && a < PersonAge.Majority != child) || (band is not null && band.IsChild != child)))
            findings.Warn(AgesDiffer, at + "/childStatus",
                "The child status and the age say different things. A child by either counts as one; where that is uncertain, "
                + "say unknown_treat_as_child.");
    }

    private static NormalisedObject? ReadObject(FiledObject o, string at, FilingContext context, Findings findings)
    {
        var reading = ObjectNormalisation.Read(o, context.Unit?.Jurisdiction ?? "", context.Phones, at);
        findings.Warnings.AddRange(reading.Warnings);
        return reading.Normalised;
    }

    private const string AgesDiffer = "age_statements_differ";

    [GeneratedRegex(@"^[A-Z]{2}[A-Z0-9]{3}\z")]
    private static partial Regex UnLocode();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex LanguageTag();

    private sealed class Findings
    {
        public List<Fault> Faults { get; } = [];

        public List<Warning> Warnings { get; } = [];

        public void Fault(string pointer, string message) => Faults.Add(new(pointer, message));

        public void Warn(string code, string pointer, string message) => Warnings.Add(new(code, pointer, message));
    }
}
