using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CaseReferral.Tests;

/// <summary>
/// A port on the loopback that speaks as much of TDS as a client needs to sign in and to be told what a test says: a row, or an error of
/// any number. What no server can be made to answer at will is tested with it, and what needs no server is tested everywhere.
/// </summary>
public sealed class ScriptedServer : IDisposable
{
    private const int HeaderBytes = 8;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> connected = [];
    private readonly ConcurrentQueue<string> asked = new();
    private readonly ConcurrentQueue<bool> readOnly = new();
    private int signIns;

    /// <summary>Begins to listen.</summary>
    public ScriptedServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What is answered to a sign-in; nothing is wrong with it as long as it is null.</summary>
    public ScriptedAnswer? AtSignIn { get; set; }

    /// <summary>What is answered to a sign-in that asks for a replica; the same as to any other as long as it is null.</summary>
    public ScriptedAnswer? AtReadOnlySignIn { get; set; }

    /// <summary>What is answered to a batch, by its text.</summary>
    public Func<string, ScriptedAnswer> Answer { get; set; } = _ => ScriptedAnswer.Nothing;

    /// <summary>How often somebody signed in.</summary>
    public int SignIns => Volatile.Read(ref signIns);

    /// <summary>Of each sign-in whether it asked for a readable replica (<c>ApplicationIntent=ReadOnly</c>), in their order.</summary>
    public IReadOnlyCollection<bool> ReadOnlySignIns => readOnly;

    /// <summary>The texts of the batches that came, in their order.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    /// <summary>Connects to it.</summary>
    public string ConnectionString =>
        $"Server=tcp:127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port};Database=Registry;"
        + "User ID=u;Password=secret-word;Encrypt=Optional";

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Dispose();
        foreach (var client in connected)
            client.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                connected.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream) is var (type, message))
                {
                    var answer = type switch
                    {
                        Tds.PreLogin => null,
                        Tds.Login => SignIn(message),
                        Tds.Attention => ScriptedAnswer.Stopped,
                        Tds.TransactionRequest => ScriptedAnswer.Transaction(message),
                        _ => Ask(message),
                    };
                    if (answer is { Hangs: true })
                        continue;
                    await stream.WriteAsync(Packet(answer?.Tokens ?? Tds.PreLoginAnswer));
                    if (answer is { Ends: true })
                        return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException)
        {
            // The client has left, or the test is over.
        }
    }

    private ScriptedAnswer SignIn(byte[] message)
    {
        var asksForReplica = (message[Tds.TypeFlags] & Tds.ReadOnlyIntent) != 0;
        readOnly.Enqueue(asksForReplica);
        Interlocked.Increment(ref signIns);
        return (asksForReplica ? AtReadOnlySignIn : null) ?? AtSignIn ?? ScriptedAnswer.Welcome;
    }

    private ScriptedAnswer Ask(byte[] message)
    {
        var text = Encoding.Unicode.GetString(message);
        asked.Enqueue(text);
        return Answer(text);
    }

    // A message is any number of packets; the last one says so.
    private static async Task<(byte Type, byte[] Message)?> ReadAsync(NetworkStream stream)
    {
        using var message = new MemoryStream();
        var header = new byte[HeaderBytes];
        do
        {
            if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
                return null;
            var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - HeaderBytes];
            await stream.ReadExactlyAsync(body);
            message.Write(body);
        }
        while ((header[1] & 1) == 0);
        return (header[0], message.ToArray());
    }

    private static byte[] Packet(byte[] tokens)
    {
        var packet = new byte[HeaderBytes + tokens.Length];
        (packet[0], packet[1]) = (Tds.Answer, 1);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[6] = 1;
        tokens.CopyTo(packet, HeaderBytes);
        return packet;
    }
}

/// <summary>What a scripted server answers to a sign-in or a batch.</summary>
public sealed class ScriptedAnswer
{
    private ScriptedAnswer(byte[] tokens) => Tokens = tokens;

    /// <summary>A batch that changed nothing and gave no rows.</summary>
    public static ScriptedAnswer Nothing { get; } = new(Tds.Done(0));

    /// <summary>No answer at all.</summary>
    public static ScriptedAnswer Silence { get; } = new([]) { Hangs = true };

    internal static ScriptedAnswer Welcome { get; } = new([.. Tds.Environment, .. Tds.LoginAck, .. Tds.Done(0)]);

    internal static ScriptedAnswer Stopped { get; } = new(Tds.Done(0x20));

    internal byte[] Tokens { get; }

    internal bool Hangs { get; private init; }

    internal bool Ends { get; private init; }

    /// <summary>One row; text, numbers and nulls.</summary>
    public static ScriptedAnswer Row(params object?[] values) => Rows(values.Length, values);

    /// <summary>Rows; the first says of which types they are, so it has no nulls.</summary>
    public static ScriptedAnswer Table(params object?[][] rows) => Rows(rows[0].Length, rows);

    /// <summary>No row of so many columns.</summary>
    public static ScriptedAnswer NoRow(int columns) => Rows(columns);

    /// <summary>An error. From class 20 on it ends the connection, as at a server.</summary>
    public static ScriptedAnswer Error(int number, byte severity = 16, string text = Tds.ErrorText, int line = 1) =>
        new([.. Tds.Error(number, severity, text, line), .. Tds.Done(2)]) { Ends = severity >= 20 };

