namespace CaseReferral.Client;

/// <summary>An answer of the registry: its status, and the headers that tell what one needs for the next request.</summary>
public class RegistryAnswer(int status, IReadOnlyDictionary<string, IEnumerable<string>> headers)
{
    /// <summary>The HTTP status: 200, 201 for what was made, or 304 (<see cref="IsNotModified"/>).</summary>
    public int Status { get; } = status;

    /// <summary>All headers.</summary>
    public IReadOnlyDictionary<string, IEnumerable<string>> Headers { get; } = headers;

    /// <summary>
    /// The entity tag in its quotes: send it as <c>ifMatch</c> with the change that you decide on it. Empty where there is none.
    /// </summary>
    public string ETag => Headers.Header("ETag") ?? "";

    /// <summary>Whether what you have under the <c>ifNoneMatch</c> you sent is current. There is no result then.</summary>
    public bool IsNotModified => Status == 304;

    /// <summary>Whether this is the answer to an earlier request: nothing was done twice.</summary>
    public bool Replayed => Headers.Header("Idempotency-Replayed") == "true";
}

/// <inheritdoc/>
/// <typeparam name="T">What was answered.</typeparam>
public sealed class RegistryAnswer<T> : RegistryAnswer
{
    private readonly T? result;

    /// <summary>An answer with a result.</summary>
    public RegistryAnswer(int status, IReadOnlyDictionary<string, IEnumerable<string>> headers, T result) : base(status, headers) =>
        this.result = result;

    /// <summary>That there is nothing new.</summary>
    internal RegistryAnswer(int status, IReadOnlyDictionary<string, IEnumerable<string>> headers) : base(status, headers)
    {
    }

    /// <summary>What was answered.</summary>
    /// <exception cref="InvalidOperationException">What you have is current; only after a request with <c>ifNoneMatch</c>.</exception>
    public T Result => IsNotModified ? throw new InvalidOperationException("Not modified: what you have is current.") : result!;

    /// <summary>
    /// This, or what you have kept when that is current:
    /// <c>units = (await client.ListUnitsAsync(units?.ETag)).Or(units)</c>.
    /// </summary>
    /// <param name="kept">The answer whose <see cref="RegistryAnswer.ETag"/> you sent; null when you sent none.</param>
    public RegistryAnswer<T> Or(RegistryAnswer<T>? kept) => IsNotModified
        ? kept ?? throw new ArgumentNullException(nameof(kept), "What you have is current, and you have nothing.")
        : this;
}

internal static class AnswerHeaders
{
    public static string? Header(this IReadOnlyDictionary<string, IEnumerable<string>> headers, string name) =>
        headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
}
