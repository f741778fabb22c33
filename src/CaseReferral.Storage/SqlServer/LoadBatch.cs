using System.Text;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.SqlServer;

/// <summary>
/// A load as one T-SQL batch with a result set for each query. One query sees one moment by itself (read-committed snapshot); several are
/// put into one snapshot.
/// </summary>
internal static class LoadBatch
{
    private static readonly Shapes<RenderedStatement, string> Rendered = new(Write);

    /// <summary>The command that runs a load's queries.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="lockTimeout">How long a query waits for a lock: under snapshots only for a schema that is being changed.</param>
    /// <exception cref="NotSupportedException">It has too many parameters for one batch.</exception>
    public static SqlCommand Command(IReadOnlyList<Query> queries, TimeSpan lockTimeout)
    {
        var statements = queries.Select(query => query.Render(SqlDialect.SqlServer)).ToArray();
        var command = new SqlCommand(BatchParameters.WaitingFor(lockTimeout) + Rendered.Of(statements));
        for (var at = 0; at < statements.Length; at++)
        {
            var number = at;
            BatchParameters.Add(
                command, statements[at], queries[at].ValuesFor(statements[at]), name => BatchParameters.Name(name, number));
        }

        BatchParameters.Check(command, "A load");
        return command;
    }

    /// <summary>The batch of queries.</summary>
    public static string Write(IReadOnlyList<RenderedStatement> queries)
    {
        var text = new StringBuilder("SET NOCOUNT ON;\nSET XACT_ABORT ON;\n");
        text.Append("SET TRANSACTION ISOLATION LEVEL ").Append(queries.Count == 1 ? "READ COMMITTED" : "SNAPSHOT").Append(";\n");
        if (queries.Count > 1)
            text.Append("BEGIN TRANSACTION;\n");
        for (var at = 0; at < queries.Count; at++)
        {
            var number = at;
            text.Append(queries[at].WithParameters(name => BatchParameters.Name(name, number))).Append(";\n");
        }

        if (queries.Count > 1)
            text.Append("COMMIT TRANSACTION;\n");
        return text.ToString();
    }
}
