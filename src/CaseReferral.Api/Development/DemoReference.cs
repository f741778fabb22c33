using System.Text.Json;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Domain.Units;

namespace CaseReferral.Api.Development;

/// <summary>The invented reference data that a registry run for development starts with.</summary>
/// <param name="Jurisdictions">Jurisdictions and their tenants.</param>
/// <param name="Units">Joint units.</param>
/// <param name="TaskForces">Task forces, protection services and integrity recipients.</param>
public sealed record DemoReference(IReadOnlyList<Jurisdiction> Jurisdictions, IReadOnlyList<Unit> Units, IReadOnlyList<TaskForce> TaskForces)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new CodeConverters() },
    };

    /// <summary>Where the file lies: beside the binaries.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "DemoData", "reference.json");

    /// <summary>Reads it. Refuses what isn't exactly this shape (<see cref="JsonException"/>): the file is ours, so that is a bug.</summary>
    public static DemoReference Read(string path)
    {
        using var file = System.IO.File.OpenRead(path);
        return JsonSerializer.Deserialize<DemoReference>(file, Strict) ?? throw new JsonException("The reference data is null.");
    }
}
