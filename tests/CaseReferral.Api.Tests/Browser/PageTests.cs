using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Browser;

/// <summary>The page as people use it: a real browser, the real process, clicks and keys.</summary>
[Category("Browser")]
public sealed class The_page
{
    private Chromium browser;
    private DataFolder data;
    private RunningRegistry registry;
    private SwaggerPage page;

    [OneTimeSetUp]
    public async Task Open()
    {
        browser = await Chromium.StartAsync();
        data = new DataFolder();
        registry = await RunningRegistry.StartAsync(data.Launch);
        page = new SwaggerPage(await browser.OpenPageAsync(registry.Http.BaseAddress!));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (registry is not null)
            await registry.DisposeAsync();
        data?.Dispose();
        if (browser is not null)
            await browser.DisposeAsync();
    }

    [Test]
    public async Task Takes_a_case_from_filing_to_conclusion()
    {
        await page.OpenAsync();
        await page.CaptureAsync("1-page");
        await page.SignInAsync("officer@ME-BAR-PCU", "2-issuer");

        var filed = await page.ExecuteAsync("FileIncident");
        await page.CaptureAsync("3-filed", "FileIncident");
        Assert.That(filed.Status, Is.EqualTo(201), filed.Body.ToJsonString());
        Assert.That(filed.Body.Says("/priority/level"), Is.EqualTo("P1"));

        await page.SignInAsync("duty@ME-OPTEAM");
        var queue = await page.ExecuteAsync("ListReferrals");
        await page.CaptureAsync("4-queue", "ListReferrals");
        var referral = queue.Body.Items("/items").Single(item => item.Says("/incidentId") == filed.Body.Says("/id"));
        var id = referral.Says("/id")!;

        var shown = await page.ExecuteAsync("GetReferral", ("id", id));
        Assert.That(shown.Body.Says("/state"), Is.EqualTo("routed"));
        foreach (var (operation, state) in Moves)
        {
            shown = await page.ExecuteAsync(operation, ("id", id), ("If-Match", shown.ETag!));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(shown.Status, Is.EqualTo(200), shown.Body.ToJsonString());
                Assert.That(shown.Body.Says("/state"), Is.EqualTo(state));
                Assert.That(shown.ETag, Is.Not.Null, shown.Headers);
            }
        }

        await page.CaptureAsync("5-concluded", "ConcludeReferral");
    }

    private static readonly (string Operation, string State)[] Moves =
    [
        ("AcknowledgeReferral", "acknowledged"), ("ClaimReferral", "in_triage"), ("AcceptReferral", "accepted"),
        ("ConcludeReferral", "concluded"),
    ];
}
