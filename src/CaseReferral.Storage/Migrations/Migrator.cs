using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CaseReferral.Storage.Migrations;

/// <summary>One numbered script.</summary>
/// <param name="Number">From 1, without a gap.</param>
/// <param name="Name">Number and words, for example <c>0001_incidents</c>.</param>
/// <param name="Text">SQL with LF line ends, without BEGIN and COMMIT.</param>
/// <param name="Sha256">Over the text in UTF-8, in hexadecimal.</param>
/// <param name="CompatibleFrom">
/// The oldest release that may run on the schema that the script leaves, from its line <c>-- compatible-from: 1.2.0</c>; null when only
/// releases that bring the script may. A script that only adds (expand) names the release before it; one that takes away (contract) comes a
/// release later.
/// </param>
/// <param name="Formerly">
/// The hashes that the script had before it was mended, from its lines <c>-- formerly: (hash)</c>. Where one of those was applied, the
/// schema is the same; only a script that some server couldn't run is ever mended.
/// </param>
public sealed record MigrationScript(
    int Number, string Name, string Text, string Sha256, Version? CompatibleFrom, IReadOnlyList<string> Formerly)
{
    /// <summary>Whether it is what a database says was applied to it.</summary>
    public bool Is(AppliedMigration applied) =>
        applied.Name == Name && (applied.Sha256 == Sha256 || Formerly.Contains(applied.Sha256, StringComparer.Ordinal));
}

/// <summary>A script that a database says was applied to it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Name">Its name then.</param>
/// <param name="Sha256">Its hash then.</param>
/// <param name="CompatibleFrom">The oldest release that may run on it; null when only releases that bring it may.</param>
public sealed record AppliedMigration(int Number, string Name, string Sha256, Version? CompatibleFrom);

