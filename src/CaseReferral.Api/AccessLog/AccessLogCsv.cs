using System.Globalization;
using System.Text;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;
using Microsoft.Net.Http.Headers;

namespace CaseReferral.Api.AccessLog;

/// <summary>
/// The access log as CSV (RFC 4180), streamed page by page, so that years of it need no more memory than a page. A cell that a
/// spreadsheet would read as a formula begins with an apostrophe.
/// </summary>
public sealed class AccessLogCsv(Database database, AccessScope auditor, AccessFilter filter) : IResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/csv";

    private const int RowsAtOnce = 500;

    private static readonly string[] Head =
    [
        "id", "at", "kind", "principal", "name", "seat", "role", "desk", "agency", "incident", "reference", "purpose", "version", "view",
        "persons", "asked", "problem", "list", "filters", "query",
    ];

    /// <summary>Whether the request would rather have CSV than JSON.</summary>
    public static bool IsAskedFor(HttpContext http) => http.Request.GetTypedHeaders().Accept
        .Where(media => media.Quality is not 0)
        .OrderByDescending(media => media.Quality ?? 1)
        .FirstOrDefault(media => media.MediaType == MediaType || media.MediaType == "application/json")?.MediaType == MediaType;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var ct = httpContext.RequestAborted;
        // The first page is read before the first byte is sent: a store that is away still answers with its problem.
        var rows = await PageAsync(filter.BeforeId, ct);
        response.ContentType = $"{MediaType}; charset=utf-8; header=present";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "access-log.csv" }.ToString();
        await response.WriteAsync(Line(Head), ct);
        while (rows.Count > 0)
        {
            var lines = new StringBuilder();
            foreach (var row in rows)
                lines.Append(Line(Cells(AccessEntryView.Of(row))));
            await response.WriteAsync(lines.ToString(), ct);
            await response.Body.FlushAsync(ct);
            rows = rows.Count < RowsAtOnce ? [] : await PageAsync(rows[^1].EntryId, ct);
        }
    }

    /// <summary>A line of cells, quoted where needed and harmless in a spreadsheet.</summary>
    internal static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var harmless = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;
        return harmless.AsSpan().IndexOfAny("\",\r\n'") < 0 ? harmless : $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string?[] Cells(AccessEntryView entry) =>
    [
        entry.Id.ToString(), entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture), entry.Kind,
        entry.Who?.Id.ToString(), entry.Who?.Name, entry.Seat?.Id.ToString(), entry.Seat?.Role, entry.Seat?.Desk, entry.Seat?.Agency,
        entry.IncidentId?.ToString(), entry.Reference, entry.Purpose, entry.Opened?.Version.ToString(CultureInfo.InvariantCulture),
        entry.Opened?.View, string.Join(' ', entry.Opened?.Persons ?? []), entry.Asked, entry.Problem, entry.Search?.List,
        string.Join(' ', entry.Search?.Filters ?? []), entry.Search?.Query,
    ];

    private Task<IReadOnlyList<AccessRow>> PageAsync(Domain.Shared.EntryId? before, CancellationToken ct) =>
        database.ReadAsync(AccessLogStore.List(auditor, filter with { Limit = RowsAtOnce, BeforeId = before }), ct);
}
