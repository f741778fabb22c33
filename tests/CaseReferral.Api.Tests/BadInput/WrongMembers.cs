using System.Text;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>The filing that rows spoil, one member each.</summary>
public static class Filings
{
    /// <summary>With every member of the contract.</summary>
    public static JsonObject Whole { get; } = FullFiling.Fresh();
}

/// <summary>A member with a value that is wrong there.</summary>
/// <param name="Pointer">Where.</param>
/// <param name="Json">The value, as it is written.</param>
/// <param name="Told">Where the fault is told; where the value is, when null.</param>
/// <param name="List">The code list whose address the fault names.</param>
public sealed record Wrong(string Pointer, string Json, string? Told = null, string? List = null)
{
    /// <summary>Where it is told.</summary>
    public string Told { get; } = Told ?? Pointer;

    /// <summary>What the fault says besides.</summary>
    public string Saying => List is null ? "" : $"/v1/code-lists/{List}";

    /// <summary>A body with the wrong value in place, which JSON's own tree couldn't hold.</summary>
    /// <param name="body">What it is in; for a merge patch an empty object.</param>
    /// <param name="below">Where in the body the member's record is.</param>
    public string In(JsonObject body, string below = "")
    {
        const string hole = "HERE-IT-GOES";
        var copy = body.DeepClone();
        JsonNode at = copy;
        var steps = (below + Pointer).Split('/').Skip(1).ToList();
        foreach (var step in steps.SkipLast(1))
            at = at is JsonArray list
                ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]!
                : at[step] ??= new JsonObject();
        at[steps[^1]] = hole;
        return new StringBuilder(copy.ToJsonString()).Replace($"\"{hole}\"", Json).ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Pointer} {(Json.Length > 40 ? Json[..40] + "…" : Json)}".Replace('\0', '0');
}

/// <summary>Everything that can be wrong with a member of what is filed. The values hold words that no answer may repeat.</summary>
public static class WrongMembers
{
    private static string Text(int length) => $"\"Quillback {new string('q', length - 10)}\"";

    private static string List(int count, string item) => $"[{string.Join(',', Enumerable.Repeat(item, count))}]";

    /// <summary>Texts that are none, or hold what no store, log or screen can show.</summary>
    private static IEnumerable<Wrong> NoTexts(string pointer) =>
    [
        new(pointer, "7"), new(pointer, "true"), new(pointer, "[\"Quillback\"]"), new(pointer, """{"text":"Quillback"}"""),
        new(pointer, """ "Quillback \ud83d" """), new(pointer, """ "\ude00 Quillback" """), new(pointer, """ "\ude00\ud83d" """),
        new(pointer, """ "Quill\u0000back" """), new(pointer, """ "Quill\u0007back" """), new(pointer, """ "Quillback \uffff" """),
        new(pointer, """ "\ud83f\udfff" """), new(pointer, """ "\u001b[31mQuillback" """),
        new(pointer, new string('[', 50) + new string(']', 50)),
    ];

    private static IEnumerable<Wrong> NoInstants(string pointer) =>
    [
        new(pointer, "\"2026-03-18T04:45:00\""), new(pointer, "\"2026-03-18\""), new(pointer, "\"yesterday\""), new(pointer, "1773805500"),
        new(pointer, "\"2026-02-30T04:45:00Z\""), new(pointer, "\"2026-03-18T25:45:00Z\""), new(pointer, "\"2026-03-18T04:45:00+25:00\""),
        new(pointer, "\"2026-03-18 04:45:00Z\""), new(pointer, "\" 2026-03-18T04:45:00Z\""), new(pointer, "\"\""),
        new(pointer, "\"\\ud800\""),
        new(pointer, "\"0001-01-01T00:00:00+14:00\""), new(pointer, "\"9999-12-31T23:59:59-14:00\""),
        new(pointer, "\"2026-03-18T04:45:00\\u0000Z\""),
    ];

