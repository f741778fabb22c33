using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Benchmarks;

/// <summary>A registry under load: a process of its own on a file of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    // One token asks here for what thousands of officers would: its limits aren't what is measured.
    private static readonly string[] Unlimited =
    [
        "--RateLimits:PerSecond=1000000", "--RateLimits:Burst=1000000",
        "--RateLimits:Content:PerSecond=1000000", "--RateLimits:Content:Burst=1000000", "--RateLimits:Content:UsualPerHour=1000000",
    ];

    private readonly DirectoryInfo folder;
    private readonly RunningRegistry registry;

    private Server(DirectoryInfo folder, RunningRegistry registry) => (this.folder, this.registry) = (folder, registry);

    /// <summary>Where it listens.</summary>
    public Uri Address => registry.Http.BaseAddress!;

    /// <summary>What its process has taken of the processors so far.</summary>
    public TimeSpan ProcessorTime => registry.ProcessorTime;

    /// <summary>Starts one that commits so many acts in one transaction at most; null leaves it to the program.</summary>
    public static Task<Server> StartAsync(string data, int? groupLimit = null) => StartAsync(
        data, $"{groupLimit}", groupLimit is { } most ? [$"--Storage:Sqlite:GroupLimit={most}"] : [], fill: null);

    /// <summary>Starts one on a store that is filled after its first start, which makes the schema and files the samples.</summary>
    public static Task<Server> StartOnAsync(string data, string name, Action<string> fill) => StartAsync(data, name, [], fill);

    private static async Task<Server> StartAsync(string data, string name, IReadOnlyList<string> arguments, Action<string>? fill)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, $"case-referral-benchmark-{Environment.ProcessId}-{name}"));
        var launch = new Launch { File = Path.Combine(folder.FullName, "registry.db"), Arguments = [.. Unlimited, .. arguments] };
        try
        {
            if (fill is not null)
            {
                await using (var first = await RunningRegistry.StartAsync(launch))
                {
                    first.Terminate();
                    await first.EndAsync();
                }

                fill(launch.File);
            }

            return new(folder, await RunningRegistry.StartAsync(launch));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>An access token for somebody.</summary>
    public Task<string> TokenAsync(string user) => registry.TokenAsync(user);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
