using CaseReferral.Client.Http;

namespace CaseReferral.Client;

/// <summary>What an officer files about one incident.</summary>
public partial class Filing
{
    /// <summary>
    /// What an officer knows in ninety seconds, with a <c>clientId</c> of its own; the rest may be set before it is sent, or amended later.
    /// </summary>
    /// <param name="unitId">The unit that files, for example <c>ME-BAR-PCU</c>.</param>
    /// <param name="crimeHypothesis"><c>tip</c>, <c>som</c>, <c>tip_and_som</c> or <c>undetermined</c>.</param>
    /// <param name="personCounts">Everybody it is about, suspects included, witnesses not.</param>
    /// <param name="facts">What was seen, without names.</param>
    /// <param name="personsPresentNow">Whether persons are still with the unit.</param>
    /// <param name="dangerToLife">Whether somebody's life is in danger now.</param>
    /// <param name="awareAt">When the unit became aware; now when absent.</param>
    public static Filing Of(
        string unitId, string crimeHypothesis, FiledPersonCounts personCounts, string facts, bool personsPresentNow = false,
        bool dangerToLife = false, DateTimeOffset? awareAt = null) => new()
        {
            ClientId = Keys.New(TimeProvider.System),
            UnitId = unitId,
            CrimeHypothesis = crimeHypothesis,
            AwareAt = awareAt ?? TimeProvider.System.GetLocalNow(),
            DangerToLife = dangerToLife,
            PersonsPresentNow = personsPresentNow,
            PersonCounts = personCounts,
            Facts = facts,
        };
}
