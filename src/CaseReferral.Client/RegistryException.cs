namespace CaseReferral.Client;

/// <summary>
/// The registry refused, or answered something that isn't its contract. <see cref="Problem"/> tells why and what to do next; the message
/// repeats no more of it than the problem's title, which says nothing about a case.
/// </summary>
public class RegistryException : Exception
{
    /// <summary>Made by the generated client.</summary>
    public RegistryException(
        string message, int status, string? response, IReadOnlyDictionary<string, IEnumerable<string>> headers, Exception? innerException)
        : base(message, innerException)
    {
        Status = status;
        Response = response;
        Headers = headers;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The answer as text.</summary>
    public string? Response { get; }

    /// <summary>The answer's headers.</summary>
    public IReadOnlyDictionary<string, IEnumerable<string>> Headers { get; }

    /// <summary>The problem (RFC 9457); null when the answer isn't one, as from a proxy in between.</summary>
    public virtual Problem? Problem => null;

    /// <summary>The problem's stable code, for example <c>illegal-transition</c>.</summary>
    public string? Code => Problem?.Code;

    /// <summary>What you may do now with the referral; empty unless the problem is about what it allows.</summary>
    public IReadOnlyList<string> Allowed => Problem?.Allowed ?? [];

    /// <summary>Where the referral stands now; null unless the problem is about that.</summary>
    public string? State => Problem?.State;

    /// <summary>
    /// The entity tag as it now is, when somebody was faster or you filed before: read the resource again, decide again, and send this.
    /// </summary>
    public string? ETag => Problem?.Etag ?? Headers.Header("ETag");

    /// <summary>How long to wait before sending the same request again; null when waiting doesn't help.</summary>
    public TimeSpan? RetryAfter =>
        int.TryParse(Headers.Header("Retry-After"), System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds) : null;
}

/// <inheritdoc/>
/// <typeparam name="TResult">What was answered; a <see cref="CaseReferral.Client.Problem"/>, always.</typeparam>
public sealed class RegistryException<TResult> : RegistryException
{
    /// <summary>Made by the generated client.</summary>
    public RegistryException(
        string message, int status, string? response, IReadOnlyDictionary<string, IEnumerable<string>> headers, TResult result,
        Exception? innerException)
        : base(result is Problem problem ? $"{status} {problem.Code}: {problem.Title}." : message, status, response, headers,
            innerException) => Result = result;

    /// <summary>What was answered.</summary>
    public TResult Result { get; }

    /// <inheritdoc/>
    public override Problem? Problem => Result as Problem;
}
