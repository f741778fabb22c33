using System.Buffers.Binary;
using System.Security.Cryptography;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Platform.Storage;

/// <summary>The one source of ids and random bytes.</summary>
public sealed class IdFactory(TimeProvider clock)
{
    private const int SaltBytes = 16;
    private const int CounterBits = 12;
    private const long Counter = (1 << CounterBits) - 1;
    private const long Version7 = 0x7000;

    // Milliseconds since 1970, then the counter: the last id's first 60 bits.
    private long last;

    /// <summary>
    /// A UUIDv7 at the registry's clock, so that keys sort by time; the twelve bits after the milliseconds count (RFC 9562, 6.2, method
    /// 1), so that what one act makes sorts in the order in which it was made.
    /// </summary>
    public Guid New()
    {
        var next = Next(clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits);
        Span<byte> bytes = stackalloc byte[16];
#pragma warning disable RS0030 // This is the factory that the ban points to.
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(next >> CounterBits)).TryWriteBytes(bytes, bigEndian: true, out _);
#pragma warning restore RS0030
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(Version7 | (next & Counter)));
        return new Guid(bytes, bigEndian: true);
    }

    // A crowded millisecond spills into the next, and a clock that steps back is waited for: ids only ever grow.
    private long Next(long earliest)
    {
        while (true)
        {
            var seen = Volatile.Read(ref last);
            var next = Math.Max(earliest, seen + 1);
            if (Interlocked.CompareExchange(ref last, next, seen) == seen)
                return next;
        }
    }

    /// <summary>The id of a new act and its journal entry.</summary>
    public EntryId NewEntry() => new(New());

    /// <summary>Random bytes in front of what is digested, so that a digest can't be guessed back.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);
}
