using System.ComponentModel.DataAnnotations;
using CaseReferral.Domain.CodeLists;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// What an officer files about one incident. Only what is known in ninety seconds is required: unit, when, hypothesis, urgency,
/// counts, and one indicator or one sentence of fact. Everything else may come later as an amendment.
/// </summary>
/// <remarks>Every member may be absent here, so that all faults of a filing are reported at once by <c>FilingChecks</c>.</remarks>
public sealed record Filing
{
    /// <summary>UUID made by the filing device. The same one from the same unit with the same body is the same incident.</summary>
    [Required] public Guid? ClientId { get; init; }

    /// <summary>The unit that files, for example <c>ME-BAR-PCU</c>.</summary>
    [Required, MaxLength(40)] public string? UnitId { get; init; }

    /// <summary>UN/LOCODE of the site without the space; the unit's own site when absent.</summary>
    [MaxLength(10)] public string? SiteCode { get; init; }

    /// <summary>What the unit believes it sees (Palermo protocols).</summary>
    [Required, FromList("crimeHypothesis")] public string? CrimeHypothesis { get; init; }

    /// <summary>When it happened, by the device, with its offset.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was detected, by the device, with its offset.</summary>
    public DateTimeOffset? DetectedAt { get; init; }

    /// <summary>When the unit became aware, by the device, with its offset. Kept also when the filing arrives hours later.</summary>
    [Required] public DateTimeOffset? AwareAt { get; init; }

    /// <summary>When the officer finished the filing, by the device, with its offset.</summary>
    public DateTimeOffset? FiledAt { get; init; }

    /// <summary>When persons or goods are out of reach: boarding, sailing, the end of lawful holding. No deadline lies after it.</summary>
    public DateTimeOffset? ActBefore { get; init; }

    /// <summary>Direction of travel across the border.</summary>
    [FromList("direction")] public string? Direction { get; init; }

    /// <summary>Mode of transport; the unit's site function decides when absent.</summary>
    [FromList("mode")] public string? Mode { get; init; }

    /// <summary>Whether somebody's life is in danger now. The registry is not dispatch: the answer says to call rescue.</summary>
    [Required] public bool? DangerToLife { get; init; }

    /// <summary>Whether persons are still with the unit.</summary>
    [Required] public bool? PersonsPresentNow { get; init; }

    /// <summary>Everybody the incident is about, suspects included, witnesses not.</summary>
    [Required] public PersonCounts? PersonCounts { get; init; }

    /// <summary>Whether the counts are an estimate.</summary>
    public bool? PersonCountsEstimated { get; init; }

    /// <summary>Observed indicators of trafficking or smuggling.</summary>
    [FromList("indicator"), MaxLength(40)] public IReadOnlyList<string>? Indicators { get; init; }

    /// <summary>What was seen, in plain words, without names.</summary>
    [MaxLength(20_000)] public string? Facts { get; init; }

    /// <summary>What the officer thinks of it; kept apart from what was seen.</summary>
    [MaxLength(20_000)] public string? Assessment { get; init; }

    /// <summary>Where exactly.</summary>
    public Place? Place { get; init; }

    /// <summary>How to reach the officer now.</summary>
    [MaxLength(500)] public string? Callback { get; init; }

    /// <summary>Detail of suspected trafficking (Palermo TIP Protocol Art. 3).</summary>
    public TipDetail? Tip { get; init; }

    /// <summary>Detail of suspected smuggling (SOM Protocol Art. 6).</summary>
    public SomDetail? Som { get; init; }

    /// <summary>Where the journey came from and goes to.</summary>
    public Route? Route { get; init; }

    /// <summary>Persons listed one by one; none is needed to file.</summary>
    [MaxLength(FilingChecks.MostListed)] public IReadOnlyList<FiledPerson>? Persons { get; init; }

    /// <summary>Vehicles, containers, documents, phones and other objects.</summary>
    [MaxLength(FilingChecks.MostListed)] public IReadOnlyList<FiledObject>? Objects { get; init; }

    /// <summary>What the unit has done already.</summary>
    [MaxLength(100), ItemMaxLength(2_000)] public IReadOnlyList<string>? ActionsTaken { get; init; }

