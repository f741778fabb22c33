namespace CaseReferral.Storage;

/// <summary>Why the store can't be used now.</summary>
public enum StorageFault
{
    /// <summary>Others held a lock longer than the timeout, or the server has no resources left.</summary>
    Busy,

    /// <summary>The disk, or the file's page limit, is full.</summary>
    Full,

    /// <summary>The disk failed to read or write, or memory ran out.</summary>
    Failing,

    /// <summary>The file or its folder can't be written.</summary>
    ReadOnly,

    /// <summary>The file is no database, or is damaged.</summary>
    Corrupt,

    /// <summary>The file can't be opened: it or its folder is missing, or may not be read.</summary>
    CannotOpen,

    /// <summary>The file lies where processes can't share memory, such as a network drive: no write-ahead log is possible.</summary>
    NoSharedMemory,

    /// <summary>COMMIT failed, and whether the act was stored can't be told. Trying the same act again is safe.</summary>
    OutcomeUnknown,

    /// <summary>The server can't be reached, or the connection to it broke.</summary>
    Unreachable,

    /// <summary>The server didn't answer in its time.</summary>
    Slow,

    /// <summary>Every connection of this instance is in use.</summary>
    Exhausted,

    /// <summary>The server was away so often that it isn't asked for a while.</summary>
    Resting,

    /// <summary>The login is refused, or lacks a right.</summary>
    Denied,

    /// <summary>The server has no such database, or it can't be opened now.</summary>
    NoDatabase,

    /// <summary>The database lacks a setting that it had when the registry was started.</summary>
    Unfit,
}

/// <summary>
/// The store can't be used now; infrastructure, never the caller's fault. The message is a sentence for operators and holds neither
/// SQL nor values.
/// </summary>
/// <param name="fault">Why.</param>
/// <param name="innerException">What the engine said.</param>
public sealed class StorageUnavailableException(StorageFault fault, Exception? innerException = null)
    : Exception(Sentence(fault), innerException)
{
    /// <summary>Why.</summary>
    public StorageFault Fault { get; } = fault;

    /// <summary>When trying again makes sense; null when nothing tells.</summary>
    public TimeSpan? RetryAfter { get; init; }

    private static string Sentence(StorageFault fault) => fault switch
    {
        StorageFault.Busy => "The database is locked by others, or its server has too much to do.",
        StorageFault.Full => "The disk, the log, or the database file's limit, is full.",
        StorageFault.Failing => "The disk failed to read or write the database.",
        StorageFault.ReadOnly => "The database can't be written: it, its file or its folder is read-only.",
        StorageFault.Corrupt => "The file is not a database, or is damaged.",
        StorageFault.CannotOpen => "The database file can't be opened: its folder is missing, or may not be read or written.",
        StorageFault.NoSharedMemory => "The database must lie on a local disk: its file system can't share memory between processes.",
        StorageFault.OutcomeUnknown => "The connection failed while committing; whether the act was stored is not known.",
        StorageFault.Unreachable => "The database server can't be reached, or the connection to it broke.",
        StorageFault.Slow => "The database server didn't answer in time.",
        StorageFault.Exhausted => "No connection to the database could be had: all are in use, or the server broke off.",
        StorageFault.Resting => "The database server was away so often that it isn't asked for a moment.",
        StorageFault.Denied => "The database server refuses this login, or the login lacks a right.",
        StorageFault.NoDatabase => "The database doesn't exist on this server, or can't be opened now.",
        StorageFault.Unfit => "The database lacks a setting that the registry needs: start it again to be told which.",
        _ => "The database can't be used.",
    };
}
