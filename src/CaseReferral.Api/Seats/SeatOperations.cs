using System.Collections.Frozen;
using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Seats;

/// <summary>What each role may call, as the routes themselves say it; a system's, nothing that only a person may.</summary>
public sealed class SeatOperations(EndpointDataSource routes)
{
    private readonly Lazy<FrozenDictionary<SeatRole, IReadOnlyList<string>>> byRole = new(() =>
        Enum.GetValues<SeatRole>().ToFrozenDictionary(
            role => role,
            role => (IReadOnlyList<string>)[.. routes.Endpoints
                .Where(route => SeatRequirements.CallersOf(route.Metadata)?.Contains(role) == true)
                .Select(route => route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
                .OfType<string>()
                .Order(StringComparer.Ordinal)]));

    /// <summary>The operations that a seat of this role may call, by the <c>operationId</c> of the document.</summary>
    public IReadOnlyList<string> Of(SeatRole role) => byRole.Value[role];
}
