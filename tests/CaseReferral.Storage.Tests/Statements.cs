using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Tests;

/// <summary>The statements that the tests of the core use.</summary>
internal static class Statements
{
    public static readonly AccessScope Scope = AccessScope.Registry("test");

    public static readonly Statement InsertCounter = new(_ => "INSERT INTO Counter (Name, Value) VALUES (@Name, @Value)");

    public static readonly Statement Advance = new(_ =>
        "UPDATE Counter SET Value = @Value + 1 WHERE Name = @Name AND Value = @Value");

    public static readonly Statement AdvanceAll = new(_ => "UPDATE Counter SET Value = Value + 1");

    public static readonly Statement InsertEntry = new(_ => "INSERT INTO Entry (Id, Note) VALUES (@Id, @Note)");

    public static readonly Statement InsertLabel = new(_ => "INSERT INTO Label (Code, Text) VALUES (@Code, @Text)");

    public static readonly Statement InsertChild = new(_ => "INSERT INTO Child (Entry) VALUES (@Entry)");

    public static readonly Statement EntryExists = new(_ => "SELECT 1 FROM Entry WHERE Id = @Id");

    public static readonly Statement CounterValue = new(_ => "SELECT Value FROM Counter WHERE Name = @Name");

    public static readonly Statement EntryCount = new(_ => "SELECT COUNT(*) FROM Entry");

    public static readonly Statement EntryNotes = new(_ => "SELECT Note FROM Entry ORDER BY Id");

    public static readonly Statement ProbeAt = new(_ => "SELECT At FROM Probe");

    public static EntryId NewEntry() => new(Ids.Next());

    public static Act Entry(string note, out EntryId id)
    {
        id = NewEntry();
        return new Act(id).Do(InsertEntry, new { Id = id, Note = note });
    }

    public static Act Entry(string note = "") => Entry(note, out _);

    public static Task<long> CountAsync(this Database database) =>
        database.ReadAsync(Load.One<long>(EntryCount, Scope), CancellationToken.None);

    public static Task<long> ValueAsync(this Database database, string name) =>
        database.ReadAsync(Load.One<long>(CounterValue, Scope, new { Name = name }), CancellationToken.None);

    public static Task<Commit> CommitAsync(this Database database, Act act) => database.CommitAsync(act, CancellationToken.None);
}

/// <summary>UUIDv7s; the clock in them is of no interest to the store.</summary>
internal static class Ids
{
    private static long next;

    public static Guid Next() => At(Interlocked.Increment(ref next));

    public static Guid At(long milliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        for (var i = 0; i < 6; i++)
            bytes[i] = (byte)(milliseconds >> (40 - (8 * i)));
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0f));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }
}
