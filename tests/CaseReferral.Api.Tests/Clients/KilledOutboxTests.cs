using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CaseReferral.Api.Tests.Processes;
using CaseReferral.Client;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>The device's process is killed where it stands, again and again, on a line that breaks.</summary>
[Category("Process")]
public sealed class An_outbox_that_is_killed_on_a_flapping_connection
{
    private const int Kills = 12;
    private const int EachTime = 8;
    private const int Seed = 20260318;

    [Test]
    public async Task Files_everything_it_took_exactly_once()
    {
        using var data = new DataFolder();
        await using var registry = await RunningRegistry.StartAsync(data.Launch);
        var before = data.Filed().Keys.ToHashSet();
        await using var line = new FlappingConnection(registry.Http.BaseAddress!, Seed);
        var file = Path.Combine(data.Path, "outbox.db");
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var token = await registry.TokenAsync("officer@ME-BAR-PCU");
        var random = new Random(Seed);
        HashSet<Guid> taken = [];

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var device = Device.Start(file, key, line.Address, token, EachTime);
            await device.SaidAsync(random.Next(2, 2 * EachTime));
            device.Kill();
            taken.UnionWith(device.Added);
        }

        await using var last = Device.Start(file, key, line.Address, token, EachTime);
        await last.EmptyAsync();
        taken.UnionWith(last.Added);

        var filed = data.Filed().Where(filing => !before.Contains(filing.Key)).ToDictionary();
        var client = Clients.Of(registry.Http.BaseAddress!, token);
        var aware = await client.EveryIncidentAsync().Where(incident => taken.Contains(incident.ClientId))
            .Select(incident => $"{incident.AwareAt:yyyy-MM-ddTHH:mm:sszzz}").ToListAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(aware, Has.Count.EqualTo(taken.Count));
            Assert.That(last.Error, Is.Empty);
            Assert.That(taken, Has.Count.GreaterThan(Kills));
            Assert.That(taken.Except(filed.Keys), Is.Empty, "lost");
            Assert.That(filed.Values, Is.All.EqualTo(1), "doubled");
            Assert.That(line.Broken, Is.GreaterThan(5), "The line was too good to show anything.");
            Assert.That(aware.Distinct(), Is.EqualTo(["2026-03-18T04:40:00-09:30"]), "The device's word isn't kept.");
            Assert.That(
                Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)), Does.Not.Contain("Quillback"), "It lies there in the clear.");
        }
    }
}

/// <summary>The device's process.</summary>
public sealed class Device : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly SemaphoreSlim said = new(0);
    private readonly StringBuilder error = new();

    private Device(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                return;
            lines.Enqueue(line.Data);
            said.Release();
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                error.AppendLine(line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it took, as far as it could say so.</summary>
    public IEnumerable<Guid> Added =>
        lines.Where(line => line.StartsWith("Added ", StringComparison.Ordinal)).Select(line => Guid.Parse(line[6..]));

    /// <summary>What it complained of.</summary>
    public string Error => error.ToString();

    /// <summary>Starts it.</summary>
    public static Device Start(string file, string key, Uri registry, string token, int count, SecretService? secrets = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "CaseReferral.OfflineDevice.dll");
        var start = new ProcessStartInfo("dotnet", [program, file, key, registry.ToString(), token, $"{count}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        secrets?.Admit(start);
        return new(start);
    }

    /// <summary>Waits until it has said so much.</summary>
    public async Task SaidAsync(int count)
    {
        for (var line = 0; line < count; line++)
            Assert.That(await said.WaitAsync(Patience), Is.True, $"It fell silent. {Error}");
    }

    /// <summary>Waits until it ends by itself, and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>Waits until it ends because nothing waits any more.</summary>
    public async Task EmptyAsync()
    {
        await EndAsync();
        Assert.That(lines.LastOrDefault(), Is.EqualTo("Empty"), Error);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        process.Kill();
        // Waits for what it had said, too.
        process.WaitForExit();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        said.Dispose();
    }
}
