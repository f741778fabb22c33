namespace CaseReferral.Client.Http;

/// <summary>Ids that a device makes: UUIDv7, by its own clock.</summary>
internal static class Keys
{
#pragma warning disable RS0030 // A device has neither the registry's clock nor its ids.
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030
}
