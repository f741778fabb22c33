namespace CaseReferral.Storage;

/// <summary>
/// Instants as the store keeps them: an integer of microseconds since 1970-01-01T00:00Z, which sorts, compares and indexes alike on
/// both engines and holds every RFC 3339 instant of six digits. A filed instant keeps its offset in a column of minutes beside it.
/// </summary>
public static class Instants
{
    private const long EpochMicroseconds = 62_135_596_800_000_000;

    /// <summary>Microseconds since 1970-01-01T00:00Z, rounded down.</summary>
    public static long ToStore(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMicrosecond - EpochMicroseconds;

    /// <summary>The offset from UTC in whole minutes, for the column beside a filed instant.</summary>
    public static int OffsetToStore(DateTimeOffset instant) => instant.TotalOffsetMinutes;

    /// <summary>The instant in UTC.</summary>
    public static DateTimeOffset FromStore(long microseconds) =>
        new((microseconds + EpochMicroseconds) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>The instant with the offset it was filed with.</summary>
    public static DateTimeOffset FromStore(long microseconds, int offsetMinutes) =>
        FromStore(microseconds).ToOffset(TimeSpan.FromMinutes(offsetMinutes));

    /// <summary>The instant with the offset it was filed with; for rows whose instant column was read as an instant.</summary>
    public static DateTimeOffset WithOffset(DateTimeOffset instant, int offsetMinutes) =>
        instant.ToOffset(TimeSpan.FromMinutes(offsetMinutes));
}
