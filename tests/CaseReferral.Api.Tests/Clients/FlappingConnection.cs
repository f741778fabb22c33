using System.Net;
using System.Net.Sockets;

namespace CaseReferral.Api.Tests.Clients;

/// <summary>
/// A line between a device and the registry that breaks: some connections are refused, some are cut before the request is through,
/// some after it and before the answer. Which ones, the seed says.
/// </summary>
public sealed class FlappingConnection : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Uri registry;
    private readonly Random random;
    private readonly Task accepting;

    /// <summary>Opens it.</summary>
    public FlappingConnection(Uri registry, int seed)
    {
        (this.registry, random) = (registry, new Random(seed));
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>What the device takes for the registry's address.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>How many connections broke.</summary>
    public int Broken { get; private set; }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptTcpClientAsync(end.Token), random.Next(4));
        }
        catch (OperationCanceledException)
        {
            listener.Stop();
        }
    }

    private async Task CarryAsync(TcpClient device, int fate)
    {
        using (device)
        using (var onwards = new TcpClient())
        {
            try
            {
                await onwards.ConnectAsync(IPAddress.Loopback, registry.Port, end.Token);
                var (ours, theirs) = (device.GetStream(), onwards.GetStream());
                // 0: cut within a request. 1: cut when the answer begins. Otherwise it lives for a few requests, then it is cut too.
                var up = CopyAsync(ours, theirs, fate == 0 ? 300 : 20_000);
                var down = CopyAsync(theirs, ours, fate == 1 ? 0 : 20_000);
                await Task.WhenAny(up, down);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // A line that breaks is what this is for.
            }

            Broken++;
            // A reset, so that neither side takes it for an orderly end.
            device.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, int bytes)
    {
        var buffer = new byte[4096];
        while (bytes >= 0)
        {
            var read = await from.ReadAsync(buffer, end.Token);
            if (read == 0 || (bytes -= read) < 0)
                return;
            await to.WriteAsync(buffer.AsMemory(0, read), end.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await accepting;
        listener.Dispose();
        end.Dispose();
    }
}
