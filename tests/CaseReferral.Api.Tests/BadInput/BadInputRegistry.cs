using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Seats;
using CaseReferral.Domain.Seats;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>One registry for the whole table: no row changes anything in it, and each row sees to that.</summary>
[SetUpFixture, NonParallelizable]
public sealed class BadInputRegistry
{
    private static readonly Dictionary<string, string> Filed = new(StringComparer.Ordinal);

    public static Registry Registry { get; private set; } = null!;

    public static StoreWatch Store { get; private set; } = null!;

    public static LogCapture Log { get; private set; } = null!;

    /// <summary>A key that the officer, the supervisor and the duty officer have used already.</summary>
    public const string UsedKey = "used-for-something-else";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        // What the registry does by itself when nobody acts is no row of the table.
        Registry = Registry.Start(("Clocks:Enabled", "false"));
        var officer = await Registry.AsAsync("officer@ME-BAR-PCU");
        var filed = await officer.FiledAsync(FullFiling.Fresh());
        var other = await officer.FileAsync(FullFiling.Fresh(), UsedKey);
        var content = await officer.OpenAsync(filed);
        var otherContent = await officer.OpenAsync(other);
        var theirs = await (await Registry.AsAsync("officer@AL-TIRANA-ACCU")).FiledAsync(
            Scenarios.Fresh("04").With("unitId", "AL-TIRANA-ACCU"));
        await (await Registry.AsAsync("supervisor@ME-BAR-PCU")).FileAsync(FullFiling.Fresh(), UsedKey);
        var full = await officer.FiledAsync(FullFiling.Fresh()
            .With("persons", new JsonArray([.. Enumerable.Range(0, 1_000).Select(_ => new JsonObject { ["role"] = "witness" })]))
            .With(
                "objects",
                new JsonArray([.. Enumerable.Range(0, 1_000).Select(_ => new JsonObject { ["kind"] = "other", ["value"] = "1" })])));
        var duty = await Registry.AsAsync("duty@ME-OPTEAM");
        var claimed = await duty.MoveAsync(other.Leg("ME-OPTEAM"), "claim", "\"1\"", idempotencyKey: UsedKey);
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        var referral = await duty.GetAsync($"/v1/referrals/{filed.Leg("ME-OPTEAM")["id"]}");

        Filed["{incident}"] = filed.Says("/id")!;
        Filed["{etag}"] = filed.ETag!;
        Filed["{full incident}"] = full.Says("/id")!;
        Filed["{person}"] = content.Says("/persons/0/id")!;
        Filed["{object}"] = content.Says("/objects/0/id")!;
        Filed["{referral}"] = referral.Says("/id")!;
        Filed["{referralETag}"] = referral.ETag!;
        Filed["{otherPerson}"] = otherContent.Says("/persons/0/id")!;
        Filed["{otherObject}"] = otherContent.Says("/objects/0/id")!;
        var asked = await (await Registry.AsAsync("coordinator@ME")).SendAsync(
            HttpMethod.Post, $"/v1/incidents/{filed.Says("/id")}/disclosure-requests",
            new JsonObject { ["urgency"] = "normal", ["whatFor"] = "They should know.", ["recipient"] = "RS-TF" });
        Filed["{request}"] = asked.Says("/id")!;
        Filed["{requestETag}"] = asked.ETag!;
        Filed["{their incident}"] = theirs.Says("/id")!;
        Filed["{their reference}"] = theirs.Says("/reference")!;
        Filed["{their referral}"] = theirs.Says("/referrals/0/id")!;
        Filed["{incidents cursor}"] = (await officer.GetAsync("/v1/incidents?limit=1")).Says("/next")!;
        Filed["{in a day}"] = $"{Registry.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(1):yyyy-MM-ddTHH:mm:ssZ}";

        await ProposeAsync();

