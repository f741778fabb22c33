using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CaseReferral.Storage;

/// <summary>A condition that is on or off, depending on an argument. Filters are independent conjuncts.</summary>
/// <param name="Parameter">On when the argument of this name is not null, or is true when it is a bool.</param>
/// <param name="Condition">SQL without AND; may use any parameter.</param>
public readonly record struct Filter(string Parameter, string Condition);

/// <summary>
/// SQL as a value that can be enumerated, so that tests prepare every one of them in every dialect with every filter. Always a static
/// field of the store that uses it. Input is never concatenated: what varies is the dialect and the set of filters that are on.
/// </summary>
public sealed class Statement
{
    /// <summary>Where the filters that are on go, each with its AND; after a WHERE that holds a condition.</summary>
    public const string Filters = "/*filters*/";

    private static readonly ConcurrentQueue<Statement> Made = new();

    private readonly Func<SqlDialect, string> text;
    private readonly IReadOnlyList<Filter> filters;

    /// <summary>Names the statement after the field that holds it.</summary>
    /// <param name="text">SQL; what differs between the engines comes from the dialect.</param>
    /// <param name="filters">Conditions that are on or off, put where <see cref="Filters"/> stands.</param>
    /// <param name="field">Left to the compiler.</param>
    /// <param name="file">Left to the compiler.</param>
    public Statement(
        Func<SqlDialect, string> text,
        IReadOnlyList<Filter>? filters = null,
        [CallerMemberName] string field = "",
        [CallerFilePath] string file = "")
    {
        this.text = text;
        this.filters = filters ?? [];
        Name = $"{file[(file.LastIndexOfAny(['/', '\\']) + 1)..].Split('.')[0]}.{field}";
        Made.Enqueue(this);
    }

    /// <summary>File and field, for example <c>IncidentStore.ListIncidents</c>.</summary>
    public string Name { get; }

    /// <summary>The conditions that may be on or off.</summary>
    public IReadOnlyList<Filter> Conditions => filters;

    /// <summary>Every statement made so far in this process; a test compares it with <see cref="All"/>, so that none hides in a method.</summary>
    public static IReadOnlyCollection<Statement> Constructed => Made;

    /// <summary>Every statement in a static field of any type of <paramref name="assembly"/>.</summary>
    public static IReadOnlyList<Statement> All(Assembly assembly) =>
        [.. assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(Statement))
            .Select(field => (Statement)field.GetValue(null)!)];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
