using System.Reflection;

namespace CaseReferral.Storage.Migrations;

/// <summary>Brings a database to the schema of this code: numbered scripts, forward only, each applied once.</summary>
/// <param name="assembly">Where the scripts are embedded.</param>
/// <param name="prefix">Of their resource names, for example <c>CaseReferral.Storage.Migrations.Sqlite.</c>.</param>
/// <param name="clock">For the instant of application.</param>
public abstract class Migrator(Assembly assembly, string prefix, TimeProvider clock)
{
    /// <summary>For the instant of application.</summary>
    protected TimeProvider Clock { get; } = clock;

    /// <summary>Where the scripts are.</summary>
    protected (Assembly Assembly, string Prefix) Source { get; } = (assembly, prefix);

    /// <summary>Applies what is missing; several processes may start at once.</summary>
    /// <param name="appliedBy">Written beside each script, for example the version of the executable; nobody's name.</param>
    /// <param name="ct">Counts between scripts.</param>
    /// <returns>The names of the scripts that this call applied.</returns>
    /// <exception cref="MigrationRefusedException">The database isn't one that this code may touch.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be written now.</exception>
    public abstract Task<IReadOnlyList<string>> MigrateAsync(string appliedBy, CancellationToken ct);
}

/// <summary>Migrates a SQLite file, which is created when it is missing.</summary>
/// <param name="connectionString">As Microsoft.Data.Sqlite reads it.</param>
/// <param name="clock">For the instant of application.</param>
/// <param name="assembly">Where the scripts are embedded; the registry's own when null.</param>
/// <param name="prefix">Of their resource names; the registry's own when null.</param>
public sealed class SqliteMigrator(string connectionString, TimeProvider clock, Assembly? assembly = null, string? prefix = null)
    : Migrator(assembly ?? typeof(Migrator).Assembly, prefix ?? "CaseReferral.Storage.Migrations.Sqlite.", clock)
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> MigrateAsync(string appliedBy, CancellationToken ct) =>
        throw new NotImplementedException(connectionString);
}

/// <summary>The database isn't one that this code may touch; the message is one plain sentence for operators.</summary>
public sealed class MigrationRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
