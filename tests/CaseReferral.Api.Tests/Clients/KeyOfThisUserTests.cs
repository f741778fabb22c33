using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>The key of an outbox that the operating system keeps: whatever was sealed with it must be opened with it.</summary>
[Category("Process")]
public sealed class A_key_that_the_operating_system_keeps
{
    private const string Key = "user:filings";

    // Nobody listens there.
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    private SecretService secrets = null!;
    private DataFolder data = null!;

    [SetUp]
    public async Task StartAsync()
    {
        secrets = await SecretService.StartAsync();
        data = new();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (secrets is null)
            return;
        data.Dispose();
        await secrets.DisposeAsync();
    }

    [Test]
    public async Task Is_one_for_processes_that_begin_at_once()
    {
        string[] files = [.. Enumerable.Range(0, 6).Select(device => Path.Combine(data.Path, $"outbox-{device}.db"))];
        var taken = (await Task.WhenAll(files.Select(TakeAsync))).SelectMany(ids => ids).ToHashSet();

        Assert.That(await SendAsync(files), Is.SupersetOf(taken));
    }

    [Test]
    public async Task Is_not_replaced_while_the_store_is_locked()
    {
        var file = Path.Combine(data.Path, "outbox.db");
        var taken = await TakeAsync(file);

        await secrets.LockAsync();
        await using (var refused = Device.Start(file, Key, Nowhere, "", 1, secrets))
        {
            Assert.That(await refused.EndAsync(), Is.Not.Zero);
            Assert.That(refused.Error, Does.Contain("The operating system's store of secrets didn't give the key"));
        }

        await secrets.UnlockAsync();
        Assert.That(await SendAsync(file), Is.SupersetOf(taken));
    }

    // What a device took that reached nobody and was killed.
    private async Task<IEnumerable<Guid>> TakeAsync(string file)
    {
        await using var device = Device.Start(file, Key, Nowhere, "", 1, secrets);
        await device.SaidAsync(1);
        device.Kill();
        Assert.That(device.Added, Is.Not.Empty, device.Error);
        return [.. device.Added];
    }

    // What other processes found in the files and filed.
    private async Task<IEnumerable<Guid>> SendAsync(params string[] files)
    {
        await using var registry = await RunningRegistry.StartAsync(data.Launch);
        var token = await registry.TokenAsync("officer@ME-BAR-PCU");
        foreach (var file in files)
        {
            await using var device = Device.Start(file, Key, registry.Http.BaseAddress!, token, 0, secrets);
            await device.EmptyAsync();
        }

        return data.Filed().Keys;
    }
}
