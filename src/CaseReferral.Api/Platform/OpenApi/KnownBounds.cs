using System.Globalization;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// What members of answers can hold, by their name: how long, in which shape, from what to what. An answer quotes what was filed, so
/// its texts are as long as the requests let them be. A name that means something else in one schema stands there with the schema's.
/// </summary>
public static class KnownBounds
{
    private const string Crockford = "0-9A-HJKMNP-TV-Z";
    private const string Code = "^[A-Z]{2}-[A-Z0-9-]*[A-Z0-9]$";
    // A desk is a unit, a task force, a jurisdiction, or the registry.
    private const string Place = "^([A-Z]{2}(-[A-Z0-9-]*[A-Z0-9])?|registry)$";
    private const string Slug = "^[a-z0-9]+([-_.][a-z0-9]+)*$";
    private const string Word = "^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$";

    private static readonly Text Reference = new(14, $"^[A-Z]{{2}}-[0-9]{{2}}-[{Crockford}]{{6}}-[0-9A-Z]$", 14);
    private static readonly Text PlaceCode = new(40, Place, 2);
    private static readonly Text UnitCode = new(40, Code, 4);
    private static readonly Text Person = new(200);

    private static readonly Dictionary<string, Text> Texts = new(StringComparer.Ordinal)
    {
        ["action"] = new(40, Slug),
        ["actionsTaken[]"] = new(2_000),
        ["appRoles[]"] = new(100),
        ["asked"] = new(Bounds.LongestParameter),
        ["byName"] = Person,
        ["callback"] = new(500),
        ["changed[]"] = new(500),
        ["channel"] = new(40),
        ["code"] = new(64),
        ["TaskForce.code"] = UnitCode,
        ["Unit.code"] = UnitCode,
        ["SignInCode.code"] = new(9, $"^[{Crockford}]{{4}}-[{Crockford}]{{4}}$", 9),
        ["commitment"] = new(64),
        ["deadlineReason"] = new(400),
        ["desk"] = PlaceCode,
        ["Contact.desk"] = new(200),
        ["PointerContact.desk"] = new(200),
        ["detail"] = new(2_000),
        ["etag"] = new(80, "^\"[!#-~]+\"$"),
        ["errors{}[]"] = new(2_000),
        ["failedCondition"] = new(2_000),
        ["feedback"] = new(5_000),
        ["Feedback.text"] = new(5_000),
        ["filters[]"] = new(64),
        ["from"] = new(64),
        ["handlingNote"] = new(2_000),
        ["holder"] = Person,
        ["instructions[]"] = new(1_000),
        ["issuer"] = new(100),
        ["jurisdiction"] = new(2, "^[A-Z]{2}$", 2),
        ["kind"] = new(64),
        ["kinds[]"] = new(64),
        ["label"] = new(200),
        ["legalBasis"] = new(400),
        ["list"] = new(64),
        ["log"] = new(100),
        ["message"] = new(1_000),
        ["Message.text"] = new(5_000),
        ["ActText.text"] = new(5_000),
        ["missing[]"] = new(1_000),
        ["name"] = new(200),
        ["next"] = new(Bounds.LongestParameter),
        ["note"] = new(2_000),
        ["operations[]"] = new(100, "^[A-Za-z]+$"),
        ["pack"] = new(2, "^[A-Z]{2}$", 2),
        ["person"] = Person,
        ["phone"] = new(100),
        ["pointer"] = new(500),
        ["problem"] = new(64, Slug),
        ["query"] = new(64, "^[0-9A-Fa-f]{64}$", 64),
        ["queue"] = new(100),
        ["reason"] = new(5_000),
        ["reasons[]"] = new(500),
        ["recipient"] = new(40),
        ["reference"] = Reference,
        ["reportedBy"] = new(200),
        ["result"] = new(64),
        ["rule"] = new(100),
        ["scheme"] = new(40),
        ["sentence"] = new(2_000),
        ["signature"] = new(200),
        ["siteCode"] = new(10),
        ["standard"] = new(200),
        ["taskForce"] = UnitCode,
        ["timeZone"] = new(80),
        ["title"] = new(200),
        ["to"] = new(64),
        ["traceId"] = new(32, "^[0-9a-f]{32}$", 32),
        ["unitId"] = UnitCode,
        ["value"] = new(200),
        ["view"] = new(64, Word),
        ["whatFor"] = new(5_000),
        ["where"] = PlaceCode,
        ["whyNot"] = new(500),
    };

