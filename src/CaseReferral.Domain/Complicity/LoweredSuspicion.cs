using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Complicity;

/// <summary>
/// A suspicion of complicity was lowered: the case goes on as an ordinary incident, and what was suspected stays where it was.
/// </summary>
/// <param name="Before">The restricted incident as it was.</param>
/// <param name="After">The restricted incident as it now stands; it knows what it goes on as.</param>
/// <param name="GoesOnAs">The ordinary incident, which knows nothing of the other one.</param>
public sealed record SuspicionLowered(Incident Before, Incident After, IncidentFiled GoesOnAs);

/// <summary>What an integrity recipient lets go over into the ordinary incident.</summary>
/// <param name="Facts">What was seen, restated.</param>
/// <param name="Assessment">What is thought of it, restated; null for nothing.</param>
/// <param name="ActionsTaken">What the unit has done, restated; null for nothing.</param>
/// <param name="Callback">How to reach the officer; null for nothing.</param>
/// <param name="WithoutPersons">Listed persons who stay behind.</param>
/// <param name="WithoutObjects">Listed objects that stay behind.</param>
public sealed record Restated(
    string Facts, string? Assessment, IReadOnlyList<string>? ActionsTaken, string? Callback,
    IReadOnlyList<Guid> WithoutPersons, IReadOnlyList<Guid> WithoutObjects);

/// <summary>
/// Lowers a suspicion of complicity. The case is filed anew, as its unit's officer would have filed it without the suspicion, and routed
/// like any other; the restricted incident stays, for its filer and the integrity recipients. So no door can show those who were suspected
/// that they were, or by whom: not a version, a referral, a timeline or an access log.
/// </summary>
public static class LoweredSuspicion
{
    /// <summary>Why a seat can't lower the suspicion now; null when it can.</summary>
    public static Refusal? WhyNot(Incident incident, Seat seat)
    {
        if (!IntegrityDesk.ActingLeg(incident, seat).Succeeded(out _, out var refusal))
            return refusal;
        return incident.GoesOnAs is null
            ? null
            : new Refusal(
                "complicity-lowered",
                "The suspicion was lowered already, and the case goes on as another incident. There is nothing to do.");
    }

    /// <summary>
    /// The filing that the ordinary incident is made of, under an id of its own: what was filed, without a word of the officer's but those
    /// that are restated, and without what leads to other systems. Refused where what is to stay behind isn't listed.
    /// </summary>
    public static Decided<Filing> Refile(IncidentContent content, Restated restated, Guid clientId)
    {
        Fault[] faults =
        [
            .. Unlisted("/withoutPersons", restated.WithoutPersons, content.Persons.Select(listed => listed.Id.Value)),
            .. Unlisted("/withoutObjects", restated.WithoutObjects, content.Objects.Select(listed => listed.Id.Value)),
        ];
        if (faults.Length > 0)
            return new Refusal("validation-failed", "Take the ids from the content, and send it again.", faults);

        return content.Filing with
        {
            ClientId = clientId,
            Facts = restated.Facts,
            Assessment = restated.Assessment,
            ActionsTaken = restated.ActionsTaken,
            Callback = restated.Callback,
            Place = content.Filing.Place is { Latitude: not null } place ? place with { Text = null } : null,
            Handling = content.Filing.Handling is { } handling ? handling with { Note = null } : null,
            ExternalReferences = null,
            ReportedBy = null,
            ComplicityConcern = null,
            Persons =
            [
                .. content.Persons
                    .Where(listed => !restated.WithoutPersons.Contains(listed.Id.Value))
                    .Select(listed => WithoutNotes(listed.Person)),
            ],
            Objects =
            [
                .. content.Objects
                    .Where(listed => !restated.WithoutObjects.Contains(listed.Id.Value))
                    .Select(listed => WithoutNote(listed.Object)),
            ],
        };
    }

    /// <summary>Lowers a suspicion that <see cref="WhyNot"/> has no objection to.</summary>
    /// <param name="incident">The restricted incident.</param>
    /// <param name="filing">What <see cref="Refile"/> made of its content.</param>
    /// <param name="check">What <see cref="FilingChecks"/> says of that; without fault.</param>
    /// <param name="unit">The unit that filed it.</param>
    /// <param name="pack">The pack in force.</param>
    /// <param name="closed">The task forces of the pack that are closed.</param>
    /// <param name="filer">The seat it was filed under.</param>
    /// <param name="reference">What people will quote.</param>
    /// <param name="newId">Gives ids.</param>
    /// <param name="now">The instant of the act.</param>
    public static SuspicionLowered Lower(
        Incident incident, Filing filing, FilingCheck check, Unit unit, SopPack pack, IReadOnlyList<string> closed, Seat filer,
        string reference, Func<Guid> newId, DateTimeOffset now)
    {
        var filed = IncidentFiling.File(filing, check, unit, pack, closed, filer, reference, newId, now);
        return new(incident, incident with { GoesOnAs = filed.Incident.Id, Sequence = incident.Sequence + 1 }, filed);
    }

    private static FiledPerson WithoutNotes(FiledPerson person) =>
        person with { Documents = person.Documents is { } documents ? [.. documents.Select(WithoutNote)] : null };

    private static FiledObject WithoutNote(FiledObject item) => item with { Note = null };

    private static IEnumerable<Fault> Unlisted(string pointer, IReadOnlyList<Guid> named, IEnumerable<Guid> listed) =>
        named.Index()
            .Where(item => !listed.Contains(item.Item))
            .Select(item => new Fault($"{pointer}/{item.Index}", "The incident lists nothing of this id."));
}
