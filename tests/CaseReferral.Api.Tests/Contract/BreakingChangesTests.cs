using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>Changes of a small document: those that break a client are told, those that only add are not.</summary>
public sealed class Breaking_changes
{
    private const string Document = """
        {
          "paths": { "/v1/things/{id}": { "post": {
            "operationId": "ChangeThing",
            "x-seats": [{ "seat": "officer", "appRoles": ["File"] }, { "seat": "partner", "appRoles": ["File"] }],
            "parameters": [
              { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid", "maxLength": 36 } },
              { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 200 } }
            ],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Asked" } } } },
            "responses": {
              "200": {
                "description": "Done.",
                "headers": { "ETag": { "required": true, "schema": { "type": "string" } } },
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } }
              },
              "409": {
                "description": "Not now.",
                "headers": { "Retry-After": { "schema": { "type": "integer" } } },
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
              }
            }
          } } },
          "components": { "schemas": {
            "Asked": {
              "type": "object", "required": ["name"],
              "properties": {
                "name": { "type": "string", "maxLength": 40 },
                "kind": { "type": ["string", "null"], "enum": ["a", "b", null] },
                "parts": { "type": "array", "maxItems": 10, "items": { "$ref": "#/components/schemas/Asked" } }
              }
            },
            "Thing": {
              "type": "object", "required": ["name", "part"],
              "properties": {
                "name": { "type": "string", "maxLength": 40, "x-extensible-enum": ["x"] },
                "part": { "oneOf": [ { "type": "null" }, { "$ref": "#/components/schemas/Part" } ] }
              }
            },
            "Problem": { "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } },
            "Part": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string", "format": "uuid" } } }
          } }
        }
        """;

    private const string Operation = "/paths/~1v1~1things~1{id}/post";
    private const string Asked = "/components/schemas/Asked";
    private const string Thing = "/components/schemas/Thing";
    private const string Part = "/components/schemas/Part";

    [TestCase(Operation, null, "POST /v1/things/{id} is gone.")]
    [TestCase(
        $"{Operation}/operationId", "\"AlterThing\"",
        "POST /v1/things/{id} is called AlterThing: generated methods are named after ChangeThing.")]
    [TestCase($"{Operation}/parameters/1", null, "POST /v1/things/{id} no longer takes limit.")]
    [TestCase($"{Operation}/parameters/1/required", "true", "POST /v1/things/{id} can't do without limit.")]
    [TestCase($"{Operation}/parameters/1/schema/maximum", "100", "POST /v1/things/{id} limit has another maximum: 200 was, 100 is.")]
    [TestCase($"{Operation}/parameters/1/schema/pattern", "\"[0-9]\"", "POST /v1/things/{id} limit has another pattern.")]
    [TestCase(
        $"{Operation}/parameters/2", """{ "name": "x", "in": "header", "required": true, "schema": {} }""",
        "POST /v1/things/{id} asks for x.")]
    [TestCase($"{Operation}/requestBody/required", "true", "POST /v1/things/{id} can't do without a body.")]
    [TestCase($"{Operation}/requestBody", null, "POST /v1/things/{id} no longer takes a body.")]
    [TestCase($"{Operation}/requestBody/content/application~1json", null, "POST /v1/things/{id} no longer takes application/json.")]
    [TestCase($"{Operation}/responses/200", null, "POST /v1/things/{id} no longer answers 200.")]
    [TestCase($"{Operation}/responses/200/headers/ETag", null, "POST /v1/things/{id} 200 no longer carries ETag.")]
    [TestCase($"{Operation}/responses/200/content", null, "POST /v1/things/{id} 200 no longer answers application/json.")]
    [TestCase($"{Asked}/properties/kind", null, "POST /v1/things/{id} body.kind is gone.")]
    [TestCase($"{Asked}/properties/kind/enum", """["a", null]""", "POST /v1/things/{id} body.kind no longer takes b.")]
    [TestCase($"{Asked}/properties/name/enum", """["a"]""", "POST /v1/things/{id} body.name no longer takes any value.")]
    [TestCase($"{Asked}/properties/kind/type", "\"string\"", "POST /v1/things/{id} body.kind no longer takes null.")]
    [TestCase($"{Asked}/properties/name/maxLength", "39", "POST /v1/things/{id} body.name has another maxLength: 40 was, 39 is.")]
    [TestCase($"{Asked}/properties/name/minLength", "1", "POST /v1/things/{id} body.name has another minLength: none was, 1 is.")]
    [TestCase($"{Asked}/properties/parts/maxItems", "9", "POST /v1/things/{id} body.parts has another maxItems: 10 was, 9 is.")]
    [TestCase($"{Asked}/required", """["name", "kind"]""", "POST /v1/things/{id} body.kind must be there.")]
    [TestCase($"{Thing}/properties/name", null, "POST /v1/things/{id} 200 answer.name is gone.")]
    [TestCase($"{Thing}/properties/name/type", """["string", "null"]""", "POST /v1/things/{id} 200 answer.name may now be null.")]
    [TestCase($"{Thing}/properties/name/maxLength", "41", "POST /v1/things/{id} 200 answer.name has another maxLength: 40 was, 41 is.")]
    [TestCase($"{Thing}/required", """["name"]""", "POST /v1/things/{id} 200 answer.part may be absent.")]
    [TestCase($"{Part}/properties/id/format", "\"date\"", "POST /v1/things/{id} 200 answer.part.id has another format.")]
    [TestCase($"{Operation}/x-seats/1", null, "POST /v1/things/{id} is no longer for partner.")]
    [TestCase($"{Operation}/x-seats/0/appRoles/1", "\"More\"", "POST /v1/things/{id} asks officer for More.")]
    [TestCase($"{Operation}/responses/200/headers/ETag/required", "false", "POST /v1/things/{id} 200 may be without ETag.")]
    [TestCase($"{Operation}/responses/409/headers/Retry-After", null, "POST /v1/things/{id} 409 no longer carries Retry-After.")]
    [TestCase("/components/schemas/Problem/required", "[]", "POST /v1/things/{id} 409 answer.code may be absent.")]
    [TestCase($"{Asked}/additionalProperties", "false", "POST /v1/things/{id} body no longer takes other members.")]
    public void Are_told(string pointer, string? value, string told) =>
        Assert.That(BreakingChanges.Between(JsonNode.Parse(Document)!, Changed(pointer, value)), Is.EqualTo([told]));

