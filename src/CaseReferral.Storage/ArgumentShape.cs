using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace CaseReferral.Storage;

/// <summary>Arguments that belong together: as a member of others, each of its members is one of theirs.</summary>
internal interface IArgumentGroup;

/// <summary>
/// The members of one type of arguments, each with a compiled getter that gives its value as the store keeps it: ids as 16-byte
/// big-endian blobs, instants as microseconds, dates as ISO 8601, booleans as 0 and 1, lists as a JSON array. An enum has a code that
/// its number doesn't say, so it is refused.
/// </summary>
internal sealed class ArgumentShape
{
    private static readonly ConcurrentDictionary<Type, ArgumentShape> Known = new();
    private static readonly object True = 1L;
    private static readonly object False = 0L;

    private readonly ConcurrentDictionary<string, Func<object, object>?> getters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<object, bool>?> switches = new(StringComparer.Ordinal);
    private readonly Type type;

    private ArgumentShape(Type type) => this.type = type;

    public static ArgumentShape Of(Type type) => Known.GetOrAdd(type, static type => new ArgumentShape(type));

    /// <summary>Reads the member as the store keeps it; null when there is no such member.</summary>
    public Func<object, object>? Getter(string member) => getters.GetOrAdd(member, Compile);

    /// <summary>Tells whether the member is not null, or true; null when there is no such member.</summary>
    public Func<object, bool>? IsOn(string member) => switches.GetOrAdd(member, CompileSwitch);

    /// <summary>The one property of a value that wraps another, such as an id; null for any other type.</summary>
    internal static PropertyInfo? Wrapped(Type type) =>
        type.IsValueType && !type.IsPrimitive && !type.IsEnum && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true
        && type.GetProperties(BindingFlags.Public | BindingFlags.Instance) is [{ Name: "Value" } only]
            ? only
            : null;

    private Func<object, object>? Compile(string member)
    {
        var args = Expression.Parameter(typeof(object));
        if (Member(Expression.Convert(args, type), member) is not { } value)
            return null;

        return Expression.Lambda<Func<object, object>>(Stored(value, member), args).Compile();
    }

    private Func<object, bool>? CompileSwitch(string member)
    {
        var args = Expression.Parameter(typeof(object));
        if (Member(Expression.Convert(args, type), member) is not { } value)
            return null;

        Expression isOn = value.Type == typeof(bool)
            ? value
            : value.Type == typeof(bool?)
                ? Expression.Equal(value, Expression.Constant(true, typeof(bool?)))
                : value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null
                    ? Expression.Constant(true)
                    : Expression.NotEqual(value, Expression.Constant(null, value.Type));
        return Expression.Lambda<Func<object, bool>>(isOn, args).Compile();
    }

    // A member of the arguments themselves, or of a group among them.
    private static MemberExpression? Member(Expression args, string member) => args.Type.GetProperty(member) is { } property
        ? Expression.Property(args, property)
        : args.Type.GetProperties().Where(group => group.PropertyType.IsAssignableTo(typeof(IArgumentGroup)))
            .Select(group => Member(Expression.Property(args, group), member)).FirstOrDefault(found => found is not null);

    private Expression Stored(Expression value, string member)
    {
        var from = value.Type;
        if (Nullable.GetUnderlyingType(from) is not null)
            return OrNull(Expression.Property(value, "HasValue"), Stored(Expression.Property(value, "Value"), member));
        if (from == typeof(string) || from == typeof(byte[]))
            return Expression.Coalesce(Expression.Convert(value, typeof(object)), Expression.Constant(DBNull.Value, typeof(object)));
        if (Wrapped(from) is { } wrapped)
            return Stored(Expression.Property(value, wrapped), member);
        if (from == typeof(bool))
            return Expression.Condition(value, Expression.Constant(True, typeof(object)), Expression.Constant(False, typeof(object)));
        if (from == typeof(long) || from == typeof(double))
            return Expression.Convert(value, typeof(object));
        if (from == typeof(int) || from == typeof(short) || from == typeof(byte))
            return Expression.Convert(Expression.Convert(value, typeof(long)), typeof(object));
        if (from == typeof(Guid) || from == typeof(DateTimeOffset) || from == typeof(DateOnly))
            return Expression.Convert(Expression.Call(typeof(ArgumentShape), nameof(Store), null, value), typeof(object));
        if (ElementOf(from) is { } element)
        {
            var item = Expression.Parameter(element);
            return OrNull(
                Expression.NotEqual(value, Expression.Constant(null, from)),
                Expression.Call(
                    typeof(ArgumentShape), nameof(StoreList), [element], value,
                    Expression.Lambda(typeof(Func<,>).MakeGenericType(element, typeof(object)), Stored(item, member), item)));
        }

        throw new NotSupportedException(
            $"{type.Name}.{member} is a {from.Name}, which has no form in the store{(from.IsEnum ? "; pass its code" : "")}.");
    }

    private static ConditionalExpression OrNull(Expression present, Expression stored) =>
        Expression.Condition(present, stored, Expression.Constant(DBNull.Value, typeof(object)), typeof(object));

    private static Type? ElementOf(Type type) =>
        type.GetInterfaces().Append(type)
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            ?.GetGenericArguments()[0];

    private static byte[] Store(Guid id) => id.ToByteArray(bigEndian: true);

    private static long Store(DateTimeOffset instant) => Instants.ToStore(instant);

    private static string Store(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    private static string StoreList<T>(IEnumerable<T> items, Func<T, object> store) =>
        JsonSerializer.Serialize(items.Select(item => store(item) switch
        {
            byte[] id => Convert.ToHexString(id),
            DBNull => null,
            var value => value,
        }));
}
