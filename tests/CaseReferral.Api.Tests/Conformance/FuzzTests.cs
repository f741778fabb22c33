using System.Globalization;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Conformance;

/// <summary>
/// Requests that the document itself makes, valid and not. None may end in a 5xx, in a status or a body that the document doesn't tell
/// (<see cref="ConformingLine"/>), or in a refusal that repeats what was sent.
/// </summary>
public sealed class Requests_made_from_the_document
{
    private static readonly string[] People =
        ["officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "duty@ME-OPTEAM", "lead@ME-OPTEAM", "coordinator@ME", "auditor@ME",
            "officer@AL-TIRANA-ACCU", "admin@registry", "partner@ME"];

    // The long run: CASEREFERRAL_FUZZ=20000 dotnet test tests/CaseReferral.Api.Tests --filter Requests_made_from_the_document
    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("CASEREFERRAL_FUZZ"), CultureInfo.InvariantCulture, out var count) ? count : 1_500;

    private static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("CASEREFERRAL_FUZZ_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed
            : 20260318;

    // Mostly those whose work it is, in Montenegro.
    private static int WhoAsks(HttpRequestMessage request, IReadOnlyList<string> seats, Random random)
    {
        if (random.Next(10) == 0)
            return random.Next(People.Length);
        if (request.Method != HttpMethod.Get && request.RequestUri!.OriginalString.StartsWith("/v1/referrals", StringComparison.Ordinal))
            return random.Next(4) == 0 ? 3 : 2;
        List<int> able = [.. Enumerable.Range(0, People.Length).Where(person =>
            People[person] != "officer@AL-TIRANA-ACCU" && (seats.Count == 0 || seats.Contains(People[person].Split('@')[0])))];
        return able.Count == 0 ? random.Next(People.Length) : able[random.Next(able.Count)];
    }

    [Test]
    public async Task Are_all_answered_as_it_says()
    {
        await using var registry = Registry.Start(("RateLimits:Content:PerSecond", "1000"), ("RateLimits:Content:Burst", "100000"));
        using var log = registry.CaptureLog();
        List<Desk> desks = [];
        foreach (var user in People)
            desks.Add(await registry.AsAsync(user));
        var random = new Random(Seed);
        var requests = new FuzzedRequests(ContractDocument.Approved, random);
        Dictionary<int, int> statuses = [];
        List<string> faults = [];

        for (var sent = 0; sent < Count && faults.Count < 10; sent++)
        {
            using var request = requests.Next();
            var what = $"{Seed}/{sent}: {request.Method} {request.RequestUri}";
            try
            {
                var answer = await desks[WhoAsks(request, requests.Seats, random)].SendAsync(request);
                statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
                requests.Learn(request.RequestUri!.OriginalString, answer.Json, answer.ETag);
                if (answer.Status >= 500)
                    faults.Add($"{what} answered {answer.Text}");
                if (answer.Status >= 400
                    && (answer.Text.Contains(FuzzedRequests.Word, StringComparison.Ordinal)
                        || answer.Text.Contains("Exception", StringComparison.Ordinal)))
                    faults.Add($"{what} told {answer.Text}");
            }
            catch (AssertionException differs)
            {
                faults.Add($"{what}\n{differs.Message}\n{(request.Content is { } body ? await body.ReadAsStringAsync() : "")}");
            }
        }

        await TestContext.Out.WriteLineAsync(
            $"{statuses.Values.Sum()} requests: "
            + $"{string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key} {status.Value}"))}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults, Is.Empty);
            Assert.That(log.Text, Does.Not.Contain(FuzzedRequests.Word));
            Assert.That(statuses.Keys, Is.SupersetOf((int[])[200, 201, 400, 403, 404, 409, 412]), "It didn't get past the door.");
            Assert.That(statuses.GetValueOrDefault(403), Is.LessThan(statuses.Values.Sum() / 4), "Too much of it was stopped at the door.");
        }
    }
}
