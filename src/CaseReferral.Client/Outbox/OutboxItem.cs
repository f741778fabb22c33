namespace CaseReferral.Client.Outbox;

/// <summary>Where a filing of the outbox stands.</summary>
public enum OutboxState
{
    /// <summary>It goes out with the next connection.</summary>
    Waiting,

    /// <summary>The registry has it, exactly once.</summary>
    Filed,

    /// <summary>The registry refused it; the problem says why. It is kept until you correct, retry or discard it.</summary>
    Refused,
}

/// <summary>A filing of the outbox and what became of it.</summary>
/// <param name="ClientId">The filing's own id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AddedAt">When the device took it, by the device's clock, UTC.</param>
/// <param name="Tries">How often it was sent.</param>
/// <param name="Reference">What people call the incident; also when this <c>clientId</c> was filed before with another body.</param>
/// <param name="IncidentId">The incident; also when it was filed before with another body.</param>
/// <param name="ETag">The incident's entity tag, for the amendment that would tell the difference.</param>
/// <param name="Code">The code of the problem that refused it, or that kept it waiting the last time.</param>
/// <param name="Incident">What the registry answered: whom to call, by when they must react; null while it has answered nothing.</param>
public sealed record OutboxItem(
    Guid ClientId, OutboxState State, DateTimeOffset AddedAt, int Tries, string? Reference, Guid? IncidentId, string? ETag, string? Code,
    Incident? Incident);
