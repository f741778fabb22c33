using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage;

namespace CaseReferral.Api.Contents;

/// <summary>
/// Puts on record that content is opened, for every door to it. Whoever opens answers only after that: when the log can't be written the
/// read fails.
/// </summary>
public sealed class Consultations(Database database, ContentVolume volume, IdFactory ids, TimeProvider clock)
{
    // Two that set the same mark of reading at once: the one that loses finds it set.
    private const int MostRounds = 3;

    /// <summary>
    /// Commits a consultation, and an alert when it makes the seat's holder unusually busy. False when it isn't on record.
    /// </summary>
    /// <param name="seat">Who opens.</param>
    /// <param name="consultation">Adds the consultation, and what goes with it, to an act.</param>
    /// <param name="ct">Counts until the act is queued.</param>
    public async Task<bool> RecordAsync(Seat seat, Action<Act> consultation, CancellationToken ct)
    {
        if (!await CommitAsync(consultation, ct))
            return false;
        return !volume.BecomesUnusual(seat.Principal)
            || await CommitAsync(act => act.RecordUnusualVolume(volume.Usual, seat, clock.GetUtcNow()), ct);
    }

    private async Task<bool> CommitAsync(Action<Act> entry, CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var act = new Act(ids.NewEntry());
            entry(act);
            if ((await database.CommitAsync(act, ct)).Succeeded)
                return true;
        }

        return false;
    }
}
