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
    private readonly Lock use = new();
    private bool disposed;

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

    /// <summary>The same key for whoever outlives this one.</summary>
    internal OutboxKey Copy()
    {
        lock (use)
            return new([.. Usable()]);
    }

    internal Sealed Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var sealedBytes = new Sealed(
            RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[AesGcm.TagByteSizes.MaxSize], new byte[plain.Length]);
        using var aes = Cipher();
        aes.Encrypt(sealedBytes.Nonce, plain, sealedBytes.Cipher, sealedBytes.Tag, bound);
        return sealedBytes;
    }

    internal byte[] Open(Sealed from, ReadOnlySpan<byte> bound)
    {
        var plain = new byte[from.Cipher.Length];
        using var aes = Cipher();
        aes.Decrypt(from.Nonce, from.Cipher, from.Tag, plain, bound);
        return plain;
    }

    /// <summary>What was sealed; null when that was done with another key, to another row, or it isn't what it was.</summary>
    internal byte[]? TryOpen(byte[] from, ReadOnlySpan<byte> bound)
    {
        try
        {
            return Open(Sealed.Of(from), bound);
        }
        catch (AuthenticationTagMismatchException)
        {
            // The cipher knows no other way to say so.
            return null;
        }
    }

    internal byte[] Fingerprint(ReadOnlySpan<byte> plain)
    {
        // A key of its own: one key, one use.
        byte[] own;
        lock (use)
            own = HKDF.DeriveKey(HashAlgorithmName.SHA256, Usable(), Bytes, info: "case-referral outbox fingerprint"u8.ToArray());
        return HMACSHA256.HashData(own, plain);
    }

    /// <summary>Overwrites it. Outboxes that were opened with it have one of their own and go on.</summary>
    public void Dispose()
    {
        lock (use)
        {
            disposed = true;
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private AesGcm Cipher()
    {
        lock (use)
            return new AesGcm(Usable(), AesGcm.TagByteSizes.MaxSize);
    }

    // Zeroes are a key that everybody has: once overwritten, nothing more is sealed.
    private byte[] Usable()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return key;
    }
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
