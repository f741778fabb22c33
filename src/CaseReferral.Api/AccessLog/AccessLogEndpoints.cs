using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Seats;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.AccessLog;

/// <summary>The routes of the access log.</summary>
public static class AccessLogEndpoints
{
    /// <summary>Maps <c>/v1/access-log</c> and the one of an incident.</summary>
    public static void MapAccessLog(this IEndpointRouteBuilder app)
    {
        var log = app.MapGroup("/v1").WithTags("Access log").TakesActingAs();
        log.MapGet("/access-log", ReadAccessLog.HandleAsync).IsAccessLog("ListAccessLog")
            .WithSummary("Lists who saw, sought or was refused what in your jurisdiction, newest first")
            .WithDescription(
                "For auditors. Every consultation, denial, search, refused sign-in and export, with the person's name. `person` answers "
                + "who saw this person's file. `Accept: text/csv` streams all of it and is an export: "
                + "it states an `Access-Purpose` and is on record itself.")
            .TakesQuery("incident", "An incident's id or reference.");
        log.MapGet("/incidents/{id}/access-log", ReadAccessLog.OfIncidentAsync).IsAccessLog("ListIncidentAccessLog")
            .WithSummary("Lists who saw what of an incident, newest first")
            .WithDescription(
                "For auditors of the jurisdiction that owns it: who, when, under which seat, for what purpose, and what was opened; "
                + "attempts that were refused too. `Accept: text/csv` exports it.")
            .TakesSegment("id", "The incident's id, or the reference that people quote, in any case.")
            .Refuses(Kinds.NotFound);
    }

    private static RouteHandlerBuilder IsAccessLog(this RouteHandlerBuilder route, string name) => route
        .ForSeats(SeatRole.Auditor).WithName(name).ReturnsPage()
        .AlsoAnswers(AccessLogCsv.MediaType)
        .TakesQuery("person", "Id of a person: the entries that showed their file.")
        .TakesQuery("principal", "Id of whoever did it.")
        .TakesQuery("seat", "Id of the seat.")
        .TakesQuery("desk", "Code of the unit, task force or jurisdiction of the seat.")
        .TakesQuery("kind", "Kind of entry.", list: "accessKind")
        .TakesQuery("purpose", "The purpose that was stated.", list: "accessPurpose")
        .TakesQuery("from", "At this instant or later.", QueryKind.Instant)
        .TakesQuery("to", "Before this instant.", QueryKind.Instant)
        .TakesAccessPurpose(required: false);
}
