using System.Security.Cryptography;

namespace CaseReferral.Client.Outbox;

/// <summary>
/// The key that what waits on the device is encrypted with: 256 bits, kept where the device keeps its secrets and never beside the file.
/// Whoever loses it loses what wasn't sent.
/// </summary>
public sealed class OutboxKey : IDisposable
{
    private const int Bytes = 32;

    private readonly byte[] key;

    private OutboxKey(byte[] key) => this.key = key;

    /// <summary>A key of yours: 32 bytes from a random number generator, not a password.</summary>
    public static OutboxKey From(ReadOnlySpan<byte> key) => key.Length == Bytes
        ? new(key.ToArray())
        : throw new ArgumentException($"The key of an outbox has {Bytes} bytes.", nameof(key));

    /// <summary>
    /// The key that the operating system keeps for the user under this name, made when there is none: DPAPI on Windows, the Keychain on
    /// macOS, the Secret Service (<c>secret-tool</c>) on Linux. Processes of one user that ask for one name have one key.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">There is no such store.</exception>
    /// <exception cref="InvalidOperationException">The store is locked or doesn't answer; a key it holds is never replaced.</exception>
    public static OutboxKey OfThisUser(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return From(SystemSecrets.FindOrKeep(name, RandomNumberGenerator.GetBytes(Bytes)));
    }

    internal Sealed Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var sealedBytes = new Sealed(
            RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[AesGcm.TagByteSizes.MaxSize], new byte[plain.Length]);
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(sealedBytes.Nonce, plain, sealedBytes.Cipher, sealedBytes.Tag, bound);
        return sealedBytes;
    }

    internal byte[] Open(Sealed from, ReadOnlySpan<byte> bound)
    {
        var plain = new byte[from.Cipher.Length];
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        aes.Decrypt(from.Nonce, from.Cipher, from.Tag, plain, bound);
        return plain;
    }

    internal byte[] Fingerprint(ReadOnlySpan<byte> plain)
    {
        // A key of its own: one key, one use.
        var own = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Bytes, info: "case-referral outbox fingerprint"u8.ToArray());
        return HMACSHA256.HashData(own, plain);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(key);
}

/// <summary>What AES-256-GCM made of a text. The nonce is random: a device seals far fewer than 2^32 under one key.</summary>
internal sealed record Sealed(byte[] Nonce, byte[] Tag, byte[] Cipher)
{
    public byte[] ToBytes() => [.. Nonce, .. Tag, .. Cipher];

    public static Sealed Of(byte[] bytes)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return new(bytes[..nonce], bytes[nonce..(nonce + tag)], bytes[(nonce + tag)..]);
    }
}
