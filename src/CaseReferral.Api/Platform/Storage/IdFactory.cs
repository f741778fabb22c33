using System.Security.Cryptography;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Platform.Storage;

/// <summary>The one source of ids and random bytes.</summary>
public sealed class IdFactory(TimeProvider clock)
{
    private const int SaltBytes = 16;

    /// <summary>A UUIDv7 at the registry's clock, so that keys sort by time.</summary>
#pragma warning disable RS0030 // This is the factory that the ban points to.
    public Guid New() => Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030

    /// <summary>The id of a new act and its journal entry.</summary>
    public EntryId NewEntry() => new(New());

    /// <summary>Random bytes in front of what is digested, so that a digest can't be guessed back.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);
}
