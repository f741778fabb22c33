using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Domain.Seats;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Seats;

/// <summary>The routes of seats, sign-ins and what is proposed of them.</summary>
public static class SeatEndpoints
{
    private const string Known = "Code of the jurisdiction.";

    /// <summary>Maps <c>/v1/seats</c>, <c>/v1/sign-ins</c>, their proposals and <c>/v1/administrative-acts</c>.</summary>
    public static void MapSeats(this IEndpointRouteBuilder app)
    {
        var seats = app.MapGroup("/v1/seats").WithTags("Seats").TakesActingAs();
        seats.MapGet("", ListSeats.HandleAsync).ForSeats(SeatRole.Coordinator, SeatRole.Auditor, SeatRole.Admin)
            .WithName("ListSeats").WithSummary("Lists who holds which seat")
            .WithDescription(
                "Coordinators and auditors see their jurisdiction's seats, ended ones too; administrators see coordinators and each other.")
            .ReturnsPage()
            .TakesQuery("place", "Code of the unit, task force or jurisdiction, or registry.")
            .TakesQuery("principal", "Who holds it.")
            .TakesQuery("role", "Role.", list: "seatRole")
            .TakesQuery("jurisdiction", Known, list: "jurisdiction")
            .TakesQuery("active", "Whether it counts now.", QueryKind.Flag);

        var seat = seats.MapGroup("/{id:guid}").Refuses(Kinds.NotFound).TakesSegment("id", "The seat's id.");
        seat.MapGet("", GetSeat.HandleAsync).ForSeats(SeatRole.Coordinator, SeatRole.Auditor, SeatRole.Admin)
            .WithName("GetSeat").WithSummary("Gets a seat")
            .WithDescription("Its `ETag` is what a change sends as `If-Match`.").ReturnsETag();
        seat.MapPut("", PutSeat.HandleAsync).ForSeats(SeatRole.Coordinator, SeatRole.Admin)
            .WithName("PutSeat").WithSummary("Gives a seat under an id that you made, or changes the dates of one")
            .WithDescription(
                "A coordinator gives the seats of the jurisdiction, but no coordinator's (`/v1/seat-proposals`), to somebody who has one "
                + "already (`principal`) or reads out their code (`code`). Nobody changes their own. A change takes effect on the next "
                + "request of its holder. Sending the same again changes nothing.")
            .TakesExample("code", "Somebody new, by their code", () => """
                { "code": "7K3F-9QDM", "name": "Officer Kaljević", "role": "officer", "where": "ME-BAR-PCU", "agency": "police" }
                """)
            .Answers(200, "The seat as it now stands.").Produces<SeatView>(StatusCodes.Status201Created).Answers(201, "The seat is given.")
            .TakesPutConditions().ReturnsETag().ReturnsLocation()
            .Refuses(
                Kinds.OwnSeat, Kinds.SeatNotYoursToGive, Kinds.TwoAdministratorsRequired, Kinds.SeatEnded, Kinds.SeatGivenAlready,
                Kinds.SignInCodeUnknown);
        seat.MapDelete("", EndSeat.HandleAsync).ForSeats(SeatRole.Coordinator, SeatRole.Admin)
            .WithName("EndSeat").WithSummary("Ends a seat at once")
            .WithDescription(
                "It stays on record and never comes back. One person is enough: an administrator ends a coordinator's alone. "
                + "Nobody ends their own.")
            .Answers(200, "The seat, ended.")
            .NeedsIfMatch().ReturnsETag().Refuses(Kinds.OwnSeat, Kinds.SeatNotYoursToGive);

        app.MapGroup("/v1/sign-ins").WithTags("Seats").TakesActingAs()
            .MapGet("", ListSignIns.HandleAsync).ForSeats(SeatRole.Coordinator, SeatRole.Auditor)
            .WithName("ListSignIns").WithSummary("Lists the sign-ins that lead to those who have or had a seat in the jurisdiction")
            .WithDescription(
                "A principal keeps seats and history whatever tenant signs them in. A further sign-in is bound by `/v1/sign-in-proposals`.")
            .ReturnsPage()
            .TakesQuery("principal", "Whose.");

        app.MapGroup("/v1/administrative-acts").WithTags("Seats").TakesActingAs()
            .MapGet("", ListAdministrativeActs.HandleAsync).ForSeats(SeatRole.Coordinator, SeatRole.Auditor, SeatRole.Admin)
            .WithName("ListAdministrativeActs").WithSummary("Lists every change of seats, sign-ins and reference data, newest first")
            .WithDescription("From the journal: the jurisdiction's own, or for administrators the registry's.")
            .ReturnsPage()
            .TakesQuery("kind", "Only of this kind, for example seat-given.");

        MapSeatProposals(app);
        MapSignInProposals(app);
    }

