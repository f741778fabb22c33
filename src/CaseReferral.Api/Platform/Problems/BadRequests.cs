using System.Text.Json;
using System.Text.RegularExpressions;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace CaseReferral.Api.Platform.Problems;

/// <summary>
/// Says in our words why a request couldn't be bound. The framework's own messages quote values, and values may name persons, so
/// nothing but names of members and parameters is taken from them.
/// </summary>
public static partial class BadRequests
{
    /// <summary>What is said about a member that an object has twice.</summary>
    public const string GivenTwice = "This member is given twice.";

    private const int LongestName = 100;

    /// <summary>The answer to a request that binding or the server refused.</summary>
    public static ProblemHttpResult Answer(BadHttpRequestException bad, HttpContext http) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.Of(ProblemCatalogue.BodyTooLarge),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problem.Of(ProblemCatalogue.UnsupportedMediaType),
        { InnerException: JsonException json } => Answer(json),
        _ when ParameterName().Match(bad.Message) is { Success: true } match => AnswerParameter(match.Groups["name"].Value, http),
        _ when bad.Message.Contains("no body was provided", StringComparison.Ordinal)
            || bad.Message.EndsWith("was not provided from body.", StringComparison.Ordinal) =>
            Problem.Of(ProblemCatalogue.MalformedJson, "The body is empty: send a JSON object.", [new("", "A JSON object is needed.")]),
        _ => Problem.Of(ProblemCatalogue.MalformedRequest),
    };

    /// <summary>The answer to a body that isn't JSON, or isn't this operation's JSON.</summary>
    public static ProblemHttpResult Answer(JsonException json)
    {
        var position = json is { LineNumber: { } line, BytePositionInLine: { } at } ? $"line {line + 1}, byte {at + 1}" : null;

        // The reader's own exception means that the text isn't JSON; the serializer's, that it doesn't fit.
        if (IsSyntax(json) || IsSyntax(json.InnerException))
        {
            return Problem.Of(
                ProblemCatalogue.MalformedJson,
                position is null ? null : $"The body stops being JSON at {position}. Correct it and send the request again.");
        }

        var pointer = PointerOf(json.Path);
        return Problem.Of(
            ProblemCatalogue.ValidationFailed,
            $"The body doesn't fit this operation{(position is null ? "" : $" at {position}")}. "
            + "Correct the members in errors and send the request again.",
            Faults(json, pointer));
    }

    /// <summary>
    /// What didn't fit in a value that was read from within the body or merged with what is stored: its position there would lead the
    /// caller to the wrong place.
    /// </summary>
    public static JsonException WithoutPosition(JsonException json) =>
        new(json.Message, json.Path, null, null, json.InnerException) { Source = json.Source };

    private static bool IsSyntax(Exception? exception) => exception?.GetType().Name == "JsonReaderException";

    private static List<Fault> Faults(JsonException json, string pointer)
    {
        var message = json.Message;
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return [new(pointer, "There is no such member here. Names are case-sensitive; the OpenAPI document lists them.")];
        if (message.StartsWith("Duplicate property", StringComparison.Ordinal))
            return [new(pointer, GivenTwice)];
        if (message.Contains("was missing required properties including", StringComparison.Ordinal))
        {
            return [.. Quoted().Matches(message[message.IndexOf("including", StringComparison.Ordinal)..])
                .Select(name => new Fault($"{pointer}/{Escape(name.Groups[1].Value)}", "This member is required."))];
        }

        if (message.Contains("doesn't allow setting null values", StringComparison.Ordinal)
            || message.Contains("doesn't allow null values", StringComparison.Ordinal))
            return [new(pointer, "This member can't be null: give a value, or leave the member out if it is optional.")];
        // Messages of our own converters quote nothing.
        if (json.Source?.StartsWith("CaseReferral.", StringComparison.Ordinal) == true)
            return [new(pointer, message)];
        return [new(
            pointer, "The value has the wrong type or form. Numbers are written without quotes, instants as RFC 3339 with an offset.")];
    }

    private static ProblemHttpResult AnswerParameter(string name, HttpContext http)
    {
        // The exception handler has cleared the request's own endpoint and route values.
        var failed = http.Features.Get<IExceptionHandlerFeature>();
        var parameter = failed?.Endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(known => known.Name == name);
        var attributes = parameter?.ParameterInfo.GetCustomAttributes(inherit: true) ?? [];
        var header = attributes.OfType<IFromHeaderMetadata>().FirstOrDefault();
        var asked = header?.Name ?? attributes.OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? name;

        if (header is null
            && failed?.RouteValues?.ContainsKey(attributes.OfType<IFromRouteMetadata>().FirstOrDefault()?.Name ?? name) == true)
            // An address whose id is no id at all is answered like one whose id never was.
            return Problem.Of(ProblemCatalogue.NotFound);

        var kind = asked switch
        {
            "If-Match" => ProblemCatalogue.PreconditionMalformed,
            "Idempotency-Key" => ProblemCatalogue.IdempotencyKeyMalformed,
            "Access-Purpose" => ProblemCatalogue.PurposeRequired,
            "cursor" => ProblemCatalogue.MalformedCursor,
            _ => null,
        };
        return kind is not null
            ? Problem.Of(kind)
            : Problem.Of(
                ProblemCatalogue.ValidationFailed,
                $"The {(header is null ? "parameter" : "header")} {asked} is missing or can't be read. "
                + "Correct it and send the request again.",
                header is null ? [new($"/{asked}", "It is missing or can't be read: the OpenAPI document says what it takes.")] : null);
    }

    /// <summary>
    /// The JSON Pointer (RFC 6901) of a <see cref="JsonException.Path"/> such as <c>$.persons[0]['a.b']</c>.
    /// </summary>
    public static string PointerOf(string? path)
    {
        if (path is null)
            return "";
        var pointer = new System.Text.StringBuilder();
        foreach (Match step in Step().Matches(path))
        {
            var name = step.Groups["name"] is { Success: true } plain ? plain.Value
                : step.Groups["index"] is { Success: true } index ? index.Value
                : step.Groups["quoted"].Value;
            pointer.Append('/').Append(Escape(name));
        }

        return pointer.ToString();
    }

    private static string Escape(string name)
    {
        // Never cut within a character.
        var shown = name.Length <= LongestName ? name
            : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)] + "…";
        return shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    [GeneratedRegex("""^(?:Failed to bind|Required) parameter "[^"]* (?<name>[^" ]+)" (?:from|was not provided from (?!body))""")]
    private static partial Regex ParameterName();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\[(?<index>\d+)\]|\['(?<quoted>.*?)'\](?=[.\[]|$)")]
    private static partial Regex Step();
}
