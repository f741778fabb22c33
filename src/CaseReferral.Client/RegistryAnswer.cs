namespace CaseReferral.Client;

/// <summary>An answer of the registry: its status, and the headers that tell what one needs for the next request.</summary>
public class RegistryAnswer(int status, IReadOnlyDictionary<string, IEnumerable<string>> headers)
{
    /// <summary>The HTTP status: 200, or 201 for what was made.</summary>
    public int Status { get; } = status;

    /// <summary>All headers.</summary>
    public IReadOnlyDictionary<string, IEnumerable<string>> Headers { get; } = headers;

    /// <summary>
    /// The entity tag in its quotes: send it as <c>ifMatch</c> with the change that you decide on it. Empty where there is none.
    /// </summary>
    public string ETag => Headers.Header("ETag") ?? "";

    /// <summary>Whether this is the answer to an earlier request: nothing was done twice.</summary>
    public bool Replayed => Headers.Header("Idempotency-Replayed") == "true";
}

/// <inheritdoc/>
/// <typeparam name="T">What was answered.</typeparam>
public sealed class RegistryAnswer<T>(int status, IReadOnlyDictionary<string, IEnumerable<string>> headers, T result)
    : RegistryAnswer(status, headers)
{
    /// <summary>What was answered.</summary>
    public T Result { get; } = result;
}

internal static class AnswerHeaders
{
    public static string? Header(this IReadOnlyDictionary<string, IEnumerable<string>> headers, string name) =>
        headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
}