    private static readonly Dictionary<string, (int Least, int Most)> Numbers = new(StringComparer.Ordinal)
    {
        ["adult"] = (0, 10_000),
        ["child"] = (0, 10_000),
        ["unknownAge"] = (0, 10_000),
        ["escalation"] = (0, 3),
        ["level"] = (0, 3),
        ["FiledItem.status"] = (100, 599),
        ["FiledItem.index"] = (0, 499),
        ["key"] = (1, 10_000),
        ["objectsListed"] = (0, Most * 100),
        ["personsListed"] = (0, Most * 100),
        ["version"] = (1, Many),
        ["count"] = (0, Many),
        ["escalated"] = (0, Many),
        ["mine"] = (0, Many),
        ["open"] = (0, Many),
        ["overdue"] = (0, Many),
        ["unclaimed"] = (0, Many),
        ["unreadMessages"] = (0, Many),
        ["waitingOnThem"] = (0, Many),
        ["waitingOnUs"] = (0, Many),
        ["warningsCount"] = (0, Bounds.LongestList),
    };

    private static readonly Dictionary<string, int> Lists = new(StringComparer.Ordinal)
    {
        ["accessPurposes"] = 32,
        ["actionsTaken"] = 100,
        ["allowed"] = 64,
        ["appRoles"] = 64,
        ["clocks"] = 16,
        ["operations"] = 500,
        ["possibleDuplicates"] = 20,
        ["states"] = 64,
    };

    private const int Most = 200;

    // More than a country files in a century.
    private const int Many = 100_000_000;

    /// <summary>Bounds the members of what <paramref name="schemas"/> answer; a bound that is there already stays.</summary>
    public static void Set(IDictionary<string, IOpenApiSchema> schemas, IReadOnlySet<string> answered)
    {
        foreach (var (name, schema) in schemas.Where(known => answered.Contains(known.Key)))
            Members(name, schema);
    }

    private static void Members(string schema, IOpenApiSchema of)
    {
        foreach (var (name, member) in of.Properties ?? new Dictionary<string, IOpenApiSchema>())
            Bound(schema, name, member);
    }

    private static void Bound(string schema, string name, IOpenApiSchema member)
    {
        if (member is not OpenApiSchema here)
            return;
        if (Is(here, JsonSchemaType.String) && here.Format is null && here.Enum is not { Count: > 0 }
            && here.Extensions?.ContainsKey(CodeListSchemas.Extensible) != true && Find(Texts, schema, name) is { Longest: > 0 } text)
        {
            here.MaxLength ??= text.Longest;
            here.MinLength ??= text.Shortest == 0 ? null : text.Shortest;
            here.Pattern ??= text.Pattern;
        }

        if (Is(here, JsonSchemaType.Integer) && Find(Numbers, schema, name) is { Most: > 0 } number)
        {
            here.Minimum ??= number.Least.ToString(CultureInfo.InvariantCulture);
            here.Maximum ??= number.Most.ToString(CultureInfo.InvariantCulture);
        }

        if (Is(here, JsonSchemaType.Array) && Find(Lists, schema, name) is > 0 and var items)
            here.MaxItems ??= items;
        if (here.Items is not null)
            Bound(schema, name + "[]", here.Items);
        if (here.AdditionalProperties is not null)
            Bound(schema, name + "{}", here.AdditionalProperties);
        // An object written out in place, such as a seat to choose.
        Members(schema, here);
        if (here.Items is OpenApiSchema inPlace)
            Members(schema, inPlace);
    }

    private static T? Find<T>(Dictionary<string, T> known, string schema, string name) =>
        known.TryGetValue($"{schema}.{name}", out var own) ? own : known.GetValueOrDefault(name);

    private static bool Is(OpenApiSchema schema, JsonSchemaType type) => schema.Type?.HasFlag(type) == true;

    private readonly record struct Text(int Longest, string? Pattern = null, int Shortest = 0);
}
