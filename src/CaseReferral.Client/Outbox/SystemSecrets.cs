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

    public static byte[]? Find(string name)
    {
        if (OperatingSystem.IsWindows())
            return FindOnWindows(name);
        var found = OperatingSystem.IsMacOS()
            ? Run("security", ["find-generic-password", "-s", Service, "-a", name, "-w"], null)
            : Run("secret-tool", ["lookup", "service", Service, "account", name], null);
        return found is { Exit: 0, Output.Length: > 0 } ? Convert.FromBase64String(found.Output.Trim()) : null;
    }

    public static void Keep(string name, byte[] secret)
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
        try
        {
            using var file = new FileStream(FileOf(name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
            file.Write(ProtectedData.Protect(secret, null, DataProtectionScope.CurrentUser));
        }
        catch (IOException) when (File.Exists(FileOf(name)))
        {
            // Another process was first; its key is the key.
        }
    }

    private static string FileOf(string name) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Service,
        Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))) + ".key");

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
