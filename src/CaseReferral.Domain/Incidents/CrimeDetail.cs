namespace CaseReferral.Domain.Incidents;

/// <summary>Whether anything was said about the crime; a form may send its empty parts along.</summary>
internal static class CrimeDetail
{
    public static bool SaysSomething(this TipDetail? tip) =>
        tip is { Acts.Count: > 0 } or { Means.Count: > 0 } or { Exploitation.Count: > 0 } or { Control.Count: > 0 }
            or { Recruitment.Count: > 0 };

    public static bool SaysSomething(this SomDetail? som) =>
        som is { Benefit: not null } or { Conduct.Count: > 0 } or { Aggravation.Count: > 0 };
}
