namespace CaseReferral.Storage;

/// <summary>Queries within one consistent snapshot. Each demands a scope, whose audience the reader binds itself.</summary>
/// <remarks>Rows are classes with init properties, or single values; columns match properties by name.</remarks>
public abstract class Reader
{
    /// <summary>All rows.</summary>
    /// <param name="statement">A query.</param>
    /// <param name="scope">On whose behalf; binds <c>@Audience</c> and <c>@Own</c>.</param>
    /// <param name="args">An object whose members are the other parameters, by name.</param>
    public abstract IReadOnlyList<T> List<T>(Statement statement, AccessScope scope, object? args = null);

    /// <summary>The only row; null (or the default of a value) when there is none.</summary>
    /// <param name="statement">A query.</param>
    /// <param name="scope">On whose behalf; binds <c>@Audience</c> and <c>@Own</c>.</param>
    /// <param name="args">An object whose members are the other parameters, by name.</param>
    /// <exception cref="InvalidOperationException">There is more than one.</exception>
    public abstract T? One<T>(Statement statement, AccessScope scope, object? args = null);
}
