using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace CaseReferral.Storage;

/// <summary>A statement's text in one dialect with one set of filters, and how arguments are bound to it.</summary>
internal sealed partial class RenderedStatement
{
    private readonly ConcurrentDictionary<Type, Func<object, object>?[]> getters = new();

    public RenderedStatement(Statement statement, string text)
    {
        Statement = statement;
        Text = text;
        Parameters = [.. Tokens().Matches(text).Where(token => token.Groups["name"].Success)
            .Select(token => token.Groups["name"].Value).Distinct(StringComparer.Ordinal)];
        UsesScope = Parameters.Any(IsScope);
    }

    public Statement Statement { get; }

    public string Text { get; }

    /// <summary>Without the <c>@</c>, in order of appearance.</summary>
    public string[] Parameters { get; }

    public bool UsesScope { get; }

    /// <summary>The arguments as the store keeps them, in the order of <see cref="Parameters"/>.</summary>
    public object[] Values(object args)
    {
        var bound = GettersFor(args);
        var values = new object[bound.Length];
        for (var i = 0; i < bound.Length; i++)
            values[i] = (bound[i] ?? throw Lacks(i))(args);
        return values;
    }

    /// <summary>The same, where the scope gives the audience and arguments may not.</summary>
    public object[] Values(object args, AccessScope scope)
    {
        if (scope.IsRegistry)
            return Values(args);
        if (!UsesScope)
            throw new InvalidOperationException($"{Statement} reads for an audience but uses neither @Audience nor @Own.");

        var bound = GettersFor(args);
        var values = new object[bound.Length];
        for (var i = 0; i < bound.Length; i++)
        {
            if (!IsScope(Parameters[i]))
                values[i] = (bound[i] ?? throw Lacks(i))(args);
            else if (bound[i] is null)
                values[i] = (Parameters[i] == "Own" ? scope.Own : scope.Audience).Value;
            else
                throw new InvalidOperationException($"{Statement} takes @{Parameters[i]} from the scope; arguments may not name it.");
        }

        return values;
    }

    /// <summary>The text with other names for its parameters.</summary>
    public string WithParameters(Func<string, string> rename) => Tokens().Replace(Text, token =>
        token.Groups["name"].Success ? $"@{rename(token.Groups["name"].Value)}" : token.Value);

    private static bool IsScope(string parameter) => parameter is "Audience" or "Own";

    private Func<object, object>?[] GettersFor(object args)
    {
        var type = args.GetType();
        return getters.TryGetValue(type, out var known)
            ? known
            : getters.GetOrAdd(type, static (shape, names) => [.. names.Select(ArgumentShape.Of(shape).Getter)], Parameters);
    }

    private InvalidOperationException Lacks(int parameter) =>
        new($"{Statement} uses @{Parameters[parameter]}, which its arguments lack.");

    // Literals and comments are matched first, so that an @ inside one is no parameter; @@ROWCOUNT isn't one either.
    [GeneratedRegex("'[^']*'|--[^\n]*|/\\*.*?\\*/|@@\\w+|@(?<name>\\w+)", RegexOptions.Singleline)]
    private static partial Regex Tokens();
}
