using System.Data;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Dapper;

namespace CaseReferral.Storage;

/// <summary>
/// Teaches Dapper, once and for the whole process, how the store keeps ids, instants and dates. A row type's own members are looked
/// through when it is first read, so that no list of ids has to be kept.
/// </summary>
internal static class RowTypes
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<Type> Taught = [];

    static RowTypes()
    {
        SqlMapper.AddTypeHandler(new From<Guid>(ToGuid));
        SqlMapper.AddTypeHandler(new From<DateTimeOffset>(stored => Instants.FromStore((long)stored)));
        SqlMapper.AddTypeHandler(new From<DateOnly>(stored => DateOnly.ParseExact((string)stored, "O", CultureInfo.InvariantCulture)));
    }

    /// <summary>Makes rows of this type readable.</summary>
    public static void Teach<TRow>() => Of<TRow>.Teach();

    private static Guid ToGuid(object stored) => new((byte[])stored, bigEndian: true);

    private static void TeachMembersOf(Type row)
    {
        // Dapper replaces its table of handlers without a lock.
        lock (Gate)
        {
            foreach (var member in row.GetProperties().Select(property => property.PropertyType).Prepend(row))
            {
                var type = Nullable.GetUnderlyingType(member) ?? member;
                if (ArgumentShape.Wrapped(type) is { } wrapped && Taught.Add(type))
                    SqlMapper.AddTypeHandler(type, (SqlMapper.ITypeHandler)Activator.CreateInstance(
                        typeof(Wrapper<>).MakeGenericType(type), wrapped)!);
            }
        }
    }

    private static class Of<TRow>
    {
        static Of() => TeachMembersOf(typeof(TRow));

        // Runs the static constructor, which runs once.
        public static void Teach()
        {
        }
    }

    private class From<T>(Func<object, T> parse) : SqlMapper.TypeHandler<T>
    {
        public override T Parse(object value) => parse(value);

        public override void SetValue(IDbDataParameter parameter, T? value) =>
            throw new NotSupportedException("Arguments are bound by ArgumentShape.");
    }

    private sealed class Wrapper<T>(PropertyInfo wrapped) : From<T>(Compile(wrapped))
    {
        private static Func<object, T> Compile(PropertyInfo wrapped)
        {
            var stored = Expression.Parameter(typeof(object));
            Expression value = wrapped.PropertyType == typeof(Guid)
                ? Expression.Call(typeof(RowTypes), nameof(ToGuid), null, stored)
                : Expression.Convert(stored, wrapped.PropertyType);
            var constructor = typeof(T).GetConstructor([wrapped.PropertyType])
                ?? throw new NotSupportedException($"{typeof(T).Name} can't be made from its {wrapped.PropertyType.Name}.");
            return Expression.Lambda<Func<object, T>>(Expression.New(constructor, value), stored).Compile();
        }
    }
}
