using CaseReferral.Storage.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CaseReferral.Storage.Tests.TransactSql;

/// <summary>
/// The schema that the SQL Server migrations leave, as DacFx models it, without a server. DacFx takes definitions only, so what a later
/// script alters is put into the table's own definition first.
/// </summary>
internal sealed class SqlServerSchema
{
    private readonly Dictionary<string, CreateTableStatement> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CreateIndexStatement> indexes = new(StringComparer.Ordinal);

    private SqlServerSchema()
    {
    }

    public static SqlServerSchema Migrated()
    {
        var schema = new SqlServerSchema();
        foreach (var script in new SqlServerMigrator("Server=none", TimeProvider.System).Scripts)
        {
            foreach (var batch in SqlServerMigrator.Batches(script.Text))
                schema.Apply(batch, script.Name);
        }

        return schema;
    }

    /// <summary>What the parser says against a text; empty when it is T-SQL of SQL Server 2019.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        _ = Tree(text, out var errors);
        return [.. errors.Select(error => $"line {error.Line}: {error.Message}")];
    }

    public static TSqlFragment Tree(string text, out IList<ParseError> errors) =>
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out errors);

    /// <summary>The condition of a filtered index; null for any other.</summary>
    public string? FilterOf(string index)
    {
        if (indexes[index].FilterPredicate is not { } filter)
            return null;
        new Sql150ScriptGenerator().GenerateScript(filter, out var text);
        return text;
    }

    /// <summary>What the server computes, and from what.</summary>
    public IEnumerable<(string Table, string Column, string Expression)> Computed()
    {
        foreach (var (name, table) in tables)
        {
            foreach (var column in table.Definition.ColumnDefinitions.Where(column => column.ComputedColumnExpression is not null))
            {
                new Sql150ScriptGenerator().GenerateScript(column.ComputedColumnExpression, out var text);
                yield return (name, column.ColumnIdentifier.Value, text);
            }
        }
    }

    /// <summary>A model to ask, and to bind statements to.</summary>
    public TSqlModel Model()
    {
        var model = new TSqlModel(SqlServerVersion.Sql150, new TSqlModelOptions());
        foreach (var definition in tables.Values.Cast<TSqlStatement>().Concat(indexes.Values))
        {
            new Sql150ScriptGenerator().GenerateScript(definition, out var text);
            model.AddObjects(text);
        }

        return model;
    }

    /// <summary>
    /// Binds texts to the schema, each as a procedure whose parameters are declared from the one dictionary. Tells for each what is wrong,
    /// warnings included: an unknown table is only a warning to DacFx.
    /// </summary>
    public IReadOnlyList<string> Bind(IEnumerable<(string Name, string Text, IReadOnlyDictionary<string, string> Parameters)> texts)
    {
        using var model = Model();
        var told = new List<string>();
        var number = 0;
        foreach (var (name, text, parameters) in texts)
        {
            var declared = string.Join(", ", parameters.Select(parameter => $"@{parameter.Key} {parameter.Value}"));
            try
            {
                // DacFx names the procedure in what it tells later.
                model.AddObjects($"CREATE PROCEDURE [dbo].[{name} ({++number})] {declared} AS BEGIN\n{text}\nEND");
            }
            catch (DacModelException refused)
            {
                told.AddRange(refused.Messages.Select(message => $"{name}: {message.Prefix}{message.Number} {message.Message}"));
            }
        }

        told.AddRange(model.Validate().Select(message => $"{message.Prefix}{message.Number} {message.Message}"));
        return told;
    }

    /// <summary>A statement's parameters with their types; <paramref name="rename"/> gives their names in a batch.</summary>
    public static IReadOnlyDictionary<string, string> Declare(RenderedStatement statement, Func<string, string> rename) =>
        statement.Parameters.ToDictionary(rename, name => ParameterTypes.Of(name).Declaration, StringComparer.Ordinal);

    private void Apply(string batch, string script)
    {
        var tree = (TSqlScript)Tree(batch, out var errors);
        if (errors.Count > 0)
            throw new InvalidOperationException($"{script}: {errors[0].Message}");

        foreach (var statement in tree.Batches.SelectMany(part => part.Statements))
        {
            switch (statement)
            {
                case CreateTableStatement table:
                    tables.Add(Name(table.SchemaObjectName), table);
                    break;
                case CreateIndexStatement index:
                    indexes.Add(index.Name.Value, index);
                    break;
                case AlterTableAddTableElementStatement added:
                    var definition = tables[Name(added.SchemaObjectName)].Definition;
                    foreach (var column in added.Definition.ColumnDefinitions)
                        definition.ColumnDefinitions.Add(column);
                    foreach (var constraint in added.Definition.TableConstraints)
                        definition.TableConstraints.Add(constraint);
                    break;
                case AlterTableDropTableElementStatement removed:
                    var left = tables[Name(removed.SchemaObjectName)].Definition;
                    foreach (var name in removed.AlterTableDropTableElements.Select(element => element.Name.Value))
                    {
                        foreach (var column in left.ColumnDefinitions.Where(column => column.ColumnIdentifier.Value == name).ToList())
                            left.ColumnDefinitions.Remove(column);
                        foreach (var constraint in left.TableConstraints.Where(known => known.ConstraintIdentifier?.Value == name).ToList())
                            left.TableConstraints.Remove(constraint);
                    }

                    break;
                case DropIndexStatement dropped:
                    foreach (var clause in dropped.DropIndexClauses.OfType<DropIndexClause>())
                        indexes.Remove(clause.Index.Value);
                    break;
                case DropTableStatement gone:
                    foreach (var table in gone.Objects)
                        tables.Remove(Name(table));
                    break;
                case InsertStatement or UpdateStatement or DeleteStatement:
                case IfStatement { ThenStatement: BeginEndBlockStatement { StatementList.Statements: [ThrowStatement] } }:
                    break;
                default:
                    throw new NotSupportedException($"{script}: teach {nameof(SqlServerSchema)} what {statement.GetType().Name} leaves.");
            }
        }
    }

    private static string Name(SchemaObjectName name) => name.BaseIdentifier.Value;
}
