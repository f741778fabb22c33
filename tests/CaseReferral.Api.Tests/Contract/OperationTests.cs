using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Seats;
using CaseReferral.Api.Tests.Conformance;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>What each operation of the document says about itself, held against the routes of the running program.</summary>
public sealed class Each_operation
{
    private Registry registry;
    private JsonNode root;
    private ContractDocument document;

    [OneTimeSetUp]
    public async Task Start()
    {
        registry = Registry.Start();
        root = JsonNode.Parse(await registry.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        document = new(root);
    }

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [Test]
    public void Names_the_seats_that_may_call_it_and_their_app_roles()
    {
        var routes = registry.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(route => route.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .ToDictionary(route => route.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);

        Assert.Multiple(() =>
        {
            foreach (var operation in document.Operations)
            {
                var metadata = routes[(string)operation.Node["operationId"]!].Metadata;
                var onlyPersons = metadata.OfType<Refusals>().Any(refusals => refusals.Kinds.Contains(ProblemCatalogue.PersonRequired));
                var roles = (metadata.GetMetadata<SeatRequirement>()?.Roles ?? [])
                    .Where(role => role != SeatRole.Partner || !onlyPersons).ToList();
                var told = operation.Node["x-seats"]?.AsArray() ?? [];
                var description = (string)operation.Node["description"]!;

                Assert.That(operation.Node["x-seats"], Is.Not.Null, operation.Name);
                Assert.That(told.Select(seat => (string)seat!["seat"]!), Is.EqualTo(roles.Select(role => role.Code())), operation.Name);
                Assert.That(
                    told.Select(seat => string.Join(' ', seat!["appRoles"]!.AsArray())),
                    Is.EqualTo(roles.Select(role => string.Join(' ', AppRoles.NeededFor(role)))), operation.Name);
                Assert.That(description, Does.Contain("\n\nSeats: "), operation.Name);
                foreach (var role in roles)
                {
                    Assert.That(description, Does.Contain($"`{role.Code()}@`"), operation.Name);
                    foreach (var needed in AppRoles.NeededFor(role))
                        Assert.That(description, Does.Contain($"`{needed}`"), operation.Name);
                }
            }
        });
    }

    [Test]
    public void Says_how_a_person_signs_in_and_how_a_system_does()
    {
        var flows = root["components"]!["securitySchemes"]!["entra"]!["flows"]!;
        var scopes = Scopes(flows["authorizationCode"]!).Concat(Scopes(flows["clientCredentials"]!)).ToHashSet();
        string[] systems = [AppRoles.PartnerRead, AppRoles.PartnerFile];

        Assert.That(Scopes(flows["clientCredentials"]!), Is.EquivalentTo(systems));
        Assert.Multiple(() =>
        {
            foreach (var operation in document.Operations)
            {
                var alternatives = operation.Node["security"]!.AsArray()
                    .Select(one => one!["entra"]!.AsArray().Select(scope => (string)scope!).ToList()).ToList();
                var seats = operation.Node["x-seats"]!.AsArray().Select(seat => (string)seat!["seat"]!).ToList();

                Assert.That(alternatives.SelectMany(one => one), Is.SubsetOf(scopes), operation.Name);
                Assert.That(alternatives, Has.Some.EqualTo((string[])["access_as_user"]), operation.Name);
                Assert.That(
                    alternatives.Any(one => one.Intersect(systems).Any()), Is.EqualTo(seats.Count == 0 || seats.Contains("partner")),
                    operation.Name);
            }
        });
    }

    [TestCase("officer@ME-BAR-PCU")]
    [TestCase("duty@ME-OPTEAM")]
    [TestCase("coordinator@ME")]
    [TestCase("partner@ME")]
    public async Task Is_among_a_seats_operations_when_it_names_the_seat(string user)
    {
        var seat = (await (await registry.AsAsync(user)).GetAsync("/v1/me"))["seats"][0]!;
        var listed = document.Operations
            .Where(operation => operation.Node["x-seats"]!.AsArray().Any(known => (string)known!["seat"]! == (string)seat["role"]!))
            .Select(operation => (string)operation.Node["operationId"]!);

        Assert.That(seat["operations"]!.AsArray().Select(name => (string)name!), Is.EquivalentTo(listed));
        if (user.StartsWith("partner", StringComparison.Ordinal))
        {
            Assert.That(
                document.Operations.Where(operation => Codes(operation).Contains("person-required")).Select(
                    operation => (string)operation.Node["operationId"]!),
                Is.Not.Empty.And.All.Matches<string>(name => !listed.Contains(name)));
        }
    }

    [Test]
    public void Shows_what_it_answers()
    {
        var schemas = new SchemaFaults(document);
        Assert.Multiple(() =>
        {
            foreach (var operation in document.Operations)
            {
                var answers = operation.Node["responses"]!.AsObject().Where(answer => answer.Key[0] == '2')
                    .SelectMany(answer => answer.Value!["content"]?.AsObject() ?? []).ToList();
                foreach (var (mediaType, media) in answers)
                {
                    List<JsonNode?> examples =
                        [.. media!["examples"]?.AsObject().Select(example => document.Resolve(example.Value!)["value"]) ?? []];
                    if (media["example"] is { } only)
                        examples.Add(only);
                    Assert.That(examples, Is.Not.Empty, $"{operation.Name} {mediaType}");
                    Assert.That(
                        examples.SelectMany(example => schemas.Of(example, media["schema"]!)),
                        Is.Empty, $"{operation.Name} {mediaType}");
                }
            }
        });
    }

    [Test]
    public void Shows_bodies_and_problems_that_fit_their_schemas()
    {
        var schemas = new SchemaFaults(document);
        Assert.Multiple(() =>
        {
            foreach (var operation in document.Operations)
            {
                foreach (var media in operation.Node["responses"]!.AsObject().Select(answer => answer.Value!)
                    .Append(operation.Node["requestBody"])
                    .SelectMany(body => body?["content"]?.AsObject().Select(content => content.Value!) ?? []))
                {
                    foreach (var (name, example) in media["examples"]?.AsObject() ?? [])
                        Assert.That(
                            schemas.Of(document.Resolve(example!)["value"], media["schema"]!),
                            Is.Empty, $"{operation.Name} {name}");
                }
            }
        });
    }

    [Test]
    public void Answers_within_bounds_that_are_true()
    {
        List<string> filler = [];
        foreach (var (name, schema) in root["components"]!["schemas"]!.AsObject())
            Visit(name, schema!);
        Assert.That(filler, Is.Empty);

        void Visit(string at, JsonNode schema)
        {
            if ((decimal?)schema["maximum"] == int.MaxValue)
                filler.Add($"{at}: any integer");
            if ((int?)schema["maxLength"] == 20_000 && at.Split('.')[^1] is not ("facts" or "assessment"))
                filler.Add($"{at}: any text");
            foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
                Visit($"{at}.{name}", member!);
            foreach (var inside in (string[])["items", "additionalProperties"])
            {
                if (schema[inside] is JsonObject part)
                    Visit($"{at}[]", part);
            }
        }
    }

    private static IEnumerable<string> Codes(DocumentedOperation operation) => operation.Node["responses"]!.AsObject()
        .SelectMany(
            answer => answer.Value!["content"]?["application/problem+json"]?["examples"]?.AsObject().Select(example => example.Key) ?? []);

    private static IEnumerable<string> Scopes(JsonNode flow) => flow["scopes"]!.AsObject().Select(scope => scope.Key);
}
