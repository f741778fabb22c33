using System.Security.Cryptography;
using System.Text;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Journal;

/// <summary>
/// What an act did, for the record: appended in the act's own transaction and never updated. The payload holds references, codes,
/// states, ids and digests, never content; it can be deleted by retention while the commitment stays.
/// </summary>
public sealed record JournalEntry
{
    /// <summary>The act's id.</summary>
    public required EntryId Id { get; init; }

    /// <summary>The log it belongs to, for example <c>ME/acts</c>.</summary>
    public required string Log { get; init; }

    /// <summary>What happened, in the past tense, for example <c>incident-filed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The incident it is about; null for registry-wide acts.</summary>
    public IncidentId? Incident { get; init; }

    /// <summary>The incident's sequence after the act; null for a consultation, which changes nothing.</summary>
    public long? Sequence { get; init; }

    /// <summary>Who did it; null for the registry itself.</summary>
    public PrincipalId? Principal { get; init; }

    /// <summary>Under which seat.</summary>
    public SeatId? Seat { get; init; }

    /// <summary>The seat's agency at that moment.</summary>
    public Agency? Agency { get; init; }

    /// <summary>When, by the registry's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>At least 16 random bytes, so that the commitment can't be guessed back to the payload.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>JSON of references, codes, states, ids and digests.</summary>
    public required string Payload { get; init; }

    /// <summary>SHA-256(salt ‖ payload in UTF-8).</summary>
    public byte[] Commitment => SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(Payload)]);

    /// <summary>
    /// The leaf of the log's Merkle tree (RFC 6962 section 2.1): SHA-256(0x00 ‖ entry), the entry being its members in the order below,
    /// one per line, absent ones empty.
    /// </summary>
    public byte[] LeafHash()
    {
        var text = string.Join('\n',
            "case-referral/entry/v1", Id.Value.ToString("D"), Log, Kind, Incident?.Value.ToString("D"), Sequence?.ToString("D"),
            Principal?.Value.ToString("D"), Seat?.Value.ToString("D"), Agency?.Code(),
            At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"), Convert.ToHexStringLower(Commitment));
        return SHA256.HashData([0x00, .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <summary>The log of acts on a jurisdiction's incidents.</summary>
    public static string ActsOf(string jurisdiction) => $"{jurisdiction}/acts";

    /// <summary>The log of consultations, denials and searches; they appear in the access log only.</summary>
    public static string ConsultationsOf(string? jurisdiction) => $"{jurisdiction ?? "registry"}/consultations";

    /// <summary>The log of registry-wide acts.</summary>
    public const string RegistryActs = "registry/acts";
}
