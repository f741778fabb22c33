using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>Bodies that a lenient reader would have stored, or that would have thrown.</summary>
public sealed class A_body
{
    private static PlatformHost Host => SharedHost.Host;

    [TestCaseSource(nameof(NoJson))]
    public async Task Is_refused_as_malformed(byte[] body)
    {
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/strict", body), "malformed-json");
    }

    [TestCaseSource(nameof(NoJson))]
    public async Task Is_refused_as_malformed_also_where_any_JSON_would_do(byte[] body)
    {
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/any", body), "malformed-json");
    }

    [TestCase(65)]
    [TestCase(100_000)]
    public async Task Is_refused_as_malformed_when_it_nests_deeper_than_64_levels(int levels)
    {
        var body = Encoding.ASCII.GetBytes(new string('[', levels) + new string(']', levels));
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/any", body), "malformed-json");
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/strict", body), "validation-failed");
    }

    [Test]
    public async Task Of_null_is_no_body()
    {
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/strict", "null"u8.ToArray()), "malformed-json");
    }

    [Test]
    public async Task In_another_encoding_than_UTF_8_is_refused()
    {
        var problem = await ProblemAnswer.ReadAsync(
            await SendAsync("/v1/open/strict", [.. "{\"name\":\""u8, 0xff, .. "\"}"u8]), "validation-failed");
        Assert.That(ProblemAnswer.Pointers(problem), Is.EqualTo((string[])["/name"]));
    }

    [Test]
    public async Task May_begin_with_a_byte_order_mark()
    {
        // RFC 8259 section 8.1 lets a reader ignore it.
        var taken = await SendAsync("/v1/open/strict", [0xef, 0xbb, 0xbf, .. """{"name":"Ana"}"""u8]);
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCaseSource(nameof(NotThis))]
    public async Task Is_refused_as_invalid_where(string body, string pointer)
    {
        var problem = await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/strict", Encoding.UTF8.GetBytes(body)), "validation-failed");

        Assert.That(ProblemAnswer.Pointers(problem), Is.EqualTo((string[])[pointer]), problem.ToString());
        Assert.That(problem.ToString(), Does.Not.Contain("Ana"), "Values may name persons.");
    }

    [TestCaseSource(nameof(NoText))]
    public async Task Holds_characters_only(string body, string pointer)
    {
        var problem = await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/strict", Encoding.UTF8.GetBytes(body)), "validation-failed");
        Assert.That(ProblemAnswer.Pointers(problem), Is.EqualTo((string[])[pointer]), problem.ToString());

        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/any", Encoding.UTF8.GetBytes(body)), "validation-failed");
    }

