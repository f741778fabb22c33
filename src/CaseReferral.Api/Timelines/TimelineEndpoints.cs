using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;

namespace CaseReferral.Api.Timelines;

/// <summary>The routes of timelines.</summary>
public static class TimelineEndpoints
{
    /// <summary>Maps <c>timeline</c> below one incident.</summary>
    public static void MapIncidentTimeline(this RouteGroupBuilder incident) =>
        incident.MapGet("/timeline", ListTimeline.OfIncidentAsync)
            .Tells("ListIncidentTimeline", "Tells the story of an incident, oldest first")
            .WithDescription(
                "Every act on the incident and its referrals, in the order they happened: what, when, which desk and role, states, "
                + "deadlines, levels and codes; never content. Your own desk's acts show the person, to an auditor all do. A desk whose "
                + "referrals have ended sees the story up to there. Consultations are in the access log and not here.");

    /// <summary>Maps <c>timeline</c> below one referral.</summary>
    public static void MapReferralTimeline(this RouteGroupBuilder referral) =>
        referral.MapGet("/timeline", ListTimeline.OfReferralAsync)
            .Tells("ListReferralTimeline", "Tells the story of a referral, oldest first")
            .WithDescription("Of the incident's timeline what happened to the incident itself and to this referral.");

    private static RouteHandlerBuilder Tells(this RouteHandlerBuilder route, string name, string summary) =>
        route.ForSeats(SeatRequirements.Case).WithName(name).WithSummary(summary).ReturnsPage();
}
