using System.Diagnostics;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>A Secret Service of its own, as a Linux desktop has one for its user: a message bus and the keyring behind it.</summary>
public sealed class SecretService : IAsyncDisposable
{
    private static readonly string[] Programs = ["dbus-daemon", "gnome-keyring-daemon", "secret-tool"];

    private readonly string home = Directory.CreateTempSubdirectory("case-referral-keyring-").FullName;
    private readonly List<Process> running = [];
    private string bus = "";

    private SecretService()
    {
    }

    /// <summary>Starts one that is open to its user; skips the test where its programs are missing.</summary>
    public static async Task<SecretService> StartAsync()
    {
        if (!OperatingSystem.IsLinux() || Programs.Any(program => !IsHere(program)))
            Assert.Ignore("skipped, Secret Service missing");
        var service = new SecretService();
        var bus = service.Run("dbus-daemon", "--session", "--nofork", "--print-address=1");
        service.bus = (await bus.StandardOutput.ReadLineAsync())!;
        await service.UnlockAsync();
        return service;
    }

    /// <summary>Lets a program find it, and nothing of the user's who runs the tests.</summary>
    public void Admit(ProcessStartInfo start)
    {
        start.Environment["DBUS_SESSION_BUS_ADDRESS"] = bus;
        start.Environment["HOME"] = home;
        start.Environment["XDG_DATA_HOME"] = home;
        start.Environment["XDG_RUNTIME_DIR"] = home;
    }

    /// <summary>Locks it, as it is before the user has signed in: what it holds is there and can't be read.</summary>
    public async Task LockAsync()
    {
        await StopKeyringAsync();
        Run("gnome-keyring-daemon", "--foreground", "--components=secrets");
        await AnswersAsync();
    }

    /// <summary>Opens it again.</summary>
    public async Task UnlockAsync()
    {
        await StopKeyringAsync();
        var keyring = Run("gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets");
        await keyring.StandardInput.WriteAsync("of this test");
        keyring.StandardInput.Close();
        await AnswersAsync();
    }

    // It is there when its name is on the bus: a search that finds nothing ends well.
    private async Task AnswersAsync() => await Eventually.SeesAsync(async () =>
    {
        using var search = Start("secret-tool", "search", "service", "nobody's");
        await search.WaitForExitAsync();
        return search.ExitCode;
    }, exit => exit == 0);

    private async Task StopKeyringAsync()
    {
        foreach (var keyring in running.Skip(1))
        {
            keyring.Kill();
            await keyring.WaitForExitAsync();
            keyring.Dispose();
        }

        running.RemoveRange(1, running.Count - 1);
    }

    private Process Run(string program, params string[] arguments)
    {
        var process = Start(program, arguments);
        running.Add(process);
        return process;
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Admit(start);
        return Process.Start(start)!;
    }

    private static bool IsHere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopKeyringAsync();
        running[0].Kill();
        await running[0].WaitForExitAsync();
        running[0].Dispose();
        Directory.Delete(home, recursive: true);
    }
}
