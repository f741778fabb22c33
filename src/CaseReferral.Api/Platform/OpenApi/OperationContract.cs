using System.Globalization;
using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>Writes what <see cref="EndpointContracts"/> and the pipeline promise into an operation: headers and problems.</summary>
public static class OperationContract
{
    // On every answer that comes after the request was counted, so said once.
    private static readonly Dictionary<string, string> LimitHeaders = new()
    {
        [RateLimits.Left] = "What you have left: r requests at once (draft-ietf-httpapi-ratelimit-headers). Counted for each caller.",
        [RateLimits.Policy] = "What you may send: q requests at once, and q again after w seconds.",
    };

    /// <summary>Adds what operations refer to.</summary>
    public static void AddComponents(OpenApiDocument document)
    {
        foreach (var (name, description) in LimitHeaders)
        {
            document.AddComponent<IOpenApiHeader>(name, new OpenApiHeader
            {
                Description = description,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Bounds.LongestParameter },
            });
        }
    }

    /// <summary>Completes <paramref name="operation"/>.</summary>
    public static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var anonymous = metadata.OfType<IAllowAnonymous>().Any();
        operation.Responses ??= [];
        operation.Parameters ??= [];

        // The handler's own doc comment repeats method and path; the route says what it is for.
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary ?? operation.Summary;
        operation.Description = metadata.OfType<IEndpointDescriptionMetadata>().LastOrDefault()?.Description ?? operation.Description;

        foreach (var header in metadata.OfType<RequestHeader>())
            Document(header, operation.Parameters);
        if (metadata.IsPage())
            DocumentPaging(operation.Parameters);
        foreach (var query in metadata.OfType<QueryParameter>())
            Document(query, operation.Parameters);
        foreach (var segment in metadata.OfType<PathSegment>())
            Find(operation.Parameters, segment.Name, ParameterLocation.Path)?.Description = segment.Description;
        operation.Parameters = [.. operation.Parameters.OrderBy(parameter => parameter.In switch
        {
            ParameterLocation.Path => 0,
            ParameterLocation.Query => 1,
            _ => parameter.Required ? 2 : 3,
        })];

        DocumentBody(operation, metadata, context.Document!);

        if (metadata.OfType<NotModifiedAnswer>().Any())
            operation.Responses["304"] = new OpenApiResponse { Description = "Not modified: what you have is current." };
        foreach (var other in metadata.OfType<OtherMediaType>())
            operation.Responses["200"].Content![other.MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        foreach (var meaning in metadata.OfType<AnswerMeaning>())
            operation.Responses[meaning.Status.ToString(CultureInfo.InvariantCulture)].Description = meaning.Description;

        List<ProblemKind> kinds = [.. Implied(operation, context.Description, metadata, anonymous)
            .Concat(metadata.OfType<Refusals>().SelectMany(refusals => refusals.Kinds))];
        foreach (var group in kinds.Distinct().GroupBy(kind => kind.Status).OrderBy(group => group.Key))
        {
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] =
                ProblemResponse(
                    string.Join("; ", group.Select(kind => $"[{kind.Code}]({kind.Type}): {kind.Title}")), group, context.Document!);
        }

        operation.Responses["default"] = ProblemResponse("Any other [problem](/problems)", [], context.Document!);
        foreach (var header in metadata.OfType<AnswerHeader>())
        {
            foreach (var status in header.Statuses)
                Document(header, operation.Responses.GetValueOrDefault(status.ToString(CultureInfo.InvariantCulture)));
        }

        // Of all conflicts one passes by itself.
        string[] passing = kinds.Contains(ProblemCatalogue.IdempotencyKeyInUse) ? ["409", "429", "503"] : ["429", "503"];
        foreach (var status in passing)
        {
            Document(
                new AnswerHeader("Retry-After", "Seconds to wait before sending the same request again.", [], Always: status != "409"),
                operation.Responses.GetValueOrDefault(status),
                new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0", Maximum = "3600" });
        }

        foreach (var response in AnswersOf(operation))
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            foreach (var name in LimitHeaders.Keys)
                response.Headers[name] = new OpenApiHeaderReference(name, context.Document);
        }

        if (metadata.OfType<Deprecated>().LastOrDefault() is { } deprecated)
            Deprecate(operation, deprecated);
        return Task.CompletedTask;
    }

    // All that have a status of their own: the default stands for the others.
    private static IEnumerable<OpenApiResponse> AnswersOf(OpenApiOperation operation) =>
        operation.Responses!.Where(answer => answer.Key[0] is not 'd').Select(answer => answer.Value).OfType<OpenApiResponse>();

    private static void Deprecate(OpenApiOperation operation, Deprecated told)
    {
        operation.Deprecated = true;
        foreach (var response in AnswersOf(operation))
        {
            Document(new AnswerHeader("Deprecation", "Since when this operation is deprecated (RFC 9745).", [], Always: true), response);
            if (told.Sunset is not null)
                Document(new AnswerHeader("Sunset", "When this operation ends (RFC 8594).", [], Always: true), response);
            if (response.Headers?.ContainsKey("Link") != true)
                Document(
                    new AnswerHeader("Link", "rel=\"deprecation\" is the address of what to use in its place.", [], Always: true),
                    response);
        }
    }

    private static IEnumerable<ProblemKind> Implied(
        OpenApiOperation operation, ApiDescription description, IList<object> metadata, bool anonymous)
    {
        if (!anonymous)
        {
            yield return ProblemCatalogue.NotSignedIn;
            yield return ProblemCatalogue.TokenRefused;
            yield return ProblemCatalogue.SignInUnavailable;
        }

        if (metadata.OfType<SeatRequirement>().Any()
            || metadata.OfType<IAuthorizeData>().Any(needed => needed.Roles is not null || needed.Policy is not null))
            yield return ProblemCatalogue.RoleRequired;

        if (operation.RequestBody is not null)
        {
            yield return ProblemCatalogue.MalformedJson;
            yield return ProblemCatalogue.BodyTooLarge;
            yield return ProblemCatalogue.UnsupportedMediaType;
        }

        // An unknown query parameter is refused everywhere.
        yield return ProblemCatalogue.ValidationFailed;
        if (description.RelativePath?.Contains('{', StringComparison.Ordinal) == true)
            yield return ProblemCatalogue.NotFound;
        yield return ProblemCatalogue.TooManyRequests;
        yield return ProblemCatalogue.InternalError;
        yield return ProblemCatalogue.StorageUnavailable;
        if (description.HttpMethod is not "GET")
            yield return ProblemCatalogue.Busy;
    }

    private static OpenApiResponse ProblemResponse(string description, IEnumerable<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.MediaType] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Examples = kinds.ToDictionary(kind => kind.Code, kind => (IOpenApiExample)new OpenApiExampleReference(kind.Code, document)),
            },
        },
    };

    private static void DocumentPaging(IList<IOpenApiParameter> parameters)
    {
        parameters.Add(new OpenApiParameter
        {
            Name = "limit",
            In = ParameterLocation.Query,
            Description = "Items on a page.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = "1",
                Maximum = Paging.Most.ToString(CultureInfo.InvariantCulture),
                Default = Paging.Usual,
            },
        });
        parameters.Add(new OpenApiParameter
        {
            Name = "cursor",
            In = ParameterLocation.Query,
            Description = "Where the last page ended: its next, as it was given.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static void DocumentBody(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        foreach (var media in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
        {
            if (metadata.OfType<MergePatchBody>().LastOrDefault() is { } patch)
                media.Schema = Schemas.Reference(MergePatches.NameOf(patch), document);
            foreach (var example in metadata.OfType<RequestExample>())
            {
                media.Examples ??= new Dictionary<string, IOpenApiExample>();
                media.Examples[example.Name] = new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Read()) };
            }
        }
    }

    private static void Document(QueryParameter query, IList<IOpenApiParameter> parameters)
    {
        if (Find(parameters, query.Name, ParameterLocation.Query) is { } bound)
        {
            bound.Description = query.Description;
            return;
        }

        parameters.Add(new OpenApiParameter
        {
            Name = query.Name,
            In = ParameterLocation.Query,
            Description = query.Description,
            Schema = query switch
            {
                { List: { } list } => CodeOf(list),
                { Kind: QueryKind.Flag } => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                { Kind: QueryKind.Instant } => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
                _ => new OpenApiSchema { Type = JsonSchemaType.String },
            },
        });
    }

    private static void Document(RequestHeader header, IList<IOpenApiParameter> parameters)
    {
        if (Find(parameters, header.Name, ParameterLocation.Header) is not { } parameter)
            parameters.Add(parameter = new OpenApiParameter { Name = header.Name, In = ParameterLocation.Header });
        parameter.Required = header.Required;
        parameter.Description = header.Description;
        // Bound as a type of ours; on the wire it is text.
        parameter.Schema = header.List is { } list ? CodeOf(list)
            : new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = header.Pattern is null ? null : 1,
                MaxLength = header.Longest,
                Pattern = header.Pattern,
            };
        parameter.Example = header.Example;
    }

    private static void Document(AnswerHeader header, IOpenApiResponse? response, OpenApiSchema? schema = null)
    {
        if (response is not OpenApiResponse known)
            return;
        known.Headers ??= new Dictionary<string, IOpenApiHeader>();
        known.Headers[header.Name] = new OpenApiHeader
        {
            Description = header.Description,
            Required = header.Always,
            Schema = schema ?? AnsweredAs(header),
        };
    }

    private static OpenApiSchema AnsweredAs(AnswerHeader header) => header.Name switch
    {
        "ETag" => new() { Type = JsonSchemaType.String, MaxLength = 80, Pattern = "^\"[!#-~]+\"$" },
        "Idempotency-Replayed" => new() { Type = JsonSchemaType.String, MaxLength = 4, Pattern = "^true$" },
        _ => new() { Type = JsonSchemaType.String, Format = header.Format },
    };

    private static OpenApiSchema CodeOf(string list) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. CodeLists.Find(list)!.Values.Select(value => (JsonNode)value.Code)],
    };

    private static OpenApiParameter? Find(IList<IOpenApiParameter> parameters, string name, ParameterLocation location) =>
        parameters.OfType<OpenApiParameter>().FirstOrDefault(known => known.Name == name && known.In == location);
}
