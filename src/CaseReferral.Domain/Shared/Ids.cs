namespace CaseReferral.Domain.Shared;

/// <summary>Identifies an incident: a UUIDv7, so that incidents sort by the instant they were received.</summary>
public readonly record struct IncidentId(Guid Value);

/// <summary>Identifies a referral, one leg of an incident (UUIDv7).</summary>
public readonly record struct ReferralId(Guid Value);

/// <summary>Identifies a person within the versions of one incident (UUIDv7); survives amendments.</summary>
public readonly record struct PersonId(Guid Value);

/// <summary>Identifies an object within the versions of one incident (UUIDv7); survives amendments.</summary>
public readonly record struct ObjectId(Guid Value);

/// <summary>Identifies a message or a note on a referral (UUIDv7).</summary>
public readonly record struct MessageId(Guid Value);

/// <summary>Identifies a principal: a person or system as the registry knows it, whatever tenant signs it in.</summary>
public readonly record struct PrincipalId(Guid Value);

/// <summary>Identifies a seat: what a principal may do where.</summary>
public readonly record struct SeatId(Guid Value);

/// <summary>Identifies a journal entry, and the act that wrote it: an ambiguous commit is resolved by looking it up.</summary>
public readonly record struct EntryId(Guid Value);

/// <summary>Identifies a request to disclose an incident to a desk in another jurisdiction (UUIDv7).</summary>
public readonly record struct DisclosureRequestId(Guid Value);

/// <summary>Identifies a notification: the same at every attempt, so that whoever gets it twice can tell.</summary>
public readonly record struct NotificationId(Guid Value);
