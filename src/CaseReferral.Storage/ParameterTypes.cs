using System.Data;

namespace CaseReferral.Storage;

/// <summary>How SQL Server declares a value.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Size">In bytes or UTF-16 units; -1 for any, 0 where the type says it.</param>
internal readonly record struct ParameterType(SqlDbType Type, int Size)
{
    /// <summary>For example <c>nvarchar(40)</c>.</summary>
    public string Declaration => Size switch
    {
        0 => Name,
        -1 => $"{Name}(max)",
        _ => $"{Name}({Size})",
    };

    /// <summary>True for bytes, which JSON carries as hexadecimal digits.</summary>
    public bool IsBinary => Type is SqlDbType.Binary or SqlDbType.VarBinary;

    /// <summary>True for text.</summary>
    public bool IsText => Type is SqlDbType.NVarChar;

    private string Name => Type.ToString().ToLowerInvariant();
}

/// <summary>
/// The one dictionary of what a parameter's name means on SQL Server: it types and sizes the parameters that are sent, and declares them
/// where the tests bind every statement to the migrated schema. A name means the same everywhere; it agrees with the column of its name.
/// </summary>
internal static class ParameterTypes
{
    private static readonly ParameterType Id = new(SqlDbType.Binary, 16);
    private static readonly ParameterType Digest = new(SqlDbType.VarBinary, 64);
    private static readonly ParameterType Bytes = new(SqlDbType.VarBinary, -1);
    private static readonly ParameterType Instant = new(SqlDbType.BigInt, 0);
    private static readonly ParameterType Sequence = new(SqlDbType.BigInt, 0);
    private static readonly ParameterType Number = new(SqlDbType.Int, 0);
    private static readonly ParameterType Flag = new(SqlDbType.Bit, 0);
    private static readonly ParameterType Code = new(SqlDbType.NVarChar, 40);
    private static readonly ParameterType Audience = new(SqlDbType.NVarChar, 80);
    private static readonly ParameterType Label = new(SqlDbType.NVarChar, 400);
    private static readonly ParameterType Text = new(SqlDbType.NVarChar, -1);

    private static readonly Dictionary<string, ParameterType> Known = Declare(
        (Id, """
            Id IncidentId Incident Leg ReferralId AfterId AfterIncident BeforeId ClientId SubjectId PrincipalId Principal Seat SeatId
            Assignee AssigneeSeat Carried ContentId Corrects DuplicateOf EntryId FiledBy FromId GoesOnAs MergedInto Message ObjectId Person
            PersonId CarriesFor Predecessor ProposedBy Request RequestId TenantId ToId VoidProposedBy Cause
            """),
        (Digest, "AfterRank Rank Commitment Digest FilingDigest FilingSalt LeafHash Mark RequestHash Salt Value"),
        (Bytes, "Body"),
        (Instant, """
            AcceptedAt AcknowledgeBy AcknowledgedAt ActBefore AnswerBy AskedAt At AwareAt CarriesActBefore ClockStartedAt ClosedAt CreatedAt
            DecideBy DecidedAt DetectedAt DisclosedAt DueAt DueBefore EndedAt EscalatesAt Expired FiledAfter FiledAt FiledBefore FiresAt
            From MadeAt NotOverdueAt Now OccurredAt OverdueAt PausedAt ReceivedAt RequestedAt ReviewBy SentAt StartedAt To Deadline
            DeliveredAt NextAt
            """),
        (Sequence, "AfterSequence Before Sequence Until UpTo"),
        (Number, """
            ActBeforeOffset AdultCount Attempts AwareOffset Carries ChildCount DetectedOffset Escalation FiledOffset FromVersion HttpStatus
            KeyVersion Level Limit ObjectsListed OccurredOffset PackVersion Pauses PersonsListed Position Questions Revision ToVersion
            UnknownAgeCount Version WarningsCount
            """),
        (Flag, """
            CarriesChain CarriesSafeguards ChildOrUnknownAge CountsEstimated DangerToLife Exercise FromUnit IsLead IsOpen IsPerson
            IsProgress KeepsDecideBy Late PersonsPresentNow PossibleVictimPresent ReadsMessages ReadsNotes Restricted Safeguarded
            """),
        (Code, """
            Agency AssigneeRole Code CrimeHypothesis DecidedRole DeclineReason Direction Handling Jurisdiction Kind Mandate MergedFrom
            Mode Outcome OwnerIs OwnUnit Priority Purpose Reference RequestedRole Role SiteCode SiteFunction State Status TaskForce Type
            UnitId Urgency Channel Clock Reason
            """),
        (Audience, """
            Audience Own ClientScope UnitScope OwnScope Queue Reader LegPattern GivenTo LostBy EndedFor RenewedFor Desk DecidedDesk Place
            ReadBy Recipient RecipientAudience Asker RequestedDesk Log TimeZone
            """),
        // Of seats, sign-ins and proposals alone.
        (Id, "AfterObject AfterTenant DecidedBy EndedBy GivenBy"),
        (Instant, "ActiveAt AfterFrom ExpiresAt InactiveAt ProposedAt ValidFrom ValidTo"),
        (Flag, "After EndsOthers"),
        (Audience, "ServiceNumber"),
        (new(SqlDbType.NVarChar, 255), "Key"),
        (new(SqlDbType.NVarChar, 2_000), "Address"),
        (Label, "DeadlineReason ETag Label LegalBasis Location Name Rule"),
        (Text, "Answer Changed Decision Facts Ids Notes Pack Payload Summary"));

    /// <summary>The type of a parameter.</summary>
    /// <param name="name">Without the <c>@</c>.</param>
    /// <exception cref="NotSupportedException">The dictionary doesn't have it.</exception>
    public static ParameterType Of(string name) => Known.TryGetValue(name, out var type)
        ? type
        : throw new NotSupportedException($"@{name} has no type on SQL Server: add it to {nameof(ParameterTypes)}.");

    private static Dictionary<string, ParameterType> Declare(params (ParameterType Type, string Names)[] groups) => groups
        .SelectMany(
            group => group.Names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), (group, name) => (name, group.Type))
        .ToDictionary(StringComparer.Ordinal);
}
