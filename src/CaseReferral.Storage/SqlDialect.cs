namespace CaseReferral.Storage;

/// <summary>The phrases of SQL that differ between the engines. SQL is shared by default; a phrase enters here when it can't be.</summary>
public abstract class SqlDialect
{
    /// <summary>SQLite.</summary>
    public static SqlDialect Sqlite { get; } = new SqliteDialect();

    /// <summary>SQL Server 2019 and later, and Azure SQL.</summary>
    public static SqlDialect SqlServer { get; } = new SqlServerDialect();

    /// <summary>Its name, which is also the folder of its migrations.</summary>
    public abstract string Name { get; }

    /// <summary>After SELECT: at most this many rows, where the engine says it there. Pair it with <see cref="Limit"/>.</summary>
    /// <param name="parameter">A parameter with its <c>@</c>.</param>
    public abstract string Top(string parameter);

    /// <summary>At the end of a SELECT: at most this many rows, where the engine says it there. Pair it with <see cref="Top"/>.</summary>
    /// <param name="parameter">A parameter with its <c>@</c>.</param>
    public abstract string Limit(string parameter);

    /// <summary>A subquery of the ids in a list parameter, for <c>Id IN (…)</c>; one text, and one plan, for every length.</summary>
    /// <param name="parameter">A parameter with its <c>@</c>, bound to a list of ids.</param>
    public abstract string Ids(string parameter);

    /// <summary>A subquery of the texts in a list parameter, for <c>State IN (…)</c>; one text, and one plan, for every length.</summary>
    /// <param name="parameter">A parameter with its <c>@</c>, bound to a list of texts.</param>
    public abstract string Texts(string parameter);

    /// <summary>The engine's own clock, as instants are stored.</summary>
    public abstract string Now { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    private sealed class SqliteDialect : SqlDialect
    {
        public override string Name => "Sqlite";

        public override string Now => "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)";

        public override string Top(string parameter) => "";

        public override string Limit(string parameter) => $"LIMIT {parameter}";

        public override string Ids(string parameter) => $"SELECT unhex(value) FROM json_each({parameter})";

        public override string Texts(string parameter) => $"SELECT value FROM json_each({parameter})";
    }

    private sealed class SqlServerDialect : SqlDialect
    {
        public override string Name => "SqlServer";

        public override string Now => "DATEDIFF_BIG(microsecond, '19700101', SYSUTCDATETIME())";

        public override string Top(string parameter) => $"TOP ({parameter})";

        public override string Limit(string parameter) => "";

        // Distinct, so that the list is read once and not for each row that is looked for in it.
        public override string Ids(string parameter) => $"SELECT DISTINCT CONVERT(binary(16), value, 2) FROM OPENJSON({parameter})";

        // The values have the database's own collation, which is in conflict with a column's.
        public override string Texts(string parameter) => $"SELECT value COLLATE Latin1_General_100_BIN2 FROM OPENJSON({parameter})";
    }
}
