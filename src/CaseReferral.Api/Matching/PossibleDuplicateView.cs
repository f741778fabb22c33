using CaseReferral.Storage.Matching;

namespace CaseReferral.Api.Matching;

/// <summary>
/// Another open incident that names the same object. Whether they are one case people decide: nothing is merged by itself.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="UnitId">The unit that filed it.</param>
/// <param name="ReceivedAt">When the registry received it.</param>
public sealed record PossibleDuplicateView(Guid Id, string Reference, string UnitId, DateTimeOffset ReceivedAt)
{
    internal static PossibleDuplicateView Of(MatchRow row) => new(row.Id.Value, row.Reference, row.UnitId, row.ReceivedAt);
}
