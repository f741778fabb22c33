using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>What no body of any operation may be.</summary>
public sealed class A_bad_body
{
    private const int Mebibyte = 1024 * 1024;

    [Test]
    public void Is_tried_on_every_operation_that_takes_one()
    {
        // The issuer's two take forms, in the shapes of RFC 6749: A_bad_sign_in tries them.
        var routes = BadInputRegistry.Registry.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(
                route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [],
                (route, method) => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}")
            .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal) && !route.StartsWith("HEAD ", StringComparison.Ordinal))
            .Except(["POST /development/token", "POST /development/authorize"])
            // A seat is ended without a word.
            .Except(["DELETE /v1/seats/{id:guid}"]);

        Assert.That(Operations.All.Select(operation => operation.Route), Is.EquivalentTo(routes));
    }

    [TestCaseSource(nameof(Tables))]
    public Task Is_refused(Table table) => Refusals.AssertAsync(table);

    private static IEnumerable<Table> Tables => Table.Of(Rows());

    private static IEnumerable<Row> Rows() => Operations.All.SelectMany(Of);

    private static IEnumerable<Row> Of(Operation operation)
    {
        var sent = operation.Fitting with { MediaType = operation.TakesPatch ? "application/merge-patch+json" : "application/json" };
        var fitting = operation.Body?.ToJsonString() ?? "{}";
        var first = operation.Body?.First();

        Row Text(string what, string body, Refused refused) => new(what, sent.Saying(body), refused);
        Row Typed(string what, string? mediaType, string body) =>
            new(what, sent.Saying(body) with { MediaType = mediaType }, Refused.OtherMediaType);

        // Not JSON, and where it stops being it.
        yield return Text("blank", " \n ", Refused.Malformed("line 2, byte 2"));
        yield return Text("unfinished", "{", Refused.Malformed("line 1, byte 2"));
        yield return Text("a stray comma", "{\n,}", Refused.Malformed("line 2, byte 1"));
        yield return Text("a member without a colon", "{\"Quillback\" 1}", Refused.Malformed("line 1, byte 14"));
        yield return Text("single quotes", "{\n\n  'facts': 'Quillback'}", Refused.Malformed("line 3, byte 3"));
        yield return Text("a comment", "{/* Quillback */}", Refused.Malformed("line 1, byte 2"));
        yield return Text("NaN", "NaN", Refused.Malformed("line 1, byte 1"));
        yield return Text("minus infinity", "-Infinity", Refused.Malformed("line 1, byte 2"));
        yield return Text("a NUL between members", "{\0}", Refused.Malformed("line 1, byte 2"));
        yield return Text("a byte that is no text", "{\u001a}", Refused.Malformed("line 1, byte 2"));
        yield return Text("two values", fitting + "{}", Refused.Malformed("line "));
        yield return Text("something behind the end", fitting + "\0", Refused.Malformed("line "));
        yield return new(
            "UTF-16", sent with { Body = [0xff, 0xfe, .. Encoding.Unicode.GetBytes(fitting)] }, Refused.Malformed("line 1, byte 1"));
        yield return new(
            "half a byte order mark", sent with { Body = [0xef, 0xbb, .. Encoding.UTF8.GetBytes(fitting)] },
            Refused.Malformed("line 1, byte 1"));

        // JSON, and not an object.
        yield return Text("a list", $"[{fitting}]", Refused.Invalid(""));
        yield return Text("a text", "\"Quillback\"", Refused.Invalid(""));
        yield return Text("a number", "7", Refused.Invalid(""));
        yield return Text("an absurd number", new string('9', 5000), Refused.Invalid(""));
        yield return Text("a truth", "true", Refused.Invalid(""));
        // A patch of any shape is read ahead, and whether its depth or its type is told first hangs on how it arrives.
        if (!operation.TakesPatch)
            yield return Text("lists in lists, too deep", new string('[', 100_000), Refused.Invalid(""));
        if (first is not null)
        {
            yield return Text("null", "null", Refused.NoBody);
            yield return Text("empty", "", Refused.NoBody);
        }

        // An object, and not this one.
        string And(string member) => first is null ? $"{{{member}}}" : $"{fitting[..^1]},{member}}}";
        var nested = new string('[', 70) + new string(']', 70);
        yield return Text("an unknown member", And("\"nmae\":\"Quillback\""), Refused.Invalid("/nmae"));
        yield return Text(
            "an unknown member, too deep", And($"\"nmae\":{nested}"), operation.TakesPatch ? Refused.Malformed("line 1")
                : Refused.Invalid("/nmae"));
        yield return Text(
            "a member's name without end", And($"\"{new string('n', 5_000)}\":1"), Refused.Invalid($"/{new string('n', 100)}…"));
        yield return Text(
            "a name cut within a character", And($"\"{new string('n', 99)}\\ud83d\\ude00n\":1"),
            Refused.Invalid($"/{new string('n', 99)}…"));
        yield return Text("a name of half a character", And("\"\\ud83d\":1"), Refused.Invalid(""));
        yield return Text("a name with a slash and a tilde", And("\"a/b~c\":1"), Refused.Invalid("/a~1b~0c"));
        if (first is { Key: var name, Value: var value })
        {
            yield return Text("a member twice", And($"\"{name}\":{value?.ToJsonString() ?? "null"}"), Refused.Invalid($"/{name}"));
            yield return Text("a member twice, once escaped", And($"\"\\u{(int)name[0]:x4}{name[1..]}\":1"), Refused.Invalid($"/{name}"));
            yield return Text(
                "a member in other case", And($"\"{name.ToUpperInvariant()}\":1"), Refused.Invalid($"/{name.ToUpperInvariant()}"));
        }

        // Of another type, or too much of it.
        yield return Typed("plain text", "text/plain", fitting);
        yield return Typed("no media type", null, fitting);
        yield return Typed("a form", "application/x-www-form-urlencoded", "facts=Quillback");
        yield return Typed("XML", "application/xml", "<facts>Quillback</facts>");
        yield return Typed("JSON's other type", operation.TakesPatch ? "application/json" : "application/merge-patch+json", fitting);
        yield return Typed("a type that only ends like JSON", "application/vnd.quillback+json", fitting);
        yield return Typed("UTF-16 by its header", $"{sent.MediaType}; charset=utf-16", fitting);
        yield return Typed("an unknown charset", $"{sent.MediaType}; charset=quillback", fitting);
        yield return new("compressed", sent.Saying(fitting).With("Content-Encoding", "gzip"), Refused.OtherMediaType);
        var most = operation == Operations.Batch ? 8 * Mebibyte : Mebibyte;
        yield return new("too large", sent with { Body = Enumerable.Repeat((byte)' ', most + 1).ToArray() }, Refused.TooLarge);
        if (operation != Operations.Batch)
            yield return new("2 MiB", sent with { Body = Enumerable.Repeat((byte)'[', 2 * Mebibyte).ToArray() }, Refused.TooLarge);
    }
}
