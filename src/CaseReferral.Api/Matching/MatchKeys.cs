using System.Security.Cryptography;
using System.Text;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Objects;
using CaseReferral.Domain.Units;
using CaseReferral.Storage.Matching;

namespace CaseReferral.Api.Matching;

/// <summary>
/// The keys under which objects are matched. What is stored of a plate, a phone or a document for matching is
/// HMAC-SHA256(key, scheme ‖ newline ‖ normalised value): it says nothing to whoever has the store and not the key.
/// </summary>
/// <param name="keys">Each version's key. While one replaces another both are used, so that old and new filings go on matching.</param>
public sealed class MatchKeys(IReadOnlyList<MatchKey> keys)
{
    private const int KeyBytes = 32;
    private const string Section = "Matching:Keys";
    private const string FileName = "matching.key";

    /// <summary>
    /// The marks of everything in <paramref name="content"/> that has a number: its objects, and the documents of its persons.
    /// </summary>
    public IReadOnlyList<ObjectMark> Of(IncidentContent content, Unit unit) =>
    [
        .. content.Objects.Select(listed => listed.Normalised)
            .Concat(content.Persons.SelectMany(listed => listed.Person.Documents ?? [])
                .Select(document => ObjectNormalisation.Read(document, unit.Jurisdiction, Platform.PhoneNumbers.ToE164, "").Normalised))
            .OfType<NormalisedObject>()
            .Distinct()
            .SelectMany(number => keys.Select(key => new ObjectMark(key.Version, Mark(key, number)))),
    ];

    /// <summary>
    /// The configured keys (<c>Matching:Keys:1</c> and so on, 32 bytes or more in base64). Without any, the embedded store has one of its
    /// own in a file beside the data, and a server in Development one that everybody knows; elsewhere instances must agree, so it is
    /// refused.
    /// </summary>
    /// <exception cref="StartupRefusedException">A key can't be used, or there is none.</exception>
    public static MatchKeys From(IConfiguration configuration, RegistryPlace place, bool isDevelopment)
    {
        var configured = configuration.GetSection(Section).GetChildren().Select(Configured).ToList();
        if (configured.Count > 0)
            return new(configured);
        if (place.Folder is { } folder)
            return new([new(1, Kept(Path.Combine(folder, FileName)))]);
        return isDevelopment
            ? new([new(1, SHA256.HashData("case-referral development matching key"u8))])
            : throw new StartupRefusedException(
                $"{Section}:1 is missing: give the key that objects are matched under, {KeyBytes} random bytes in base64, "
                + "the same to every instance.");
    }

    private static MatchKey Configured(IConfigurationSection section)
    {
        var key = new byte[1024];
        return int.TryParse(section.Key, System.Globalization.NumberStyles.None, null, out var version) && version > 0
            && Convert.TryFromBase64String(section.Value ?? "", key, out var length) && length >= KeyBytes
            ? new(version, key[..length])
            : throw new StartupRefusedException(
                $"{Section}:{section.Key} can't be used: name it by a version from 1 on, "
                + $"and give {KeyBytes} random bytes or more in base64.");
    }

    // Of two processes that start on one folder at once, the second reads what the first one made.
    private static byte[] Kept(string path)
    {
        if (!File.Exists(path))
            Make(path);
        var kept = File.ReadAllBytes(path);
        return kept.Length == KeyBytes
            ? kept
            : throw new StartupRefusedException(
                $"{path} isn't the key that this registry made: restore it, or objects filed before match nothing.");
    }

    private static void Make(string path)
    {
        try
        {
            OwnedFile.Write(path, RandomNumberGenerator.GetBytes(KeyBytes), overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
        }
    }

    private static byte[] Mark(MatchKey key, NormalisedObject number) =>
        HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes($"{number.Scheme}\n{number.Value}"));
}

/// <summary>A key that objects are matched under.</summary>
/// <param name="Version">Its version, kept beside what it made.</param>
/// <param name="Value">32 bytes or more.</param>
public sealed record MatchKey(int Version, byte[] Value);
