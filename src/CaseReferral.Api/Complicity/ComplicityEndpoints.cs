using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Complicity;

/// <summary>What integrity recipients do about a suspicion of complicity.</summary>
public static class ComplicityEndpoints
{
    /// <summary>Registers the use cases.</summary>
    public static void AddComplicity(this IServiceCollection services) =>
        services.AddSingleton<AddOperationalLeg>().AddSingleton<LowerSuspicion>();

    /// <summary>Maps them below <c>/v1/incidents/{id}</c>.</summary>
    public static void MapComplicity(this RouteGroupBuilder incident)
    {
        incident.MapPost("/operational-legs", AddOperationalLeg.HandleAsync).ForSeats(SeatRequirements.Triage)
            .WithName("AddOperationalLeg").WithSummary("Brings a task force in on a suspicion of complicity")
            .WithDescription(
                "By the officer of an integrity recipient who claimed the case, or a lead officer there. The task force sees all of it, "
                + "the suspicion included, and decides its referral like any other; the incident stays hidden from everybody else.")
            .Answers(200, "The incident with the new referral.")
            .TakesExample("trusted", "A team that has nothing to do with the unit", () => """
                { "taskForce": "ME-OPTEAM", "reason": "The persons must be met at the gate; nobody of the team serves at the port." }
                """)
            .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
            .Refuses(Kinds.ComplicityNotSuspected, Kinds.NotYourQueue, Kinds.PersonRequired, Kinds.IncidentVoided, Kinds.RecipientRefused);
        incident.MapPost("/lower-complicity", LowerSuspicion.HandleAsync).ForSeats(SeatRequirements.Triage)
            .WithName("LowerComplicity").WithSummary("Lowers a suspicion of complicity")
            .WithDescription(
                "By the officer of an integrity recipient who claimed the case, or a lead officer there. The case is filed anew for its "
                + "unit, with the officer's words only as they are restated here, and routed like any other. The restricted incident stays "
                + "for its filer and the integrity recipients, names the new one in `goesOnAs`, and is concluded like any other; from the "
                + "new one nobody learns that there was a suspicion, or whose.")
            .Answers(200, "The restricted incident; `goesOnAs` names the ordinary one.")
            .TakesExample("unfounded", "The suspicion had no ground", () => """
                {
                  "reason": "The colleague was on leave that night; the rota and the gate log say so.",
                  "facts": "Nine persons in a refrigerated container on the quay, one unwell. The seal had been replaced."
                }
                """)
            .NeedsIfMatch().ReturnsETag().TakesIdempotencyKey()
            .Refuses(Kinds.ComplicityNotSuspected, Kinds.ComplicityLowered, Kinds.NotYourQueue, Kinds.PersonRequired, Kinds.IncidentVoided);
    }
}
