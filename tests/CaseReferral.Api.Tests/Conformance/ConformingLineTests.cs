using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Conformance;

/// <summary>The line itself: what it lets pass, and what it doesn't, on a document of one operation.</summary>
public sealed class The_conforming_line
{
    private const string Document = """
        {
          "paths": { "/v1/things": { "get": { "responses": {
            "200": {
              "headers": { "ETag": { "required": true, "schema": { "type": "string" } }, "Link": { "schema": { "type": "string" } } },
              "content": { "application/json": { "schema": { "type": "object" } } }
            }
          } } } },
          "components": { "schemas": { "Problem": { "type": "object", "required": ["code"] } } }
        }
        """;

    [TestCase("GET", "/v1/things", 200, "\"1\"", "application/json", "{}", null)]
    [TestCase("GET", "/v1/things", 200, null, "application/json", "{}", "the header ETag is promised, and missing")]
    [TestCase("POST", "/v1/things", 405, null, "application/problem+json", """{"code":"x"}""", null)]
    [TestCase("POST", "/v1/things", 405, null, "application/problem+json", "{}", "/code is missing")]
    [TestCase("POST", "/v1/things", 405, null, "text/plain", "no", "its media type is text/plain")]
    [TestCase("GET", "/v1/others", 200, null, "application/json", "{}", "no operation is listed")]
    [TestCase("HEAD", "/v1/things", 405, null, "application/problem+json", "", null)]
    [TestCase("HEAD", "/v1/things", 405, null, "application/problem+json", "{}", "has a body")]
    [TestCase("GET", "/health/live", 200, null, "text/plain", "yes", null)]
    public async Task Tells(string method, string path, int status, string? etag, string mediaType, string body, string? fault)
    {
        using var line = new ConformingLine(new(JsonNode.Parse(Document)!)) { InnerHandler = new Fixed(status, etag, mediaType, body) };
        using var client = new HttpClient(line) { BaseAddress = new Uri("http://localhost") };
        using var request = new HttpRequestMessage(new(method), path);

        if (fault is null)
            Assert.That((int)(await client.SendAsync(request)).StatusCode, Is.EqualTo(status));
        else
            Assert.That(async () => await client.SendAsync(request), Throws.TypeOf<AssertionException>().With.Message.Contains(fault));
    }

    private sealed class Fixed(int status, string? etag, string mediaType, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
                {
                    Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) },
                },
            };
            if (etag is not null)
                response.Headers.TryAddWithoutValidation("ETag", etag);
            return Task.FromResult(response);
        }
    }
}
