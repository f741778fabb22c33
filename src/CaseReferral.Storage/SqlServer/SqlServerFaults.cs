using System.Collections.Frozen;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.SqlServer;

/// <summary>
/// Tells what SQL Server's error numbers mean to an act or a load. The client's own <c>IsTransient</c> stays false for connections that
/// are refused, stalled or closed, so the numbers are ours.
/// </summary>
internal static class SqlServerFaults
{
    // Connections that can't be made or broke: the network, a fail-over, a killed session, a server that stops or starts.
    private static readonly FrozenSet<int> Unreachable = FrozenSet.Create(
        0, 2, 20, 53, 64, 109, 121, 233, 258, 596, 997, 1231, 4221, 6001, 6002, 6005, 10050, 10051, 10053, 10054, 10060, 10061, 10064,
        10065, 11001, 976, 979, 982, 983, 17142, 17143, 18401, 18451, 40143, 40197, 40501, 40540, 40613, 42108, 42109, 49918, 49919, 49920);

    // Others were faster, or resources are short: trying again soon is likely to succeed.
    private static readonly FrozenSet<int> Busy = FrozenSet.Create(
        701, 1204, 1205, 1222, 3935, 3960, 3961, 8628, 8645, 8651, 10922, 10928, 10929, 40549, 40550, 40551, 40552, 40553);

    private static readonly FrozenSet<int> Full = FrozenSet.Create(1101, 1105, 3958, 3959, 3966, 9002, 40544);

    // What was the primary before a fail-over says so of itself, on connections that were made to it.
    private static readonly FrozenSet<int> ReadOnly = FrozenSet.Create(978, 3906, 3908);

    private static readonly FrozenSet<int> Denied = FrozenSet.Create(
        229, 230, 262, 297, 300, 916, 18452, 18456, 18461, 18470, 18486, 18487, 18488, 18489);

    private static readonly FrozenSet<int> NoDatabase = FrozenSet.Create(911, 927, 945, 4060, 4064);

    // Snapshots were switched off under a running registry.
    private static readonly FrozenSet<int> Unfit = FrozenSet.Create(3952);

    private static readonly FrozenSet<int> Failing = FrozenSet.Create(823, 824, 825, 9001, 3414, 5243);

    /// <summary>A command that wasn't answered in its time.</summary>
    public const int TimedOut = -2;

    /// <summary>A unique key is taken: somebody else was first.</summary>
    public static bool IsTakenKey(int error) => error is 2601 or 2627;

    /// <summary>Why the store can't be used; null when the statement is to blame.</summary>
    public static StorageFault? Fault(int error) => error switch
    {
        TimedOut => StorageFault.Slow,
        _ when Unreachable.Contains(error) => StorageFault.Unreachable,
        _ when Busy.Contains(error) => StorageFault.Busy,
        _ when Full.Contains(error) => StorageFault.Full,
        _ when ReadOnly.Contains(error) => StorageFault.ReadOnly,
        _ when Denied.Contains(error) => StorageFault.Denied,
        _ when NoDatabase.Contains(error) => StorageFault.NoDatabase,
        _ when Unfit.Contains(error) => StorageFault.Unfit,
        _ when Failing.Contains(error) => StorageFault.Failing,
        _ => null,
    };

    /// <summary>Why the store can't be used; null when the statement is to blame.</summary>
    public static StorageFault? Fault(this SqlException failure)
    {
        // A broken connection may carry what the server said last.
        foreach (SqlError error in failure.Errors)
        {
            if (Fault(error.Number) is { } fault)
                return fault;
        }

        return failure.Class >= 20 ? StorageFault.Unreachable : null;
    }

    /// <summary>
    /// Whether the same may well succeed in a moment. A database that isn't there, or takes no acts, may be one that is failing over.
    /// </summary>
    public static bool IsTransient(StorageFault fault) => fault is StorageFault.Unreachable or StorageFault.Slow or StorageFault.Busy
        or StorageFault.NoDatabase or StorageFault.Exhausted or StorageFault.ReadOnly;

    /// <summary>Whether it tells of the server rather than of neighbours: what the breaker counts.</summary>
    public static bool IsOutage(StorageFault fault) => IsTransient(fault) && fault is not (StorageFault.Busy or StorageFault.ReadOnly);
}
