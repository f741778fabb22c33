using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// Says of each operation which seats may call it and which app roles that takes, as the route itself says it: in the description for
/// people, in <c>x-seats</c> for programs, and in <c>security</c> for generators. A person's token has the delegated scope, and the app
/// roles that an administrator assigned; a system's has app roles and nothing else.
/// </summary>
public static class OperationSecurity
{
    /// <summary>The name of the scheme.</summary>
    public const string Scheme = "entra";

    /// <summary>The extension that lists seats and their app roles; empty where any accepted token is enough.</summary>
    public const string Seats = "x-seats";

    // In the order in which people think of them: who files, who triages, who oversees.
    private static readonly (SeatRole[] Roles, string Of)[] Places =
    [
        ([SeatRole.Officer, SeatRole.Supervisor], "a unit"), ([SeatRole.Duty, SeatRole.Second, SeatRole.Lead], "a task force"),
        ([SeatRole.Coordinator, SeatRole.Auditor], "a jurisdiction"), ([SeatRole.Admin], "the registry"),
        ([SeatRole.Partner], "a jurisdiction, held by a system"),
    ];

    /// <summary>Completes <paramref name="operation"/>.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="metadata">What its route says.</param>
    /// <param name="document">The document.</param>
    /// <param name="scope">The delegated scope.</param>
    public static void Complete(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document, string scope)
    {
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
            return;
        }

        var roles = SeatRequirements.CallersOf(metadata);
        operation.Description = $"{operation.Description}\n\n{Sentence(roles)}";
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[Seats] = new JsonNodeExtension(new JsonArray([.. (roles ?? []).Select(role => (JsonNode)new JsonObject
        {
            ["seat"] = role.Code(),
            ["appRoles"] = new JsonArray([.. AppRoles.NeededFor(role).Select(needed => (JsonNode)needed)]),
        })]));
        operation.Security = [.. Alternatives(roles, scope).Select(scopes => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(Scheme, document)] = [.. scopes],
        })];
    }

    /// <summary>How a system signs in: with app roles, which an administrator of its tenant has consented to.</summary>
    public static OpenApiOAuthFlow SystemsFlow(Uri token) => new()
    {
        TokenUrl = token,
        Scopes = AppRoles.NeededFor(SeatRole.Partner).ToDictionary(
            role => role,
            role => role == AppRoles.PartnerFile ? "App role of a partner's system: file, amend, answer messages"
                : "App role of a partner's system: read what it was granted"),
    };

    // Any of them is enough.
    private static IEnumerable<IReadOnlyList<string>> Alternatives(IReadOnlyList<SeatRole>? roles, string scope)
    {
        if (roles is null)
            return [[scope], .. AppRoles.NeededFor(SeatRole.Partner).Select(role => (string[])[role])];
        return
        [
            .. roles.Any(role => role != SeatRole.Partner) ? [[scope]] : Enumerable.Empty<IReadOnlyList<string>>(),
            .. roles.Contains(SeatRole.Partner) ? [AppRoles.NeededFor(SeatRole.Partner)] : Enumerable.Empty<IReadOnlyList<string>>(),
        ];
    }

    private static string Sentence(IReadOnlyList<SeatRole>? roles) => roles is null
        ? "Seats: none needed; any accepted token is enough."
        : $"Seats: {string.Join("; ", Places.Select(place => Clause([.. place.Roles.Where(roles.Contains)], place.Of)).OfType<string>())}.";

    private static string? Clause(SeatRole[] roles, string of) => roles.Length == 0 ? null
        : $"{string.Join(", ", Grouped(roles).Select(group =>
            $"{string.Join(", ", group.Select(role => $"`{role.Code()}@`"))} ({Needs(group[0])})"))} of {of}";

    // Those that need the same app roles are named together.
    private static IEnumerable<SeatRole[]> Grouped(SeatRole[] roles) =>
        roles.GroupBy(Needs).Select(group => group.ToArray());

    private static string Needs(SeatRole role) =>
        $"app role{(AppRoles.NeededFor(role).Count > 1 ? "s" : "")} "
        + $"{string.Join(" and ", AppRoles.NeededFor(role).Select(needed => $"`{needed}`"))}";
}
