namespace CaseReferral.Domain.Incidents;

/// <summary>An age band of the Counter Trafficking Data Collaborative (CTDC), in completed years.</summary>
/// <param name="Code">Spelled as CTDC spells it, for example <c>9--17</c>.</param>
/// <param name="From">Youngest age in the band.</param>
/// <param name="To">Oldest age in the band; null where it has no end.</param>
public sealed record AgeBand(string Code, int From, int? To)
{
    /// <summary>The code of an age nobody could estimate; no band of its own.</summary>
    public const string Unknown = "unknown";

    /// <summary>All bands from young to old, without <see cref="Unknown"/>.</summary>
    public static IReadOnlyList<AgeBand> All { get; } =
    [
        new("0--8", 0, 8), new("9--17", 9, 17), new("18--20", 18, 20), new("21--23", 21, 23), new("24--26", 24, 26),
        new("27--29", 27, 29), new("30--38", 30, 38), new("39--47", 39, 47), new("48+", 48, null),
    ];

    /// <summary>The band with this code; null for <see cref="Unknown"/>, no code, or one that is no band.</summary>
    public static AgeBand? Find(string? code) => All.FirstOrDefault(band => band.Code == code);

    /// <summary>Whether everybody in the band is under 18; no band lies on both sides.</summary>
    public bool IsChild => To < 18;

    /// <summary>Whether this age, in completed years, lies in the band.</summary>
    public bool Holds(int age) => age >= From && (To is null || age <= To);
}
