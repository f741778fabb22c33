using System.Text;
using System.Text.Json;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.SqlServer;

/// <summary>How a batch says that an act ended: the columns of its one row.</summary>
/// <param name="Outcome">Whether it was committed, lost, or failed.</param>
/// <param name="Step">The step at which it wasn't; -1 when it was.</param>
/// <param name="Error">The engine's number of what failed; 0 for none.</param>
internal readonly record struct ActResult(ActOutcome Outcome, int Step, int Error);

/// <summary>What became of an act on the server.</summary>
internal enum ActOutcome
{
    /// <summary>Durable.</summary>
    Committed = 0,

    /// <summary>A step didn't change exactly one row.</summary>
    Lost = 1,

    /// <summary>A step failed with an error.</summary>
    Failed = 2,
}

/// <summary>A step as a part of a batch's shape.</summary>
/// <param name="Statement">Its text.</param>
/// <param name="ExactlyOne">Whether each run must change exactly one row.</param>
/// <param name="IsRepeated">Whether its runs come as one JSON parameter.</param>
internal readonly record struct ActStep(RenderedStatement Statement, bool ExactlyOne, bool IsRepeated);

/// <summary>
/// An act as one T-SQL batch, so that it is one round trip: a transaction, step by step with a look at <c>@@ROWCOUNT</c>, and one row that
/// says how it ended. Whatever fails undoes everything; an error comes back as a row, so that the connection stays usable.
/// </summary>
internal sealed class ActBatch
{
    private static readonly Shapes<ActStep, ActBatch> Rendered = new(steps => new ActBatch(steps));

    private readonly IReadOnlyList<ActStep> steps;

    private ActBatch(IReadOnlyList<ActStep> steps)
    {
        this.steps = steps;
        Text = Write(steps);
    }

    /// <summary>The batch.</summary>
    public string Text { get; }

    /// <summary>The command that commits an act.</summary>
    /// <param name="act">The act.</param>
    /// <param name="lockTimeout">How long a statement waits for a lock.</param>
    /// <exception cref="NotSupportedException">It has too many parameters for one batch.</exception>
    public static SqlCommand Command(Act act, TimeSpan lockTimeout)
    {
        var runs = act.Steps.Select(step => step.Runs.Select(args => step.Statement.Render(SqlDialect.SqlServer, args)).ToArray())
            .ToArray();
        var steps = act.Steps.Select((step, at) => new ActStep(Only(runs[at]), step.ExactlyOne, step.IsRepeated)).ToArray();
        var batch = Rendered.Of(steps);
        var command = new SqlCommand(BatchParameters.WaitingFor(lockTimeout) + batch.Text);
        for (var at = 0; at < steps.Length; at++)
        {
            var (statement, number) = (steps[at].Statement, at);
            if (steps[at].IsRepeated)
                BatchParameters.Add(command, EachName(at), ParameterTypes.Of("Ids"), Rows(statement, act.Steps[at].Runs));
            else
                BatchParameters.Add(
                    command, statement, statement.Values(act.Steps[at].Runs[0]), name => BatchParameters.Name(name, number));
        }

        BatchParameters.Check(command, "An act");
        return command;
    }

    /// <summary>The batch of steps, for tests that parse it.</summary>
    public static string TextOf(IReadOnlyList<ActStep> steps) => Write(steps);

    private static RenderedStatement Only(RenderedStatement[] runs) => runs.Distinct().Count() == 1
        ? runs[0]
        : throw new NotSupportedException($"{runs[0].Statement} is repeated with different filters.");

    private static string Write(IReadOnlyList<ActStep> steps)
    {
        var text = new StringBuilder("""
            SET NOCOUNT ON;
            SET XACT_ABORT ON;
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
            DECLARE @step int = 0, @row int, @last int;
            BEGIN TRY
            BEGIN TRANSACTION;

            """);
        for (var at = 0; at < steps.Count; at++)
        {
            text.Append("SET @step = ").Append(at).Append(";\n");
            if (steps[at].IsRepeated)
                WriteRepeated(text, steps[at], at);
            else
                WriteStep(text, steps[at], at);
        }

        return text.Append("""
            COMMIT TRANSACTION;
            SELECT 0 AS Outcome, -1 AS Step, 0 AS Error;
            END TRY
            BEGIN CATCH
            IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
            SELECT 2 AS Outcome, @step AS Step, ERROR_NUMBER() AS Error;
            END CATCH
            """).ToString();
    }

    private static void WriteStep(StringBuilder text, ActStep step, int at)
    {
        text.Append(step.Statement.WithParameters(name => BatchParameters.Name(name, at))).Append(";\n");
        if (step.ExactlyOne)
            text.Append("IF @@ROWCOUNT <> 1 BEGIN ROLLBACK TRANSACTION; SELECT 1 AS Outcome, @step AS Step, 0 AS Error; RETURN; END\n");
    }

    // The rows are laid out once, then the step runs for each in order. JSON carries bytes as hexadecimal digits. A text is read whole and
    // refused where it is too long for its type: OPENJSON would cut it.
    private static void WriteRepeated(StringBuilder text, ActStep step, int at)
    {
        var parameters = step.Statement.Parameters.Select(name => (Name: name, Type: ParameterTypes.Of(name))).ToList();
        var (columns, rows) = (string.Join(", ", parameters.Select(column => $"[{column.Name}]")), $"@rows_{at}");
        text.Append($"""
            DECLARE {rows} TABLE ([row] int NOT NULL PRIMARY KEY, {Join(column => $"[{column.Name}] {column.Type.Declaration} NULL")});
            INSERT INTO {rows} ([row], {columns})
            SELECT [row], {Join(column =>
                column.Type.IsBinary ? $"CONVERT({column.Type.Declaration}, [{column.Name}], 2)" : $"[{column.Name}]")}
            FROM OPENJSON(@{EachName(at)}) WITH (
                [row] int '$.row', {Join(column =>
                    $"[{column.Name}] {(column.Type.IsBinary || column.Type.IsText ? "nvarchar(max)" : column.Type.Declaration)} "
                    + $"'$.{column.Name}'")});
            SELECT @row = 1, @last = COUNT(*) FROM {rows};
            DECLARE {Join(column => $"@{BatchParameters.Name(column.Name, at)} {column.Type.Declaration}")};
            WHILE @row <= @last
            BEGIN
            SELECT {Join(column => $"@{BatchParameters.Name(column.Name, at)} = [{column.Name}]")} FROM {rows} WHERE [row] = @row;

            """);
        WriteStep(text, step, at);
        text.Append("SET @row = @row + 1;\nEND\n");

        string Join(Func<(string Name, ParameterType Type), string> column) => string.Join(", ", parameters.Select(column));
    }

    private static string EachName(int at) => BatchParameters.Name("Each", at);

    private static string Rows(RenderedStatement statement, IReadOnlyList<object> runs)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            for (var row = 0; row < runs.Count; row++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("row", row + 1);
                var values = statement.Values(runs[row]);
                for (var i = 0; i < values.Length; i++)
                    WriteValue(writer, statement.Parameters[i], values[i]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case DBNull:
                writer.WriteNull(name);
                break;
            case byte[] bytes:
                writer.WriteString(name, Convert.ToHexString(bytes));
                break;
            case string text:
                writer.WriteString(name, text);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteNumber(name, (double)value);
                break;
        }
    }
}
