using CaseReferral.Api.Platform.Problems;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>A header that an endpoint's successful answers carry.</summary>
/// <param name="Name">The header.</param>
/// <param name="Description">What it says.</param>
/// <param name="Statuses">The statuses that carry it.</param>
/// <param name="Format">Its format, as JSON Schema names it; null for plain text.</param>
/// <param name="Always">Whether each of them carries it, whatever it says.</param>
public sealed record AnswerHeader(string Name, string Description, IReadOnlyList<int> Statuses, string? Format = null, bool Always = false);

/// <summary>A header that an endpoint reads.</summary>
/// <param name="Name">The header.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Required">Whether a request without it is refused.</param>
/// <param name="List">The code list its values come from; null for none.</param>
/// <param name="Example">A value as one would send it; also what the page to try it begins with.</param>
/// <param name="Longest">How many characters it may have at most.</param>
/// <param name="Pattern">What its characters may be; null for any.</param>
public sealed record RequestHeader(
    string Name, string Description, bool Required, string? List = null, string? Example = null, int Longest = Bounds.LongestParameter,
    string? Pattern = null);

/// <summary>What one status of an endpoint means here.</summary>
/// <param name="Status">The status.</param>
/// <param name="Description">What it means.</param>
public sealed record AnswerMeaning(int Status, string Description);

/// <summary>What a segment of an endpoint's path holds.</summary>
/// <param name="Name">Its name in the route.</param>
/// <param name="Description">What it holds.</param>
public sealed record PathSegment(string Name, string Description);

/// <summary>A body as one would send it; also what the page to try it begins with.</summary>
/// <param name="Name">Its name among the operation's examples.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="Read">Gives its JSON.</param>
public sealed record RequestExample(string Name, string Summary, Func<string> Read);

/// <summary>A list in a body whose items are read one by one: what each of them is.</summary>
/// <param name="Body">The body.</param>
/// <param name="Member">The list, as JSON names it.</param>
/// <param name="Item">What each item is read as.</param>
public sealed record ListInBody(Type Body, string Member, Type Item);

/// <summary>Problems that an endpoint may answer with, beyond those that every endpoint of its kind may.</summary>
/// <param name="Kinds">Rows of the catalogue.</param>
public sealed record Refusals(IReadOnlyList<ProblemKind> Kinds);

/// <summary>Another media type, of text, that an endpoint's 200 may have.</summary>
/// <param name="MediaType">The media type.</param>
public sealed record OtherMediaType(string MediaType);

/// <summary>An endpoint that answers 304 to <c>If-None-Match</c>.</summary>
public sealed record NotModifiedAnswer;

