using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

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

    private const BindingFlags StaticFields =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentQueue<Statement> Made = new();

    private readonly Func<SqlDialect, string> text;
    private readonly Filter[] filters;
    private readonly ConcurrentDictionary<(SqlDialect Dialect, ulong On), RenderedStatement> rendered = new();

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
        this.filters = [.. filters ?? []];
        if (this.filters.Length > 64)
            throw new ArgumentException("A statement has at most 64 filters.", nameof(filters));

        Name = $"{file[(file.LastIndexOfAny(['/', '\\']) + 1)..].Split('.')[0]}.{field}";
        Made.Enqueue(this);
    }

    /// <summary>File and field, for example <c>IncidentStore.ListIncidents</c>.</summary>
    public string Name { get; }

    /// <summary>The conditions that may be on or off.</summary>
    public IReadOnlyList<Filter> Conditions => filters;

    /// <summary>Every statement made so far; a test compares it with <see cref="All"/>, so that none hides in a method.</summary>
    public static IReadOnlyCollection<Statement> Constructed => Made;

    /// <summary>Every statement in a static field of any type of <paramref name="assembly"/>.</summary>
    public static IReadOnlyList<Statement> All(Assembly assembly) =>
        [.. assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(StaticFields))
            .Where(field => field.FieldType == typeof(Statement))
            .Select(field => (Statement)field.GetValue(null)!)];

    /// <summary>
    /// Its text with no filter, with all, with each and with each pair. Filters are independent conjuncts, so a schema that takes
    /// these takes every set of them.
    /// </summary>
    public IEnumerable<string> Variants(SqlDialect dialect)
    {
        var all = filters.Length == 64 ? ulong.MaxValue : (1UL << filters.Length) - 1;
        var sets = new HashSet<ulong> { 0, all };
        for (var one = 0; one < filters.Length; one++)
        {
            for (var other = one; other < filters.Length; other++)
                sets.Add((1UL << one) | (1UL << other));
        }

        return sets.Select(on => Render(dialect, on).Text);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal RenderedStatement Render(SqlDialect dialect, object args) =>
        Render(dialect, filters.Length == 0 ? 0 : FiltersOn(args));

    private RenderedStatement Render(SqlDialect dialect, ulong on) =>
        rendered.TryGetValue((dialect, on), out var known) ? known : rendered.GetOrAdd((dialect, on), Write);

    private RenderedStatement Write((SqlDialect Dialect, ulong On) variant)
    {
        var template = text(variant.Dialect);
        if (template.Contains(Filters, StringComparison.Ordinal) != filters.Length > 0)
            throw new InvalidOperationException($"{Name} needs both filters and a place for them, or neither.");

        var conditions = new StringBuilder();
        for (var filter = 0; filter < filters.Length; filter++)
        {
            if ((variant.On & (1UL << filter)) != 0)
                conditions.Append("AND (").Append(filters[filter].Condition).Append(") ");
        }

        return new RenderedStatement(this, template.Replace(Filters, conditions.ToString(), StringComparison.Ordinal));
    }

    private ulong FiltersOn(object args)
    {
        var shape = ArgumentShape.Of(args.GetType());
        var on = 0UL;
        for (var filter = 0; filter < filters.Length; filter++)
        {
            var isOn = shape.IsOn(filters[filter].Parameter)
                ?? throw new InvalidOperationException($"{Name} has the filter {filters[filter].Parameter}, which its arguments lack.");
            if (isOn(args))
                on |= 1UL << filter;
        }

        return on;
    }
}
