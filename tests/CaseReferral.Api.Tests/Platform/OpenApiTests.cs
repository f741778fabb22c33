using System.Net;
using System.Text.Json;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>The generated document, on the test endpoints; what it checks holds for every document (<see cref="DocumentRules"/>).</summary>
public sealed class The_document
{
    private JsonElement document;

    private JsonElement Schemas => document.GetProperty("components").GetProperty("schemas");

    [OneTimeSetUp]
    public async Task Read() => document = JsonDocument.Parse(await SharedHost.Host.Client.GetStringAsync("/openapi/v1.json")).RootElement;

    [Test]
    public void Is_OpenAPI_3_1_with_one_server() => Assert.Multiple(() =>
    {
        Assert.That(document.GetProperty("openapi").GetString(), Does.StartWith("3.1"));
        Assert.That(
            document.GetProperty("servers").EnumerateArray().Select(server => server.GetProperty("url").GetString()),
            Is.EqualTo((string[])["/"]));
    });

    [Test]
    public void Keeps_the_rules() => Assert.That(DocumentRules.Broken(document), Is.Empty);

    [Test]
    public void Lists_nothing_but_the_contract() =>
        Assert.That(document.GetProperty("paths").EnumerateObject().Select(path => path.Name), Is.All.StartsWith("/v1/"));

    [Test]
    public void Signs_in_at_Entra() => Assert.That(
        Flow(document).GetProperty("authorizationUrl").GetString(), Does.StartWith("https://login.microsoftonline.com/organizations/"));

    [Test]
    public async Task Of_the_page_signs_in_where_the_registry_does()
    {
        var page = JsonDocument.Parse(await SharedHost.Host.Client.GetStringAsync("/swagger/v1.json")).RootElement;
        Assert.That(Flow(page).GetProperty("authorizationUrl").GetString(), Is.EqualTo("/development/authorize"));
        Assert.That(Flow(page).GetProperty("tokenUrl").GetString(), Is.EqualTo("/development/token"));
        Assert.That(page.GetProperty("paths").ToString(), Is.EqualTo(document.GetProperty("paths").ToString()));
    }

    [Test]
    public void Closes_requests_and_keeps_answers_open() => Assert.Multiple(() =>
    {
        Assert.That(Schemas.GetProperty("StrictRequest").GetProperty("additionalProperties").GetBoolean(), Is.False);
        Assert.That(Schemas.GetProperty("StrictAnswer").TryGetProperty("additionalProperties", out _), Is.False);
        Assert.That(Schemas.GetProperty("Problem").TryGetProperty("additionalProperties", out _), Is.False);
    });

    [Test]
    public void Lists_codes_as_closed_in_requests_and_extensible_in_answers() => Assert.Multiple(() =>
    {
        Assert.That(Codes(Property("StrictRequest", "hypothesis"), "enum"), Is.EqualTo((string?[])["tip", "som", null]));
        Assert.That(Codes(Property("StrictRequest", "hypotheses").GetProperty("items"), "enum"), Is.EqualTo((string[])["tip", "som"]));
        Assert.That(Codes(Property("StrictAnswer", "hypothesis"), "x-extensible-enum"), Is.EqualTo((string[])["tip", "som"]));
        Assert.That(Property("StrictAnswer", "hypothesis").TryGetProperty("enum", out _), Is.False);
        Assert.That(Codes(Schemas.GetProperty("Priority"), "x-extensible-enum"), Is.EqualTo((string[])["P1", "P2", "P3", "P4"]));
    });

    [TestCase("name", """{"type":"string","maxLength":20000}""")]
    [TestCase("count", """{"type":["null","integer"],"format":"int32","minimum":0,"maximum":2147483647}""")]
    [TestCase("share", """{"type":["null","number"],"format":"double"}""")]
    [TestCase("sure", """{"type":["null","boolean"]}""")]
    [TestCase("id", """{"type":["null","string"],"format":"uuid","maxLength":36}""")]
    [TestCase("incident", """{"type":["null","string"],"format":"uuid","maxLength":36}""")]
    [TestCase("needed", """{"type":"string","maxLength":40}""")]
    [TestCase("texts", """{"type":["null","array"],"items":{"maxLength":20000,"type":"string"},"maxItems":10000}""")]
    [TestCase("at", """{"type":["null","string"],"format":"date-time","maxLength":64}""")]
    public void Gives_a_member_its_plain_type(string member, string expected)
    {
        var schema = JsonSerializer.Deserialize<SortedDictionary<string, JsonElement>>(Property("StrictRequest", member))!;
        schema.Remove("description");
        Assert.That(
            JsonSerializer.Serialize(schema), Is.EqualTo(
                JsonSerializer.Serialize(JsonSerializer.Deserialize<SortedDictionary<string, JsonElement>>(expected))));
    }