/// <summary>Brings a database to the schema of this code: numbered scripts, forward only, each applied once, in a transaction.</summary>
public abstract partial class Migrator
{
    /// <summary>Reads the scripts that are embedded in an assembly.</summary>
    /// <param name="assembly">Where the scripts are embedded.</param>
    /// <param name="prefix">Of their resource names, for example <c>CaseReferral.Storage.Migrations.Sqlite.</c>.</param>
    /// <param name="release">This build's release; the assembly's when null.</param>
    /// <param name="without">How many of the last scripts to leave out, as a build before them had it.</param>
    /// <exception cref="MigrationRefusedException">There are none, one is misnamed, or a number is missing or used twice.</exception>
    protected Migrator(Assembly assembly, string prefix, Version? release, int without)
    {
        Release = release ?? assembly.GetName().Version ?? new Version(0, 0);
        Scripts = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, prefix))
            .OrderBy(script => script.Number)
            .SkipLast(without)];

        if (Scripts.Count == 0)
            throw new MigrationRefusedException("This build has no migration scripts.");
        for (var i = 0; i < Scripts.Count; i++)
        {
            if (Scripts[i].Number != i + 1)
            {
                throw new MigrationRefusedException(
                    $"The migration scripts of this build are not numbered from 1 without a gap: {Scripts[i].Name}.");
            }
        }
    }

    /// <summary>The scripts of this code, in order.</summary>
    public IReadOnlyList<MigrationScript> Scripts { get; }

    /// <summary>This build's release.</summary>
    public Version Release { get; }

    /// <summary>Applies what is missing. Several processes may start at once: each script is applied by one of them.</summary>
    /// <param name="appliedBy">Written beside each script, for example the version of the executable; nobody's name.</param>
    /// <param name="ct">Counts between scripts.</param>
    /// <returns>The names of the scripts that this call applied.</returns>
    /// <exception cref="MigrationRefusedException">The database isn't one that this code may touch, or a script failed.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be written now.</exception>
    public abstract Task<IReadOnlyList<string>> MigrateAsync(string appliedBy, CancellationToken ct);

    /// <summary>
    /// Gives the service's role its rights in the tables, and takes away what isn't its; a database that a later release has migrated keeps
    /// that release's. Nothing to do where everybody who opens the store may do everything.
    /// </summary>
    /// <param name="ct">Counts until it begins.</param>
    /// <returns>False when there is no such role, or the login doesn't see it.</returns>
    /// <exception cref="MigrationRefusedException">
    /// The rights can't be given: the message says in one sentence why, and what to do.
    /// </exception>
    /// <exception cref="StorageUnavailableException">The database can't be written now.</exception>
    public virtual Task<bool> GrantAsync(CancellationToken ct) => Task.FromResult(true);

    /// <summary>Makes sure that this code may run on the database as it is; changes nothing.</summary>
    /// <param name="ct">Counts until it is known.</param>
    /// <exception cref="MigrationRefusedException">It may not: the message says in one sentence why, and what to do.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be asked now.</exception>
    public abstract Task CheckAsync(CancellationToken ct);

    /// <summary>What <see cref="MigrateAsync"/> would do now, as SQL; a comment when there is nothing to do. Changes nothing.</summary>
    /// <param name="appliedBy">Written beside each script.</param>
    /// <param name="ct">Counts until it is known.</param>
    /// <exception cref="MigrationRefusedException">The database isn't one that this code may touch.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be asked now.</exception>
    public abstract Task<string> ScriptAsync(string appliedBy, CancellationToken ct);

    /// <summary>The scripts that a database with this history lacks.</summary>
    /// <param name="history">What was applied to it, in order.</param>
    /// <exception cref="MigrationRefusedException">The history isn't the beginning of this code's scripts.</exception>
    public IReadOnlyList<MigrationScript> Missing(IReadOnlyList<AppliedMigration> history)
    {
        for (var i = 0; i < history.Count; i++)
        {
            var applied = history[i];
            if (applied.Number > Scripts.Count && applied.Number == i + 1 && applied.CompatibleFrom is { } known && known <= Release)
                continue;
            if (applied.Number > Scripts.Count)
            {
                throw new MigrationRefusedException(
                    $"The database is newer than this build: it has migration {applied.Name}, which takes "
                    + (applied.CompatibleFrom is { } oldest ? $"release {oldest.ToString(3)} or later." : "a release that brings it."));
            }

            if (applied.Number != i + 1)
                throw new MigrationRefusedException($"The database has migration {applied.Name} but lacks {Scripts[i].Name}.");
            if (!Scripts[i].Is(applied))
            {
                throw new MigrationRefusedException(
                    $"Migration {applied.Name} was changed after it was applied; put it back and add a new one.");
            }
        }

        return [.. Scripts.Skip(history.Count)];
    }

    /// <summary>Writes into the history that a script was applied; <see cref="NoteOf"/> gives its arguments.</summary>
    protected const string Note = """
        INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy, CompatibleFrom)
        VALUES (@Number, @Name, @Sha256, @At, @By, @CompatibleFrom)
        """;

    /// <summary>The arguments of <see cref="Note"/>.</summary>
    protected static IEnumerable<(string Name, object Value)> NoteOf(MigrationScript script, string appliedBy, DateTimeOffset now) =>
    [
        ("@Number", script.Number), ("@Name", script.Name), ("@Sha256", script.Sha256), ("@At", Instants.ToStore(now)), ("@By", appliedBy),
        ("@CompatibleFrom", (object?)script.CompatibleFrom?.ToString(3) ?? DBNull.Value),
    ];

    /// <summary>Refuses to run on a database that lacks a script.</summary>
    protected void RefuseOlder(IReadOnlyList<AppliedMigration> history)
    {
        if (Missing(history) is [var missing, ..])
        {
            throw new MigrationRefusedException(
                $"The database is older than this build: it lacks migration {missing.Name}. "
                + "Run the migrate command with a login that may change the schema.");
        }
    }

    /// <summary>A release as the history keeps it.</summary>
    protected static Version? ReadRelease(string? stored) => Version.TryParse(stored, out var release) ? release : null;

    private static MigrationScript Read(Assembly assembly, string resource, string prefix)
    {
        var file = resource[prefix.Length..];
        var name = FileName().Match(file);
        if (!name.Success)
            throw new MigrationRefusedException($"A migration script is named like 0001_what_it_adds.sql, not {file}.");

        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        // A checkout may have changed the line ends.
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new MigrationScript(
            int.Parse(name.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), name.Groups["name"].Value, text,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            ReadRelease(CompatibleFrom().Match(text) is { Success: true } line ? line.Groups["release"].Value : null),
            [.. Formerly().Matches(text).Select(line => line.Groups["hash"].Value)]);
    }

    [GeneratedRegex(@"^-- compatible-from: (?<release>[0-9]+\.[0-9]+\.[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex CompatibleFrom();

    [GeneratedRegex("^-- formerly: (?<hash>[0-9a-f]{64})", RegexOptions.Multiline)]
    private static partial Regex Formerly();

    [GeneratedRegex(@"^(?<name>(?<number>[0-9]{4})_[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();
}
