using System.Globalization;
using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.CodeLists;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>Writes what <see cref="EndpointContracts"/> and the pipeline promise into an operation: headers and problems.</summary>
public static class OperationContract
{
    /// <summary>Completes <paramref name="operation"/>.</summary>
    public static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var anonymous = metadata.OfType<IAllowAnonymous>().Any();
        operation.Responses ??= [];
        operation.Parameters ??= [];

        foreach (var header in metadata.OfType<RequestHeader>())
            Document(header, operation.Parameters);
        if (metadata.OfType<AnswerHeader>().Any(header => header.Name == "Link"))
            DocumentPaging(operation.Parameters);
        foreach (var query in metadata.OfType<QueryParameter>())
            operation.Parameters.Add(Document(query));

        if (metadata.OfType<NotModifiedAnswer>().Any())
            operation.Responses["304"] = new OpenApiResponse { Description = "Not modified: what you have is current." };
        foreach (var header in metadata.OfType<AnswerHeader>())
        {
            foreach (var status in header.Statuses)
                Document(header, operation.Responses.GetValueOrDefault(status.ToString(CultureInfo.InvariantCulture)));
        }

        var kinds = Implied(operation, context.Description, anonymous).Concat(metadata.OfType<Refusals>().SelectMany(refusals => refusals.Kinds));
        foreach (var group in kinds.Distinct().GroupBy(kind => kind.Status).OrderBy(group => group.Key))
        {
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] =
                ProblemResponse(string.Join("; ", group.Select(kind => $"`{kind.Code}`: {kind.Title}")), context.Document!);
        }

        operation.Responses["default"] = ProblemResponse("Any other error", context.Document!);

        if (anonymous)
            operation.Security = [];
        return Task.CompletedTask;
    }

    private static IEnumerable<ProblemKind> Implied(OpenApiOperation operation, ApiDescription description, bool anonymous)
    {
        if (!anonymous)
        {
            yield return ProblemCatalogue.NotSignedIn;
            yield return ProblemCatalogue.RoleRequired;
        }

        if (operation.RequestBody is not null)
        {
            yield return ProblemCatalogue.MalformedJson;
            yield return ProblemCatalogue.BodyTooLarge;
            yield return ProblemCatalogue.UnsupportedMediaType;
        }

        if (operation.RequestBody is not null || description.ParameterDescriptions.Any(parameter => parameter.Source.Id is "Query" or "Header"))
            yield return ProblemCatalogue.ValidationFailed;
        if (description.RelativePath?.Contains('{', StringComparison.Ordinal) == true)
            yield return ProblemCatalogue.NotFound;
        yield return ProblemCatalogue.TooManyRequests;
        yield return ProblemCatalogue.StorageUnavailable;
        if (description.HttpMethod is not "GET")
            yield return ProblemCatalogue.Busy;
    }

    private static OpenApiResponse ProblemResponse(string description, OpenApiDocument document) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.MediaType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema.Name, document) },
        },
    };

    private static void DocumentPaging(IList<IOpenApiParameter> parameters)
    {
        parameters.Add(new OpenApiParameter
        {
            Name = "limit",
            In = ParameterLocation.Query,
            Description = "Items on a page.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "200", Default = 50 },
        });
        parameters.Add(new OpenApiParameter
        {
            Name = "cursor",
            In = ParameterLocation.Query,
            Description = "Where the last page ended: its next, as it was given.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static OpenApiParameter Document(QueryParameter query) => new()
    {
        Name = query.Name,
        In = ParameterLocation.Query,
        Description = query.Description,
        Schema = query switch
        {
            { List: { } list } => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. CodeLists.Find(list)!.Values.Select(value => (JsonNode)value.Code)],
            },
            { Kind: QueryKind.Flag } => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            { Kind: QueryKind.Instant } => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static void Document(RequestHeader header, IList<IOpenApiParameter> parameters)
    {
        if (parameters.FirstOrDefault(known => known.Name == header.Name && known.In == ParameterLocation.Header) is not OpenApiParameter parameter)
            parameters.Add(parameter = new OpenApiParameter { Name = header.Name, In = ParameterLocation.Header });
        parameter.Required = header.Required;
        parameter.Description = header.Description;
        // Bound as a type of ours; on the wire it is text.
        parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
    }

    private static void Document(AnswerHeader header, IOpenApiResponse? response)
    {
        if (response is not OpenApiResponse known)
            return;
        known.Headers ??= new Dictionary<string, IOpenApiHeader>();
        known.Headers[header.Name] = new OpenApiHeader
        {
            Description = header.Description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
    }
}