    /// <summary>What is wrong in a filing and in an amendment of it alike.</summary>
    public static IReadOnlyList<Wrong> OfIncident { get; } =
    [
        new("/crimeHypothesis", "\"Quillback\"", List: "crimeHypothesis"), new("/crimeHypothesis", "\"TIP\"", List: "crimeHypothesis"),
        new("/crimeHypothesis", "null"), new("/crimeHypothesis", "1"), new("/crimeHypothesis", "[\"tip\"]"),
        new("/crimeHypothesis", "\"\\ud800\""),
        .. NoInstants("/awareAt"), new("/awareAt", "null"), new("/awareAt", "\"1999-12-31T23:59:59Z\""), new("/awareAt", "\"{in a day}\""),
        new("/occurredAt", "\"1999-12-31T23:59:59Z\""), new("/detectedAt", "\"{in a day}\""), new("/filedAt", "\"9999-12-31T23:59:59Z\""),
        new("/occurredAt", "\"2026-03-18T04:45\""), new("/actBefore", "\"2026-03-18T18:00:00\""), new("/actBefore", "18"),
        new("/direction", "\"Quillback\"", List: "direction"), new("/mode", "\"teleport\"", List: "mode"), new("/mode", "3"),
        new("/siteCode", "\"MEBARMEBARX\""), new("/siteCode", "7"),
        new("/dangerToLife", "\"true\""), new("/dangerToLife", "1"), new("/dangerToLife", "null"), new("/dangerToLife", "[]"),
        new("/personsPresentNow", "\"no\""), new("/personsPresentNow", "null"), new("/personCountsEstimated", "0"),
        new("/personCounts", "null"), new("/personCounts", "[]"), new("/personCounts", "4"), new("/personCounts/elderly", "1"),
        new("/personCounts/adult", "-1"), new("/personCounts/adult", "10001"), new("/personCounts/adult", "\"4\""),
        new("/personCounts/adult", "null"),
        new("/personCounts/child", "1.5"), new("/personCounts/child", "1e10"), new("/personCounts/child", "99999999999999999999"),
        new("/personCounts/unknownAge", "1e999"), new("/personCounts/unknownAge", $"1{new string('0', 5000)}"),
        new("/personCounts/unknownAge", "true"),
        new("/indicators", "\"concealed_space\""), new("/indicators", "{}"), new("/indicators", List(41, "\"injuries\"")),
        new("/indicators", "[\"injuries\",\"Quillback\"]", "/indicators/1", "indicator"), new("/indicators", "[7]", "/indicators/0"),
        new("/indicators", "[null]", "/indicators/0"), new("/indicators", "[\"\\ud800\"]", "/indicators/0"),
        .. NoTexts("/facts"), new("/facts", Text(20_001)), .. NoTexts("/assessment"), new("/callback", Text(501)),
        new("/callback", "\"\\u0000\""),
        new("/place", "\"Quillback\""), new("/place/colour", "\"Quillback\""), new("/place/text", Text(2_001)),
        new("/place/text", "\"\\udc00\""),
        new("/place/latitude", "90.1"), new("/place/latitude", "\"42.0912\""), new("/place/latitude", "1e999"),
        new("/place/latitude", "null"),
        new("/place/longitude", "-180.1"), new("/place/longitude", "[19]"),
        new("/tip", "[]"), new("/tip/acts", "\"transfer\""), new("/tip/acts", "[\"Quillback\"]", "/tip/acts/0", "tipAct"),
        new("/tip/colour", "1"),
        new("/tip/exploitation", "[\"Slavery\",\"slavery\"]", "/tip/exploitation/1", "exploitation"),
        new("/tip/control", "[null]", "/tip/control/0"),
        new("/som/benefit", "\"maybe\"", List: "somBenefit"), new("/som/benefit", "true"), new("/som/conduct", "[7]", "/som/conduct/0"),
        new("/route", "\"TR\""), new("/route/origin", "\"Quillback\""), new("/route/origin", "\"tr\""),
        new("/route/transit", "[\"AL\",\"??\"]", "/route/transit/1"),
        new("/route/transit", List(51, "\"AL\"")), new("/route/via", "\"AL\""),
        new("/actionsTaken", "\"Quillback\""), new("/actionsTaken", "[\"Quillback\",7]", "/actionsTaken/1"),
        new("/actionsTaken", List(101, "\"a\"")),
        new("/actionsTaken", $"[{Text(2_001)}]", "/actionsTaken/0"), new("/actionsTaken", "[\"\\ud800\"]", "/actionsTaken/0"),
        new("/handling", "\"H1\""), new("/handling/code", "\"H9\"", List: "handling"), new("/handling/note", "null"),
        new("/handling/note", Text(2_001)),
        new("/grading/source", "\"Z\"", List: "sourceGrade"), new("/grading/information", "2"),
        new("/externalReferences", "{}"), new("/externalReferences", "[{\"system\":\"x\"}]", "/externalReferences/0/value"),
        new("/externalReferences", "[\"CASE-7781\"]", "/externalReferences/0"),
        new("/externalReferences", List(51, "{\"system\":\"x\",\"value\":\"1\"}")),
        new("/reportedBy", Text(201)), new("/complicityConcern", "\"false\""),
        new("/nmae", "\"Quillback\""), new("/Facts", "\"Quillback\""), new("/receivedAt", "\"2026-03-18T04:45:00Z\""),
        new("/id", "\"Quillback\""),
    ];

