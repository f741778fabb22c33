using System.Text;
using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>A duration that the development clock can't go.</summary>
public sealed class A_bad_advance
{
    private static readonly Refused NotMoved = new(400, "clock-not-moved", "/advance");

    [TestCaseSource(nameof(Tables))]
    public async Task Is_refused_and_moves_no_clock(Table table)
    {
        var clock = BadInputRegistry.Registry.Services.GetRequiredService<RegistryClock>();
        var ahead = clock.Ahead;

        await Refusals.AssertAsync(table);

        Assert.That(clock.Ahead, Is.EqualTo(ahead));
    }

    private static IEnumerable<Table> Tables => Table.Of(Rows());

    private static IEnumerable<Row> Rows()
    {
        Row Advance(string json, Refused refused) => new(json, Operations.Advance.Fitting.Saying($$"""{"advance":{{json}}}"""), refused);
        string[] durations =
        [
            "", "P", "PT", "PT0S", "-PT1M", "P1Y", "P1M", "P1W", "PT1.5H", "PT1,5S", "15", "PT15", "00:15:00", "pt15m", " PT15M",
            "PT15M\\n", "PT15M\\ud83d\\ude00",
            "P99999D", "P3654D", "PT999999999S99", "PT999999H9999999M999999999S", new string('9', 5_000), "Quillback",
        ];
        return
        [
            .. durations.Select(duration => Advance($"\"{duration}\"", NotMoved)),
            .. new[] { "null", "15", "[]", "{}", "true", "\"\\ud800\"", "\"PT1M\\u0000\"" }.Select(
                json => Advance(json, Refused.Invalid("/advance"))),
            new("nothing", Operations.Advance.Fitting.Saying("{}"), Refused.Invalid("/advance")),
        ];
    }
}

/// <summary>A sign-in that can't be made; the local issuer answers in the shapes of RFC 6749, which clients of it read.</summary>
public sealed class A_bad_sign_in
{
    private const string Form = "application/x-www-form-urlencoded";

    [TestCase("", Form, "invalid_request")]
    [TestCase("user=", Form, "invalid_request")]
    [TestCase("usr=officer@ME-BAR-PCU", Form, "invalid_request")]
    [TestCase("user=Quillback", Form, "invalid_grant")]
    [TestCase("user=officer@ME-BAR-PCU&user=duty@ME-OPTEAM", Form, "invalid_grant")]
    [TestCase("user=%00", Form, "invalid_request")]
    [TestCase("user=%ff%fe%F0%9F%98%80", Form, "invalid_grant")]
    [TestCase("grant_type=password&user=officer@ME-BAR-PCU", Form, "unsupported_grant_type")]
    [TestCase("grant_type=authorization_code&code=Quillback", Form, "invalid_client")]
    [TestCase("{\"user\":\"officer@ME-BAR-PCU\"}", "application/json", "invalid_request")]
    [TestCase("user=officer@ME-BAR-PCU", "multipart/form-data", "invalid_request")]
    [TestCase("user=officer@ME-BAR-PCU", "multipart/form-data; boundary=x", "invalid_request")]
    public async Task Is_refused(string body, string mediaType, string error)
    {
        var answer = await BadInputRegistry.SendAsync(
            new Sent(HttpMethod.Post, "/development/token", "officer@ME-BAR-PCU") { MediaType = mediaType }.Saying(body));

        Assert.That((answer.Status, answer.Says("/error")), Is.EqualTo((400, error)), answer.Text);
        Assert.That(answer.Says("/error_description"), Does.EndWith("."));
        Refusals.AssertTellsNothing(answer);
        Assert.That(BadInputRegistry.Store.Changes(), Is.Empty);
    }

    [TestCase("GET", "")]
    [TestCase("GET", "response_type=code&client_id=Quillback&redirect_uri=https://example.org/")]
    [TestCase("POST", "")]
    [TestCase("POST", "user=Quillback")]
    [TestCase("POST", "response_type=%00&user=%ff")]
    public async Task Is_refused_with_a_page(string method, string given)
    {
        var sent = method == "GET"
            ? new Sent(HttpMethod.Get, $"/development/authorize?{given}", "officer@ME-BAR-PCU")
            : new Sent(HttpMethod.Post, "/development/authorize", "officer@ME-BAR-PCU") { MediaType = Form }.Saying(given);

        var answer = await BadInputRegistry.SendAsync(sent);

        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((400, "text/html; charset=utf-8")), answer.Text);
        Refusals.AssertTellsNothing(answer);
        Assert.That(BadInputRegistry.Store.Changes(), Is.Empty);
    }

    [TestCase("/development/token")]
    [TestCase("/development/authorize")]
    public Task Is_refused_when_it_is_too_large(string address) => Refusals.AssertAsync(new Row(
        "2 MiB",
        new Sent(HttpMethod.Post, address, "officer@ME-BAR-PCU")
        {
            MediaType = Form,
            Body = Encoding.ASCII.GetBytes("user=" + new string('u', 2 * 1024 * 1024))
        },
        Refused.TooLarge));
}
