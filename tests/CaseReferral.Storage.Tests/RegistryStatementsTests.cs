using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests;

/// <summary>Every statement of the registry, in all its variants, against the schema that its own migrations make.</summary>
[TestFixture]
public sealed class Every_statement_of_the_registry
{
    private const byte NewObject = 0x73;

    private static readonly Assembly Registry = typeof(Database).Assembly;

    private TemporaryFile file = null!;
    private SqliteConnection connection = null!;

    private static IEnumerable<TestCaseData> Found => Statement.All(Registry)
        .OrderBy(statement => statement.Name, StringComparer.Ordinal)
        .Select(statement => new TestCaseData(statement).SetArgDisplayNames(statement.Name));

    [OneTimeSetUp]
    public async Task MigrateAsync()
    {
        file = await TemporaryFile.OfRegistryAsync();
        connection = file.Connect();
    }

    [OneTimeTearDown]
    public void Close()
    {
        connection.Dispose();
        file.Dispose();
    }

    [TestCaseSource(nameof(Found))]
    public void Fits_the_schema(Statement statement)
    {
        foreach (var text in statement.Variants(SqlDialect.Sqlite))
            Assert.That(Complaint(text), Is.Null, text);
    }

    [Test]
    public void Is_one_of_a_registry_s() => Assert.That(Statement.All(Registry), Has.Count.GreaterThan(40));

    [Test]
    public void Has_a_name_of_its_own() => Assert.That(Statement.All(Registry).Select(statement => statement.Name), Is.Unique);

    // With the type initializers run, what was constructed but isn't found would hide in a list, a property or a type of its own.
    [Test]
    public void Is_found_in_a_static_field()
    {
        foreach (var type in Registry.GetTypes().Where(type => !type.ContainsGenericParameters))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);

        var ours = Statement.All(Registry).Select(statement => statement.Name).ToHashSet();
        var tests = Statement.All(typeof(Every_statement_of_the_registry).Assembly).Select(statement => statement.Name).ToHashSet();
        var hidden = Statement.Constructed.Select(statement => statement.Name).Except(ours).Except(tests);
        Assert.That(hidden, Is.SubsetOf((string[])["StatementTests.Is_noticed_when_it_is_made_in_a_method"]));
    }

    // What a method would make is constructed only when that method runs, so the methods themselves are read.
    [Test]
    public void Is_made_by_no_method()
    {
        var makers = Methods(Registry).Where(method => Makes(method, typeof(Statement).GetConstructors())).ToList();

        Assert.That(makers.Where(method => !IsTypeInitializer(method)).Select(method => $"{method.DeclaringType}.{method.Name}"), Is.Empty);
        Assert.That(makers, Has.Count.GreaterThan(5), "the search itself finds what is there");
    }

    private string? Complaint(string text)
    {
        try
        {
            using var command = new SqliteCommand(text, connection);
            command.Prepare();
            return null;
        }
        catch (SqliteException unfitting)
        {
            return unfitting.Message;
        }
    }

    private static bool IsTypeInitializer(MethodBase method) => method is ConstructorInfo { IsStatic: true };

    private static IEnumerable<MethodBase> Methods(Assembly assembly) => assembly.GetTypes().SelectMany(type => type
        .GetMembers(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .OfType<MethodBase>());

    private static bool Makes(MethodBase method, IEnumerable<ConstructorInfo> constructors)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        return constructors.Any(
            constructor => code.AsSpan()
                .IndexOf((ReadOnlySpan<byte>)[NewObject, .. BitConverter.GetBytes(constructor.MetadataToken)]) >= 0);
    }
}