    /// <summary>What only a new filing may say at all.</summary>
    public static IReadOnlyList<Wrong> OfNewIncident { get; } =
    [
        new("/clientId", "null"), new("/clientId", "7"), new("/clientId", "\"Quillback\""),
        new("/clientId", "\"0123456789abcdef0123456789abcdef\""),
        new("/clientId", "\"00000000-0000-0000-0000-000000000000\""), new("/clientId", "\"{019a0000-0000-7000-8000-0000000000aa}\""),
        new("/unitId", "null"), new("/unitId", "\"ME-NOWHERE\""), new("/unitId", "\"me-bar-pcu\""), new("/unitId", "7"),
        new("/unitId", "\"\""),
        new("/unitId", "\"ME-BAR-PCU\\u0000\""), new("/exercise", "\"no\""), new("/exercise", "1"),
        new("/persons", "{}"), new("/persons", "[\"Quillback\"]", "/persons/0"), new("/persons", "[null]", "/persons/0"),
        new("/persons", "[[]]", "/persons/0"),
        new("/persons", List(1_001, "{\"role\":\"witness\"}")), new("/persons", "[{\"role\":\"witness\"},{}]", "/persons/1/role"),
        new("/objects", "7"), new("/objects", "[null]", "/objects/0"), new("/objects", List(1_001, "{\"kind\":\"other\",\"value\":\"1\"}")),
    ];

    /// <summary>What is wrong in a person, wherever it is filed, added or changed.</summary>
    public static IReadOnlyList<Wrong> OfPerson { get; } =
    [
        new("/role", "null"), new("/role", "\"Quillback\"", List: "personRole"), new("/role", "1"), new("/role", "\"\\ud800\""),
        new("/perpetratorRole", "\"King\"", List: "perpetratorRole"),
        new("/name", "\"Quillback\""), new("/name/nick", "\"Quillback\""), .. NoTexts("/name/asWritten"), new("/name/latin", Text(301)),
        new("/birthDate", "\"1994-02-30\""), new("/birthDate", "\"07.03.1994\""), new("/birthDate", "19940307"),
        new("/birthDate", "\"9999-12-31\""),
        new("/birthDate", "\"1994-03-07T00:00:00Z\""), new("/birthDate", "\"\""), new("/birthDate", "\"\\ud800\""),
        new("/ageBand", "\"9-17\"", List: "ageBand"), new("/ageBand", "17"), new("/childStatus", "\"minor\"", List: "childStatus"),
        new("/sex", "\"female\"", List: "sex"), new("/sex", "2"), new("/gender", "\"feminine\"", List: "gender"),
        new("/citizenships", "\"MK\""), new("/citizenships", "[\"MK\",\"Quillback\"]", "/citizenships/1", "citizenship"),
        new("/citizenships", List(21, "\"MK\"")), new("/documents", "{}"), new("/documents", "[null]", "/documents/0"),
        new("/documents", "[{\"kind\":\"travel_document\"}]", "/documents/0/value"),
        new("/documents", List(21, "{\"kind\":\"other\",\"value\":\"1\"}")),
        new("/documents", "[{\"kind\":\"paper\",\"value\":\"1\"}]", "/documents/0/kind", "objectKind"),
        new("/documents", "[{\"kind\":\"other\",\"value\":\"1\",\"colour\":1}]", "/documents/0/colour"),
        new("/safeContact", Text(501)), new("/safeContact", "\"\\u0000\""), new("/languages", "\"mk\""),
        new("/languages", $"[\"mk\",{Text(36)}]", "/languages/1"), new("/languages", List(21, "\"mk\"")),
        new("/interpreterNeeded", "\"yes\""), new("/supportConsent", "\"Quillback\"", List: "supportConsent"),
        new("/nmae", "\"Quillback\""),
    ];

    /// <summary>What is wrong in an object, wherever it is filed, added or changed.</summary>
    public static IReadOnlyList<Wrong> OfObject { get; } =
    [
        new("/kind", "null"), new("/kind", "\"spaceship\"", List: "objectKind"), new("/kind", "1"),
        new("/value", "null"), new("/value", "\"\""), new("/value", "\" \\t \""), .. NoTexts("/value"), new("/value", Text(201)),
        new("/issuer", Text(101)), new("/issuer", "[]"), new("/note", Text(2_001)), new("/note", "\"\\udfff\""),
        new("/nmae", "\"Quillback\""),
    ];
}
