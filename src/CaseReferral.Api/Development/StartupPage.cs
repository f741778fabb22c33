using CaseReferral.Api.Incidents;
using CaseReferral.Api.Platform.Storage;

namespace CaseReferral.Api.Development;

/// <summary>What the console shows once the registry listens: what it is, what it routed where, where to click, what to paste.</summary>
public static class StartupPage
{
    /// <summary>Writes at most 25 lines.</summary>
    public static async Task WriteAsync(TextWriter console, string address, RegistryFile file, IReadOnlyList<IncidentView> filed, bool canSignIn)
    {
        await console.WriteLineAsync($"""

            Case Referral Registry (Development, illustrations only), {Short(file.Path)}
            """);
        foreach (var incident in filed)
        {
            var legs = string.Join(", ", incident.Referrals.Select(leg => leg.TaskForce ?? $"unrouted, coordinator of {incident.Jurisdiction}"));
            await console.WriteLineAsync($"  {incident.Reference}  {incident.Priority.Level}  {incident.UnitId,-17} -> {legs}");
        }

        if (!canSignIn)
            return;
        await console.WriteLineAsync($$"""

            Click:  {{address}}/swagger   (Authorize, then click a person)
            Paste:  T=$(curl -s {{address}}/development/token -d user=duty@ME-OPTEAM | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
                    curl -s {{address}}/v1/referrals -H "Authorization: Bearer $T"
            People: {{address}}/development/sign-ins
            Clock:  curl -s {{address}}/development/clock -H 'Content-Type: application/json' -d '{"advance":"PT15M"}'
            Stop with Ctrl+C; what was filed stays. Delete the file to start afresh.
            """);
    }

    private static string Short(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
