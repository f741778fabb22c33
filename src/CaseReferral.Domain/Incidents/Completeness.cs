using CaseReferral.Domain.Objects;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Incidents;

/// <summary>Something that is missing and would save a question back.</summary>
/// <param name="Code">Stable, snake_case, for example <c>callback_missing</c>.</param>
/// <param name="Message">What to add, and why it matters. Holds nothing of the filing.</param>
public sealed record CompletenessNote(string Code, string Message);

/// <summary>
/// What is missing that most often causes a question back, the most urgent first. Nothing here was needed to file, and all of it can
/// follow as an amendment.
/// </summary>
public static class Completeness
{
    private static readonly string[] Conveyances =
    [
        ObjectKind.Vehicle.Code(), ObjectKind.Trailer.Code(), ObjectKind.Vessel.Code(), ObjectKind.Container.Code(),
        ObjectKind.Flight.Code(),
    ];

    private static readonly string[] NumberedPerIssuer =
        [ObjectKind.Vehicle.Code(), ObjectKind.Trailer.Code(), ObjectKind.TravelDocument.Code()];

    /// <summary>What is missing from an incident as it now stands.</summary>
    /// <param name="filing">The filing, or the incident as it now stands.</param>
    /// <param name="persons">The persons now listed.</param>
    /// <param name="objects">The objects now listed.</param>
    public static IReadOnlyList<CompletenessNote> Of(Filing filing, IReadOnlyList<FiledPerson> persons, IReadOnlyList<FiledObject> objects)
    {
        var present = filing.PersonsPresentNow == true;
        var concerned = persons.Where(person => person.IsCounted()).ToList();
        var counted = filing.PersonCounts is { Adult: > 0 } or { Child: > 0 } or { UnknownAge: > 0 };
        var tip = filing.CrimeHypothesis == CrimeHypothesis.Tip.Code() || filing.CrimeHypothesis == CrimeHypothesis.TipAndSom.Code();
        var som = filing.CrimeHypothesis == CrimeHypothesis.Som.Code() || filing.CrimeHypothesis == CrimeHypothesis.TipAndSom.Code();

        return
        [
            .. Missing("callback_missing", Blank(filing.Callback),
                "Say how to reach the officer now: the task force calls there first."),
            .. Missing("act_before_missing", present && filing.ActBefore is null,
                "Persons are present: say until when they can be held or kept from leaving, so that deadlines end before it."),
            .. Missing("place_missing", Blank(filing.Place?.Text) && filing.Place?.Latitude is null,
                "Say where exactly: berth, gate, lane or kilometre, or coordinates."),
            .. Missing("facts_missing", Blank(filing.Facts),
                "Say in a sentence what was seen: indicators alone leave the task force guessing."),
            .. Missing("indicators_missing", filing.Indicators is not { Count: > 0 },
                "Tick the indicators that were observed: cases are compared by them."),
            .. Missing("hypothesis_undetermined", filing.CrimeHypothesis == CrimeHypothesis.Undetermined.Code(),
                "Say what speaks for trafficking and what for smuggling as soon as it can be told: two mandates are looking at this."),
            .. Missing("persons_missing", present && counted && concerned.Count == 0,
                "Persons are present and none is listed: role, age band, citizenship and language help, names are not needed."),
            .. Missing("age_band_missing", filing.PersonCounts is { UnknownAge: > 0 } && !concerned.Any(SaysAnAge),
                "The age of somebody is unknown: an estimated age band helps, and the person counts as a child until it is decided."),
            .. Missing("citizenship_missing", concerned.Any(person => person.Citizenships is not { Count: > 0 }),
                "Give the citizenship of everybody listed, or say that it is unknown: it decides which jurisdictions are concerned."),
            .. Missing("language_missing", present && concerned.Any(person => person.Languages is not { Count: > 0 }),
                "Say which languages the persons listed understand, so that an interpreter comes along."),
            .. Missing("mode_missing", filing.Mode is null,
                "Give the mode of transport: until then what the unit's site is decides."),
            .. Missing("direction_missing", filing.Direction is null or "unknown",
                "Give the direction of travel across the border."),
            .. Missing("route_missing", filing.Route?.Origin is null || filing.Route.Destination is null,
                "Give where the journey began and where it was meant to end, as far as known."),
            .. Missing("conveyance_missing", filing.Mode is not ("foot" or "post") && !objects.Any(o => Conveyances.Contains(o.Kind)),
                "Name the vehicle, vessel, container or flight: it is what other cases are matched on."),
            .. Missing("issuer_missing", objects.Concat(concerned.SelectMany(person => person.Documents ?? []))
                    .Any(o => NumberedPerIssuer.Contains(o.Kind) && Blank(o.Issuer)),
                "Say who issued each plate and document: the same number exists in several jurisdictions."),
            .. Missing("tip_detail_missing", tip && !filing.Tip.SaysSomething(),
                "Trafficking is suspected: give acts, means, control or exploitation as far as seen."),
            .. Missing("tip_means_missing", tip && filing.Tip.SaysSomething()
                    && filing.Tip?.Means is not { Count: > 0 } && filing.PersonCounts is { Adult: > 0 },
                "Say by what means: for adults the law asks for them, for children it doesn't."),
            .. Missing("som_detail_missing", som && !filing.Som.SaysSomething(),
                "Smuggling is suspected: give the conduct, and whether somebody profits."),
            .. Missing("grading_missing", filing.Grading is not { Source: not null, Information: not null },
                "Grade the source (A, B, C, X) and the information (1 to 4)."),
        ];
    }

    private static CompletenessNote[] Missing(string code, bool missing, string message) => missing ? [new(code, message)] : [];

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static bool SaysAnAge(FiledPerson person) => person.BirthDate is not null || AgeBand.Find(person.AgeBand) is not null;
}
