using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace CaseReferral.Storage;

/// <summary>Tells what SQLite's result codes mean to an act: lost, the store's fault, or a bug.</summary>
internal static class SqliteFaults
{
    /// <summary>A key is taken: somebody else was first. Other constraints are broken by bugs only.</summary>
    public static bool IsTakenKey(this SqliteException e) =>
        e.SqliteExtendedErrorCode is SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY or SQLITE_CONSTRAINT_ROWID;

    /// <summary>Why the store can't be used; null when the statement is to blame.</summary>
    public static StorageFault? Fault(this SqliteException e) => e.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => StorageFault.Busy,
        SQLITE_FULL => StorageFault.Full,
        SQLITE_IOERR or SQLITE_NOMEM or SQLITE_INTERRUPT => StorageFault.Failing,
        SQLITE_READONLY or SQLITE_PERM or SQLITE_AUTH => StorageFault.ReadOnly,
        SQLITE_CORRUPT or SQLITE_NOTADB => StorageFault.Corrupt,
        SQLITE_CANTOPEN => StorageFault.CannotOpen,
        _ => null,
    };
}
