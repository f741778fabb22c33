using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CaseReferral.Api.Platform.Outbound;

/// <summary>
/// The symmetric signature of Standard Webhooks 1.0: HMAC-SHA256 over <c>id.timestamp.body</c>, one for each valid secret, in
/// <c>webhook-signature</c> beside <c>webhook-id</c> and <c>webhook-timestamp</c>.
/// </summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    // What the standard recommends: 24 to 64 bytes.
    private const int ShortestSecret = 24;
    private const int LongestSecret = 64;

    /// <summary>Reads a secret: <c>whsec_</c> and 24 to 64 bytes in base64. Null for anything else.</summary>
    public static byte[]? ParseSecret(string? text)
    {
        if (text is null || !text.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return null;

        var encoded = text.AsSpan(SecretPrefix.Length);
        Span<byte> decoded = stackalloc byte[LongestSecret];
        return Convert.TryFromBase64Chars(encoded, decoded, out var length) && length >= ShortestSecret
            ? decoded[..length].ToArray()
            : null;
    }

    /// <summary>Signs a request that is about to be sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The same at every attempt.</param>
    /// <param name="at">The instant of this attempt: receivers refuse what is too old.</param>
    /// <param name="body">Its body.</param>
    /// <param name="secrets">All that are valid now, so that a receiver can change over.</param>
    public static void Sign(HttpRequestMessage request, Guid id, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<byte[]> secrets)
    {
        var (name, timestamp) = ($"msg_{id:N}", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{name}.{timestamp}."), .. body];
        request.Headers.Add("webhook-id", name);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(
            ' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}")));
    }
}
