using System.Text;
using System.Text.RegularExpressions;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>A request of an <c>.http</c> file, its variables not yet filled in.</summary>
/// <param name="Title">What stands after <c>###</c>.</param>
/// <param name="Name">What later requests call its answer; null when none does.</param>
/// <param name="Answers">The status noted beside it; null when none is.</param>
/// <param name="Method">The method.</param>
/// <param name="Address">The address.</param>
/// <param name="Headers">The headers, in order.</param>
/// <param name="Body">The body; empty when it has none.</param>
public sealed record HttpFileRequest(
    string Title, string? Name, int? Answers, string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers,
    string Body);

/// <summary>
/// An <c>.http</c> file in the syntax that Visual Studio and the REST Client of VS Code share: requests between <c>###</c>, file
/// variables, and values of the answers to earlier requests.
/// </summary>
public sealed partial class HttpFile
{
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answer> answers = new(StringComparer.Ordinal);

    /// <summary>Reads it.</summary>
    public HttpFile(string text)
    {
        var parts = Separator().Split(text.ReplaceLineEndings("\n"));
        foreach (Match variable in Variable().Matches(parts[0]))
            variables[variable.Groups["name"].Value] = variable.Groups["value"].Value;
        Requests = [.. parts.Skip(1).Select(Read)];
    }

    /// <summary>Its requests, in order.</summary>
    public IReadOnlyList<HttpFileRequest> Requests { get; }

    /// <summary>Says what a variable of the file holds instead.</summary>
    public void Set(string variable, string value) => variables[variable] = value;

    /// <summary>Sends a request, and keeps its answer for those that quote it.</summary>
    public async Task<Answer> SendAsync(HttpClient http, HttpFileRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), Filled(request.Address));
        if (request.Body.Length > 0)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Filled(request.Body)));
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, Filled(value))
                && message.Content?.Headers.TryAddWithoutValidation(name, Filled(value)) != true)
                throw new FormatException($"{request.Title}: the header {name} can't be sent.");
        }

        using var response = await http.SendAsync(message);
        var answer = await Answer.OfAsync(response);
        if (request.Name is { } known)
            answers[known] = answer;
        return answer;
    }

    private static HttpFileRequest Read(string part)
    {
        var lines = part.Split('\n');
        var rest = lines.Skip(1).SkipWhile(line => line.Length == 0 || line[0] == '#').ToList();
        var start = rest[0].Split(' ', 2);
        var headers = rest.Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(": ", 2)).ToList();
        return new(
            lines[0].Trim(),
            NameOf().Match(part) is { Success: true } name ? name.Groups[1].Value : null,
            StatusOf().Match(part) is { Success: true } status
                ? int.Parse(status.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : null,
            start[0],
            start[1],
            [.. headers.Select(header => (header[0], header[1]))],
            string.Join('\n', rest.Skip(1 + headers.Count)).Trim());
    }

    private string Filled(string text) => Placeholder().Replace(text, found => Value(found.Groups[1].Value));

    private string Value(string placeholder)
    {
        if (placeholder == "$timestamp")
            return TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (variables.TryGetValue(placeholder, out var value))
            return value;
        var quoted = Quoted().Match(placeholder);
        if (!quoted.Success || !answers.TryGetValue(quoted.Groups["name"].Value, out var answer))
            throw new FormatException(
                $"{{{{{placeholder}}}}} stands for nothing: no variable of the file, and no answer to an earlier request.");
        var what = quoted.Groups["what"].Value;
        return (quoted.Groups["part"].Value == "headers"
                ? answer.Headers.GetValueOrDefault(what)
                : answer.Says(
                    "/" + what.Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)))
            ?? throw new FormatException($"{{{{{placeholder}}}}} isn't in the answer: {answer.Text}");
    }

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@(?<name>\w+) *= *(?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^# @name (\w+)$", RegexOptions.Multiline)]
    private static partial Regex NameOf();

    [GeneratedRegex(@"^# Answers ([0-9]{3})$", RegexOptions.Multiline)]
    private static partial Regex StatusOf();

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(?<name>\w+)\.response\.(?:(?<part>headers)\.(?<what>[\w-]+)|(?<part>body)\.\$\.(?<what>[\w.\[\]]+))$")]
    private static partial Regex Quoted();
}
