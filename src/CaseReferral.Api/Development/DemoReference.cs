using System.Text.Json;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Domain.Units;

namespace CaseReferral.Api.Development;

/// <summary>The invented reference data that a registry run for development starts with.</summary>
/// <param name="Jurisdictions">Jurisdictions and their tenants.</param>
/// <param name="Units">Joint units.</param>
/// <param name="TaskForces">Task forces, protection services and integrity recipients.</param>
public sealed record DemoReference(
    IReadOnlyList<Jurisdiction> Jurisdictions, IReadOnlyList<Unit> Units, IReadOnlyList<TaskForce> TaskForces)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new CodeConverters() },
    };

    /// <summary>Where the file lies: beside the binaries.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "DemoData", "reference.json");

    /// <summary>
    /// Reads it. Refuses what isn't exactly this shape (<see cref="JsonException"/>): the file is ours, so that is a bug.
    /// </summary>
    public static DemoReference Read(string path)
    {
        using var file = System.IO.File.OpenRead(path);
        var told = JsonSerializer.Deserialize<Told>(file, Strict) ?? throw new JsonException("The reference data is null.");
        return new(
            [.. told.Jurisdictions.Select(
                place => new Jurisdiction(place.Code, place.Label, place.TimeZone, place.TenantId is { } tenant ? [tenant] : []))],
            told.Units,
            told.TaskForces);
    }

    private sealed record Told(IReadOnlyList<Place> Jurisdictions, IReadOnlyList<Unit> Units, IReadOnlyList<TaskForce> TaskForces);

    private sealed record Place(string Code, string Label, string TimeZone, Guid? TenantId);
}
