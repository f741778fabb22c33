using System.Globalization;
using System.Net.Http.Headers;

namespace CaseReferral.Client;

/// <summary>Which entries of the access log to export; what is null narrows nothing.</summary>
public sealed record AccessLogFilter
{
    /// <summary>Id of a person: the entries that showed their file.</summary>
    public Guid? Person { get; init; }

    /// <summary>Id of whoever did it.</summary>
    public Guid? Principal { get; init; }

    /// <summary>Id of the seat.</summary>
    public Guid? Seat { get; init; }

    /// <summary>Code of the unit, task force or jurisdiction of the seat.</summary>
    public string? Desk { get; init; }

    /// <summary>Kind of entry, for example <c>consultation</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The purpose that was stated.</summary>
    public string? Purpose { get; init; }

    /// <summary>At this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    internal string Query(string? incident)
    {
        (string Name, string? Value)[] all =
        [
            ("person", Person?.ToString()), ("principal", Principal?.ToString()), ("seat", Seat?.ToString()), ("desk", Desk),
            ("kind", Kind), ("purpose", Purpose), ("from", Instant(From)), ("to", Instant(To)), ("incident", incident),
        ];
        return string.Join('&', all.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
    }

    private static string? Instant(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>The registry: a method for each operation of its contract.</summary>
public partial interface ICaseReferralClient
{
    /// <summary>Writes who saw, sought or was refused what in your jurisdiction to a stream as it comes: CSV, UTF-8, with a head.</summary>
    /// <remarks>For auditors. It is an export, and on record itself; all of it, not a page.</remarks>
    /// <param name="to">Where it goes. It stays open; what was written before a failure isn't the whole.</param>
    /// <param name="accessPurpose">What it is for, for example <c>audit</c> or <c>subject_access</c>.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="incident">An incident's id or reference, for the entries about it.</param>
    /// <param name="actingAs">The seat to act under; needed when you hold several that could.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="RegistryException">The registry refused, or what came isn't its answer.</exception>
    Task ExportAccessLogAsync(
        Stream to, string accessPurpose, AccessLogFilter? filter = null, string? incident = null, string? actingAs = null,
        CancellationToken cancellationToken = default);

    /// <summary>Writes who saw what of an incident to a stream as it comes: CSV, UTF-8, with a head.</summary>
    /// <remarks>For auditors of the jurisdiction that owns it. It is an export, and on record itself; all of it, not a page.</remarks>
    /// <param name="id">The incident's id, or the reference that people quote.</param>
    /// <param name="to">Where it goes. It stays open; what was written before a failure isn't the whole.</param>
    /// <param name="accessPurpose">What it is for, for example <c>audit</c> or <c>subject_access</c>.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="actingAs">The seat to act under; needed when you hold several that could.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="RegistryException">The registry refused, or what came isn't its answer.</exception>
    Task ExportIncidentAccessLogAsync(
        string id, Stream to, string accessPurpose, AccessLogFilter? filter = null, string? actingAs = null,
        CancellationToken cancellationToken = default);
}

public partial class CaseReferralClient
{
    /// <inheritdoc/>
    public Task ExportAccessLogAsync(
        Stream to, string accessPurpose, AccessLogFilter? filter = null, string? incident = null, string? actingAs = null,
        CancellationToken cancellationToken = default) =>
        ExportAsync("v1/access-log", to, accessPurpose, (filter ?? new()).Query(incident), actingAs, cancellationToken);

    /// <inheritdoc/>
    public Task ExportIncidentAccessLogAsync(
        string id, Stream to, string accessPurpose, AccessLogFilter? filter = null, string? actingAs = null,
        CancellationToken cancellationToken = default)
    {
        Needs(id, nameof(id));
        return ExportAsync(
            $"v1/incidents/{Uri.EscapeDataString(id)}/access-log", to, accessPurpose, (filter ?? new()).Query(null), actingAs,
            cancellationToken);
    }

    private async Task ExportAsync(
        string path, Stream to, string accessPurpose, string query, string? actingAs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{path}?{query}", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        request.Headers.TryAddWithoutValidation("Access-Purpose", accessPurpose);
        if (actingAs is not null)
            request.Headers.TryAddWithoutValidation("Acting-As", actingAs);
        using var response = await _httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (response is { StatusCode: System.Net.HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/csv" })
        {
            await response.Content.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
            return;
        }

        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => header.Value);
        var refused = await ReadObjectResponseAsync<Problem>(response, headers, cancellationToken).ConfigureAwait(false);
        throw new RegistryException<Problem>(
            "This is no export.", (int)response.StatusCode, refused.Text, headers, refused.Object, null);
    }
}
