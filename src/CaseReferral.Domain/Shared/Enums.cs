namespace CaseReferral.Domain.Shared;

/// <summary>
/// What the unit believes it sees (Palermo protocols): trafficking in persons, smuggling of migrants, both, or not known yet.
/// </summary>
public enum CrimeHypothesis
{
    /// <summary>Trafficking in persons.</summary>
    Tip,

    /// <summary>Smuggling of migrants.</summary>
    Som,

    /// <summary>Both at once, for example a smuggled person who is held in debt bondage.</summary>
    TipAndSom,

    /// <summary>The officer can't tell yet; it is routed as if it were both.</summary>
    Undetermined,
}

/// <summary>What a task force is mandated to decide: trafficking, smuggling, or both.</summary>
[Flags]
public enum Mandate
{
    /// <summary>No mandate: protection and notice legs.</summary>
    None = 0,

    /// <summary>Trafficking in persons.</summary>
    Tip = 1,

    /// <summary>Smuggling of migrants.</summary>
    Som = 2,

    /// <summary>Both.</summary>
    TipAndSom = Tip | Som,
}

/// <summary>How urgent an incident or a leg is; P1 is the most urgent.</summary>
public enum Priority
{
    /// <summary>Danger to life, or a child or unknown age is present in a trafficking case.</summary>
    [Code("P1")] P1 = 1,

    /// <summary>Any other case with a child or unknown age, or a possible victim is present.</summary>
    [Code("P2")] P2 = 2,

    /// <summary>Any other case with a person counted or an object held.</summary>
    [Code("P3")] P3 = 3,

    /// <summary>Intelligence only.</summary>
    [Code("P4")] P4 = 4,
}

/// <summary>What a leg is for.</summary>
public enum LegKind
{
    /// <summary>A task force decides. The only kind that leads.</summary>
    Action,

    /// <summary>Child protection, victim support, social services, an advocate. Never leads.</summary>
    Protection,

    /// <summary>A copy. It is noted, never decided, and never keeps an incident open.</summary>
    Notice,
}

/// <summary>Handling codes of Europol: what the recipient of a record may do with it.</summary>
public enum HandlingCode
{
    /// <summary>No restriction beyond the law.</summary>
    [Code("H0")] H0,

    /// <summary>No judicial use without permission; shown, and travels with every copy.</summary>
    [Code("H1")] H1,

    /// <summary>No onward dissemination without permission.</summary>
    [Code("H2")] H2,

    /// <summary>Other restriction, explained in a note.</summary>
    [Code("H3")] H3,
}

/// <summary>How a person, a conveyance or goods travelled; rolls up to UNECE Recommendation 19.</summary>
public enum Mode
{
    /// <summary>A container on a ship.</summary>
    SeaContainer,

    /// <summary>A roll-on roll-off ferry.</summary>
    SeaRoro,

    /// <summary>A small craft.</summary>
    SmallCraft,

    /// <summary>Air passengers.</summary>
    AirPax,

    /// <summary>Air cargo.</summary>
    AirCargo,

    /// <summary>Heavy goods vehicle.</summary>
    RoadHgv,

    /// <summary>Passenger car or van.</summary>
    RoadCar,

    /// <summary>Bus or coach.</summary>
    Bus,

    /// <summary>Rail.</summary>
    Rail,

    /// <summary>On foot.</summary>
    Foot,

    /// <summary>Post and parcels.</summary>
    Post,
}

/// <summary>What a unit's site is, after the functions 1-8 of UN/LOCODE.</summary>
public enum SiteFunction
{
    /// <summary>Seaport (function 1).</summary>
    Sea,

    /// <summary>Rail terminal (function 2).</summary>
    Rail,

    /// <summary>Road terminal or land border (functions 3 and B).</summary>
    Road,

    /// <summary>Airport (function 4).</summary>
    Air,

    /// <summary>Postal exchange office (function 5).</summary>
    Postal,

    /// <summary>Multimodal function (function 6).</summary>
    Multimodal,

    /// <summary>Fixed transport functions, such as a pipeline (function 7).</summary>
    Fixed,

    /// <summary>Inland port (function 8).</summary>
    InlandPort,
}

/// <summary>Kinds of joint unit, after the programmes of UNODC.</summary>
public enum UnitType
{
    /// <summary>Port Control Unit.</summary>
    [Code("PCU")] Pcu,

    /// <summary>Air Cargo Control Unit.</summary>
    [Code("ACCU")] Accu,

    /// <summary>Joint Airport Interdiction Task Force.</summary>
    [Code("JAITF")] Jaitf,

    /// <summary>Border Intelligence Unit.</summary>
    [Code("BIU")] Biu,

    /// <summary>Joint unit at a land border.</summary>
    [Code("JOINT_LAND")] JointLand,

    /// <summary>Another police unit.</summary>
    [Code("POLICE_OTHER")] PoliceOther,

    /// <summary>Another customs unit.</summary>
    [Code("CUSTOMS_OTHER")] CustomsOther,
}

/// <summary>Whether a person is a child; Directive 2011/36 Art. 13(2) presumes childhood where age is uncertain.</summary>
public enum ChildStatus
{
    /// <summary>Under 18.</summary>
    Child,

    /// <summary>18 or older.</summary>
    Adult,

    /// <summary>Age unknown: counts as a child until a task force records an age decision.</summary>
    UnknownTreatAsChild,
}
