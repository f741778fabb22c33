using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests;

/// <summary>How SQLite would find the rows of a query.</summary>
internal static partial class QueryPlan
{
    /// <summary>The steps, in order, whatever the parameters hold.</summary>
    public static IReadOnlyList<string> PlanOf(this SqliteConnection connection, string text)
    {
        const int detail = 3;
        using var command = new SqliteCommand($"EXPLAIN QUERY PLAN {text}", connection);
        foreach (var name in Parameter().Matches(text).Select(parameter => parameter.Value).Distinct())
            command.Parameters.AddWithValue(name, DBNull.Value);
        using var reader = command.ExecuteReader();
        List<string> steps = [];
        while (reader.Read())
            steps.Add(reader.GetString(detail));
        return steps;
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
