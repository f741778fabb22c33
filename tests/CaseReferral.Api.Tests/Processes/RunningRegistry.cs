using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CaseReferral.Api.Tests.Processes;

/// <summary>The built program as a process of its own, the way an operator runs it, and the ways it ends.</summary>
public sealed partial class RunningRegistry : IAsyncDisposable
{
    private const int Sigterm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningRegistry(Launch launch)
    {
        process = new Process { StartInfo = launch.Describe(), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            Append(output, line.Data);
            if (Listening().Match(line.Data ?? "") is { Success: true } told)
                listening.TrySetResult(new Uri(told.Groups["address"].Value));
        };
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Exited += (_, _) => listening.TrySetCanceled();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to standard output so far.</summary>
    public string Output => Read(output);

    /// <summary>What it wrote to standard error so far.</summary>
    public string Error => Read(error);

    /// <summary>What it has taken of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>A client of it, without a token.</summary>
    public HttpClient Http { get; } = new(Line());

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<RunningRegistry> StartAsync(Launch launch)
    {
        var registry = Begin(launch);
        try
        {
            registry.Http.BaseAddress = await registry.listening.Task.WaitAsync(Patience);
            return registry;
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            await registry.DisposeAsync();
            throw new InvalidOperationException($"The registry didn't start: {registry.Error}{registry.Output}", failure);
        }
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public static RunningRegistry Begin(Launch launch) => new(launch);

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM, as service managers and containers stop a program.</summary>
    public void Terminate()
    {
        if (Signal(process.Id, Sigterm) != 0)
            throw new InvalidOperationException("The process could not be signalled.");
    }

    /// <summary>An access token for somebody, for example <c>officer@ME-BAR-PCU</c>.</summary>
    public async Task<string> TokenAsync(string user)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", user)]);
        using var answer = await Http.PostAsync(new Uri("/development/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Http.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    // The start-up page of Development, or the host's own line.
    [GeneratedRegex(@"(Case Referral Registry at|Now listening on:) (?<address>http://[^\s""]+)")]
    private static partial Regex Listening();

#pragma warning disable SYSLIB1054 // One call of one integer function; a source-generated import would need unsafe code.
    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
#pragma warning restore SYSLIB1054

    // The tests' line fails on whatever differs from the approved document; a benchmark's is a plain one.
    private static partial HttpMessageHandler Line();
}