/// <summary>
/// What an endpoint promises beyond its types, said where its route is. These calls document; they check nothing.
/// </summary>
public static class EndpointContracts
{
    /// <summary>200 and 201 carry the strong entity tag to send as <c>If-Match</c>.</summary>
    public static TBuilder ReturnsETag<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AnswerHeader(
            "ETag", "Strong entity tag of this representation: send it as If-Match with a change.", [200, 201], Always: true));

    /// <summary>201 carries the address of what was made.</summary>
    public static TBuilder ReturnsLocation<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AnswerHeader("Location", "Address of what was made.", [201], "uri-reference", Always: true));

    /// <summary>200 is a page of a list, with a <c>Link</c> to the next one.</summary>
    public static TBuilder ReturnsPage<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new AnswerHeader("Link", "rel=\"next\" is the address of the next page; absent on the last one.", [200]))
            .Refuses(ProblemCatalogue.ValidationFailed, ProblemCatalogue.MalformedCursor);

    /// <summary>Whether the route answers with a page, and so takes <c>limit</c> and <c>cursor</c>.</summary>
    public static bool IsPage(this IEnumerable<object> metadata) => metadata.OfType<AnswerHeader>().Any(header => header.Name == "Link");

    /// <summary>Answers 304 when <c>If-None-Match</c> names the current entity tag.</summary>
    public static TBuilder AnswersNotModified<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new NotModifiedAnswer())
            .WithMetadata(new AnswerHeader(
                "ETag", "Strong entity tag of this representation: send it as If-None-Match to learn whether it changed.", [200, 304],
                Always: true))
            .WithMetadata(new AnswerHeader("Cache-Control", "How long it may be used without asking again.", [200, 304], Always: true))
            .WithMetadata(new RequestHeader("If-None-Match", "The ETag you have: 304 when it is still current.", Required: false));

    /// <summary>Refuses a change that doesn't say which state it was decided on.</summary>
    public static TBuilder NeedsIfMatch<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader(
                "If-Match", "The ETag of the representation that the change was decided on, in its double quotes.", Required: true,
                Example: "\"1\""))
            .WithMetadata(new AnswerHeader("ETag", "The entity tag as it now is.", [412], Always: true))
            .Refuses(ProblemCatalogue.PreconditionRequired, ProblemCatalogue.PreconditionMalformed, ProblemCatalogue.PreconditionFailed);

    /// <summary>Makes what isn't there, and changes what is under its tag.</summary>
    public static TBuilder TakesPutConditions<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader(
                "If-Match",
                "The ETag of the representation that a change was decided on, in its double quotes. Left out to make something new.",
                Required: false))
            .WithMetadata(new RequestHeader("If-None-Match", "* to make it only if it isn't there.", Required: false))
            .WithMetadata(new AnswerHeader("ETag", "The entity tag as it now is.", [412]))
            .Refuses(ProblemCatalogue.PreconditionRequired, ProblemCatalogue.PreconditionMalformed, ProblemCatalogue.PreconditionFailed);

    /// <summary>Does a repeated request once.</summary>
    public static TBuilder TakesIdempotencyKey<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader(
                "Idempotency-Key",
                "A key of yours for this request, 1 to 255 printable ASCII characters; "
                + "repeating it within 24 hours repeats the answer and not the act.",
                Required: false, Longest: 255, Pattern: "^[!-~]+$"))
            .WithMetadata(new AnswerHeader("Idempotency-Replayed", "true when this is the answer to an earlier request.", [200, 201]))
            .Refuses(ProblemCatalogue.IdempotencyKeyMalformed, ProblemCatalogue.IdempotencyKeyReused, ProblemCatalogue.IdempotencyKeyInUse);

    /// <summary>Opens content, for a purpose that is recorded.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="required">Whether it answers nothing without; else it answers without content.</param>
    public static TBuilder TakesAccessPurpose<TBuilder>(this TBuilder endpoint, bool required = true)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader(
                "Access-Purpose", "What the content is opened for; recorded with the consultation.", Required: required,
                List: "accessPurpose"))
            .Refuses(ProblemCatalogue.PurposeRequired, ProblemCatalogue.PurposeNotYours);

    /// <summary>200 may also be of another media type, which <c>Accept</c> asks for.</summary>
    public static TBuilder AlsoAnswers<TBuilder>(this TBuilder endpoint, string mediaType) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OtherMediaType(mediaType));

    /// <summary>Acts under a seat, which a caller with several must name.</summary>
    public static TBuilder TakesActingAs<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithMetadata(new RequestHeader(
                "Acting-As", "The seat to act under, by id or name (duty@ME-OPTEAM); needed when you hold several that could.",
                Required: false))
            .Refuses(ProblemCatalogue.SeatRequired, ProblemCatalogue.SeatUnknown, ProblemCatalogue.NoSeat);

    /// <summary>Says what a status means here, where the status alone doesn't.</summary>
    public static TBuilder Answers<TBuilder>(this TBuilder endpoint, int status, string meaning)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AnswerMeaning(status, meaning));

    /// <summary>Says what a segment of the path holds.</summary>
    public static TBuilder TakesSegment<TBuilder>(this TBuilder endpoint, string name, string description)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new PathSegment(name, description));

    /// <summary>Shows a body as one would send it. The first example is the one that the page to try it begins with.</summary>
    public static TBuilder TakesExample<TBuilder>(this TBuilder endpoint, string name, string summary, Func<string> json)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequestExample(name, summary, json));

    /// <summary>Says what each item of a list in the body is, where the body itself takes any JSON there.</summary>
    public static TBuilder TakesListOf<TBuilder>(this TBuilder endpoint, Type item, Type body, string member)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ListInBody(body, member, item));

    /// <summary>May also answer with these problems.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params ProblemKind[] kinds)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Refusals(kinds));
}
