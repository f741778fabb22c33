using System.Collections.Concurrent;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Contents;

/// <summary>
/// Notices a principal that opens more content within an hour than a day's work needs, so that it is on record while it happens and not
/// when somebody counts. Each instance counts for itself and from its start.
/// </summary>
/// <param name="usual">Openings within an hour beyond which they are unusual.</param>
/// <param name="clock">The registry's clock.</param>
public sealed class ContentVolume(int usual, TimeProvider clock)
{
    private Hour current = new(0, []);

    /// <summary>Openings within an hour beyond which they are unusual.</summary>
    public int Usual => usual;

    /// <summary>Counts an opening. True for the one, and only the one, that makes this hour's openings unusual.</summary>
    public bool BecomesUnusual(PrincipalId principal)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
        var hour = Volatile.Read(ref current);
        // Two that swap at once lose a count or two of the new hour's first: it is a threshold, not an account.
        if (hour.Number != now)
            Volatile.Write(ref current, hour = new(now, []));
        return hour.Openings.AddOrUpdate(principal, 1, (_, count) => count + 1) == usual + 1;
    }

    private sealed record Hour(long Number, ConcurrentDictionary<PrincipalId, int> Openings);
}