    /// <summary>What recipients may do with this record (Europol handling codes); H0 when absent.</summary>
    public Handling? Handling { get; init; }

    /// <summary>How good the source and the information are (Europol Regulation Art. 29).</summary>
    public Grading? Grading { get; init; }

    /// <summary>References in other systems.</summary>
    [MaxLength(50)] public IReadOnlyList<ExternalReference>? ExternalReferences { get; init; }

    /// <summary>The reporter's own reference, when a system or a colleague sends the filing.</summary>
    [MaxLength(200)] public string? ReportedBy { get; init; }

    /// <summary>An officer suspects a colleague or a chief: only integrity recipients get the incident, nobody else sees it.</summary>
    public bool? ComplicityConcern { get; init; }

    /// <summary>Training: routed like the real thing, marked everywhere, counted nowhere.</summary>
    public bool? Exercise { get; init; }
}

/// <summary>How many persons of which age the incident is about.</summary>
public sealed record PersonCounts
{
    /// <summary>Persons of 18 or older.</summary>
    [Required, Range(0, 10_000)] public int? Adult { get; init; }

    /// <summary>Persons under 18.</summary>
    [Required, Range(0, 10_000)] public int? Child { get; init; }

    /// <summary>Persons whose age isn't known; they count as children until a task force decides.</summary>
    [Required, Range(0, 10_000)] public int? UnknownAge { get; init; }
}

/// <summary>Where exactly something was seen.</summary>
public sealed record Place
{
    /// <summary>In words: berth, gate, kilometre.</summary>
    [MaxLength(2_000)] public string? Text { get; init; }

    /// <summary>WGS 84 latitude in degrees.</summary>
    [Range(-90d, 90d)] public double? Latitude { get; init; }

    /// <summary>WGS 84 longitude in degrees.</summary>
    [Range(-180d, 180d)] public double? Longitude { get; init; }
}

/// <summary>Detail of suspected trafficking in persons.</summary>
public sealed record TipDetail
{
    /// <summary>Acts (Palermo TIP Protocol Art. 3).</summary>
    [FromList("tipAct"), MaxLength(40)] public IReadOnlyList<string>? Acts { get; init; }

    /// <summary>Means (the same article); not required when the person is under 18.</summary>
    [FromList("tipMeans"), MaxLength(40)] public IReadOnlyList<string>? Means { get; init; }

    /// <summary>Forms of exploitation (HTCDS 2.0 and Directive 2011/36 Art. 2(3)).</summary>
    [FromList("exploitation"), MaxLength(40)] public IReadOnlyList<string>? Exploitation { get; init; }

    /// <summary>Means of control (HTCDS 2.0).</summary>
    [FromList("control"), MaxLength(40)] public IReadOnlyList<string>? Control { get; init; }

    /// <summary>Ways of recruitment (HTCDS 2.0).</summary>
    [FromList("recruitment"), MaxLength(40)] public IReadOnlyList<string>? Recruitment { get; init; }
}

/// <summary>Detail of suspected smuggling of migrants.</summary>
public sealed record SomDetail
{
    /// <summary>Conduct (SOM Protocol Art. 6).</summary>
    [FromList("somConduct"), MaxLength(40)] public IReadOnlyList<string>? Conduct { get; init; }

    /// <summary>Whether somebody profits: <c>yes</c>, <c>no</c> or <c>unknown</c>.</summary>
    [FromList("somBenefit")] public string? Benefit { get; init; }

    /// <summary>Aggravating circumstances (SOM Protocol Art. 6(3)).</summary>
    [FromList("somAggravation"), MaxLength(40)] public IReadOnlyList<string>? Aggravation { get; init; }
}

/// <summary>Where a journey came from, passed and goes to: jurisdictions or ISO 3166-1 alpha-2 codes.</summary>
public sealed record Route
{
    /// <summary>Where the journey began.</summary>
    [FromList("place")] public string? Origin { get; init; }

    /// <summary>What it passed, in order.</summary>
    [FromList("place"), MaxLength(50)] public IReadOnlyList<string>? Transit { get; init; }

    /// <summary>Where it was meant to end.</summary>
    [FromList("place")] public string? Destination { get; init; }
}

