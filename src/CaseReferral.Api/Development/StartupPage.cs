using System.Text;
using CaseReferral.Api.Incidents;

namespace CaseReferral.Api.Development;

/// <summary>What the console shows once the registry listens: what it is, what it routed where, where to click, what to paste.</summary>
public static class StartupPage
{
    /// <summary>At most 25 lines.</summary>
    /// <param name="address">Where the registry listens.</param>
    /// <param name="file">Its store.</param>
    /// <param name="filed">The samples that it holds; none when it was started without.</param>
    /// <param name="canSignIn">Whether the development sign-in is on.</param>
    public static string Compose(string address, string file, IReadOnlyList<IncidentView> filed, bool canSignIn)
    {
        var here = Reachable(address);
        var page = new StringBuilder();
        page.AppendLine().AppendLine($"Case Referral Registry at {here} (Development, illustrations only), {Short(file)}");
        foreach (var incident in filed)
        {
            var legs = string.Join(
                ", ", incident.Referrals.Select(leg => leg.TaskForce ?? $"unrouted, coordinator of {incident.Jurisdiction}"));
            page.AppendLine($"  {incident.Reference}  {incident.Priority.Level}  {incident.UnitId,-17} -> {legs}");
        }

        if (canSignIn)
        {
            // The curl stands on a line of its own, so that a triple click takes all of it and nothing else.
            var token = $$"""curl -s {{here}}/development/token -d user=duty@ME-OPTEAM | sed 's/.*"access_token":"\([^"]*\)".*/\1/'""";
            page.AppendLine($$"""

                Click:  {{here}}/swagger   (Authorize, then click a person of {{here}}/development/sign-ins)
                Paste:
                curl -s {{here}}/v1/referrals -H "Authorization: Bearer $({{token}})"
                Clock:
                curl -s {{here}}/development/clock -H 'Content-Type: application/json' -d '{"advance":"PT15M"}'
                """);
        }

        return page.AppendLine("Stop with Ctrl+C; what was filed stays. Delete the file to start afresh.").ToString();
    }

    // A registry that listens everywhere is reached here by name.
    private static string Reachable(string address) => address.Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    private static string Short(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
