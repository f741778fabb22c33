using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace CaseReferral.Api.Tests.Conformance;

/// <summary>
/// Between the tests and the registry: every answer of an operation is held against the approved document, errors included, and so is
/// every request that was accepted. What differs fails the test that sent it, with the operation's name.
/// </summary>
public sealed class ConformingLine(ContractDocument document) : DelegatingHandler
{
    // Headers of the contract; what the host adds by itself (Date, Server, …) is none of it.
    private static readonly string[] Promised =
        ["ETag", "Location", "Link", "Retry-After", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy", "Deprecation", "Sunset"];

    private const string ProblemMediaType = "application/problem+json";

    private readonly SchemaFaults schemas = new(document);

    /// <summary>A line of its own over the network.</summary>
    public static ConformingLine ToTheRegistry() =>
        new(ContractDocument.Approved) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = document.Find(request.Method.Method, Uri.UnescapeDataString(request.RequestUri!.AbsolutePath));
        var body = operation is not null && request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : null;
        var response = await base.SendAsync(request, cancellationToken);
        if (operation is null && !request.RequestUri.AbsolutePath.StartsWith("/v1/", StringComparison.OrdinalIgnoreCase))
            return response;

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var answered = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        List<string> faults =
        [
            .. operation is null ? NoOperationFaults(request, response, answered) : AnswerFaults(operation, response, answered),
        ];
        if (operation is not null && response.IsSuccessStatusCode)
            faults.AddRange(RequestFaults(operation, request, body));
        var asked = operation?.Name ?? $"{request.Method} {request.RequestUri.AbsolutePath}";
        return faults.Count == 0
            ? response
            : throw new AssertionException($"{asked} ({(int)response.StatusCode}) differs from the document:\n{string.Join('\n', faults)}");
    }

    // Another method, or an address that is none: refused, and in the same words as everything else. An answer to HEAD has no body.
    private IEnumerable<string> NoOperationFaults(HttpRequestMessage request, HttpResponseMessage response, byte[] body)
    {
        if ((int)response.StatusCode < 400)
            return ["it was answered, and no operation is listed"];
        if (request.Method == HttpMethod.Head)
            return body.Length == 0 ? [] : ["an answer to HEAD has a body"];
        return response.Content.Headers.ContentType?.MediaType == ProblemMediaType
            ? schemas.Of(JsonNode.Parse(body), document.OfProblems).Select(fault => $"the problem: {fault}")
            : [$"its media type is {response.Content.Headers.ContentType?.MediaType ?? "none"}, not {ProblemMediaType}"];
    }

    private IEnumerable<string> AnswerFaults(DocumentedOperation operation, HttpResponseMessage response, byte[] body)
    {
        if (operation.Node["responses"]![$"{(int)response.StatusCode}"] is not { } documented)
        {
            yield return $"status {(int)response.StatusCode} isn't listed: {System.Text.Encoding.UTF8.GetString(body)}";
            yield break;
        }

        var headers = documented["headers"] as JsonObject ?? [];
        var sent = response.Headers.Concat(response.Content.Headers).ToList();
        foreach (var (name, values) in sent.Where(header => Promised.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            var promised = headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
            if (promised is null)
            {
                yield return $"the header {name} isn't listed";
                continue;
            }

            var schema = document.Resolve(promised)["schema"]!;
            foreach (var fault in schemas.Of(Said(values.First(), schema), schema))
                yield return $"the header {name}: {fault}";
        }

        foreach (var (name, header) in headers.Where(header => (bool?)document.Resolve(header.Value!)["required"] == true))
        {
            if (!sent.Any(given => string.Equals(given.Key, name, StringComparison.OrdinalIgnoreCase)))
                yield return $"the header {name} is promised, and missing";
        }

        var media = response.Content.Headers.ContentType?.MediaType;
        if (documented["content"] is not JsonObject content)
        {
            if (body.Length > 0)
                yield return $"it has a body ({media}), and none is listed";
        }
        else if (media is null || content[media] is not { } listed)
        {
            yield return $"its media type is {media ?? "none"}, not {string.Join(" or ", content.Select(known => known.Key))}";
        }
        else
        {
            var said = media.EndsWith("json", StringComparison.Ordinal)
                ? JsonNode.Parse(body)
                : JsonValue.Create(System.Text.Encoding.UTF8.GetString(body));
            foreach (var fault in schemas.Of(said, listed["schema"]!))
                yield return $"the answer: {fault}";
        }
    }

    private IEnumerable<string> RequestFaults(DocumentedOperation operation, HttpRequestMessage request, byte[]? body)
    {
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        foreach (var name in query.AllKeys.Where(name => operation.ParametersIn("query").All(known => (string?)known["name"] != name)))
            yield return $"the query parameter {name} isn't listed, and was taken";
        foreach (var parameter in operation.Parameters)
        {
            var name = (string)parameter["name"]!;
            var sent = (string?)parameter["in"] switch
            {
                "query" => query[name],
                "header" => request.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null,
                _ => "",
            };
            if (sent is null && (bool?)parameter["required"] == true)
                yield return $"{name} is required, and was absent";
            // A blank one is taken as absent.
            if (!string.IsNullOrWhiteSpace(sent))
            {
                foreach (var fault in schemas.Of(Said(sent, parameter["schema"]!), parameter["schema"]!))
                    yield return $"{name} was taken: {fault}";
            }
        }

        if (operation.Node["requestBody"] is not { } taken)
        {
            if (body is { Length: > 0 })
                yield return "no body is listed, and one was taken";
        }
        else if (body is not { Length: > 0 })
        {
            if ((bool?)taken["required"] == true)
                yield return "a body is required, and was absent";
        }
        else if (taken["content"]![request.Content!.Headers.ContentType?.MediaType ?? ""] is not { } media)
        {
            yield return $"{request.Content.Headers.ContentType} isn't listed, and was taken";
        }
        else
        {
            foreach (var fault in schemas.Of(JsonNode.Parse(body), media["schema"]!))
                yield return $"the body was taken: {fault}";
        }
    }

    // What stands in a header or a query is text; the schema says what it stands for.
    private static JsonNode? Said(string text, JsonNode schema) => (string?)(schema["type"] is JsonValue type ? type : null) switch
    {
        "integer" or "number" or "boolean" => Parsed(text.ToLowerInvariant()),
        _ => JsonValue.Create(text),
    };

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
