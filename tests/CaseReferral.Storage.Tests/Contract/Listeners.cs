using System.Net;
using System.Net.Sockets;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>What a listener on the loopback does with whoever connects.</summary>
public enum Manner
{
    /// <summary>Nobody listens.</summary>
    Refuses,

    /// <summary>Accepts, and says nothing.</summary>
    Stalls,

    /// <summary>Accepts, and closes.</summary>
    Closes,

    /// <summary>Accepts, and resets.</summary>
    Resets,
}

/// <summary>A port on the loopback where a database server should be.</summary>
internal sealed class Listener : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> held = [];
    private int connections;

    public Listener(Manner manner)
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        if (manner == Manner.Refuses)
            listener.Stop();
        else
            _ = AcceptAsync(manner);
    }

    public int Port { get; }

    /// <summary>How often somebody connected.</summary>
    public int Connections => Volatile.Read(ref connections);

    public string ConnectionString => $"Server=tcp:127.0.0.1,{Port};Database=Registry;User ID=u;Password=p;Encrypt=Optional";

    public void Dispose()
    {
        listener.Dispose();
        lock (held)
            held.ForEach(client => client.Dispose());
    }

    private async Task AcceptAsync(Manner manner)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref connections);
                if (manner == Manner.Stalls)
                {
                    lock (held)
                        held.Add(client);
                    continue;
                }

                if (manner == Manner.Resets)
                    client.LingerState = new LingerOption(true, 0);
                client.Dispose();
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
