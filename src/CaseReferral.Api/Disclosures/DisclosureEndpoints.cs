using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Seats;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Disclosures;

/// <summary>The routes of disclosures across a border.</summary>
public static class DisclosureEndpoints
{
    private static readonly SeatRole[] Desks = [.. SeatRequirements.Triage, SeatRole.Coordinator];

    /// <summary>Registers the use cases that keep collaborators.</summary>
    public static void AddDisclosures(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RequestDisclosure>();
        builder.Services.AddSingleton<AnswerDisclosure>();
        builder.Services.AddSingleton<OpenDisclosureTexts>();
    }

    /// <summary>Maps pointers, disclosures and the requests for them.</summary>
    public static void MapDisclosures(this IEndpointRouteBuilder app)
    {
        var v1 = app.MapGroup("/v1").WithTags("Disclosures").TakesActingAs();
        v1.MapGet("/pointers", ListPointers.HandleAsync).ForSeats(Desks)
            .WithName("ListPointers").WithSummary("Lists incidents of other jurisdictions that your desk has a pointer to, newest first")
            .WithDescription(
                "A rule addressed your queue, and no legal basis or the handling code stopped it at the border: you get reference, "
                + "priority and whom to call, and may ask the owner with a disclosure request. The incident itself doesn't exist for you.")
            .ReturnsPage();

        var ofIncident = v1.MapGroup("/incidents/{id}").Refuses(Kinds.NotFound)
            .TakesSegment("id", "The incident's id, or the reference that people quote, in any case.");
        ofIncident.MapGet("/disclosures", ListDisclosures.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ListDisclosures").WithSummary("Lists what was disclosed of an incident to other jurisdictions, oldest first")
            .WithDescription(
                "Recipient, legal basis and the version that was sent; `newer` tells that the incident was amended since. The owner's "
                + "desks see every disclosure, a recipient its own.");
        ofIncident.MapGet("/disclosure-requests", ListDisclosureRequests.HandleAsync).ForSeats([.. Desks, SeatRole.Auditor])
            .WithName("ListDisclosureRequests").WithSummary("Lists the disclosure requests about an incident, oldest first")
            .WithDescription(
                "All of them for the owner's desks; a desk abroad sees its own. `overdue` tells that the consent clock has run out.");
        ofIncident.MapPost("/disclosure-requests", RequestDisclosure.HandleAsync).ForSeats(Desks)
            .WithName("RequestDisclosure").WithSummary("Asks the owner to let an incident go to another jurisdiction")
            .WithDescription(
                "By a desk abroad that sees the incident or has a pointer to it, for itself; or by a desk of the owner that names the "
                + "recipient. The urgency sets the consent clock: 8 hours, 3 days or 7 days (Directive (EU) 2023/977).")
            .Produces<DisclosureRequestView>(StatusCodes.Status201Created)
            .Answers(201, "The request; the consent clock runs.")
            .TakesExample("urgent", "A task force abroad asks", () => """
                { "urgency": "urgent_and_at_hand", "whatFor": "The vehicle is at our border now; we need to know whom to look for." }
                """)
            .ReturnsETag().TakesIdempotencyKey()
            .Refuses(Kinds.RecipientNotFit);

        v1.MapGet("/disclosure-requests", ListKnownRequests.HandleAsync).ForSeats([.. Desks, SeatRole.Auditor])
            .WithName("ListKnownDisclosureRequests").WithSummary("Lists the disclosure requests that your desk knows of, newest first")
            .WithDescription(
                "Those about incidents of your jurisdiction that you see, and those that your desk asked or would receive by. What waits "
                + "for the owner is `state=requested`; `overdue` tells that the consent clock has run out, "
                + "`escalation` how far up that has been told.")
            .ReturnsPage()
            .TakesQuery("state", "State.", list: "disclosureState")
            .TakesQuery("overdue", "Whether the owner is late.", QueryKind.Flag);
        var one = v1.MapGroup("/disclosure-requests/{id:guid}").Refuses(Kinds.NotFound).TakesSegment("id", "The request's id.");
        one.MapGet("", GetDisclosureRequest.HandleAsync).ForSeats([.. Desks, SeatRole.Auditor])
            .WithName("GetDisclosureRequest").WithSummary("Gets a disclosure request")
            .WithDescription(
                "Where it stands and, in `allowed`, what you may answer now. Its `ETag` is what an answer sends as `If-Match`.")
            .ReturnsETag();
        one.MapGet("/content", OpenDisclosureTexts.HandleAsync).ForSeats(Desks)
            .WithName("OpenDisclosureRequest")
            .WithSummary("Opens what a disclosure request is for, and why it was refused, for a purpose that is put on record")
            .WithDescription(
                "Both sides may read it: a task force for `triage`, `investigation` or `deconfliction`, a coordinator for `supervision`.")
            .LimitedAsContent().TakesAccessPurpose();
        one.MapPost("/consent", AnswerDisclosure.ConsentAsync)
            .IsAnswer("ConsentToDisclosure", "Consents to a disclosure under a legal basis")
            .WithDescription(
                "The recipient sees from now on what the agreement lets be sent: the summary, or the content too. It is recorded with the "
                + "version that was sent, and can be taken back.")
            .TakesExample("agreement", "Under an agreement of the pack", () => """{ "legalBasis": "rs-me-cooperation" }""")
            .Refuses(Kinds.NoLegalBasis);
        one.MapPost("/refuse", AnswerDisclosure.RefuseAsync).IsAnswer("RefuseDisclosure", "Refuses a disclosure, with a reason")
            .WithDescription("The asker is told the reason.")
            .TakesExample("reason", "Why not", () => """{ "reason": "The source would be known by it." }""");
        one.MapPost("/revoke", AnswerDisclosure.RevokeAsync).IsAnswer("RevokeDisclosure", "Takes a consent back, with a reason")
            .WithDescription("What the recipient saw by the consent alone doesn't exist for it from now on.")
            .TakesExample("reason", "Why", () => """{ "reason": "The source has withdrawn." }""");
    }

    private static RouteHandlerBuilder IsAnswer(this RouteHandlerBuilder route, string name, string summary) => route
        .ForSeats(Desks).WithName(name).WithSummary(summary)
        .Answers(200, "The request as it now stands.")
        .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
        .Refuses(Kinds.IllegalTransition, Kinds.NotYoursToDisclose, Kinds.PersonRequired);
}