    private static void MapSeatProposals(IEndpointRouteBuilder app)
    {
        var proposals = app.MapGroup("/v1/seat-proposals").WithTags("Seats").TakesActingAs();
        proposals.MapGet("", ReadProposals.ListSeatsAsync).ForSeats(SeatRole.Admin)
            .WithName("ListSeatProposals").WithSummary("Lists proposed appointments of coordinators")
            .WithDescription("Those that wait for a second administrator have the state `open`.")
            .ReturnsPage()
            .TakesQuery("state", "Where it stands.", list: "proposalState")
            .TakesQuery("jurisdiction", Known, list: "jurisdiction");

        var one = proposals.MapGroup("/{id:guid}").ForSeats(SeatRole.Admin).Refuses(Kinds.NotFound)
            .TakesSegment("id", "The proposal's id.");
        one.MapGet("", ReadProposals.GetSeatAsync)
            .WithName("GetSeatProposal").WithSummary("Gets a proposed appointment")
            .WithDescription("Its `ETag` is what confirming and rejecting send as `If-Match`.").ReturnsETag();
        one.MapPut("", ProposeSeat.HandleAsync)
            .WithName("ProposeSeat").WithSummary("Proposes, under an id that you made, that somebody be a coordinator")
            .WithDescription(
                "Another administrator confirms it. For who is a coordinator there already it proposes new dates. It never changes: "
                + "reject it, and make another.")
            .TakesExample("code", "Somebody new, by their code", () => """
                { "code": "7K3F-9QDM", "name": "Coordinator Vuković", "jurisdiction": "ME", "agency": "police" }
                """)
            .Answers(200, "The proposal as it stands.").Produces<SeatProposalView>(StatusCodes.Status201Created)
            .Answers(201, "It is proposed.")
            .TakesPutConditions().ReturnsETag().ReturnsLocation()
            .Refuses(Kinds.OwnSeat, Kinds.SignInCodeUnknown, Kinds.ProposalClosed);
        one.MapPost("/confirm", DecideProposal.ConfirmSeatAsync)
            .IsDecision("ConfirmSeatProposal", "Confirms, as another administrator, an appointment")
            .WithDescription("The seat counts at once, or from when it was proposed for.")
            .Refuses(Kinds.OwnSeat, Kinds.SecondPersonRequired);
        one.MapPost("/reject", DecideProposal.RejectSeatAsync)
            .IsDecision("RejectSeatProposal", "Rejects a proposed appointment, or takes it back")
            .WithDescription("Any administrator may, also who made it.");
    }

    private static void MapSignInProposals(IEndpointRouteBuilder app)
    {
        var proposals = app.MapGroup("/v1/sign-in-proposals").WithTags("Seats").TakesActingAs();
        proposals.MapGet("", ReadProposals.ListSignInsAsync).ForSeats(SeatRole.Coordinator, SeatRole.Auditor)
            .WithName("ListSignInProposals").WithSummary("Lists the proposed sign-ins of the jurisdiction")
            .WithDescription("Those that wait for a second coordinator have the state `open`.")
            .ReturnsPage()
            .TakesQuery("state", "Where it stands.", list: "proposalState")
            .TakesQuery("jurisdiction", Known, list: "jurisdiction");

        var one = proposals.MapGroup("/{id:guid}").Refuses(Kinds.NotFound).TakesSegment("id", "The proposal's id.");
        one.MapGet("", ReadProposals.GetSignInAsync).ForSeats(SeatRole.Coordinator, SeatRole.Auditor)
            .WithName("GetSignInProposal").WithSummary("Gets a proposed sign-in")
            .WithDescription("Its `ETag` is what confirming and rejecting send as `If-Match`.").ReturnsETag();
        one.MapPut("", ProposeSignIn.HandleAsync).ForSeats(SeatRole.Coordinator)
            .WithName("ProposeSignIn").WithSummary("Proposes, under an id that you made, a further sign-in of somebody")
            .WithDescription(
                "As after a migration of tenants: they sign in anew, make a code, and read it out; another coordinator confirms. They keep "
                + "their seats and all they did. It never changes: reject it, and make another.")
            .TakesExample("migration", "A migrated sign-in", () => """
                { "principal": "019a4c1e-7a00-7000-8000-00000000000a", "code": "7K3F-9QDM", "endsOthers": true }
                """)
            .Answers(200, "The proposal as it stands.").Produces<SignInProposalView>(StatusCodes.Status201Created)
            .Answers(201, "It is proposed.")
            .TakesPutConditions().ReturnsETag().ReturnsLocation()
            .Refuses(Kinds.OwnSeat, Kinds.SignInCodeUnknown, Kinds.SignInKnown, Kinds.ProposalClosed);
        one.MapPost("/confirm", DecideProposal.ConfirmSignInAsync).ForSeats(SeatRole.Coordinator)
            .IsDecision("ConfirmSignInProposal", "Confirms, as another coordinator, a sign-in")
            .WithDescription("It leads to them from now on; with `endsOthers`, their other sign-ins no longer do.")
            .Refuses(Kinds.OwnSeat, Kinds.SecondPersonRequired, Kinds.SignInKnown, Kinds.SignInCodeUnknown);
        one.MapPost("/reject", DecideProposal.RejectSignInAsync).ForSeats(SeatRole.Coordinator)
            .IsDecision("RejectSignInProposal", "Rejects a proposed sign-in, or takes it back")
            .WithDescription("Any coordinator of the jurisdiction may, also who made it.");
    }

    private static RouteHandlerBuilder IsDecision(this RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name).WithSummary(summary).Answers(200, "The proposal as it now stands.")
        .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey().Refuses(Kinds.ProposalClosed);
}
