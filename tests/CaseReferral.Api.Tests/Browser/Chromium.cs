using Microsoft.Playwright;

namespace CaseReferral.Api.Tests.Browser;

/// <summary>
/// The machine's own Chromium, headless, in a profile of its own; nothing is downloaded and nothing is asked of the network.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    // What a browser does by itself besides showing pages: none of it belongs into a test.
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// <summary>Starts it; a test on a machine without one is skipped, and says so.</summary>
    public static async Task<Chromium> StartAsync()
    {
        if (Find() is not { } program)
        {
            Assert.Ignore("skipped, Chromium missing");
            throw new InvalidOperationException("A skipped test goes no further.");
        }

        var playwright = await Playwright.CreateAsync();
        try
        {
            return new(
                playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Headless = true, Args = Quiet }));
        }
        catch
        {
            // Whatever kept it from starting is the test's failure; the driver's process must not outlive it.
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>An empty page on a tall screen.</summary>
    public async Task<IPage> OpenPageAsync(Uri registry)
    {
        var page = await browser.NewPageAsync(
            new() { BaseURL = registry.ToString(), ViewportSize = new() { Width = 1280, Height = 1600 } });
        // Conditions are waited for, not times: this only says when to give up, on a machine that is busy with something else.
        page.Context.SetDefaultTimeout(90_000);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)))
        .FirstOrDefault(File.Exists);
}
