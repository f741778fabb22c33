using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace CaseReferral.Api.Platform.Http;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most <c>limit</c> items.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// Opaque cursors: where a page ended, with a checksum, so that a mistyped or foreign one is told apart. They hold nothing that the
/// page itself didn't show.
/// </summary>
public static class Cursors
{
    private const int ChecksumBytes = 4;

    /// <summary>The cursor of a place in the list called <paramref name="list"/>.</summary>
    public static string Of(string list, ReadOnlySpan<byte> place)
    {
        Span<byte> bytes = stackalloc byte[ChecksumBytes + place.Length];
        place.CopyTo(bytes[ChecksumBytes..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Checksum(list, place));
        return WebEncoders.Base64UrlEncode(bytes);
    }

    /// <summary>The place a cursor names; null when it isn't one of this list's, or not of this length.</summary>
    public static byte[]? Read(string list, string cursor, int length)
    {
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(cursor);
            return bytes.Length == ChecksumBytes + length
                && BinaryPrimitives.ReadUInt32BigEndian(bytes) == Checksum(list, bytes.AsSpan(ChecksumBytes))
                ? bytes[ChecksumBytes..]
                : null;
        }
        catch (FormatException)
        {
            // Not base64url at all: somebody typed it.
            return null;
        }
    }

    private static uint Checksum(string list, ReadOnlySpan<byte> place) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(list), .. place]));
}

/// <summary>Sizes of pages, and the header that leads to the next.</summary>
public static class Paging
{
    /// <summary>Items on a page when the caller doesn't say.</summary>
    public const int Usual = 50;

    /// <summary>The most items on a page.</summary>
    public const int Most = 200;

    /// <summary>Cuts one more row than asked for into a page, and sets <c>Link: rel="next"</c> when there is more.</summary>
    public static Page<TView> Cut<TRow, TView>(
        HttpContext http, IReadOnlyList<TRow> rows, int limit, Func<TRow, TView> view, Func<TRow, string> cursorOf)
    {
        var items = rows.Take(limit).Select(view).ToList();
        var next = rows.Count > limit ? cursorOf(rows[limit - 1]) : null;
        if (next is not null)
        {
            var query = QueryHelpers.ParseQuery(http.Request.QueryString.Value)
                .Where(pair => pair.Key != "cursor")
                .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
                .Append(KeyValuePair.Create("cursor", (string?)next));
            http.Response.Headers.Link = $"<{http.Request.Path}{QueryString.Create(query)}>; rel=\"next\"";
        }

        return new(items, next);
    }
}
