using System.Text.RegularExpressions;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Http;

/// <summary>
/// Reads a list's query parameters: all faults at once, unknown names refused (a filter that is silently ignored shows too much).
/// Faults point at the parameter as <c>/name</c>.
/// </summary>
public sealed partial class ListQuery
{
    private readonly IQueryCollection query;
    private readonly List<Fault> faults = [];

    /// <summary>Starts reading; refuses parameters that the route doesn't declare.</summary>
    public ListQuery(HttpContext http)
    {
        query = http.Request.Query;
        faults.AddRange(QueryNames.Faults(http));
    }

    /// <summary>How many items: 1 to 200, 50 when it isn't said.</summary>
    public int Limit()
    {
        if (Text("limit") is not { } given)
            return Paging.Usual;
        if (int.TryParse(given, System.Globalization.NumberStyles.None, null, out var limit) && limit is >= 1 and <= Paging.Most)
            return limit;
        faults.Add(new("/limit", $"Give a whole number from 1 to {Paging.Most}."));
        return Paging.Usual;
    }

    /// <summary>Whether it is given at all.</summary>
    public bool Has(string name) => query.ContainsKey(name);

    /// <summary>The text without blanks at its end, which one store's comparisons would overlook; null when it isn't given.</summary>
    public string? Text(string name) => query.TryGetValue(name, out var values) ? values.ToString().TrimEnd(' ') : null;

    /// <summary>A code of a list; null when it isn't given.</summary>
    public string? Code(string name, string list)
    {
        if (Text(name) is not { } code)
            return null;
        if (CodeLists.Find(list)!.Contains(code))
            return code;
        faults.Add(new($"/{name}", $"Give a code of {CodeLists.Find(list)!.Address}."));
        return null;
    }

    /// <summary>A UUID; null when it isn't given.</summary>
    public Guid? Id(string name)
    {
        if (Text(name) is not { } given)
            return null;
        if (Guid.TryParseExact(given, "D", out var id))
            return id;
        faults.Add(new($"/{name}", "Give an id as answers spell it."));
        return null;
    }

    /// <summary>What narrows the list, in the order of the names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Filters =>
        [.. query.Where(pair => pair.Key is not ("limit" or "cursor"))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    /// <summary>True or false; null when it isn't given.</summary>
    public bool? Flag(string name)
    {
        switch (Text(name))
        {
            case null: return null;
            case "true" or "": return true;
            case "false": return false;
            default:
                faults.Add(new($"/{name}", "Give true or false."));
                return null;
        }
    }

    /// <summary>An instant with its offset; null when it isn't given.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } given)
            return null;
        // A plus sign that wasn't escaped arrives as a space.
        if (OffsetInstantConverter.TryParse(given.Replace(' ', '+'), out var instant))
            return instant;
        faults.Add(new($"/{name}", "Give an RFC 3339 instant with its offset, for example 2026-03-18T03:45:00Z."));
        return null;
    }

    /// <summary>An ISO 8601 duration in days, hours, minutes and seconds, up to a year; null when it isn't given.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } given)
            return null;
        if (WholeDuration().IsMatch(given) && System.Xml.XmlConvert.ToTimeSpan(given) is var span && span <= TimeSpan.FromDays(366))
            return span;
        faults.Add(new($"/{name}", "Give an ISO 8601 duration of at most a year, for example PT2H."));
        return null;
    }

    // No more digits than a duration of a year needs, in whichever unit it is given.
    [GeneratedRegex(@"^P(?!$)(\d{1,3}D)?(T(?=\d)(\d{1,4}H)?(\d{1,6}M)?(\d{1,8}S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeDuration();

    /// <summary>Where the last page ended; null on the first page.</summary>
    public byte[]? Cursor(string list, int length)
    {
        if (Text("cursor") is not { } given)
            return null;
        if (Cursors.Read(list, given, length) is { } place)
            return place;
        cursorIsMalformed = true;
        return null;
    }

    private bool cursorIsMalformed;

    /// <summary>Adds a fault that only the list itself can find.</summary>
    public void Fault(string name, string message) => faults.Add(new($"/{name}", message));

    /// <summary>Why the list can't be given; null when it can.</summary>
    public ProblemHttpResult? Refusal() =>
        faults.Count > 0
            ? Problem.Of(ProblemCatalogue.ValidationFailed, "Correct the query parameters in errors and send the request again.", faults)
        : cursorIsMalformed ? Problem.Of(ProblemCatalogue.MalformedCursor)
        : null;
}
