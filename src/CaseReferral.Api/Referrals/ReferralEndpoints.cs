using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Referrals;

/// <summary>The routes of referrals.</summary>
public static class ReferralEndpoints
{
    /// <summary>Maps <c>/v1/referrals</c>.</summary>
    public static void MapReferrals(this IEndpointRouteBuilder app)
    {
        var referrals = app.MapGroup("/v1/referrals").WithTags("Referrals").TakesActingAs();

        referrals.MapGet("", ListReferrals.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("ListReferrals").WithSummary("Lists a queue, most urgent first, or every referral your seat sees, newest first")
            .ReturnsPage()
            .TakesQuery("taskForce", "Code of the task force.")
            .TakesQuery("unit", "Code of the filing unit.")
            .TakesQuery("kind", "Kind of leg.", list: "legKind")
            .TakesQuery("state", "State; open ones when absent.", list: "referralState")
            .TakesQuery("priority", "Priority.", list: "priority")
            .TakesQuery("overdue", "Whether the running deadline has passed.", QueryKind.Flag)
            .TakesQuery("dueBefore", "Due before this instant.", QueryKind.Instant)
            .TakesQuery("escalated", "Whether it has escalated.", QueryKind.Flag)
            .TakesQuery("assignee", "A seat's id, or me.")
            .TakesQuery("unclaimed", "Whether nobody has claimed it.", QueryKind.Flag)
            .TakesQuery("crimeHypothesis", "Hypothesis.", list: "crimeHypothesis")
            .TakesQuery("jurisdiction", "Owning jurisdiction.", list: "jurisdiction")
            .TakesQuery("filedAfter", "Received after this instant.", QueryKind.Instant);

        var one = referrals.MapGroup("/{id:guid}").Refuses(Kinds.NotFound);
        one.MapGet("", GetReferral.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("GetReferral").WithSummary("Gets a referral").ReturnsETag();

        one.MapPost("/acknowledge", AcknowledgeReferral.HandleAsync).IsMove("AcknowledgeReferral", "Says that a person of the queue has seen it");
        one.MapPost("/claim", ClaimReferral.HandleAsync).IsMove("ClaimReferral", "Takes a referral on");
        one.MapPost("/release", ReleaseReferral.HandleAsync).IsMove("ReleaseReferral", "Gives a claimed referral back to the queue");
        one.MapPost("/accept", AcceptReferral.HandleAsync).IsMove("AcceptReferral", "Accepts a referral for investigation");
        one.MapPost("/conclude", ConcludeReferral.HandleAsync).IsMove("ConcludeReferral", "Ends an accepted referral with outcome and feedback")
            .Refuses(Kinds.OutcomeNotOfThisKind);
        one.MapPost("/confirm-conclusion", ConfirmConclusion.HandleAsync).IsMove("ConfirmConclusion", "Confirms, as a second officer, how it ends");
        one.MapPost("/reject-conclusion", RejectConclusion.HandleAsync).IsMove("RejectConclusion", "Sends it back to the investigation");
    }

    // Every role that sees a case may ask; who may move is the leg's own decision, and says why not.
    private static RouteHandlerBuilder IsMove(this RouteHandlerBuilder route, string name, string summary) => route
        .ForSeats(SeatRequirements.Case)
        .WithName(name).WithSummary(summary)
        .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
        .Refuses(Kinds.IllegalTransition, Kinds.NotYourQueue, Kinds.PersonRequired);
}
