using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// What a task force decided about who is a child, as it is kept: in ids and numbers, so that later amendments are read with it. It
/// covers those it was made about and nobody who is filed later: a new person of unknown age counts as a child again.
/// </summary>
/// <param name="Leg">The leg it was decided on.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Status">What was decided.</param>
/// <param name="Persons">The listed persons it covers.</param>
/// <param name="Unlisted">How many persons it covers besides, whom the counts say and nobody lists; 0 when it is about one person.</param>
public sealed record AgeDecision(
    ReferralId Leg, DateTimeOffset DecidedAt, ChildStatus Status, IReadOnlyList<PersonId> Persons, int Unlisted);

/// <summary>Reads an incident's content with what task forces have decided about ages.</summary>
public static class AgeDecisions
{
    /// <summary>A decision about one listed person; null when the incident lists nobody of this id.</summary>
    public static AgeDecision? About(PersonId person, IncidentContent content, ChildStatus status, ReferralId leg, DateTimeOffset now) =>
        content.Persons.Any(listed => listed.Id == person) ? new(leg, now, status, [person], 0) : null;

    /// <summary>A decision about everybody whom the incident is about.</summary>
    public static AgeDecision AboutEverybody(IncidentContent content, ChildStatus status, ReferralId leg, DateTimeOffset now)
    {
        var counted = content.Persons.Where(listed => listed.Person.IsCounted()).ToList();
        var minors = counted.Count(listed => IsMinor(listed.Person, DateOnly.FromDateTime(now.UtcDateTime)));
        return new(leg, now, status, [.. counted.Select(listed => listed.Id)], Math.Max(0, Minors(content.Filing.PersonCounts) - minors));
    }

    /// <summary>
    /// The filing and its persons as they read after the decisions: who was decided about is what was decided, and whoever is decided to
    /// be an adult is counted as one. What was filed isn't changed by this.
    /// </summary>
    public static (Filing Filing, IReadOnlyList<FiledPerson> Persons) Read(
        IncidentContent content, IReadOnlyList<AgeDecision> decisions, DateOnly on)
    {
        var persons = new List<FiledPerson>();
        var everybody = decisions.LastOrDefault(decision => decision.Unlisted > 0);
        var grown = everybody is { Status: ChildStatus.Adult } ? everybody.Unlisted : 0;
        foreach (var (id, person) in content.Persons)
        {
            if (decisions.LastOrDefault(decision => decision.Persons.Contains(id)) is not { } decided)
            {
                persons.Add(person);
                continue;
            }

            if (decided.Status == ChildStatus.Adult && person.IsCounted() && IsMinor(person, on))
                grown++;
            persons.Add(person with { ChildStatus = decided.Status.Code(), BirthDate = null, AgeBand = null });
        }

        return (content.Filing with { PersonCounts = Grown(content.Filing.PersonCounts, grown) }, persons);
    }

    private static PersonCounts? Grown(PersonCounts? counts, int grown)
    {
        if (counts is null || grown == 0)
            return counts;

        var (unknown, child) = (counts.UnknownAge ?? 0, counts.Child ?? 0);
        var ofUnknown = Math.Min(unknown, grown);
        var ofChildren = Math.Min(child, grown - ofUnknown);
        return counts with
        {
            Adult = (counts.Adult ?? 0) + ofUnknown + ofChildren,
            UnknownAge = unknown - ofUnknown,
            Child = child - ofChildren,
        };
    }

    private static int Minors(PersonCounts? counts) => (counts?.Child ?? 0) + (counts?.UnknownAge ?? 0);

    private static bool IsMinor(FiledPerson person, DateOnly on) =>
        PersonAge.StatusOf(person, on) is ChildStatus.Child or ChildStatus.UnknownTreatAsChild;
}
