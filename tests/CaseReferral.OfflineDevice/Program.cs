// A border unit's device: files into its outbox and sends when it can, until everything is filed. Tests kill it.
// CaseReferral.OfflineDevice FILE KEY(hex, or user:NAME for one that the operating system keeps) ADDRESS TOKEN COUNT
using System.Globalization;
using CaseReferral.Client;
using CaseReferral.Client.Outbox;
using Microsoft.Extensions.DependencyInjection;

using var key = args[1].StartsWith("user:", StringComparison.Ordinal)
    ? OutboxKey.OfThisUser(args[1]["user:".Length..])
    : OutboxKey.From(Convert.FromHexString(args[1]));
using var outbox = new FilingOutbox(args[0], key);
var services = new ServiceCollection();
services.AddCaseReferralClient(options =>
{
    options.BaseAddress = new Uri(args[2]);
    options.Token = _ => ValueTask.FromResult(args[3]);
    options.Retries = 1;
    options.RetryDelay = TimeSpan.FromMilliseconds(20);
}).ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(5));
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<ICaseReferralClient>();

using var done = new CancellationTokenSource();
var sending = outbox.RunAsync(client, TimeSpan.FromMilliseconds(50), item => Say($"{item.State} {item.ClientId} {item.Code}"), done.Token);
var aware = new DateTimeOffset(2026, 3, 18, 4, 40, 0, TimeSpan.FromHours(-9.5));
for (var filing = 0; filing < int.Parse(args[4], CultureInfo.InvariantCulture); filing++)
{
    var added = await outbox.AddAsync(
        Filing.Of("ME-BAR-PCU", "som", new() { Adult = 2 }, "Quillback crates, nobody in sight.", awareAt: aware));
    Say($"Added {added.ClientId}");
    await Task.Yield();
}

while (outbox.List().Any(item => item.State == OutboxState.Waiting) && !sending.IsFaulted)
    await Task.WhenAny(sending, Task.Delay(20));
if (sending.IsFaulted)
    await sending;
await done.CancelAsync();
// What was filed last may not have been said yet.
await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
Say("Empty");

static void Say(string line)
{
    Console.WriteLine(line);
    Console.Out.Flush();
}
