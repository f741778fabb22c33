using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests;

/// <summary>
/// SQLite calls this after a commit has been written to the log; an error returned here comes out of COMMIT, though the commit has
/// happened: the one way to have an ambiguous commit without breaking a disk.
/// </summary>
internal static partial class WalHook
{
    private delegate int Hook(nint context, nint database, nint name, int pages);

    private static readonly List<Hook> Kept = [];

    public static void Set(SqliteConnection connection, Func<int> result)
    {
        Hook hook = (_, _, _, _) => result();
        Kept.Add(hook);
        sqlite3_wal_hook(connection.Handle!.DangerousGetHandle(), Marshal.GetFunctionPointerForDelegate(hook), 0);
    }

    [LibraryImport("e_sqlite3")]
    private static partial nint sqlite3_wal_hook(nint database, nint hook, nint context);
}
