using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace CaseReferral.Client.Outbox;

/// <summary>
/// Where the operating system keeps a user's secrets. The tools take and give them by pipe, never as arguments that others see.
/// </summary>
internal static class SystemSecrets
{
    private const string Service = "case-referral";

    // errSecItemNotFound, as the tool's exit says it.
    private const int MacOSNotFound = 44;

    /// <summary>The secret under this name; the given one is kept when there is none.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no such store.</exception>
    /// <exception cref="InvalidOperationException">The store is locked, or doesn't answer.</exception>
    public static byte[] FindOrKeep(string name, byte[] fresh)
    {
        // Of two processes that begin at once, both must use the one that was kept: whatever the other had sealed would be lost.
        using var gate = new Mutex(
            initiallyOwned: false, $"{Service}-{NameOf(name)}",
            new NamedWaitHandleOptions { CurrentUserOnly = true, CurrentSessionOnly = false });
        try
        {
            gate.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Whoever had it was killed; it is this one's now.
        }

        try
        {
            if (Find(name) is { } known)
                return known;
            Keep(name, fresh);
            return Find(name) ?? throw new InvalidOperationException("The operating system didn't keep the key.");
        }
        finally
        {
            gate.ReleaseMutex();
        }
    }

    private static byte[]? Find(string name)
    {
        if (OperatingSystem.IsWindows())
            return FindOnWindows(name);
        var found = OperatingSystem.IsMacOS()
            ? Run("security", ["find-generic-password", "-s", Service, "-a", name, "-w"], null)
            : Run("secret-tool", ["lookup", "service", Service, "account", name], null);
        if (found is { Exit: 0, Output.Length: > 0 })
            return Convert.FromBase64String(found.Output.Trim());

        // A store that is locked or away isn't one without the key: a key made now would take the place of the one it holds.
        if (OperatingSystem.IsMacOS())
            return found.Exit == MacOSNotFound ? null : throw NotGiven(found.Error);
        if (!string.IsNullOrWhiteSpace(found.Error))
            throw NotGiven(found.Error);
        // A lookup is as silent on what is locked as on what is absent; a search names it.
        return Run("secret-tool", ["search", "service", Service, "account", name], null) is { Exit: 0, Output.Length: 0, Error.Length: 0 }
            ? null
            : throw NotGiven("it is locked.");
    }

    private static InvalidOperationException NotGiven(string why) =>
        new($"The operating system's store of secrets didn't give the key: {why.Trim()}");

    private static void Keep(string name, byte[] secret)
    {
        var text = Convert.ToBase64String(secret);
        if (OperatingSystem.IsWindows())
        {
            KeepOnWindows(name, secret);
            return;
        }

        var kept = OperatingSystem.IsMacOS()
            ? Run("security", ["-i"],
                $"add-generic-password -s {Service} -a \"{name.Replace("\"", "", StringComparison.Ordinal)}\" -w {text}\n")
            : Run("secret-tool", ["store", $"--label=Case Referral outbox ({name})", "service", Service, "account", name], text);
        if (kept.Exit != 0)
            throw new InvalidOperationException($"The operating system didn't keep the key: {kept.Error.Trim()}");
    }

    [SupportedOSPlatform("windows")]
    private static byte[]? FindOnWindows(string name) =>
        File.Exists(FileOf(name)) ? ProtectedData.Unprotect(File.ReadAllBytes(FileOf(name)), null, DataProtectionScope.CurrentUser) : null;

    [SupportedOSPlatform("windows")]
    private static void KeepOnWindows(string name, byte[] secret)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(name))!);
        // Beside and renamed: a key that is written by half is no key.
        var aside = $"{FileOf(name)}.new";
        File.WriteAllBytes(aside, ProtectedData.Protect(secret, null, DataProtectionScope.CurrentUser));
        File.Move(aside, FileOf(name));
    }

    private static string FileOf(string name) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Service, NameOf(name) + ".key");

    // Whatever characters a name has, this has none that a file or a lock can't bear.
    private static string NameOf(string name) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));

    private static (int Exit, string Output, string Error) Run(string program, IEnumerable<string> arguments, string? input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception missing)
        {
            throw new PlatformNotSupportedException(
                $"This system has no store for the key ({program} is missing). Give the outbox a key of yours.", missing);
        }
    }
}
