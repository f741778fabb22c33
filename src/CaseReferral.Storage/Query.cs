using System.Data.Common;
using System.Globalization;
using Dapper;

namespace CaseReferral.Storage;

/// <summary>One query of a load: a statement, on whose behalf, and with what.</summary>
internal abstract class Query(Statement statement, AccessScope scope, object args)
{
    public RenderedStatement Render(SqlDialect dialect) => statement.Render(dialect, args);

    /// <summary>The arguments as the store keeps them.</summary>
    public object[] ValuesFor(RenderedStatement rendered) => rendered.Values(args, scope);

    /// <summary>Every row of the result set that a reader stands before, kept until <see cref="RowSource.Next"/> asks for it.</summary>
    public abstract Task<object> ReadAllAsync(DbDataReader reader, CancellationToken ct);
}

/// <summary>A query whose rows are read as <typeparamref name="TRow"/>.</summary>
internal sealed class Query<TRow>(Statement statement, AccessScope scope, object args) : Query(statement, scope, args)
{
    static Query() => RowTypes.Teach<TRow>();

    /// <summary>Every row that a reader stands before.</summary>
    public static IReadOnlyList<TRow> ReadAll(DbDataReader reader)
    {
        var rows = new List<TRow>();
        if (reader.Read())
        {
            var parse = reader.GetRowParser(typeof(TRow));
            do
                rows.Add(Cast(parse(reader)));
            while (reader.Read());
        }

        return rows;
    }

    /// <inheritdoc/>
    public override async Task<object> ReadAllAsync(DbDataReader reader, CancellationToken ct)
    {
        var rows = new List<TRow>();
        Func<DbDataReader, object>? parse = null;
        while (await reader.ReadAsync(ct))
        {
            parse ??= reader.GetRowParser(typeof(TRow));
            rows.Add(Cast(parse(reader)));
        }

        return rows;
    }

    // An engine's integers have a width of their own, whatever the query is read as.
    private static TRow Cast(object? value) => value switch
    {
        TRow row => row,
        IConvertible scalar => (TRow)Convert.ChangeType(
            scalar, Nullable.GetUnderlyingType(typeof(TRow)) ?? typeof(TRow), CultureInfo.InvariantCulture),
        _ => (TRow)value!,
    };
}

/// <summary>Gives the rows of a load's queries, in the order of the queries.</summary>
internal abstract class RowSource
{
    /// <summary>The rows of the next query, which is <paramref name="query"/>.</summary>
    public abstract IReadOnlyList<TRow> Next<TRow>(Query<TRow> query);
}
