using CaseReferral.Api.Contents;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Incidents;

/// <summary>The routes of incidents.</summary>
public static class IncidentEndpoints
{
    private const string MergePatch = "application/merge-patch+json";
    private const long BatchBytes = 8 * 1024 * 1024;

    /// <summary>Maps <c>/v1/incidents</c>.</summary>
    public static void MapIncidents(this IEndpointRouteBuilder app)
    {
        var incidents = app.MapGroup("/v1/incidents").WithTags("Incidents").TakesActingAs();

        incidents.MapPost("", FileIncident.HandleAsync).ForSeats(SeatRequirements.Filing)
            .WithName("FileIncident").WithSummary("Files an incident")
            .Produces<IncidentView>(StatusCodes.Status201Created).Produces<IncidentView>()
            .ReturnsETag().ReturnsLocation().TakesIdempotencyKey()
            .Refuses(Kinds.AlreadyFiledDifferently, Kinds.NotYourUnit, Kinds.NoPackInForce);
        incidents.MapPost("/batch", FileBatch.HandleAsync).ForSeats(SeatRequirements.Filing)
            .WithName("FileBatch").WithSummary("Files an offline queue of up to 500 incidents")
            .TakesIdempotencyKey().WithBodyLimit(BatchBytes);
        incidents.MapGet("", ListIncidents.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ListIncidents").WithSummary("Lists the incidents your seat sees, newest first")
            .ReturnsPage()
            .TakesQuery("mine", "Only what you filed yourself.", QueryKind.Flag)
            .TakesQuery("unit", "Code of the filing unit.")
            .TakesQuery("status", "Status.", list: "incidentStatus")
            .TakesQuery("crimeHypothesis", "Hypothesis.", list: "crimeHypothesis")
            .TakesQuery("priority", "Priority.", list: "priority")
            .TakesQuery("exercise", "Exercises only, or none.", QueryKind.Flag)
            .TakesQuery("filedAfter", "Received after this instant.", QueryKind.Instant)
            .TakesQuery("filedBefore", "Received before this instant.", QueryKind.Instant);

        var one = incidents.MapGroup("/{id}").Refuses(Kinds.NotFound);
        one.MapGet("", GetIncident.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("GetIncident").WithSummary("Gets an incident by id or reference")
            .ReturnsETag();
        one.MapGet("/content", OpenContent.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("OpenContent").WithSummary("Opens the content of an incident, for a purpose that is put on record")
            .TakesAccessPurpose();
        one.MapGet("/versions", ListVersions.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ListIncidentVersions").WithSummary("Lists the versions of an incident, oldest first");
        one.MapGet("/routing", ExplainRouting.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ExplainRouting").WithSummary("Explains why an incident was routed as it was");

        one.MapPatch("", AmendIncident.HandleAsync).IsAmendment("AmendIncident", "Amends an incident by a merge patch (RFC 7396)", MergePatch)
            .Refuses(Kinds.ImmutableMember);
        one.MapPost("/persons", ListedPersons.AddAsync).IsAmendment("AddPersons", "Adds 1 to 200 persons").TakesIdempotencyKey();
        one.MapPatch("/persons/{personId:guid}", ListedPersons.ChangeAsync).IsAmendment("ChangePerson", "Changes a person by a merge patch", MergePatch);
        one.MapPost("/persons/{personId:guid}/remove", ListedPersons.RemoveAsync).IsAmendment("RemovePerson", "Removes a person from the next version on")
            .TakesIdempotencyKey();
        one.MapPost("/objects", ListedObjects.AddAsync).IsAmendment("AddObjects", "Adds 1 to 200 objects").TakesIdempotencyKey();
        one.MapPatch("/objects/{objectId:guid}", ListedObjects.ChangeAsync).IsAmendment("ChangeObject", "Changes an object by a merge patch", MergePatch);
        one.MapPost("/objects/{objectId:guid}/remove", ListedObjects.RemoveAsync).IsAmendment("RemoveObject", "Removes an object from the next version on")
            .TakesIdempotencyKey();

        // A system may ask too, to be told that it takes a person.
        one.MapPost("/void", VoidIncident.HandleAsync).ForSeats(SeatRole.Supervisor, SeatRole.Coordinator, SeatRole.Partner)
            .WithName("VoidIncident").WithSummary("Voids an incident that was filed by mistake and that nobody has acknowledged")
            .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
            .Refuses(Kinds.IncidentVoided, Kinds.AlreadyAcknowledged, Kinds.SecondPersonRequired, Kinds.PersonRequired);
    }

    /// <summary>Where an incident can be found.</summary>
    public static string AddressOf(IncidentId id) => $"/v1/incidents/{id.Value:D}";

    private static RouteHandlerBuilder IsAmendment(this RouteHandlerBuilder route, string name, string summary, string? mediaType = null)
    {
        route.ForSeats(SeatRequirements.Filing).WithName(name).WithSummary(summary)
            .NeedsIfMatch().ReturnsETag()
            .Refuses(Kinds.IncidentVoided, Kinds.ComplicityNotYoursToLower);
        return mediaType is null ? route : route.TakesMediaType(mediaType);
    }
}
