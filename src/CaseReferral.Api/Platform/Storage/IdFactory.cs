using System.Buffers.Binary;
using System.Security.Cryptography;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Platform.Storage;

/// <summary>
/// The one source of ids and random bytes. Ids are UUIDv7 at the registry's clock, so that keys sort by time; those of one process sort
/// in the order they were made, also within a millisecond (RFC 9562 section 6.2, method 1): the legs of an incident keep their order.
/// </summary>
public sealed class IdFactory(TimeProvider clock)
{
    private const int SaltBytes = 16;
    private const int CounterBits = 12;

    // Milliseconds since 1970, then a counter of 12 bits.
    private long last;

    /// <summary>A new id.</summary>
    public Guid New()
    {
        var (milliseconds, counter) = Next();
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | counter));
        bytes[8] = (byte)(0x80 | bytes[8] & 0x3F);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>An id as filing devices make them: UUIDv4, random, so that it tells neither when nor by whom it was made.</summary>
    public static Guid NewLikeADevices()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)(0x40 | bytes[6] & 0x0F);
        bytes[8] = (byte)(0x80 | bytes[8] & 0x3F);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The id of a new act and its journal entry.</summary>
    public EntryId NewEntry() => new(New());

    /// <summary>Random bytes in front of what is digested, so that a digest can't be guessed back.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    // A full counter borrows from the next millisecond, which the clock soon makes true.
    private (long Milliseconds, int Counter) Next()
    {
        while (true)
        {
            var before = Interlocked.Read(ref last);
            var next = Math.Max(before + 1, clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits);
            if (Interlocked.CompareExchange(ref last, next, before) == before)
                return (next >> CounterBits, (int)(next & ((1 << CounterBits) - 1)));
        }
    }
}
