using Microsoft.Data.Sqlite;
using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

/// <summary>A store on a real file, and a gate that holds its writer at the first act until a group has queued up.</summary>
public abstract class A_store
{
    private protected TemporaryFile File { get; private set; } = null!;

    [SetUp]
    public async Task MakeFile() => File = await TemporaryFile.MigratedAsync();

    [TearDown]
    public void DeleteFile() => File.Dispose();

    /// <summary>Commits the acts in one group, in this order: the writer is held until all have queued.</summary>
    private protected static async Task<Task<Commit>[]> CommitTogetherAsync(SqliteDatabase database, Gate gate, params Act[] acts)
    {
        var first = database.CommitAsync(new Act(NewEntry()).DoAny(Gate.Hold, new { }));
        await gate.Reached;
        var all = acts.Select(database.CommitAsync).ToArray();
        gate.Open();
        await first;
        await Task.WhenAll(all.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        return all;
    }

    /// <summary>An SQL function on the writer's connection that waits, and counts the transactions that the writer commits.</summary>
    private protected sealed class Gate
    {
        public static readonly Statement Hold = new(_ => "DELETE FROM Migration WHERE hold() = 0");

        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource open = new();
        private int commits;

        public Gate(int groupLimit = 256, Statement? entryExists = null, Action<SqliteConnection>? opened = null)
        {
            Options = new SqliteOptions
            {
                GroupLimit = groupLimit,
                EntryExists = entryExists,
                WriterOpened = connection =>
                {
                    connection.CreateFunction("hold", Wait);
                    SQLitePCL.raw.sqlite3_commit_hook(connection.Handle, Count, null);
                    opened?.Invoke(connection);
                },
            };
        }

        public SqliteOptions Options { get; }

        public Task Reached => reached.Task;

        public int Commits => Volatile.Read(ref commits);

        public void Open() => open.TrySetResult();

        private int Wait()
        {
            reached.TrySetResult();
            open.Task.Wait();
            return 1;
        }

        private int Count(object context)
        {
            Interlocked.Increment(ref commits);
            return 0;
        }
    }
}
