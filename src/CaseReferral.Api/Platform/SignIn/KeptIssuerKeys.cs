using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseReferral.Api.Platform.Storage;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// The issuer's documents in a file, so that a restart while the issuer can't be reached still knows its keys. Public keys are no secret,
/// but who can write them decides whom the registry believes: the file is its owner's alone, carries a digest, and is good for a day.
/// </summary>
/// <param name="path">The file; null keeps nothing.</param>
/// <param name="clock">The system's clock. The development clock moves deadlines, not sign-ins.</param>
public sealed class KeptIssuerKeys(string? path, TimeProvider clock)
{
    /// <summary>For how long after they were fetched kept documents are good.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(1);

    private const int LargestBytes = 1024 * 1024;
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>
    /// Keeps what was just fetched. Fails as files do (<see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>).
    /// </summary>
    /// <param name="address">Where the metadata was fetched.</param>
    /// <param name="documents">Each document by its address.</param>
    /// <param name="fetchedAt">When, by the system's clock.</param>
    public void Keep(string address, IReadOnlyDictionary<string, string> documents, DateTimeOffset fetchedAt)
    {
        if (path is null)
            return;
        var body = JsonSerializer.Serialize(new Kept(address, fetchedAt, documents));
        OwnedFile.Write(path, Encoding.UTF8.GetBytes($"{Digest(body)}\n{body}"), overwrite: true);
    }

    /// <summary>What was kept for <paramref name="address"/>; null, with the reason, when there is nothing that may be believed.</summary>
    public (KeptDocuments? Documents, string? WhyNot) Read(string address)
    {
        if (path is null || !File.Exists(path))
            return (null, "nothing is kept");
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMayWrite) != 0)
                return (null, "others may write the file");
            if (new FileInfo(path).Length > LargestBytes)
                return (null, "the file is too large");
            var text = File.ReadAllText(path, Encoding.UTF8);
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end < 0 || text[..end] != Digest(text[(end + 1)..]))
                return (null, "the file is damaged");

            var kept = JsonSerializer.Deserialize<Kept>(text[(end + 1)..])!;
            var age = clock.GetUtcNow() - kept.FetchedAt;
            if (kept.Address != address)
                return (null, "they are another issuer's");
            if (age > GoodFor)
                return (null, "they are older than a day");
            if (age < -SignInSetup.ClockSkew)
                return (null, "they are from the future");
            return (new(kept.Documents, kept.FetchedAt), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            // A file that can't be read is as good as none: whoever starts the registry learns it from the log and from readiness.
            return (null, $"the file can't be read ({failure.GetType().Name})");
        }
    }

    private static string Digest(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private sealed record Kept(string Address, DateTimeOffset FetchedAt, IReadOnlyDictionary<string, string> Documents);
}

/// <summary>The issuer's documents as they were kept.</summary>
/// <param name="Documents">Each by its address.</param>
/// <param name="FetchedAt">When they were fetched.</param>
public sealed record KeptDocuments(IReadOnlyDictionary<string, string> Documents, DateTimeOffset FetchedAt);
