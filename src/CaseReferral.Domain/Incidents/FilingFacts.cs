using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Incidents;

/// <summary>Reads from a filing what routing and priority are decided on: codes only, detached from persons.</summary>
public static class FilingFacts
{
    /// <summary>Reads a filing that <see cref="FilingChecks"/> found no fault with.</summary>
    /// <param name="filing">The filing, or the incident as it now stands.</param>
    /// <param name="persons">The persons now listed.</param>
    /// <param name="objects">How many objects are now held.</param>
    /// <param name="unit">The filing unit.</param>
    /// <param name="on">The UTC date of receipt, or of the amendment.</param>
    /// <param name="childSticks">A child or an unknown age was involved before, and no task force has decided otherwise.</param>
    public static RoutingFacts Read(
        Filing filing, IEnumerable<FiledPerson> persons, int objects, Unit unit, DateOnly on, bool childSticks)
    {
        var concerned = persons.Where(person => person.IsCounted()).ToList();
        var counts = filing.PersonCounts;
        var mode = filing.Mode is { } code ? Codes<Mode>.Parse(code) : (Mode?)null;

        return new RoutingFacts
        {
            Jurisdiction = unit.Jurisdiction,
            On = on,
            Hypothesis = Codes<CrimeHypothesis>.Parse(filing.CrimeHypothesis!),
            ChildOrUnknownAge = childSticks || InvolvesChildOrUnknownAge(filing, concerned, on),
            DangerToLife = filing.DangerToLife == true,
            PersonsPresentNow = filing.PersonsPresentNow == true,
            VictimRoleListed = concerned.Any(person =>
                person.Role == PersonRole.Victim.Code() || person.Role == PersonRole.PossibleVictim.Code()),
            PersonCounted = counts is { Adult: > 0 } or { Child: > 0 } or { UnknownAge: > 0 } || concerned.Count > 0,
            ObjectHeld = objects > 0,
            UnitType = unit.Type,
            Mode = mode,
            Transport = mode is { } given ? TransportOf(given) : unit.SiteFunction,
            Touches = Touched(filing.Route, concerned, unit.Jurisdiction),
            Handling = filing.Handling?.Code is { } handling ? Codes<HandlingCode>.Parse(handling) : HandlingCode.H0,
            ComplicityConcern = filing.ComplicityConcern == true,
        };
    }

    /// <summary>Whether the counts or a person the incident is about say that a child or somebody of unknown age is involved.</summary>
    internal static bool InvolvesChildOrUnknownAge(Filing filing, IEnumerable<FiledPerson> persons, DateOnly on) =>
        filing.PersonCounts is { Child: > 0 } or { UnknownAge: > 0 }
        || persons.Any(person => person.IsCounted()
            && PersonAge.StatusOf(person, on) is ChildStatus.Child or ChildStatus.UnknownTreatAsChild);

    /// <summary>What a mode rolls up to (UNECE Recommendation 19); null for going on foot, which needs no transport.</summary>
    public static SiteFunction? TransportOf(Mode mode) => mode switch
    {
        Mode.SeaContainer or Mode.SeaRoro or Mode.SmallCraft => SiteFunction.Sea,
        Mode.AirPax or Mode.AirCargo => SiteFunction.Air,
        Mode.RoadHgv or Mode.RoadCar or Mode.Bus => SiteFunction.Road,
        Mode.Rail => SiteFunction.Rail,
        Mode.Post => SiteFunction.Postal,
        _ => null,
    };

    // A witness's nationality doesn't make a case touch another jurisdiction, so it must not send anything there.
    private static string[] Touched(Route? route, List<FiledPerson> concerned, string own) =>
    [
        .. concerned.SelectMany(person => person.Citizenships ?? [])
            .Concat(route?.Transit ?? [])
            .Append(route?.Origin)
            .Append(route?.Destination)
            .OfType<string>()
            .Where(code => code != own && code is not ("stateless" or "unknown"))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}