        Log = Registry.CaptureLog();
        Store = new(Registry);
    }

    // What waits for a second person, who has used the key on another.
    private static async Task ProposeAsync()
    {
        var (admin, second) = (await Registry.AsAsync("admin@registry"), await Registry.AsAsync("second-admin@registry"));
        var (coordinator, other) = (await Registry.AsAsync("coordinator@ME"), await Registry.AsAsync("second-coordinator@ME"));
        var principal = (await coordinator.GetAsync("/v1/seats?place=ME-OPTEAM&role=second")).Says("/items/0/principal");
        foreach (var key in (string[])["", UsedKey])
        {
            var seat = SeatDesks.Fresh("seat-proposals");
            await admin.MadeAsync(seat, SeatDesks.Appointing(await Registry.Stranger(SeatRole.Coordinator).CodeAsync()));
            var signIn = SeatDesks.Fresh("sign-in-proposals");
            await coordinator.MadeAsync(signIn, new JsonObject
            {
                ["principal"] = principal,
                ["code"] = await Registry.Stranger(SeatRole.Second).CodeAsync(),
                ["endsOthers"] = false,
            });
            if (key.Length == 0)
            {
                (Filed["{seat proposal}"], Filed["{sign-in proposal}"]) = (seat.Split('/')[^1], signIn.Split('/')[^1]);
                continue;
            }

            await second.SendAsync(HttpMethod.Post, $"{seat}/reject", ifMatch: "\"1\"", idempotencyKey: key);
            await other.SendAsync(HttpMethod.Post, $"{signIn}/reject", ifMatch: "\"1\"", idempotencyKey: key);
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Store.Dispose();
        Log.Dispose();
        await Registry.DisposeAsync();
    }

    /// <summary>Sends a row's request.</summary>
    public static async Task<Answer> SendAsync(Sent sent)
    {
        using var request = new HttpRequestMessage(sent.Method, Filled(sent.Address));
        if (sent.Body is { } body)
        {
            // Bytes that are no text of ours (UTF-16, half of UTF-8) have nothing to fill in and go as they are.
            var text = Encoding.UTF8.GetString(body);
            request.Content = new ByteArrayContent(
                text.Contains('{', StringComparison.Ordinal) && body.Length < 100_000 ? Encoding.UTF8.GetBytes(Filled(text)) : body);
            request.Content.Headers.ContentType = sent.MediaType is null ? null : MediaTypeHeaderValue.Parse(sent.MediaType);
            // So that a refused upload is answered before it is sent, as a well-behaved client does it.
            request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        }

        foreach (var (name, value) in sent.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, Filled(value)))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return await (await Registry.AsAsync(sent.User)).SendAsync(request);
    }

    private static string Filled(string text) =>
        Filed.Aggregate(text, (filled, known) => filled.Replace(known.Key, known.Value, StringComparison.Ordinal));
}

/// <summary>What holds for every row.</summary>
public static class Refusals
{
    /// <summary>
    /// Sends a row's request and sees that it is refused as documented, tells nothing of what was sent, and leaves no trace.
    /// </summary>
    public static async Task AssertAsync(Row row) => AssertIs(await BadInputRegistry.SendAsync(row.Sent), row.Refused, $"{row}");

    /// <summary>The same of all rows, and tells every one that fails.</summary>
    public static async Task AssertAsync(Table table)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var row in table.Rows)
                await AssertAsync(row);
        }
    }

    /// <summary>The same of an answer that is here already.</summary>
    public static void AssertIs(Answer answer, Refused refused, string row)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((refused.Status, refused.Code)), $"{row}\n{answer.Text}");
            Assert.That(answer.Errors, Is.EquivalentTo(refused.Pointers), $"{row}\n{answer.Text}");
            Assert.That(answer.Text, Does.Contain(refused.Saying), row);
            Assert.That(ProblemShape.Faults(answer), Is.Empty, $"{row}\n{answer.Text}");
            AssertTellsNothing(answer);
            Assert.That(BadInputRegistry.Store.Changes(), Is.Empty, $"{row}: something was written.");
        }
    }

    /// <summary>Neither the answer nor the log repeats what was filed or sent.</summary>
    public static void AssertTellsNothing(Answer answer)
    {
        var (answered, logged) = (answer.Text, BadInputRegistry.Log.Text);
        Assert.That(FullFiling.Words.Where(word => answered.Contains(word, StringComparison.Ordinal)), Is.Empty, answered);
        Assert.That(FullFiling.Words.Where(word => logged.Contains(word, StringComparison.Ordinal)), Is.Empty, logged);
    }
}
