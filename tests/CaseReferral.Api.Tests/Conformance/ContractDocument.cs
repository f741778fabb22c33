using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Contract;

namespace CaseReferral.Api.Tests.Conformance;

/// <summary>An operation of the document.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, with its parameters in braces.</param>
/// <param name="Node">What the document says of it.</param>
public sealed record DocumentedOperation(string Method, string Path, JsonObject Node)
{
    private readonly string[] segments = Path.Split('/');

    /// <summary>Its name.</summary>
    public string Name => $"{Method} {Path}";

    /// <summary>Its parameters.</summary>
    public IEnumerable<JsonObject> Parameters => (Node["parameters"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Its parameters of a place: path, query or header.</summary>
    public IEnumerable<JsonObject> ParametersIn(string place) => Parameters.Where(parameter => (string?)parameter["in"] == place);

    /// <summary>How many segments of an address are its own words; less than 0 when it isn't its address.</summary>
    public int Fits(string address)
    {
        var asked = address.Split('/');
        if (asked.Length != segments.Length)
            return -1;
        var own = 0;
        for (var segment = 0; segment < segments.Length; segment++)
        {
            if (segments[segment].StartsWith('{'))
            {
                if (asked[segment].Length == 0)
                    return -1;
            }
            else if (string.Equals(segments[segment], asked[segment], StringComparison.OrdinalIgnoreCase))
            {
                own++;
            }
            else
            {
                return -1;
            }
        }

        return own;
    }
}

/// <summary>The approved document, to hold a running registry against.</summary>
public sealed class ContractDocument
{
    private static readonly Lazy<ContractDocument> Only = new(() =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(ContractFiles.Folder, ContractFiles.Document)))!));

    private readonly JsonNode root;

    /// <summary>Reads a document.</summary>
    public ContractDocument(JsonNode root)
    {
        this.root = root;
        Operations =
        [
            .. root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
                .Select(operation => new DocumentedOperation(operation.Key.ToUpperInvariant(), path.Key, (JsonObject)operation.Value!))),
        ];
    }

    /// <summary>The one in <c>api-spec/</c>.</summary>
    public static ContractDocument Approved => Only.Value;

    /// <summary>Every operation.</summary>
    public IReadOnlyList<DocumentedOperation> Operations { get; }

    /// <summary>The schema of every error.</summary>
    public JsonNode OfProblems => root["components"]!["schemas"]!["Problem"]!;

    /// <summary>The operation that a request is for; null when it is for none.</summary>
    public DocumentedOperation? Find(string method, string address) => Operations
        .Where(operation => operation.Method == method)
        .Select(operation => (operation, fits: operation.Fits(address)))
        .Where(candidate => candidate.fits >= 0)
        .OrderByDescending(candidate => candidate.fits)
        .FirstOrDefault().operation;

    /// <summary>What a reference names; anything else is itself.</summary>
    public JsonNode Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? Resolve(reference.Split('/').Skip(1).Aggregate(root, (at, step) => at[step.Replace("~1", "/", StringComparison.Ordinal)]!))
        : node;
}
