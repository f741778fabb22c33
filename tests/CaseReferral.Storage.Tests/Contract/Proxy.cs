using System.Net;
using System.Net.Sockets;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>Stands between a store and its server, and cuts real connections.</summary>
internal sealed class Proxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string host;
    private readonly int port;
    private readonly HashSet<TcpClient> open = [];
    private int answersToDrop;

    public Proxy(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Cuts every connection that is open now.</summary>
    public void Cut()
    {
        TcpClient[] now;
        lock (open)
            now = [.. open];
        // Without waiting, so that it is a reset; one that ended meanwhile has no socket any more.
        foreach (var client in now)
            client.Client?.Close(timeout: 0);
    }

    /// <summary>The next answers of the server never arrive: what was asked reaches it, then the connection is cut.</summary>
    public void DropAnswers(int count) => Interlocked.Exchange(ref answersToDrop, count);

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        lock (open)
            open.UnionWith([client, server]);
        try
        {
            await server.ConnectAsync(host, port);
            await Task.WhenAny(PumpAsync(client, server, isAnswer: false), PumpAsync(server, client, isAnswer: true));
        }
        catch (Exception cut) when (cut is SocketException or IOException or ObjectDisposedException)
        {
            // As it should be.
        }
        finally
        {
            client.Dispose();
            lock (open)
                open.ExceptWith([client, server]);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is var read and > 0)
            {
                if (isAnswer && Volatile.Read(ref answersToDrop) > 0 && Interlocked.Decrement(ref answersToDrop) >= 0)
                    return;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception cut) when (cut is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As it should be.
        }
    }
}
