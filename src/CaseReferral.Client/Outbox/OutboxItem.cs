namespace CaseReferral.Client.Outbox;

/// <summary>Where a filing of the outbox stands.</summary>
public enum OutboxState
{
    /// <summary>It goes out with the next connection.</summary>
    Waiting,

    /// <summary>The registry has it, exactly once.</summary>
    Filed,

    /// <summary>
    /// The registry refused it, or it opens with another key only: the code and the detail say why. It is kept until you correct, retry or
    /// discard it.
    /// </summary>
    Refused,
}

/// <summary>A filing of the outbox and what became of it.</summary>
/// <param name="ClientId">The filing's own id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AddedAt">When the device took it, by the device's clock, UTC.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Reference">What people call the incident; also when this <c>clientId</c> was filed before with another body.</param>
/// <param name="IncidentId">The incident; also when it was filed before with another body.</param>
/// <param name="ETag">The incident's entity tag, for the amendment that would tell the difference.</param>
/// <param name="Code">
/// The code of the problem that refused it, or that kept it waiting the last time; or <c>no-connection</c>, <c>sign-in-failed</c> (no token
/// could be had), <c>http-…</c> (an answer that isn't the registry's), <c>not-sent</c> (something else failed here), or
/// <c>sealed-with-another-key</c>.
/// </param>
/// <param name="Incident">What the registry answered: whom to call, by when they must react; null while it has answered nothing.</param>
/// <param name="Detail">What to do next, as the registry said it, or what failed; null where nothing did.</param>
/// <param name="Errors">
/// What is wrong where: JSON Pointers into the filing, each with what would be right; empty unless it was refused for that.
/// </param>
public sealed record OutboxItem(
    Guid ClientId, OutboxState State, DateTimeOffset AddedAt, int Tries, string? Reference, Guid? IncidentId, string? ETag, string? Code,
    Incident? Incident, string? Detail, IReadOnlyDictionary<string, IReadOnlyList<string>> Errors);
