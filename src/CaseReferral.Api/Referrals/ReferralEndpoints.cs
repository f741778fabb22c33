using CaseReferral.Api.Messages;
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
            .WithDescription(
                "A task force's seat sees its queue by priority, then by the running deadline; a coordinator that of `state=unrouted`. Units, "
                + "coordinators and auditors see every referral of theirs, newest incident first. Open ones only, unless `state` names another.")
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

        var one = referrals.MapGroup("/{id:guid}").Refuses(Kinds.NotFound).TakesSegment("id", "The referral's id.");
        one.MapGet("", GetReferral.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("GetReferral").WithSummary("Gets a referral")
            .WithDescription(
                "State, deadlines, `allowed` (what you may do now) and, once it ended, its outcome. Its `ETag` is what a move sends as `If-Match`; "
                + "it changes with state, assignee, priority and lead, and by nothing else.").ReturnsETag();

        one.MapPost("/acknowledge", AcknowledgeReferral.HandleAsync).IsMove("AcknowledgeReferral", "Says that a person of the queue has seen it")
            .WithDescription("Stops the acknowledge clock. A notice is noted, and needs nothing more. `If-Match: *` is accepted here.");
        one.MapPost("/claim", ClaimReferral.HandleAsync).IsMove("ClaimReferral", "Takes a referral on")
            .WithDescription("Makes you the assignee; acknowledges too when nobody has.");
        one.MapPost("/release", ReleaseReferral.HandleAsync).IsMove("ReleaseReferral", "Gives a claimed referral back to the queue")
            .WithDescription("The clocks run on.");
        one.MapPost("/accept", AcceptReferral.HandleAsync).IsMove("AcceptReferral", "Accepts a referral for investigation")
            .WithDescription("Stops the decide clock and starts the review clock. Moves neither lead nor assignee.");
        one.MapPost("/conclude", ConcludeReferral.HandleAsync).IsMove("ConcludeReferral", "Ends an accepted referral with outcome and feedback")
            .WithDescription(
                "The officer who filed it gets outcome and feedback. A safeguarded referral (P1, or a child or unknown age) that ends as "
                + "`unsubstantiated` or for `insufficient_evidence` waits for a second officer (`conclusion_proposed`).")
            .TakesExample("confirmed", "Smuggling confirmed", () => """
                { "outcome": "confirmed_som", "feedback": "All nine are safe; two children are with ME-CHILD. The driver is in custody. Thank you." }
                """)
            .Refuses(Kinds.OutcomeNotOfThisKind);
        one.MapPost("/confirm-conclusion", ConfirmConclusion.HandleAsync).IsMove("ConfirmConclusion", "Confirms, as a second officer, how it ends")
            .WithDescription("By another person with a triage seat in the same queue than the one who proposed it; the referral is then `concluded`.");
        one.MapPost("/reject-conclusion", RejectConclusion.HandleAsync).IsMove("RejectConclusion", "Sends it back to the investigation")
            .WithDescription("By a second officer, with a reason; the referral is `accepted` again, and the review clock runs on.")
            .TakesExample("reason", "What is left to do", () => """{ "reason": "Nobody has asked the shipping agent for the booking yet." }""");

        one.MapMessages();
    }

    // Every role that sees a case may ask; who may move is the leg's own decision, and says why not.
    private static RouteHandlerBuilder IsMove(this RouteHandlerBuilder route, string name, string summary) => route
        .ForSeats(SeatRequirements.Case)
        .WithName(name).WithSummary(summary)
        .Answers(200, "The referral as it now stands.")
        .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
        .Refuses(Kinds.IllegalTransition, Kinds.NotYourQueue, Kinds.PersonRequired);
}
