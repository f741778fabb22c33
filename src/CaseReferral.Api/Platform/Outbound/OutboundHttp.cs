using System.Net;
using System.Net.Sockets;

namespace CaseReferral.Api.Platform.Outbound;

/// <summary>A host resolves to an address that the registry doesn't call.</summary>
public sealed class AddressRefusedException() : Exception("The host's address isn't one that may be called.");

/// <summary>
/// Calls addresses that somebody else wrote down. Https only; every address that a host resolves to is looked at when it is connected to,
/// so that a name can't lead into the operator's own networks; nothing is followed, no proxy is asked, nothing is waited for long.
/// </summary>
public sealed class OutboundHttp : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly OutboundRules rules;
    private readonly HttpClient client;

    /// <summary>Makes the one client of the registry.</summary>
    public OutboundHttp(OutboundRules rules)
    {
        this.rules = rules;
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            UseProxy = false,
        })
        {
            Timeout = Timeout,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("case-referral-registry");
    }

    /// <summary>Sends a request; the answer's body isn't read.</summary>
    /// <exception cref="AddressRefusedException">Its address isn't one that may be called.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
        rules.MayCall(request.RequestUri!)
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct)
            : throw new AddressRefusedException();

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var allowed = (await Dns.GetHostAddressesAsync(host, ct)).Where(rules.MayReach).ToArray();
        if (allowed.Length == 0)
            throw new AddressRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
