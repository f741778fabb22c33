using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Seats;
using Kinds = CaseReferral.Api.Platform.Problems.ProblemCatalogue;

namespace CaseReferral.Api.Messages;

/// <summary>The routes of what is written on a referral.</summary>
public static class MessageEndpoints
{
    /// <summary>Maps <c>messages</c> and <c>notes</c> below one referral.</summary>
    public static void MapMessages(this RouteGroupBuilder referral)
    {
        referral.MapGet("/messages", ListMessages.HandleAsync).ForSeats(SeatRequirements.Conversation).ListsWords()
            .WithName("ListMessages").WithSummary("Lists the messages between a referral's queue and the unit that filed, oldest first")
            .WithDescription(
                "Without `Access-Purpose` it says who wrote when, and `text` is null. With one the texts are opened: the consultation is "
                + "on record before anything is answered, and your desk has then read up to the last message shown (`unreadMessages`).");
        referral.MapPost("/messages", SendMessage.HandleAsync).ForSeats(SeatRequirements.Conversation).Writes()
            .WithName("SendMessage").WithSummary("Sends a message to the other side of a referral")
            .WithDescription(
                "From the unit or system that filed to the queue of the referral, or back. It changes no state and no `ETag`. A message of "
                + "the task force on an accepted referral tells the filer of progress and starts the review clock again. Messages are "
                + "never changed: send another one with `corrects`.")
            .TakesExample("progress", "The task force tells how it goes", () => """
                { "text": "The shipper has been found. We expect the court's order on Thursday and will tell you what comes of it." }
                """);

        referral.MapGet("/notes", ListMessages.NotesAsync).ForSeats(SeatRequirements.Triage).ListsWords()
            .WithName("ListNotes").WithSummary("Lists the notes that the queue of a referral made for itself, oldest first")
            .WithDescription(
                "For the task force alone: neither the unit nor a coordinator or auditor sees that there are any. "
                + "Purposes as for messages.");
        referral.MapPost("/notes", SendMessage.AddNoteAsync).ForSeats(SeatRequirements.Triage).Writes()
            .WithName("AddNote").WithSummary("Adds a note for the queue of a referral")
            .WithDescription("Notes are never changed: add another one with `corrects`. It changes no state, no clock and no `ETag`.")
            .TakesExample(
                "note", "For the next shift", () => """{ "text": "The interpreter is booked for 14:00. Ask about the second phone." }""");
    }

    private static RouteHandlerBuilder ListsWords(this RouteHandlerBuilder route) => route
        .LimitedAsContent().ReturnsPage().TakesAccessPurpose(required: false).Refuses(Kinds.NotYourQueue, Kinds.DisclosureNeeded);

    private static RouteHandlerBuilder Writes(this RouteHandlerBuilder route) => route
        .Produces<MessageView>(StatusCodes.Status201Created)
        .Answers(201, "Sent, without its text.")
        .TakesIdempotencyKey()
        .Refuses(Kinds.NotYourQueue, Kinds.ConversationClosed);
}
