namespace CaseReferral.Storage;

/// <summary>The store: consistent reads, and acts that commit as a whole or are lost.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>How its engine speaks SQL.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Reads all that <paramref name="load"/> asks for, in one consistent snapshot.</summary>
    /// <param name="load">What to read.</param>
    /// <param name="ct">Counts until the answer is there.</param>
    /// <exception cref="StorageUnavailableException">The store can't be read now.</exception>
    public abstract Task<T> ReadAsync<T>(Load<T> load, CancellationToken ct);

    /// <summary>
    /// Reads what may lag a moment behind: a list that somebody looks at, never what a decision rests on. A replica may answer it where
    /// one is configured.
    /// </summary>
    /// <param name="load">What to read.</param>
    /// <param name="ct">Counts until the answer is there.</param>
    /// <exception cref="StorageUnavailableException">The store can't be read now.</exception>
    public virtual Task<T> ReadLaggingAsync<T>(Load<T> load, CancellationToken ct) => ReadAsync(load, ct);

    /// <summary>Commits <paramref name="act"/>; answered when it is durable, or lost.</summary>
    /// <param name="act">Its arguments are read before this returns. The same act may be tried again.</param>
    /// <param name="ct">Counts until the act is taken from the queue; afterwards its outcome is awaited.</param>
    /// <exception cref="StorageUnavailableException">The store can't be written now. Trying the same act again is safe.</exception>
    /// <exception cref="ObjectDisposedException">The store is shutting down.</exception>
    public abstract Task<Commit> CommitAsync(Act act, CancellationToken ct);

    /// <summary>Durably writes one row the way every act is written, for <c>/health/ready</c>.</summary>
    /// <returns>Null when an act could be stored now, else why not.</returns>
    public abstract Task<StorageFault?> ProbeAsync(CancellationToken ct);

    /// <summary>Finishes the acts that were queued, then closes.</summary>
    public abstract ValueTask DisposeAsync();
}
