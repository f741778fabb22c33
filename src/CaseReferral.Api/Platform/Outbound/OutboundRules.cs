using System.Net;

namespace CaseReferral.Api.Platform.Outbound;

/// <summary>Which addresses may be called: public ones by https, and what the operator names.</summary>
/// <param name="named">Networks of the operator's own that may be reached though they aren't public.</param>
/// <param name="allowLoopback">Whether this machine may be called, by http too: for trying in Development.</param>
public sealed class OutboundRules(IReadOnlyList<IPNetwork> named, bool allowLoopback)
{
    // IANA's special-purpose registries (RFC 6890 and its updates): what isn't a host somewhere on the Internet. The last four hold IPv4
    // addresses in IPv6 ones, and could lead around the rest.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/127", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Whether the address may be called at all: https, or http to this machine where that is allowed.</summary>
    public bool MayCall(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && allowLoopback && address.IsLoopback));

    /// <summary>Whether an address that a host resolves to may be connected to.</summary>
    public bool MayReach(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return allowLoopback;
        return named.Any(network => network.Contains(address)) || !NotPublic.Any(network => network.Contains(address));
    }
}
