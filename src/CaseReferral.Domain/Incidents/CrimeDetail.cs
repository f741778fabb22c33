namespace CaseReferral.Domain.Incidents;

/// <summary>Whether anything was said about the crime; a form may send its empty parts along.</summary>
internal static class CrimeDetail
{
    public static bool SaysSomething(this TipDetail? tip) =>
        tip is not null && new[] { tip.Acts, tip.Means, tip.Exploitation, tip.Control, tip.Recruitment }.Any(list => list is { Count: > 0 });

    public static bool SaysSomething(this SomDetail? som) =>
        som is not null && (som.Benefit is not null || som.Conduct is { Count: > 0 } || som.Aggravation is { Count: > 0 });
}
