using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CaseReferral.Api.Tests.Browser;

/// <summary>What the page shows of an answer.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="ETag">The entity tag, as one would copy it into If-Match; null when none is shown.</param>
/// <param name="Headers">All headers shown, as text.</param>
public sealed record ShownAnswer(int Status, JsonNode Body, string? ETag, string Headers);

/// <summary>The page at <c>/swagger</c>, worked by hand: what is typed, clicked and read.</summary>
public sealed class SwaggerPage(IPage page)
{
    /// <summary>Opens it.</summary>
    public async Task OpenAsync()
    {
        await page.GotoAsync("/swagger");
        await page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).First.WaitForAsync();
    }

    /// <summary>Signs in by clicking somebody on the local issuer's page, signing out whoever was signed in.</summary>
    public async Task SignInAsync(string user, string? screenshot = null)
    {
        await page.Locator(".auth-wrapper .authorize").ClickAsync();
        var dialog = page.Locator(".dialog-ux");
        var signOut = dialog.Locator("button", new() { HasText = "Logout" });
        var authorize = dialog.Locator(".modal-btn.authorize");
        await signOut.Or(authorize).First.WaitForAsync();
        if (await signOut.IsVisibleAsync())
            await signOut.ClickAsync();

        var issuer = await page.RunAndWaitForPopupAsync(() => authorize.ClickAsync());
        await issuer.GetByRole(AriaRole.Heading, new() { Name = "Who are you?" }).WaitForAsync();
        await CaptureAsync(issuer, screenshot);
        await issuer.Locator($"button[value='{user}']").ClickAsync();
        await signOut.WaitForAsync();
        await dialog.Locator(".btn-done").ClickAsync();
    }

    /// <summary>Opens an operation and gives its block.</summary>
    public async Task<ILocator> OpenOperationAsync(string operationId)
    {
        var block = Block(operationId);
        var execute = block.Locator(".btn.execute");
        if (!await execute.IsVisibleAsync())
            await block.Locator(".opblock-summary-control").ClickAsync();
        await execute.WaitForAsync();
        return block;
    }

    /// <summary>Fills in parameters by name, sends the request, and reads what the page then shows.</summary>
    public async Task<ShownAnswer> ExecuteAsync(string operationId, params (string Name, string Value)[] parameters)
    {
        var block = await OpenOperationAsync(operationId);
        foreach (var (name, value) in parameters)
            await block.Locator($"tr[data-param-name='{name}']").Locator("input, select").First.FillAsync(value);
        // What an earlier request left there must not be read as this one's answer.
        if (await block.Locator(".btn-clear").IsVisibleAsync())
            await block.Locator(".btn-clear").ClickAsync();
        await block.Locator(".btn.execute").ClickAsync();

        var live = block.Locator(".live-responses-table");
        var status = (await live.Locator("tbody .response-col_status").First.InnerTextAsync()).Split('\n')[0];
        var body = await live.Locator("tbody .highlight-code code").First.InnerTextAsync();
        var headers = (await live.Locator(".headerline").AllInnerTextsAsync()).Select(line => line.Trim()).ToList();
        var tag = headers.FirstOrDefault(line => line.StartsWith("etag:", StringComparison.OrdinalIgnoreCase));
        return new(int.Parse(status, CultureInfo.InvariantCulture), JsonNode.Parse(body)!, tag?[5..].Trim(), string.Join('\n', headers));
    }

    /// <summary>Keeps a picture of the page from an operation on, if one is named, for somebody to look at.</summary>
    public async Task CaptureAsync(string name, string? operationId = null)
    {
        if (operationId is not null)
            await Block(operationId).EvaluateAsync("block => block.scrollIntoView()");
        await CaptureAsync(page, name);
    }

    // Into the folder that CASEREFERRAL_SCREENSHOTS names, if any.
    private static async Task CaptureAsync(IPage shown, string? name)
    {
        if (name is not null && Environment.GetEnvironmentVariable("CASEREFERRAL_SCREENSHOTS") is { Length: > 0 } folder)
            await shown.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }

    private ILocator Block(string operationId) => page.Locator($"[id$='-{operationId}'].opblock");
}
