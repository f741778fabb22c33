using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Incidents;
using static System.FormattableString;

namespace CaseReferral.Storage.Matching;

/// <summary>Which incidents name the same object, known by marks that say nothing of it.</summary>
public static class MatchStore
{
    private const int Most = 20;

    private static readonly Statement Insert = new(_ =>
        "INSERT INTO ObjectMatch (IncidentId, Mark, Jurisdiction, KeyVersion, Sequence) "
        + "VALUES (@IncidentId, @Mark, @Jurisdiction, @KeyVersion, @Sequence)");

    private static readonly Statement Remove = new(_ => "DELETE FROM ObjectMatch WHERE IncidentId = @IncidentId AND Mark = @Mark");

    private static readonly Statement OfOne = new(_ => Sharing($"= {IncidentKey.Named}"));

    private static readonly Statement OfMany = new(d => Sharing($"IN ({d.Ids("@Ids")})"));

    /// <summary>Adds the marks of what an incident names.</summary>
    /// <param name="act">The act that names it.</param>
    /// <param name="incident">The incident as the act leaves it.</param>
    /// <param name="before">What it named before; none for a filing.</param>
    /// <param name="after">What it names now.</param>
    public static Act Mark(this Act act, Incident incident, IReadOnlyList<ObjectMark> before, IReadOnlyList<ObjectMark> after)
    {
        var (had, has) = (Names(before), Names(after));
        foreach (var gone in before.Where(mark => !has.Contains(Convert.ToHexString(mark.Value))))
            act.DoAny(Remove, new { IncidentId = incident.Id, Mark = gone.Value });
        return act.DoEach(Insert, [.. after.Where(mark => !had.Contains(Convert.ToHexString(mark.Value)))
            .Select(mark => new
            {
                IncidentId = incident.Id, Mark = mark.Value, incident.Jurisdiction, mark.KeyVersion, incident.Sequence,
            })]);
    }

    private static HashSet<string> Names(IReadOnlyList<ObjectMark> marks) =>
        marks.Select(mark => Convert.ToHexString(mark.Value)).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// The newest open incidents in sight that name an object which this one names too; exercises and real ones never match each other.
    /// </summary>
    public static Load<IReadOnlyList<MatchRow>> PossibleDuplicates(AccessScope scope, IncidentKey key) =>
        Load.List<MatchRow>(OfOne, scope, key);

    /// <summary>The same of several incidents at once.</summary>
    public static Load<ILookup<IncidentId, MatchRow>> PossibleDuplicates(AccessScope scope, IReadOnlyCollection<IncidentId> ids) =>
        Load.List<MatchRow>(OfMany, scope, new { Ids = ids }).Select(rows => rows.ToLookup(row => row.OwnId));

    // Both must be in sight, and each only by what was named while it was: a queue whose legs have ended learns of nothing later. Of those
    // that name an object only the newest are compared, one more than are told, for one may be the incident itself: what many name, such as
    // the same ship, costs what it costs once, and not once for each of them.
    private static string Sharing(string ofOwn) => Invariant($"""
        SELECT f.OwnId, f.Id, f.Reference, f.UnitId, f.ReceivedAt FROM (
            SELECT p.OwnId, i.Id, i.Reference, i.UnitId, i.ReceivedAt, ROW_NUMBER() OVER (PARTITION BY p.OwnId ORDER BY i.Id DESC) AS Place
            FROM (
                SELECT DISTINCT own.IncidentId AS OwnId, newest.IncidentId AS TheirId FROM ObjectMatch own
                JOIN Incident mine ON mine.Id = own.IncidentId
                JOIN (
                    SELECT theirs.IncidentId, theirs.Mark, i.Exercise,
                        ROW_NUMBER() OVER (PARTITION BY theirs.Mark, i.Exercise ORDER BY theirs.IncidentId DESC) AS Place
                    FROM ObjectMatch theirs JOIN Incident i ON i.Id = theirs.IncidentId
                    WHERE theirs.Mark IN (SELECT named.Mark FROM ObjectMatch named WHERE named.IncidentId {ofOwn}) AND i.Status = 'open'
                        AND {IncidentStore.SeesAct("theirs")}) newest
                    ON newest.Mark = own.Mark AND newest.Exercise = mine.Exercise AND newest.IncidentId <> own.IncidentId
                WHERE own.IncidentId {ofOwn} AND newest.Place <= {Most + 1} AND {IncidentStore.SeesAct("own", "mine")}) p
            JOIN Incident i ON i.Id = p.TheirId) f
        WHERE f.Place <= {Most}
        ORDER BY f.OwnId, f.Place
        """);
}

/// <summary>What is stored of an object for matching.</summary>
/// <param name="KeyVersion">The version of the key it was made under.</param>
/// <param name="Value">HMAC-SHA256 under it.</param>
public sealed record ObjectMark(int KeyVersion, byte[] Value);

/// <summary>An incident that names the same object.</summary>
public sealed record MatchRow
{
    /// <summary>The incident that it shares the object with.</summary>
    public IncidentId OwnId { get; init; }

    /// <summary>Its id.</summary>
    public IncidentId Id { get; init; }

    /// <summary>Its reference.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The unit that filed it.</summary>
    public string UnitId { get; init; } = "";

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}
