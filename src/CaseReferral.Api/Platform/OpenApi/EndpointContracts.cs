using CaseReferral.Api.Platform.Problems;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>A header that an endpoint's successful answers carry.</summary>
/// <param name="Name">The header.</param>
/// <param name="Description">What it says.</param>
/// <param name="Statuses">The statuses that carry it.</param>
public sealed record AnswerHeader(string Name, string Description, IReadOnlyList<int> Statuses);

/// <summary>A header that an endpoint reads.</summary>
/// <param name="Name">The header.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Required">Whether a request without it is refused.</param>
public sealed record RequestHeader(string Name, string Description, bool Required);

/// <summary>Problems that an endpoint may answer with, beyond those that every endpoint of its kind may.</summary>
/// <param name="Kinds">Rows of the catalogue.</param>
public sealed record Refusals(IReadOnlyList<ProblemKind> Kinds);

/// <summary>An endpoint that answers 304 to <c>If-None-Match</c>.</summary>
public sealed record NotModifiedAnswer;

/// <summary>
/// What an endpoint promises beyond its types, said where its route is. These calls document; they check nothing.
/// </summary>
public static class EndpointContracts
{
    /// <summary>200 and 201 carry the strong entity tag to send as <c>If-Match</c>.</summary>
    public static TBuilder ReturnsETag<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AnswerHeader("ETag", "Strong entity tag of this representation: send it as If-Match with a change.", [200, 201]));

    /// <summary>201 carries the address of what was made.</summary>
    public static TBuilder ReturnsLocation<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AnswerHeader("Location", "Address of what was made.", [201]));

    /// <summary>200 is a page of a list: <c>Link</c> to the next one, and the feed's position.</summary>
    public static TBuilder ReturnsPage<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new AnswerHeader("Link", "rel=\"next\" is the address of the next page; absent on the last one.", [200]))
            .WithMetadata(new AnswerHeader("Feed-Position", "Where the change feed continues this list.", [200]))
            .Refuses(ProblemCatalogue.MalformedCursor);

    /// <summary>Answers 304 when <c>If-None-Match</c> names the current entity tag.</summary>
    public static TBuilder AnswersNotModified<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new NotModifiedAnswer())
            .WithMetadata(new RequestHeader("If-None-Match", "The ETag you have: 304 when it is still current.", Required: false));

    /// <summary>Refuses a change that doesn't say which state it was decided on.</summary>
    public static TBuilder NeedsIfMatch<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader("If-Match", "The ETag of the representation that the change was decided on.", Required: true))
            .Refuses(ProblemCatalogue.PreconditionRequired, ProblemCatalogue.PreconditionMalformed, ProblemCatalogue.PreconditionFailed);

    /// <summary>Does a repeated request once.</summary>
    public static TBuilder TakesIdempotencyKey<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader("Idempotency-Key", "A key of yours for this request; repeating it within 24 hours repeats the answer and not the act.", Required: false))
            .WithMetadata(new AnswerHeader("Idempotency-Replayed", "true when this is the answer to an earlier request.", [200, 201]))
            .Refuses(ProblemCatalogue.IdempotencyKeyMalformed, ProblemCatalogue.IdempotencyKeyReused, ProblemCatalogue.IdempotencyKeyInUse);

    /// <summary>Opens content, for a purpose that is recorded.</summary>
    public static TBuilder TakesAccessPurpose<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader("Access-Purpose", "What the content is opened for (code list accessPurpose); recorded with the consultation.", Required: true))
            .Refuses(ProblemCatalogue.PurposeRequired, ProblemCatalogue.PurposeNotYours);

    /// <summary>Acts under a seat, which a caller with several must name.</summary>
    public static TBuilder TakesActingAs<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader("Acting-As", "The seat to act under, by id or name (duty@ME-OPTEAM); needed when you hold several that could.", Required: false))
            .Refuses(ProblemCatalogue.SeatRequired, ProblemCatalogue.SeatUnknown, ProblemCatalogue.NoSeat);

    /// <summary>May also answer with these problems.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params ProblemKind[] kinds) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Refusals(kinds));
}
