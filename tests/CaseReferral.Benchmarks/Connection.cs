using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CaseReferral.Benchmarks;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends bytes as they are and reads answers without looking into them: a full client would
/// take more of the shared processors than the registry does.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];
    private int filled;

    private Connection()
    {
    }

    /// <summary>The last answer, head and body.</summary>
    public string Answer => Encoding.UTF8.GetString(buffer, 0, filled);

    /// <summary>Connects.</summary>
    public static async Task<Connection> OpenAsync(Uri address)
    {
        var connection = new Connection();
        await connection.socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <summary>Sends a request and waits until its answer has come whole.</summary>
    /// <returns>The status.</returns>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await socket.SendAsync(request);
        filled = 0;
        do
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
            var received = await socket.ReceiveAsync(buffer.AsMemory(filled));
            filled += received > 0 ? received : throw new IOException("The registry closed the connection.");
        }
        while (!IsWhole(buffer.AsSpan(0, filled)));

        return int.Parse(buffer.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    // JSON has no line break followed by a chunk's length, so only the last chunk ends like this.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headEnd = answer.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
            return false;
        var length = answer[..headEnd].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = answer[(length + "Content-Length: ".Length)..];
        return answer.Length == headEnd + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
