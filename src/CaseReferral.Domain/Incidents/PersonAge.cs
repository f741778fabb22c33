using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Incidents;

/// <summary>What the statements about a person's age come to. Where they differ, the one that protects counts.</summary>
public static class PersonAge
{
    /// <summary>The age from which a person is an adult.</summary>
    public const int Majority = 18;

    /// <summary>
    /// A child by any statement is a child; an age called unknown counts as a child until a task force decides; an adult by some
    /// statement and no other is an adult. Null when nothing was stated: then the counts decide.
    /// </summary>
    /// <param name="p">The person as filed.</param>
    /// <param name="on">The day on which the age is asked for.</param>
    public static ChildStatus? StatusOf(FiledPerson p, DateOnly on)
    {
        var stated = Codes<ChildStatus>.TryParse(p.ChildStatus, out var status) ? status : (ChildStatus?)null;
        var band = AgeBand.Find(p.AgeBand);
        var underage = p.BirthDate is { } born ? On(on, born) < Majority : (bool?)null;

        if (stated == ChildStatus.Child || band?.IsChild == true || underage == true)
            return ChildStatus.Child;
        if (stated == ChildStatus.UnknownTreatAsChild || p.AgeBand == AgeBand.Unknown)
            return ChildStatus.UnknownTreatAsChild;
        return stated == ChildStatus.Adult || band is not null || underage is not null ? ChildStatus.Adult : null;
    }

    /// <summary>Completed years on a day; somebody born on 29 February completes one on 1 March where there is no 29th.</summary>
    public static int On(DateOnly day, DateOnly born) =>
        day.Year - born.Year - ((day.Month, day.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);

    /// <summary>Whether the incident is about this person, so that the counts take it in: everybody but witnesses and contacts.</summary>
    internal static bool IsCounted(this FiledPerson person) =>
        person.Role != PersonRole.Witness.Code() && person.Role != PersonRole.Contact.Code();
}
