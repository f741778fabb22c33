using CaseReferral.Api.Messages;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using CaseReferral.Api.Timelines;
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
                "A task force's seat sees its queue by priority, then by the running deadline; a coordinator so sees what is "
                + "`state=unrouted` and what is `waitingOnUs`. Units, coordinators and auditors see every referral of theirs, newest "
                + "incident first. Open ones only, unless `state` names another.")
            .ReturnsPage()
            .TakesQuery("taskForce", "Code of the task force.")
            .TakesQuery("unit", "Code of the filing unit.")
            .TakesQuery("kind", "Kind of leg.", list: "legKind")
            .TakesQuery("state", "State; open ones when absent.", list: "referralState")
            .TakesQuery("priority", "Priority.", list: "priority")
            .TakesQuery("overdue", "Whether the running deadline has passed.", QueryKind.Flag)
            .TakesQuery("dueBefore", "Due before this instant.", QueryKind.Instant)
            .TakesQuery("dueWithin", "Due within this time from now (ISO 8601, for example PT2H), or overdue already.")
            .TakesQuery(
                "waitingOnUs",
                "Whether it waits for your side: your queue, your unit's answer, or as a coordinator your assigning it or, where its queue "
                + "has no second officer, your confirming what was proposed. False for what waits for others.",
                QueryKind.Flag)
            .TakesQuery("escalated", "Whether it has escalated.", QueryKind.Flag)
            .TakesQuery("assignee", "A seat's id, or me.")
            .TakesQuery("unclaimed", "Whether nobody has claimed it.", QueryKind.Flag)
            .TakesQuery("crimeHypothesis", "Hypothesis.", list: "crimeHypothesis")
            .TakesQuery("jurisdiction", "Owning jurisdiction.", list: "jurisdiction")
            .TakesQuery("filedAfter", "Received after this instant.", QueryKind.Instant);

        referrals.MapGet("/summary", SummariseReferrals.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("SummariseReferrals").WithSummary("Counts your open referrals, by state")
            .WithDescription(
                "A task force's seat counts its queue; units, coordinators and auditors all open referrals they see. What is overdue, "
                + "escalated, unclaimed, yours, and waiting for your side is counted besides.");

        var one = referrals.MapGroup("/{id:guid}").Refuses(Kinds.NotFound).TakesSegment("id", "The referral's id.");
        one.MapGet("", GetReferral.HandleAsync).ForSeats(SeatRequirements.Case)
            .WithName("GetReferral").WithSummary("Gets a referral")
            .WithDescription(
                "State, deadlines, `allowed` (what you may do now) and, once it ended, its outcome. Its `ETag` is what a move sends as "
                + "`If-Match`; it changes with state, assignee, priority and lead and with an age decision, "
                + "and by nothing else.").ReturnsETag();

        one.MapPost("/acknowledge", AcknowledgeReferral.HandleAsync)
            .IsMove("AcknowledgeReferral", "Says that a person of the queue has seen it")
            .WithDescription("Stops the acknowledge clock. A notice is noted, and needs nothing more. `If-Match: *` is accepted here.");
        one.MapPost("/claim", ClaimReferral.HandleAsync).IsMove("ClaimReferral", "Takes a referral on")
            .WithDescription("Makes you the assignee; acknowledges too when nobody has.");
        one.MapPost("/release", ReleaseReferral.HandleAsync).IsMove("ReleaseReferral", "Gives a claimed referral back to the queue")
            .WithDescription("The clocks run on.");
        one.MapPost("/assign", AssignReferral.HandleAsync).IsMove("AssignReferral", "Gives a referral to a task force")
            .WithDescription(
                "By the coordinator: what is unrouted, or undecided at escalation level 3, which then ends as `transferred` and goes on as "
                + "a successor. Crossing a border takes an agreement of the procedure.")
            .TakesExample("unrouted", "A case that no rule placed", () => """
                { "taskForce": "ME-OPTEAM", "reason": "No rule covers foot passengers; the team has taken such cases before." }
                """)
            .Refuses(Kinds.RecipientRefused);
        one.MapPost("/reassign", ReassignReferral.HandleAsync)
            .IsMove("ReassignReferral", "Gives a claimed referral to another seat of the queue")
            .WithDescription("By a lead officer. The seat must be valid now.")
            .TakesExample("seat", "To a colleague", () => """{ "seat": "019a0000-0000-7000-8000-000000000077" }""")
            .Refuses(Kinds.SeatNotInQueue, Kinds.NothingToChange);
        one.MapPost("/change-priority", ChangePriority.HandleAsync).IsMove("ChangePriority", "Makes a referral more or less urgent")
            .WithDescription("By the assignee or a lead officer. Deadlines follow; the leading referral's priority is the incident's too.")
            .TakesExample("up", "More urgent", () => """{ "priority": "P1", "reason": "The vessel sails at six." }""")
            .Refuses(Kinds.NothingToChange);
        one.MapPost("/record-age-decision", RecordAgeDecision.HandleAsync)
            .IsMove("RecordAgeDecision", "Records whether somebody is a child")
            .WithDescription(
                "About one person, or without `person` about everybody. It lifts safeguards where no child is left, and makes the legs "
                + "that a child asks for where one is found.")
            .TakesExample(
                "adult", "Found to be an adult", () => """{ "childStatus": "adult", "basis": "Passport and the consulate's answer." }""")
            .Refuses(Kinds.PersonUnknown);
        one.MapPost("/request-information", RequestInformation.HandleAsync).IsMove("RequestInformation", "Asks the filing unit a question")
            .WithDescription(
                "The decide clock stands still until the answer, at most twice and never for a P1. When nobody answers in time the "
                + "referral goes back to triage by itself.")
            .TakesExample(
                "question", "A concrete question", () => """{ "question": "Which of the two trailers was the seal number read on?" }""");
        one.MapPost("/answer", AnswerReferral.HandleAsync).IsMove("AnswerReferral", "Answers the task force's question")
            .WithDescription("By the filing unit. The referral goes back to triage and the decide clock runs on.")
            .TakesExample("answer", "The answer", () => """{ "answer": "On the second one, the white trailer without plates." }""");
        one.MapPost("/accept", AcceptReferral.HandleAsync).IsMove("AcceptReferral", "Accepts a referral for investigation")
            .WithDescription("Stops the decide clock and starts the review clock. Moves neither lead nor assignee.");
        one.MapPost("/decline", DeclineReferral.HandleAsync).IsMove("DeclineReferral", "Declines a referral, with a reason")
            .WithDescription(
                "What follows depends on the reason: `not_mandate` routes it again at once, `other_jurisdiction` gives it to the "
                + "coordinator, `duplicate` lets it go on in the referral named, `insufficient_information` needs a question that was "
                + "asked. Successors keep the deadline. A safeguarded referral waits for a second officer (`decline_proposed`).")
            .TakesExample("not-mandate", "Not ours", () => """
                { "reason": "not_mandate", "explanation": "No sign of exploitation: smuggling, for the border police." }
                """)
            .Refuses(Kinds.QuestionFirst, Kinds.MergeRefused);
        one.MapPost("/confirm-decline", ConfirmDecline.HandleAsync)
            .IsMove("ConfirmDecline", "Confirms, as a second officer, that it is declined")
            .WithDescription(
                "By another person with a triage seat in the same queue than the one who proposed it; "
                + "by the coordinator where there is none.")
            .Refuses(Kinds.QuestionFirst, Kinds.MergeRefused);
        one.MapPost("/reject-decline", RejectDecline.HandleAsync).IsMove("RejectDecline", "Sends a proposed decline back to triage")
            .WithDescription("By a second officer, with a reason; the decide clock runs on.")
            .TakesExample("reason", "Why it is ours", () => """{ "reason": "Two statements name debts to the driver. That is ours." }""");
        one.MapPost("/transfer", TransferReferral.HandleAsync).IsMove("TransferReferral", "Hands a referral on to another task force")
            .WithDescription(
                "By a lead officer. It ends as `transferred`; its successor keeps the time left to decide, and starts anew only after an "
                + "acceptance. Crossing a border takes an agreement of the procedure, and a handling code that permits it.")
            .TakesExample("transfer", "To another team", () => """
                { "taskForce": "ME-BP-SOM", "reason": "The statements speak of a smuggling fee and of nothing else." }
                """)
            .Refuses(Kinds.RecipientRefused);
        one.MapPost("/withdraw", WithdrawReferral.HandleAsync).IsMove("WithdrawReferral", "Takes a referral back")
            .WithDescription(
                "By the filing unit's supervisor, until it is decided. Refused when it is safeguarded or another task force has accepted.")
            .TakesExample("reason", "A mistake", () => """{ "reason": "The container was the wrong one." }""")
            .Refuses(Kinds.LegSafeguarded, Kinds.AnotherLegAccepted, Kinds.CarriesOthers);
        one.MapPost("/merge", MergeReferral.HandleAsync).IsMove("MergeReferral", "Lets a referral go on within another one of the queue")
            .WithDescription(
                "The other one takes the higher priority, the earlier deadlines and the safeguards. The merged one's filer gets its "
                + "outcome, and learns nothing of its incident.")
            .TakesExample("into", "The same group", () => """{ "into": "019a0000-0000-7000-8000-000000000078" }""")
            .Refuses(Kinds.MergeRefused);
        one.MapPost("/unmerge", UnmergeReferral.HandleAsync).IsMove("UnmergeReferral", "Makes a merged referral one of its own again")
            .WithDescription("By the assignee or a lead officer, in the state it was merged in, until the other one has ended.");
        one.MapPost("/conclude", ConcludeReferral.HandleAsync)
            .IsMove("ConcludeReferral", "Ends an accepted referral with outcome and feedback")
            .WithDescription(
                "The officer who filed it gets outcome and feedback. A safeguarded referral (P1, or a child or unknown age) that ends as "
                + "`unsubstantiated` or for `insufficient_evidence` waits for a second officer (`conclusion_proposed`).")
            .TakesExample("confirmed", "Smuggling confirmed", () => """
                {
                  "outcome": "confirmed_som",
                  "feedback": "All nine are safe; two children are with ME-CHILD. The driver is in custody. Thank you."
                }
                """)
            .Refuses(Kinds.OutcomeNotOfThisKind);
        one.MapPost("/confirm-conclusion", ConfirmConclusion.HandleAsync)
            .IsMove("ConfirmConclusion", "Confirms, as a second officer, how it ends")
            .WithDescription(
                "By another person with a triage seat in the same queue than the one who proposed it; the referral is then `concluded`.");
        one.MapPost("/reject-conclusion", RejectConclusion.HandleAsync).IsMove("RejectConclusion", "Sends it back to the investigation")
            .WithDescription("By a second officer, with a reason; the referral is `accepted` again, and the review clock runs on.")
            .TakesExample(
                "reason", "What is left to do", () => """{ "reason": "Nobody has asked the shipping agent for the booking yet." }""");
        one.MapPost("/reopen", ReopenReferral.HandleAsync).IsMove("ReopenReferral", "Takes an ended referral up again")
            .WithDescription("By a lead officer, with what is new; it is in triage, and its clocks start anew.")
            .TakesExample(
                "evidence", "New evidence", () => """{ "evidence": "A second victim has come forward and names the same driver." }""");

        one.MapMessages();
        one.MapReferralTimeline();
    }

    // Every role that sees a case may ask; who may move is the leg's own decision, and says why not.
    private static RouteHandlerBuilder IsMove(this RouteHandlerBuilder route, string name, string summary) => route
        .ForSeats(SeatRequirements.Case)
        .WithName(name).WithSummary(summary)
        .Answers(200, "The referral as it now stands.")
        .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
        .Refuses(Kinds.IllegalTransition, Kinds.IncidentVoided, Kinds.NotYourQueue, Kinds.PersonRequired);
}
