namespace CaseReferral.Storage;

/// <summary>
/// What to read, as a value: queries with their scopes and arguments, and a pure function from their rows to a <typeparamref name="T"/>.
/// Like an act it is handed over whole, so that one store runs it in one snapshot and the other sends it as one batch. Where one query
/// needs what another finds, the database joins them; a load that needs another load's rows can't be written.
/// </summary>
/// <typeparam name="T">What is read.</typeparam>
public abstract class Load<T>
{
    private protected Load()
    {
    }

    /// <summary>What this load reads, turned into something else.</summary>
    /// <param name="select">Pure: it may run again when a connection fails.</param>
    public Load<TOther> Select<TOther>(Func<T, TOther> select) => new Selected<T, TOther>(this, select);

    /// <summary>This load and another, in one snapshot.</summary>
    public Load<(T First, TOther Second)> And<TOther>(Load<TOther> other) => And(other, static (first, second) => (first, second));

    /// <summary>This load and another, in one snapshot, joined to one value.</summary>
    /// <param name="other">The other.</param>
    /// <param name="join">Pure: it may run again when a connection fails.</param>
    public Load<TJoined> And<TOther, TJoined>(Load<TOther> other, Func<T, TOther, TJoined> join) =>
        new Joined<T, TOther, TJoined>(this, other, join);

    /// <summary>This load and two others, in one snapshot, joined to one value.</summary>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="join">Pure: it may run again when a connection fails.</param>
    public Load<TJoined> And<TSecond, TThird, TJoined>(Load<TSecond> second, Load<TThird> third, Func<T, TSecond, TThird, TJoined> join) =>
        And(second).And(third, (both, last) => join(both.First, both.Second, last));

    /// <summary>This load and three others, in one snapshot, joined to one value.</summary>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    /// <param name="join">Pure: it may run again when a connection fails.</param>
    public Load<TJoined> And<TSecond, TThird, TFourth, TJoined>(
        Load<TSecond> second, Load<TThird> third, Load<TFourth> fourth, Func<T, TSecond, TThird, TFourth, TJoined> join) =>
        And(second).And(third.And(fourth), (former, latter) => join(former.First, former.Second, latter.First, latter.Second));

    /// <summary>Its queries, in the order in which <see cref="From"/> asks for their rows.</summary>
    internal abstract IEnumerable<Query> Queries { get; }

    /// <summary>Makes the value of the rows.</summary>
    internal abstract T From(RowSource rows);
}

/// <summary>Loads to begin with. Rows are classes with init properties, or single values; columns match properties by name.</summary>
public static class Load
{
    private static readonly object NoArguments = new();

    /// <summary>All rows of a query.</summary>
    /// <param name="statement">A query.</param>
    /// <param name="scope">On whose behalf; binds <c>@Audience</c> and <c>@Own</c>.</param>
    /// <param name="args">An object whose members are the other parameters, by name.</param>
    public static Load<IReadOnlyList<T>> List<T>(Statement statement, AccessScope scope, object? args = null) =>
        new Rows<T>(new(statement, scope, args ?? NoArguments));

    /// <summary>The only row of a query; null (or the default of a value) when there is none, and a failure when there are more.</summary>
    /// <param name="statement">A query.</param>
    /// <param name="scope">On whose behalf; binds <c>@Audience</c> and <c>@Own</c>.</param>
    /// <param name="args">An object whose members are the other parameters, by name.</param>
    public static Load<T?> One<T>(Statement statement, AccessScope scope, object? args = null) =>
        List<T>(statement, scope, args).Select(rows => rows switch
        {
            [] => default,
            [var only] => only,
            _ => throw new InvalidOperationException($"{statement} found more than one row."),
        });

    /// <summary>A value that is known already; reads nothing.</summary>
    public static Load<T> Of<T>(T value) => new Known<T>(value);
}

/// <summary>The rows of one query.</summary>
internal sealed class Rows<TRow>(Query<TRow> query) : Load<IReadOnlyList<TRow>>
{
    internal override IEnumerable<Query> Queries => [query];

    internal override IReadOnlyList<TRow> From(RowSource rows) => rows.Next(query);
}

/// <summary>A load's value, turned into another.</summary>
internal sealed class Selected<T, TOther>(Load<T> load, Func<T, TOther> select) : Load<TOther>
{
    internal override IEnumerable<Query> Queries => load.Queries;

    internal override TOther From(RowSource rows) => select(load.From(rows));
}

/// <summary>Two loads' values, joined.</summary>
internal sealed class Joined<T, TOther, TJoined>(Load<T> load, Load<TOther> other, Func<T, TOther, TJoined> join) : Load<TJoined>
{
    internal override IEnumerable<Query> Queries => load.Queries.Concat(other.Queries);

    internal override TJoined From(RowSource rows)
    {
        var first = load.From(rows);
        return join(first, other.From(rows));
    }
}

/// <summary>A value without a query.</summary>
internal sealed class Known<T>(T value) : Load<T>
{
    internal override IEnumerable<Query> Queries => [];

    internal override T From(RowSource rows) => value;
}
