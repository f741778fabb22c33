namespace CaseReferral.Api.Platform.Http;

/// <summary>
/// The <c>If-Match</c> header (RFC 9110 section 13.1.1). Only strong tags can match: a weak one is well formed and never does.
/// </summary>
public readonly record struct IfMatch
{
    private readonly string? only;

    private IfMatch(bool isAny, string? only) => (IsAny, this.only) = (isAny, only);

    /// <summary>True for <c>*</c>.</summary>
    public bool IsAny { get; }

    /// <summary>The header's tags; null when it is malformed.</summary>
    public static IfMatch? Parse(string header)
    {
        if (header.Trim() == "*")
            return new(true, null);
        if (!Microsoft.Net.Http.Headers.EntityTagHeaderValue.TryParseStrictList([header], out var tags) || tags.Count == 0)
            return null;
        return tags.Any(tag => tag.Tag == "*")
            ? null
            : new(false, string.Join(',', tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value)));
    }

    /// <summary>Whether <paramref name="etag"/>, quotes included, is one of the strong tags.</summary>
    public bool Matches(string etag) => only is not null && only.Split(',').Contains(etag, StringComparer.Ordinal);
}

/// <summary>Strong entity tags of the registry's resources.</summary>
public static class ETags
{
    /// <summary>The tag of a version or revision number.</summary>
    public static string Of(int number) => $"\"{number}\"";
}
