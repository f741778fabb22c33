using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaseReferral.Client;

/// <summary>
/// Sends requests to the registry and reads its answers; <see cref="CaseReferralClientSetup.AddCaseReferralClient"/> makes one that signs
/// in and repeats what may be. This half is written by hand; the other one is generated from the contract.
/// </summary>
public partial class CaseReferralClient
{
    // How .NET writes an absent body; the registry takes nothing, or an object.
    private static readonly byte[] Nothing = "null"u8.ToArray();

    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings)
    {
        // Absent is not null: in a merge patch, null takes a member away (MergePatch says how).
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }

#pragma warning disable CA1822 // The generated half declares it as an instance's.
    partial void PrepareRequest(HttpClient client, HttpRequestMessage request, StringBuilder urlBuilder)
#pragma warning restore CA1822
    {
        if (request.Content is ByteArrayContent { Headers.ContentLength: 4 } body && body.ReadAsStream() is var read && Is(read, Nothing))
            request.Content = null;
    }

    // A required parameter. An address with an empty segment, or one that means a folder, is another one's: a list's instead of its item's.
    private static void Needs(object? value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (value is Guid id ? id == Guid.Empty : value is string text && (string.IsNullOrWhiteSpace(text) || text is "." or ".."))
            throw new ArgumentException("It is empty, or no name of anything.", name);
    }

    private static bool Is(Stream stream, byte[] expected)
    {
        Span<byte> bytes = stackalloc byte[4];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && bytes.SequenceEqual(expected);
    }
}