    [TestCase("/paths/~1v1~1others", """{ "get": { "operationId": "ListOthers", "responses": {} } }""")]
    [TestCase($"{Operation}/parameters/1/schema/maximum", "500")]
    [TestCase($"{Operation}/parameters/2", """{ "name": "x", "in": "header", "schema": {} }""")]
    [TestCase($"{Operation}/responses/409", null)]
    [TestCase($"{Operation}/x-seats/2", """{ "seat": "lead", "appRoles": ["Lead"] }""")]
    [TestCase($"{Operation}/x-seats", "[]")]
    [TestCase($"{Operation}/responses/409/headers/Retry-After/required", "true")]
    [TestCase($"{Operation}/responses/410", """{ "description": "Gone." }""")]
    [TestCase($"{Operation}/responses/200/headers/Link", """{ "schema": { "type": "string" } }""")]
    [TestCase($"{Asked}/properties/other", """{ "type": "string" }""")]
    [TestCase($"{Asked}/properties/kind/enum", """["a", "b", "c", null]""")]
    [TestCase($"{Asked}/properties/name/maxLength", "80")]
    [TestCase($"{Asked}/required", "[]")]
    [TestCase($"{Thing}/properties/other", """{ "type": "string" }""")]
    [TestCase($"{Thing}/properties/name/maxLength", "39")]
    [TestCase($"{Thing}/properties/name/x-extensible-enum", """["y"]""")]
    [TestCase($"{Thing}/properties/part", """{ "$ref": "#/components/schemas/Part" }""")]
    public void Are_not_those_that_only_add(string pointer, string? value) =>
        Assert.That(BreakingChanges.Between(JsonNode.Parse(Document)!, Changed(pointer, value)), Is.Empty);

    [TestCase("0.1.0", "0.1.9", false)]
    [TestCase("0.1.9", "0.2.0", true)]
    [TestCase("0.9.0", "1.0.0", true)]
    [TestCase("1.0.0", "1.1.0", false)]
    [TestCase("1.1.0", "2.0.0", true)]
    public void May_be_made_by_a_version_that_says_so(string earlier, string later, bool may) =>
        Assert.That(ReleasedDocuments.MayBreak(Version.Parse(earlier), Version.Parse(later)), Is.EqualTo(may));

    private static JsonNode Changed(string pointer, string? value)
    {
        var document = JsonNode.Parse(Document)!;
        List<string> steps = [.. pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal))];
        var parent = steps.SkipLast(1).Aggregate(document, (at, step) => at is JsonArray items ? items[int.Parse(step)]! : at[step]!);
        switch (parent, value)
        {
            case (JsonArray items, null): items.RemoveAt(int.Parse(steps[^1])); break;
            case (JsonArray items, _) when int.Parse(steps[^1]) == items.Count: items.Add(JsonNode.Parse(value)); break;
            case (JsonObject members, null): members.Remove(steps[^1]); break;
            default: parent[steps[^1]] = JsonNode.Parse(value!); break;
        }

        return document;
    }
}
