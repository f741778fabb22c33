using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Life;

/// <summary>What an officer files, as far as routing and priority read it.</summary>
/// <param name="Hypothesis">What is suspected.</param>
/// <param name="DangerToLife">Whether somebody's life is in danger.</param>
/// <param name="PersonsPresent">Whether persons are present now.</param>
/// <param name="Adults">How many adults are counted.</param>
/// <param name="Minors">How many are counted as children.</param>
/// <param name="ByAir">Whether it is air cargo, which nobody decides on.</param>
/// <param name="Child">Whether a child is involved; it sticks until a task force records an age decision.</param>
/// <param name="ActBefore">When persons or goods are out of reach; null where nobody knows.</param>
internal sealed record Facts(
    string Hypothesis, bool DangerToLife, bool PersonsPresent, int Adults, int Minors, bool ByAir, bool Child, DateTimeOffset? ActBefore)
{
    private static readonly string[] Hypotheses = ["tip", "som", "tip_and_som", "undetermined"];

    /// <summary>Something that may be filed, by a number.</summary>
    public static Facts Number(int number, DateTimeOffset now) => new(
        Hypotheses[number % 4], DangerToLife: number / 4 % 4 == 0, PersonsPresent: number / 16 % 2 == 0, Adults: number / 32 % 2,
        Minors: number / 64 % 3 == 0 ? 1 : 0, ByAir: number / 192 % 5 == 0, Child: number / 64 % 3 == 0,
        ActBefore: Soon(number / 960, now));

    /// <summary>The same with one member changed, by a number.</summary>
    public Facts Amended(int number, DateTimeOffset now) => (number % 7) switch
    {
        0 => this with { Hypothesis = Hypotheses[number / 7 % 4] },
        1 => this with { DangerToLife = !DangerToLife },
        2 => this with { PersonsPresent = !PersonsPresent },
        3 => this with { Minors = number / 7 % 3 },
        4 => this with { Adults = number / 7 % 3 },
        5 => this with { ActBefore = Soon(number / 7, now) },
        _ => this with { ByAir = !ByAir },
    };

    /// <summary>Which mandates must decide.</summary>
    public Mandates Needs => Hypothesis switch
    {
        "tip" => Mandates.Tip,
        "som" => Mandates.Som,
        _ => Mandates.Tip | Mandates.Som,
    };

    /// <summary>Whether a possible victim is present: persons are, and it isn't plainly smuggling.</summary>
    public bool PossibleVictim => PersonsPresent && Hypothesis != "som";

    /// <summary>Whether anybody is counted.</summary>
    public bool Counted => Adults + Minors > 0;

    /// <summary>The filing minimum that says so.</summary>
    public JsonObject AsFiling(string clientId, DateTimeOffset awareAt)
    {
        var filing = AsPatch();
        if (ActBefore is null)
            filing.Remove("actBefore");
        filing["clientId"] = clientId;
        filing["unitId"] = Procedure.Unit;
        filing["awareAt"] = awareAt.ToString("O");
        filing["facts"] = "Two seals don't match.";
        return filing;
    }

    /// <summary>An amendment that says so.</summary>
    public JsonObject AsPatch() => new()
    {
        ["crimeHypothesis"] = Hypothesis,
        ["mode"] = ByAir ? "air_cargo" : "road_hgv",
        ["dangerToLife"] = DangerToLife,
        ["actBefore"] = ActBefore?.ToString("O"),
        ["personsPresentNow"] = PersonsPresent,
        ["personCounts"] = new JsonObject { ["adult"] = Adults, ["child"] = 0, ["unknownAge"] = Minors },
    };

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Hypothesis}{(DangerToLife ? ", danger to life" : "")}{(PersonsPresent ? ", persons present" : "")}"
        + $", {Adults} adults, {Minors} of unknown age" + (ByAir ? ", by air" : "")
        + (ActBefore is { } end ? $", out of reach at {end:MM-dd HH:mm:ss}" : "");

    // To the second, as a device says it. Mostly nobody knows.
    private static DateTimeOffset? Soon(int number, DateTimeOffset now)
    {
        var second = new DateTimeOffset(now.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, now.Offset);
        return (number % 6) switch
        {
            1 => second + TimeSpan.FromMinutes(20),
            3 => second + TimeSpan.FromHours(3),
            5 => second + TimeSpan.FromDays(2),
            _ => null,
        };
    }
}
