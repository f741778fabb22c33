using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Builders;

/// <summary>A filing that uses every member of the contract; the words that name people and places occur nowhere else.</summary>
public static class FullFiling
{
    /// <summary>Words that are content: none of them may be found outside the content's own rows.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        "Quillback", "zinc roof", "Warehouse Tamarisk", "Gjorgjievska", "Ѓорѓиевска", "GZ483QX", "PX9988771", "+389 70 999 888",
        "38970999888",
        "neighbour Vesna", "Hand it to nobody", "CASE-7781", "REP-5512", "Doors wedged", "tail light", "1994-03-07", "19.0991",
        "DebtBondage", "concealed_space", "ThroughAnOnlineAdvertisement",
    ];

    /// <summary>It, under a fresh clientId.</summary>
    public static JsonObject Fresh(string unit = "ME-BAR-PCU") => new()
    {
        ["clientId"] = Scenarios.NewClientId(),
        ["unitId"] = unit,
        ["siteCode"] = "MEBAR",
        ["crimeHypothesis"] = "tip_and_som",
        ["occurredAt"] = "2026-03-18T03:10:00+01:00",
        ["detectedAt"] = "2026-03-18T04:40:00.25+01:00",
        ["awareAt"] = "2026-03-18T04:45:00-09:30",
        ["filedAt"] = "2026-03-18T16:00:00Z",
        ["actBefore"] = "2026-03-18T18:00:00+02:00",
        ["direction"] = "exit",
        ["mode"] = "sea_container",
        ["dangerToLife"] = true,
        ["personsPresentNow"] = true,
        ["personCounts"] = new JsonObject { ["adult"] = 4, ["child"] = 1, ["unknownAge"] = 2 },
        ["personCountsEstimated"] = true,
        ["indicators"] = new JsonArray("concealed_space", "fear_of_companion"),
        ["facts"] = "A Quillback crate under a zinc roof.\nKnocking was heard.",
        ["assessment"] = "Loaded at Warehouse Tamarisk.",
        ["place"] = new JsonObject { ["text"] = "Warehouse Tamarisk, gate 2", ["latitude"] = 42.0912, ["longitude"] = 19.0991 },
        ["callback"] = "+389 70 999 888, ask for the shift",
        ["tip"] = new JsonObject
        {
            ["acts"] = new JsonArray("transportation", "harbouring"),
            ["means"] = new JsonArray("deception"),
            ["exploitation"] = new JsonArray("ForcedLabour"),
            ["control"] = new JsonArray("DebtBondage"),
            ["recruitment"] = new JsonArray("ThroughAnOnlineAdvertisement"),
        },
        ["som"] = new JsonObject
        {
            ["conduct"] = new JsonArray("illegal_entry"),
            ["benefit"] = "yes",
            ["aggravation"] = new JsonArray("endangers_life"),
        },
        ["route"] = new JsonObject { ["origin"] = "TR", ["transit"] = new JsonArray("AL", "ME"), ["destination"] = "IT" },
        ["persons"] = new JsonArray(Victim(), Suspect()),
        ["objects"] = new JsonArray(
            new JsonObject { ["kind"] = "vehicle", ["value"] = "gz 483-qx", ["issuer"] = "MK", ["note"] = "one tail light out" },
            new JsonObject { ["kind"] = "container", ["value"] = "CSQU3054383", ["issuer"] = null, ["note"] = null }),
        ["actionsTaken"] = new JsonArray("Doors wedged open", "Ambulance requested"),
        ["handling"] = new JsonObject { ["code"] = "H3", ["note"] = "Hand it to nobody by e-mail" },
        ["grading"] = new JsonObject { ["source"] = "B", ["information"] = "2" },
        ["externalReferences"] = new JsonArray(new JsonObject { ["system"] = "port-control", ["value"] = "CASE-7781" }),
        ["reportedBy"] = "REP-5512",
        ["complicityConcern"] = false,
        ["exercise"] = false,
    };

    /// <summary>A person with every member, by date of birth.</summary>
    public static JsonObject Victim() => new()
    {
        ["role"] = "possible_victim",
        ["perpetratorRole"] = null,
        ["name"] = new JsonObject { ["asWritten"] = "Ѓорѓиевска", ["latin"] = "Gjorgjievska" },
        ["birthDate"] = "1994-03-07",
        ["ageBand"] = null,
        ["childStatus"] = "adult",
        ["sex"] = "2",
        ["gender"] = "Feminine",
        ["citizenships"] = new JsonArray("MK", "stateless"),
        ["documents"] = new JsonArray(
            new JsonObject { ["kind"] = "travel_document", ["value"] = "px 9988771", ["issuer"] = "MK", ["note"] = "held by another" }),
        ["safeContact"] = "through the neighbour Vesna",
        ["languages"] = new JsonArray("mk", "sr-Latn"),
        ["interpreterNeeded"] = true,
        ["supportConsent"] = "given",
    };

    private static JsonObject Suspect() => new()
    {
        ["role"] = "suspect",
        ["perpetratorRole"] = "Transporter",
        ["name"] = null,
        ["birthDate"] = null,
        ["ageBand"] = "30--38",
        ["childStatus"] = "adult",
        ["sex"] = "1",
        ["gender"] = null,
        ["citizenships"] = new JsonArray("unknown"),
        ["documents"] = null,
        ["safeContact"] = null,
        ["languages"] = null,
        ["interpreterNeeded"] = null,
        ["supportConsent"] = "not_asked",
    };
}