    /// <summary>How an act's batch says that a step failed, the transaction is gone and the connection is well.</summary>
    public static ScriptedAnswer FailedAct(int number) => Row(2, 0, number);

    /// <summary>How an act's batch says that its first step didn't change its one row.</summary>
    public static ScriptedAnswer LostAct() => Row(1, 0, 0);

    /// <summary>How an act's batch says that it was committed.</summary>
    public static ScriptedAnswer CommittedAct() => Row(0, -1, 0);

    internal static ScriptedAnswer Transaction(byte[] request) => new([.. Tds.Transaction(request), .. Tds.Done(0)]);

    private static ScriptedAnswer Rows(int columns, params object?[][] rows) =>
        new([
            .. Tds.Columns(rows.Length > 0 ? rows[0] : new object?[columns]),
            .. rows.SelectMany(Tds.Row),
            .. Tds.Done(0x10, rows.Length),
        ]);
}

/// <summary>The tokens of TDS 7.4 that a scripted server says ([MS-TDS]).</summary>
internal static class Tds
{
    public const byte PreLogin = 0x12;
    public const byte Login = 0x10;
    public const byte Attention = 0x06;
    public const byte TransactionRequest = 0x0E;
    public const byte Answer = 0x04;

    public const string ErrorText = "Said by the script, with secret-word in it.";

    /// <summary>Where a sign-in says what it is for, and the bit that asks for a replica.</summary>
    public const int TypeFlags = 26;
    public const byte ReadOnlyIntent = 0x20;

    private const byte Int = 0x26;
    private const byte NVarChar = 0xE7;

    private static readonly byte[] Collation = [0x09, 0x04, 0xD0, 0x00, 0x34];

    /// <summary>Version 16, no encryption, no MARS: offsets first, then the values.</summary>
    public static byte[] PreLoginAnswer { get; } =
    [
        0x00, 0x00, 0x10, 0x00, 0x06, 0x01, 0x00, 0x16, 0x00, 0x01, 0x04, 0x00, 0x17, 0x00, 0x01, 0xFF,
        0x10, 0x00, 0x03, 0xE8, 0x00, 0x00, 0x02, 0x00,
    ];

    /// <summary>Which database and which collation.</summary>
    public static byte[] Environment { get; } =
    [
        .. Token(0xE3, [1, .. Short("Registry"), .. Short("master")]),
        .. Token(0xE3, [7, (byte)Collation.Length, .. Collation, 0]),
    ];

    /// <summary>Welcome: T-SQL, TDS 7.4, a name, version 16.</summary>
    public static byte[] LoginAck { get; } = Token(0xAD, [1, 0x74, 0x00, 0x00, 0x04, .. Short("Scripted"), 0x10, 0x00, 0x03, 0xE8]);

    public static byte[] Done(short status, long rows = 0) => [0xFD, .. Little(status), 0, 0, .. Little(rows)];

    public static byte[] Error(int number, byte severity, string text, int line) => Token(0xAA,
    [
        .. Little(number), 1, severity, .. Long(text), .. Short("Scripted"), .. Short(""), .. Little(line),
    ]);

    /// <summary>
    /// A transaction begins (5), is committed (7) or undone (8): the request stands behind headers that say how long they are.
    /// </summary>
    public static byte[] Transaction(byte[] request)
    {
        byte[] id = [8, 1, 0, 0, 0, 0, 0, 0, 0];
        return BinaryPrimitives.ReadInt16LittleEndian(request.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(request))) switch
        {
            5 => Token(0xE3, [8, .. id, 0]),
            7 => Token(0xE3, [9, 0, .. id]),
            8 => Token(0xE3, [10, 0, .. id]),
            var other => throw new NotSupportedException($"Request {other} for a transaction isn't in the script."),
        };
    }

    public static byte[] Columns(object?[] values) => [0x81, .. Little((short)values.Length), .. values.SelectMany(Column)];

    public static byte[] Row(object?[] values) => [0xD1, .. values.SelectMany(Value)];

    private static byte[] Column(object? value) =>
        [0, 0, 0, 0, 1, 0, .. value is string ? [NVarChar, 0x40, 0x1F, .. Collation] : new byte[] { Int, 4 }, .. Short("")];

    private static byte[] Value(object? value) => value switch
    {
        string text => Long(text, bytes: true),
        int number => [4, .. Little(number)],
        null => [0],
        _ => throw new NotSupportedException($"{value.GetType().Name} isn't in the script."),
    };

    private static byte[] Token(byte type, byte[] body) => [type, .. Little((short)body.Length), .. body];

    private static byte[] Short(string text) => [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];

    private static byte[] Long(string text, bool bytes = false) =>
        [.. Little((short)(bytes ? text.Length * 2 : text.Length)), .. Encoding.Unicode.GetBytes(text)];

    private static byte[] Little(short value) => Bytes(2, span => BinaryPrimitives.WriteInt16LittleEndian(span, value));

    private static byte[] Little(int value) => Bytes(4, span => BinaryPrimitives.WriteInt32LittleEndian(span, value));

    private static byte[] Little(long value) => Bytes(8, span => BinaryPrimitives.WriteInt64LittleEndian(span, value));

    private static byte[] Bytes(int count, Action<byte[]> write)
    {
        var bytes = new byte[count];
        write(bytes);
        return bytes;
    }
}