/// <summary>A person in this report. A role here is no legal status: the registry never sets anybody's victim status.</summary>
public record FiledPerson
{
    /// <summary>Role in this report (Law Enforcement Directive Art. 6).</summary>
    [Required, FromList("personRole")] public string? Role { get; init; }

    /// <summary>What a suspect's part may have been (HTCDS 2.0).</summary>
    [FromList("perpetratorRole")] public string? PerpetratorRole { get; init; }

    /// <summary>The name, when known and needed.</summary>
    public PersonName? Name { get; init; }

    /// <summary>Date of birth; give this or <c>ageBand</c>.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Age band (CTDC); give this or <c>birthDate</c>.</summary>
    [FromList("ageBand")] public string? AgeBand { get; init; }

    /// <summary>Whether the person is a child; an uncertain age counts as one.</summary>
    [FromList("childStatus")] public string? ChildStatus { get; init; }

    /// <summary>Sex (ISO/IEC 5218).</summary>
    [FromList("sex")] public string? Sex { get; init; }

    /// <summary>Gender (HTCDS 2.0).</summary>
    [FromList("gender")] public string? Gender { get; init; }

    /// <summary>Citizenships: ISO 3166-1 alpha-2, <c>XK</c>, <c>stateless</c> or <c>unknown</c>.</summary>
    [FromList("citizenship"), MaxLength(20)] public IReadOnlyList<string>? Citizenships { get; init; }

    /// <summary>Documents the person carries or should carry.</summary>
    [MaxLength(20)] public IReadOnlyList<FiledObject>? Documents { get; init; }

    /// <summary>A way to reach the person that puts nobody in danger.</summary>
    [MaxLength(500)] public string? SafeContact { get; init; }

    /// <summary>Languages the person understands (BCP 47 tags, for example <c>sq</c>).</summary>
    [MaxLength(20), ItemMaxLength(35)] public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Whether an interpreter is needed.</summary>
    public bool? InterpreterNeeded { get; init; }

    /// <summary>Whether the person wants support.</summary>
    [FromList("supportConsent")] public string? SupportConsent { get; init; }
}

/// <summary>A name as it was written, and in Latin letters.</summary>
public sealed record PersonName
{
    /// <summary>As written in the document or told, in its own script.</summary>
    [MaxLength(300)] public string? AsWritten { get; init; }

    /// <summary>In Latin letters.</summary>
    [MaxLength(300)] public string? Latin { get; init; }
}

/// <summary>An object: a vehicle, container, vessel, flight, document, phone, account or other thing.</summary>
public sealed record FiledObject
{
    /// <summary>What it is.</summary>
    [Required, FromList("objectKind")] public string? Kind { get; init; }

    /// <summary>Its number as read: a plate, an ISO 6346 or IMO number, a document or phone number. Kept as given.</summary>
    [Required, MaxLength(200)] public string? Value { get; init; }

    /// <summary>Who issued it, usually a jurisdiction or ISO 3166-1 alpha-2 code.</summary>
    [MaxLength(100)] public string? Issuer { get; init; }

    /// <summary>A short remark.</summary>
    [MaxLength(2_000)] public string? Note { get; init; }
}

/// <summary>What a recipient may do with the record (Europol handling codes).</summary>
public sealed record Handling
{
    /// <summary>H0 to H3.</summary>
    [Required, FromList("handling")] public string? Code { get; init; }

    /// <summary>The condition in words; needed for H3.</summary>
    [MaxLength(2_000)] public string? Note { get; init; }
}

/// <summary>How good the source and the information are (Europol Regulation Art. 29).</summary>
public sealed record Grading
{
    /// <summary>A to C, or X when it can't be assessed.</summary>
    [FromList("sourceGrade")] public string? Source { get; init; }

    /// <summary>1 to 4.</summary>
    [FromList("informationGrade")] public string? Information { get; init; }
}

/// <summary>A reference to this incident in another system.</summary>
public sealed record ExternalReference
{
    /// <summary>The other system.</summary>
    [Required, MaxLength(100)] public string? System { get; init; }

    /// <summary>The reference there.</summary>
    [Required, MaxLength(200)] public string? Value { get; init; }
}
