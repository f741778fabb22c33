using CaseReferral.Api.Complicity;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using CaseReferral.Api.Timelines;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Incidents;

/// <summary>The routes of incidents.</summary>
public static class IncidentEndpoints
{
    private const long BatchBytes = 8 * 1024 * 1024;

    /// <summary>Maps <c>/v1/incidents</c>.</summary>
    public static void MapIncidents(this IEndpointRouteBuilder app)
    {
        var incidents = app.MapGroup("/v1/incidents").WithTags("Incidents").TakesActingAs();

        incidents.MapPost("", FileIncident.HandleAsync).ForSeats(SeatRequirements.Filing)
            .WithName("FileIncident").WithSummary("Files an incident")
            .WithDescription(
                "What an officer knows in ninety seconds is enough; the rest may follow as amendments. The answer says who received it, by "
                + "when they must react, whom to call, and what is missing. The device's `clientId` makes it one incident, however often "
                + "it arrives; an edit under the same `clientId` is refused and told, never swallowed.")
            .Produces<IncidentView>(StatusCodes.Status201Created).Produces<IncidentView>()
            .Answers(200, "Filed before by this unit under the same clientId with the same body: the incident as it now stands.")
            .Answers(201, "Filed and routed.")
            .TakesExample("container", "Nine people in a reefer container", () => Samples.Filing("01"))
            .TakesExample("minimum", "What is known in ninety seconds", () => Samples.Filing("10"))
            .TakesExample("air-passenger", "A passport held by somebody else", () => Samples.Filing("02"))
            .ReturnsETag().ReturnsLocation().TakesIdempotencyKey()
            .Refuses(Kinds.AlreadyFiledDifferently, Kinds.NotYourUnit, Kinds.NoPackInForce, Kinds.UnitClosed);
        incidents.MapPost("/batch", FileBatch.HandleAsync).ForSeats(SeatRequirements.Filing)
            .WithName("FileBatch").WithSummary("Files an offline queue of up to 500 incidents")
            .WithDescription(
                "Each item is filed as by itself, in the queue's order for one `clientId`, and answered by itself: one bad item never "
                + "loses the rest. Sending the queue again is safe. The body may have 8 MiB.")
            .Answers(200, "What became of each item; look at its status.")
            .TakesListOf(typeof(Filing), typeof(FileBatchRequest), "items")
            .TakesExample("queue", "Two filings", () => Samples.Batch("10", "06"))
            .TakesIdempotencyKey().WithBodyLimit(BatchBytes);
        incidents.MapGet("", ListIncidents.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ListIncidents").WithSummary("Lists the incidents your seat sees, newest first")
            .WithDescription(
                "Summaries with their referrals, never content. A unit sees its own, a task force those it has or had a leg on, a "
                + "coordinator those of the jurisdiction. Exercises are listed too, unless `exercise=false`.")
            .ReturnsPage()
            .TakesQuery("mine", "Only what you filed yourself.", QueryKind.Flag)
            .TakesQuery("unit", "Code of the filing unit.")
            .TakesQuery("status", "Status.", list: "incidentStatus")
            .TakesQuery("crimeHypothesis", "Hypothesis.", list: "crimeHypothesis")
            .TakesQuery("priority", "Priority.", list: "priority")
            .TakesQuery("exercise", "Exercises only, or none.", QueryKind.Flag)
            .TakesQuery("filedAfter", "Received after this instant.", QueryKind.Instant)
            .TakesQuery("filedBefore", "Received before this instant.", QueryKind.Instant);

        var one = incidents.MapGroup("/{id}").Refuses(Kinds.NotFound)
            .TakesSegment("id", "The incident's id, or the reference that people quote, in any case.");
        one.MapGet("", GetIncident.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("GetIncident").WithSummary("Gets an incident by id or reference")
            .WithDescription("What your seat sees of it, without content. Its `ETag` is what an amendment sends as `If-Match`.")
            .ReturnsETag();
        one.MapGet("/content", OpenContent.HandleAsync).ForSeats(SeatRequirements.Case).LimitedAsContent()
            .WithName("OpenContent").WithSummary("Opens the content of an incident, for a purpose that is put on record")
            .WithDescription(
                "The only way to persons, objects and texts. The purpose must be among those of the seat; the consultation is on record "
                + "before anything is answered. What the seat may not open is null or empty.")
            .TakesQuery("version", "The version to open; the newest one you see when absent.")
            .TakesAccessPurpose()
            .Refuses(Kinds.DisclosureNeeded);
        one.MapGet("/versions", ListVersions.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ListIncidentVersions").WithSummary("Lists the versions of an incident, oldest first")
            .WithDescription(
                "Who changed what and when: the changed members by JSON Pointer, never their values. Open the content to see those.");
        one.MapGet("/routing", ExplainRouting.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ExplainRouting").WithSummary("Explains why an incident was routed as it was")
            .WithDescription(
                "The facts of the last decision, evaluated again by the pack's version that made it: for each rule that it matched, or the "
                + "condition that failed. Facts that are content (nationalities, route) are left out.");

        one.MapIncidentTimeline();
        one.MapComplicity();

        one.MapPatch("", AmendIncident.HandleAsync).IsAmendment("AmendIncident", "Amends an incident by a merge patch (RFC 7396)")
            .WithDescription(
                "Makes a new version and routes again, upward only: legs, a higher priority and earlier deadlines may be added, nothing is "
                + "taken away. Persons and objects are changed one by one at their own addresses.")
            .TakesMergePatchOf<Filing>("clientId", "unitId", "exercise", "persons", "objects")
            .TakesExample("callback", "How to reach the officer, and until when", () => """
                { "callback": "+382 69 123 456, night shift", "actBefore": "2026-03-18T06:30:00+01:00" }
                """)
            .Refuses(Kinds.ImmutableMember);
        one.MapPost("/persons", ListedPersons.AddAsync).IsAmendment("AddPersons", "Adds 1 to 200 persons")
            .WithDescription(
                "In the order given, after those listed already, each with an id that survives versions. Makes a new version and routes "
                + "again, upward only: a child adds safeguards. At most 1,000 persons stand on an incident.")
            .TakesExample("persons", "Two persons, without names", () => """
                {
                  "items": [
                    {
                      "role": "smuggled_migrant", "ageBand": "9--17", "citizenships": ["SY"], "languages": ["ar"],
                      "interpreterNeeded": true
                    },
                    { "role": "suspect", "perpetratorRole": "Transporter", "ageBand": "30--38", "citizenships": ["unknown"] }
                  ]
                }
                """)
            .TakesIdempotencyKey();
        one.MapPatch("/persons/{personId:guid}", ListedPersons.ChangeAsync).IsAmendment("ChangePerson", "Changes a person by a merge patch")
            .WithDescription("Makes a new version. null takes an optional member away; lists are replaced. The person keeps the id.")
            .TakesSegment("personId", "The person's id, as the content lists it.").TakesMergePatchOf<FiledPerson>()
            .TakesExample(
                "consent", "The person wants support",
                () => """{ "supportConsent": "given", "safeContact": "Through the shelter's desk" }""");
        one.MapPost("/persons/{personId:guid}/remove", ListedPersons.RemoveAsync)
            .IsAmendment("RemovePerson", "Removes a person from the next version on")
            .WithDescription("Makes a new version without the person; earlier versions keep it, and safeguards that it brought stick.")
            .TakesSegment("personId", "The person's id, as the content lists it.").TakesIdempotencyKey();
        one.MapPost("/objects", ListedObjects.AddAsync).IsAmendment("AddObjects", "Adds 1 to 200 objects")
            .WithDescription(
                "In the order given, after those listed already, each with an id that survives versions. The value is kept as written, "
                + "beside one normalised spelling; a wrong check digit is a warning. At most 1,000 objects stand on an incident.")
            .TakesExample("objects", "A lorry and a phone", () => """
                {
                  "items": [
                    { "kind": "vehicle", "value": "PG CG 123", "issuer": "ME" },
                    { "kind": "phone", "value": "+382 69 123 456", "note": "found in the cab" }
                  ]
                }
                """)
            .TakesIdempotencyKey();
        one.MapPatch("/objects/{objectId:guid}", ListedObjects.ChangeAsync)
            .IsAmendment("ChangeObject", "Changes an object by a merge patch")
            .WithDescription(
                "Makes a new version. null takes an optional member away. The object keeps the id, and its value is normalised again.")
            .TakesSegment("objectId", "The object's id, as the content lists it.").TakesMergePatchOf<FiledObject>()
            .TakesExample("note", "A remark", () => """{ "note": "seal replaced" }""");
        one.MapPost("/objects/{objectId:guid}/remove", ListedObjects.RemoveAsync)
            .IsAmendment("RemoveObject", "Removes an object from the next version on")
            .WithDescription("Makes a new version without the object; earlier versions keep it.")
            .TakesSegment("objectId", "The object's id, as the content lists it.").TakesIdempotencyKey();

        // A system may ask too, to be told that it takes a person.
        one.MapPost("/void", VoidIncident.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("VoidIncident").WithSummary("Voids an incident that was filed by mistake and that nobody has accepted")
            .WithDescription(
                "A supervisor of the unit does it until somebody has acknowledged it, then the lead referral's lead officer. It stays as a "
                + "tombstone and its legs are withdrawn. A safeguarded incident (P1, or a child or unknown age) needs two: the first "
                + "request proposes it (`voidProposed`), the same request of another supervisor, of another officer of the lead referral's "
                + "queue once it was acknowledged, or of the coordinator does it.")
            .Answers(200, "The incident as it now stands.")
            .TakesExample("reason", "Filed by mistake", () => """{ "reason": "Filed twice by mistake; the other one is complete." }""")
            .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
            .Refuses(
                Kinds.IncidentVoided, Kinds.AlreadyAcknowledged, Kinds.SecondPersonRequired, Kinds.PersonRequired, Kinds.AlreadyAccepted,
                Kinds.CarriesOthers);
    }

    /// <summary>Where an incident can be found.</summary>
    public static string AddressOf(IncidentId id) => $"/v1/incidents/{id.Value:D}";

    private static RouteHandlerBuilder IsAmendment(this RouteHandlerBuilder route, string name, string summary) => route
        .ForSeats(SeatRequirements.Filing).WithName(name).WithSummary(summary)
        .Answers(200, "The incident as it now stands.")
        .NeedsIfMatch().ReturnsETag()
        .Refuses(Kinds.IncidentVoided, Kinds.ComplicityNotYoursToLower);
}