    [Test]
    public void Documents_the_headers_of_an_endpoint()
    {
        var operation = document.GetProperty("paths").GetProperty("/v1/open/moves").GetProperty("post");
        var headers = operation.GetProperty("parameters").EnumerateArray()
            .ToDictionary(parameter => parameter.GetProperty("name").GetString()!);
        var responses = operation.GetProperty("responses");
        Assert.Multiple(() =>
        {
            Assert.That(headers.Keys, Is.EquivalentTo((string[])["If-Match", "Idempotency-Key", "Acting-As", "Access-Purpose"]));
            Assert.That(headers["If-Match"].GetProperty("required").GetBoolean(), Is.True);
            Assert.That(headers["If-Match"].GetProperty("schema").GetProperty("type").GetString(), Is.EqualTo("string"));
            Assert.That(responses.GetProperty("200").GetProperty("headers").TryGetProperty("ETag", out _), Is.True);
            Assert.That(responses.GetProperty("428").GetProperty("description").GetString(), Does.Contain("precondition-required"));
            Assert.That(
                responses.EnumerateObject().Select(response => response.Name),
                Is.SupersetOf((string[])["400", "403", "409", "412", "422", "428", "503", "default"]));
        });
    }

    [Test]
    public async Task Tells_of_an_operation_that_goes_away_and_so_does_each_of_its_answers()
    {
        var operation = document.GetProperty("paths").GetProperty("/v1/open/old").GetProperty("get");
        using var answer = await SharedHost.Host.Client.GetAsync("/v1/open/old");
        Assert.Multiple(() =>
        {
            Assert.That(operation.GetProperty("deprecated").GetBoolean(), Is.True);
            Assert.That(
                operation.GetProperty("responses").GetProperty("200").GetProperty("headers").EnumerateObject()
                    .Select(header => header.Name),
                Is.SupersetOf((string[])["Deprecation", "Sunset", "Link"]));
            Assert.That(answer.Headers.GetValues("Deprecation"), Is.EqualTo((string[])["@1772323200"]));
            Assert.That(answer.Headers.GetValues("Sunset"), Is.EqualTo((string[])["Mon, 01 Mar 2027 00:00:00 GMT"]));
            Assert.That(answer.Headers.GetValues("Link"), Is.EqualTo((string[])["</v1/open/new>; rel=\"deprecation\""]));
            Assert.That(
                document.GetProperty("paths").GetProperty("/v1/open/bug").GetProperty("get").TryGetProperty("deprecated", out _),
                Is.False);
        });
    }

    [Test]
    public async Task Has_a_page_that_the_registrys_address_leads_to()
    {
        using var root = await SharedHost.Host.Client.GetAsync("/");
        Assert.That((root.StatusCode, root.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, "/swagger")));
    }

    [Test]
    public async Task Is_served_as_YAML_too()
    {
        var yaml = await SharedHost.Host.Client.GetAsync("/openapi/v1.yaml");
        Assert.That(yaml.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/yaml"));
        Assert.That(await yaml.Content.ReadAsStringAsync(), Does.StartWith("openapi: '3.1"));
    }

    [Test]
    public async Task Has_a_page_that_loads_nothing_from_elsewhere()
    {
        var page = await SharedHost.Host.Client.GetAsync("/swagger/index.html");
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Not.Match("""(src|href)="https?://"""));
        Assert.That((await SharedHost.Host.Client.GetAsync("/swagger/oauth2-redirect.html")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await SharedHost.Host.Client.GetAsync("/swagger/swagger-ui-bundle.js")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private JsonElement Property(string schema, string name) => Schemas.GetProperty(schema).GetProperty("properties").GetProperty(name);

    private static string?[] Codes(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var values) ? [.. values.EnumerateArray().Select(value => value.GetString())] : ["none"];

    private static JsonElement Flow(JsonElement document) => document.GetProperty("components").GetProperty("securitySchemes")
        .EnumerateObject().Single().Value.GetProperty("flows").GetProperty("authorizationCode");
}