    [Test]
    public async Task Of_any_shape_has_no_member_twice()
    {
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/any", """{"a":[{"b":1,"\u0062":2}]}"""u8.ToArray()), "validation-failed");
    }

    [Test]
    public async Task That_misses_two_members_is_told_both()
    {
        var problem = await ProblemAnswer.ReadAsync(
            await SendAsync("/v1/open/strict", """{"parts":[{}]}"""u8.ToArray()), "validation-failed");
        Assert.That(ProblemAnswer.Pointers(problem), Is.EqualTo((string[])["/parts/0/kind"]));

        problem = await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/strict", "{}"u8.ToArray()), "validation-failed");
        Assert.That(ProblemAnswer.Pointers(problem), Is.EqualTo((string[])["/name"]));
    }

    [Test]
    public async Task That_stops_being_JSON_is_told_where()
    {
        var problem = await ProblemAnswer.ReadAsync(
            await SendAsync("/v1/open/strict", "{\n  \"name\": Ana }"u8.ToArray()), "malformed-json");

        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("line 2, byte 11"));
        Assert.That(problem.ToString(), Does.Not.Contain("Ana"));
    }

    [TestCase("""{"name":"Ana"}""")]
    [TestCase("""{"name":"Ana","count":9.0}""")]
    [TestCase("""{"name":"\ud83d\ude00 č ش 漢","count":1,"texts":[],"parts":[{"kind":null}]}""")]
    public async Task That_is_right_is_taken(string body)
    {
        Assert.That((await SendAsync("/v1/open/strict", Encoding.UTF8.GetBytes(body))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Is_answered_with_all_members_present()
    {
        var answer = await SendAsync("/v1/open/strict", """{"name":"Ana"}"""u8.ToArray());
        Assert.That(
            await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"name":"Ana","hypothesis":null,"priority":"P2","parts":null}"""));
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase(null)]
    public async Task Of_another_media_type_is_refused(string? mediaType)
    {
        await ProblemAnswer.ReadAsync(
            await SendAsync("/v1/open/strict", """{"name":"Ana"}"""u8.ToArray(), mediaType), "unsupported-media-type");
    }

    [Test]
    public async Task Larger_than_a_mebibyte_is_refused([Values] bool chunked)
    {
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/strict", Large(1024 * 1024 + 1), chunked: chunked), "body-too-large");
    }

    [Test]
    public async Task May_be_larger_where_the_endpoint_says_so([Values] bool chunked)
    {
        // A chunked body's framing counts too.
        var taken = await SendAsync("/v1/open/large", Large(8 * 1024 * 1024 - (chunked ? 64 * 1024 : 0)), chunked: chunked);
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ProblemAnswer.ReadAsync(await SendAsync("/v1/open/large", Large(8 * 1024 * 1024 + 1), chunked: chunked), "body-too-large");
    }

    private static IEnumerable<TestCaseData> NoJson()
    {
        yield return Bytes("empty", "");
        yield return Bytes("blank", "  \n");
        yield return Bytes("unfinished", """{"name":"Ana" """);
        yield return Bytes("trailing comma", """{"name":"Ana",}""");
        yield return Bytes("comment", """{"name":"Ana"/* why */}""");
        yield return Bytes("line comment", "{\"name\":\"Ana\" // why\n}");
        yield return Bytes("single quotes", "{'name':'Ana'}");
        yield return Bytes("two values", """{"name":"Ana"}{}""");
        yield return Bytes("NUL between members", "{\"name\":\"Ana\"\0}");
        yield return Bytes("NUL in a text", "{\"name\":\"A\0na\"}");
        yield return Bytes("NUL after the end", "{\"name\":\"Ana\"}\0");
        yield return Bytes("a line break in a text", "{\"name\":\"A\nna\"}");
        yield return Bytes("NaN", """{"name":"Ana","share":NaN}""");
        yield return Bytes("leading zero", """{"name":"Ana","count":01}""");
        yield return new TestCaseData(new byte[] { 0xef, 0xbb }.Concat("""{"name":"Ana"}"""u8.ToArray()).ToArray()).SetArgDisplayNames(
            "half a BOM");
        yield return new TestCaseData(Encoding.Unicode.GetBytes("""{"name":"Ana"}""")).SetArgDisplayNames("UTF-16");
    }

    private static IEnumerable<TestCaseData> NotThis()
    {
        yield return Text("a list", "[]", "");
        yield return Text("a text", "\"Ana\"", "");
        yield return Text("unknown member", """{"name":"Ana","nmae":"Ana"}""", "/nmae");
        yield return Text("unknown member with odd name", """{"name":"Ana","a/b~c.d['e']":1}""", "/a~1b~0c.d['e']");
        yield return Text("unknown member below", """{"name":"Ana","parts":[{"kind":"x"},{"kind":"x","Kind":"y"}]}""", "/parts/1/Kind");
        yield return Text("other case", """{"Name":"Ana"}""", "/Name");
        yield return Text("member twice", """{"name":"Ana","name":"Ana"}""", "/name");
        yield return Text("member twice, once escaped", """{"name":"Ana","n\u0061me":"Ana"}""", "/name");
        yield return Text("member twice below", """{"name":"Ana","parts":[{"kind":"x","kind":"y"}]}""", "/parts/0/kind");
        yield return Text("null where none may be", """{"name":null}""", "/name");
        yield return Text("number as text", """{"name":"Ana","count":"1"}""", "/count");
        yield return Text("fraction for a number", """{"name":"Ana","count":1.5}""", "/count");
        yield return Text("too large a number", """{"name":"Ana","count":99999999999999999999}""", "/count");
        yield return Text("an absurd number", $$"""{"name":"Ana","count":1{{new string('0', 5000)}}}""", "/count");
        yield return Text("too large a fraction", """{"name":"Ana","share":1e999}""", "/share");
        yield return Text("text for a truth", """{"name":"Ana","sure":"true"}""", "/sure");
        yield return Text("number for a text", """{"name":1}""", "/name");
        yield return Text("object for a text", """{"name":{"a":"Ana"}}""", "/name");
        yield return Text("no UUID", """{"name":"Ana","id":"Ana"}""", "/id");
        yield return Text("UUID without hyphens", """{"name":"Ana","id":"0123456789abcdef0123456789abcdef"}""", "/id");
        yield return Text("no instant", """{"name":"Ana","at":"yesterday"}""", "/at");
        yield return Text("a number in a list of texts", """{"name":"Ana","texts":["Ana",2]}""", "/texts/1");
        yield return Text("an object for a list", """{"name":"Ana","parts":{}}""", "/parts");
        yield return Text("a required member missing below", """{"name":"Ana","parts":[{"kind":"x"},{}]}""", "/parts/1/kind");
    }

    private static IEnumerable<TestCaseData> NoText()
    {
        yield return Text("high surrogate alone", """{"name":"\ud800"}""", "/name");
        yield return Text("low surrogate alone", """{"name":"\udc00 Ana"}""", "/name");
        yield return Text("surrogates the wrong way", """{"name":"\ude00\ud83d"}""", "/name");
        yield return Text("surrogate alone in a list", """{"name":"Ana","texts":["\udfff"]}""", "/texts/0");
        yield return Text("escaped NUL", """{"name":"A\u0000na"}""", "/name");
        yield return Text("escaped NUL in a list", """{"name":"Ana","texts":["\u0000"]}""", "/texts/0");
        yield return Text("surrogate alone in a name", """{"name":"Ana","\ud800":1}""", "");
    }

    private static TestCaseData Bytes(string name, string body) => new TestCaseData(Encoding.UTF8.GetBytes(body)).SetArgDisplayNames(name);

    private static TestCaseData Text(string name, string body, string pointer) => new TestCaseData(body, pointer).SetArgDisplayNames(name);

    private static byte[] Large(int bytes)
    {
        var (start, end) = ("{\"name\":\""u8.ToArray(), "\"}"u8.ToArray());
        return [.. start, .. Enumerable.Repeat((byte)'a', bytes - start.Length - end.Length), .. end];
    }

    private static async Task<HttpResponseMessage> SendAsync(
        string path, byte[] body, string? mediaType = "application/json", bool chunked = false)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        // So that a refused upload is answered before it is sent, as a well-behaved client does it.
        request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        return await Host.Client.SendAsync(request);
    }
}
