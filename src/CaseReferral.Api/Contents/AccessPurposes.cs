using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

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

/// <summary>The rules of "Need to know" about content: how much a seat may open of an incident it sees, and for which purposes.</summary>
public static class ContentRules
{
    /// <summary>How much <paramref name="seat"/> may open of an incident that it sees, and the purposes it may state for it.</summary>
    public static (ContentReach Reach, IReadOnlyList<AccessPurpose> Purposes) For(Seat seat, Incident incident)
    {
        var kinds = incident.Legs.Where(leg => leg.TaskForce == seat.Where).Select(leg => leg.Kind).ToHashSet();
        return seat.Role switch
        {
            SeatRole.Officer or SeatRole.Partner => (ContentReach.Everything, [AccessPurpose.Filing]),
            SeatRole.Supervisor => (ContentReach.Everything, [AccessPurpose.Filing, AccessPurpose.Supervision]),
            SeatRole.Coordinator => (ContentReach.Everything, [AccessPurpose.Supervision]),
            SeatRole.Duty or SeatRole.Second or SeatRole.Lead when kinds.Contains(LegKind.Action) => (
                ContentReach.Everything,
                Leading(seat, AccessPurpose.Triage, AccessPurpose.Investigation, AccessPurpose.Deconfliction)),
            SeatRole.Duty or SeatRole.Second or SeatRole.Lead when kinds.Contains(LegKind.Protection) => (
                ContentReach.ToProtect, Leading(seat, AccessPurpose.VictimSupport)),
            _ => (ContentReach.Nothing, []),
        };
    }

    /// <summary>
    /// What a protection leg may read: persons in roles victim, possible victim and smuggled migrant, and children; an adult only when
    /// support was agreed to; never a suspect. Place and callback, no narrative, no grading.
    /// </summary>
    public static IncidentContent ToProtect(IncidentContent content, DateOnly on) => new(
        new Filing { Place = content.Filing.Place, Callback = content.Filing.Callback },
        [.. content.Persons.Where(listed => MayProtect(listed.Person, content.Filing.PersonCounts, on))],
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

    private static AccessPurpose[] Leading(Seat seat, params AccessPurpose[] purposes) =>
        seat.Role == SeatRole.Lead ? [.. purposes, AccessPurpose.Supervision] : purposes;
}
