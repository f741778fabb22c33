using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Storage.Disclosures;

namespace CaseReferral.Api.Contents;

/// <summary>What opening content is for (Law Enforcement Directive Art. 25).</summary>
public enum AccessPurpose
{
    /// <summary>The filing unit reads what it filed.</summary>
    Filing,

    /// <summary>A task force decides whether the case is its own.</summary>
    Triage,

    /// <summary>A task force investigates.</summary>
    Investigation,

    /// <summary>A protection leg supports a victim.</summary>
    VictimSupport,

    /// <summary>Two task forces see to it that they don't get in each other's way.</summary>
    Deconfliction,

    /// <summary>Those who answer for others' work look at it.</summary>
    Supervision,

    /// <summary>An auditor exports the access log.</summary>
    Audit,

    /// <summary>A data subject's request is answered.</summary>
    SubjectAccess,
}

/// <summary>How much of the content a seat may open.</summary>
public enum ContentReach
{
    /// <summary>Nothing: a notice, an auditor.</summary>
    Nothing,

    /// <summary>Victims, smuggled migrants and children, with place, callback and languages: a protection leg.</summary>
    ToProtect,

    /// <summary>Everything: the filing unit, an action leg, the coordinator.</summary>
    Everything,
}

/// <summary>What a seat may open for a purpose.</summary>
/// <param name="Reach">How much.</param>
/// <param name="Until">
/// The end of the leg that opens it: what came later stays closed. Null while the leg is open, and without a leg.
/// </param>
public sealed record Opening(ContentReach Reach, DateTimeOffset? Until = null);

/// <summary>
/// The rules of "Need to know" about content: how much a seat may open of an incident it sees, for the purpose it states.
/// </summary>
public static class ContentRules
{
    /// <summary>
    /// What <paramref name="seat"/> may open of an incident that it sees; null when the purpose isn't among its own there.
    /// </summary>
    public static Opening? For(Seat seat, Incident incident, AccessPurpose purpose, IReadOnlyList<ConsentInForce> consents) =>
        seat.Role switch
        {
            // A unit sees its own, a system what it filed.
            SeatRole.Officer or SeatRole.Partner => purpose is AccessPurpose.Filing ? new(ContentReach.Everything) : null,
            SeatRole.Supervisor => purpose is AccessPurpose.Filing or AccessPurpose.Supervision ? new(ContentReach.Everything) : null,
            SeatRole.Coordinator => purpose is not AccessPurpose.Supervision ? null
                : seat.Where == incident.Jurisdiction ? new(ContentReach.Everything) : ByConsent(seat, consents, purpose),
            SeatRole.Duty or SeatRole.Second or SeatRole.Lead => ByConsent(seat, consents, purpose) ?? ForLegs(seat, incident, purpose),
            // An auditor sees metadata and the access log, an administrator no case.
            _ => null,
        };

    // A task force opens through its legs, the widest first; one that ended, only what was there when it did.
    private static Opening? ForLegs(Seat seat, Incident incident, AccessPurpose purpose)
    {
        var leg = incident.LegsInSight
            .Where(leg => leg.TaskForce == seat.Where && PurposesOf(leg.Kind, seat.Role).Contains(purpose))
            .OrderBy(leg => leg.Kind).ThenByDescending(leg => leg.State.IsOpen()).ThenByDescending(leg => leg.EndedAt)
            .FirstOrDefault();
        return leg is null
            ? null
            : new(leg.Kind == LegKind.Action ? ContentReach.Everything : ContentReach.ToProtect, leg.State.IsOpen() ? null : leg.EndedAt);
    }

    /// <summary>
    /// Whether the border lets <paramref name="seat"/> open content: within the owner's jurisdiction there is none; abroad it takes an
    /// agreement that covers content, and a handling code or a consent that lets it.
    /// </summary>
    /// <param name="seat">Who reads.</param>
    /// <param name="incident">What is read.</param>
    /// <param name="packOf">The owner's pack in a version: a leg's own counts for it.</param>
    /// <param name="inForce">The owner's pack in force, which counts for a consent.</param>
    /// <param name="consents">The consents in force.</param>
    /// <param name="on">Today.</param>
    public static bool MayCross(
        Seat seat, Incident incident, Func<int, SopPack> packOf, SopPack inForce, IReadOnlyList<ConsentInForce> consents, DateOnly on)
    {
        if (seat.Jurisdiction == incident.Jurisdiction)
            return true;
        var allowed = new Consents([.. consents.Select(consent => consent.Recipient)]);
        return incident.LegsInSight
            .Where(leg => leg.TaskForce == seat.Where)
            .Select(leg => (Pack: packOf(leg.PackVersion), Basis: leg.LegalBasis))
            .Concat(consents
                .Where(consent => consent.Recipient == seat.Where)
                .Select(consent => (Pack: inForce, Basis: (string?)consent.LegalBasis)))
            .Any(way => Borders.MostUnder(way.Pack, way.Basis, seat.Where, incident.Handling, on, allowed).Most == Sending.Content);
    }

    /// <summary>The purposes that the texts of a disclosure request may be opened for.</summary>
    public static IReadOnlyList<AccessPurpose> ForDisclosures(Seat seat) =>
        seat.Role == SeatRole.Coordinator ? [AccessPurpose.Supervision] : PurposesOf(LegKind.Action, seat.Role);

    // A desk that the owner's consent reaches opens what an action leg does.
    private static Opening? ByConsent(Seat seat, IReadOnlyList<ConsentInForce> consents, AccessPurpose purpose) =>
        consents.Any(consent => consent.Recipient == seat.Where) && ForDisclosures(seat).Contains(purpose)
            ? new(ContentReach.Everything)
            : null;

    // A notice opens nothing.
    private static IReadOnlyList<AccessPurpose> PurposesOf(LegKind kind, SeatRole role) => (kind, role) switch
    {
        (LegKind.Action, SeatRole.Lead) =>
            [AccessPurpose.Triage, AccessPurpose.Investigation, AccessPurpose.Deconfliction, AccessPurpose.Supervision],
        (LegKind.Action, _) => [AccessPurpose.Triage, AccessPurpose.Investigation, AccessPurpose.Deconfliction],
        (LegKind.Protection, SeatRole.Lead) => [AccessPurpose.VictimSupport, AccessPurpose.Supervision],
        (LegKind.Protection, _) => [AccessPurpose.VictimSupport],
        _ => [],
    };

    /// <summary>
    /// What a protection leg may read: persons in roles victim, possible victim and smuggled migrant, and children; an adult only when
    /// support was agreed to; never a suspect. Place and callback, no narrative, no grading, nobody's part in the crime.
    /// </summary>
    public static IncidentContent ToProtect(IncidentContent content, DateOnly on) => new(
        new Filing { Place = content.Filing.Place, Callback = content.Filing.Callback },
        [.. content.Persons.Where(listed => MayProtect(listed.Person, content.Filing.PersonCounts, on))
            .Select(listed => listed with { Person = listed.Person with { PerpetratorRole = null } })],
        []);

    // Where nobody stated an age the counts do, and an unknown age counts as a child.
    private static bool MayProtect(FiledPerson person, PersonCounts? counts, DateOnly on)
    {
        if (person.Role is "suspect" or "convicted")
            return false;
        var isChild = PersonAge.StatusOf(person, on) is { } status
            ? status is ChildStatus.Child or ChildStatus.UnknownTreatAsChild
            : counts is { Child: > 0 } or { UnknownAge: > 0 };
        return isChild || person.Role is "victim" or "possible_victim" or "smuggled_migrant" && person.SupportConsent == "given";
    }
}
