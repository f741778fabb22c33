using System.Text.Json;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Journal;
using CaseReferral.Storage;
using CaseReferral.Storage.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>
/// What a caller may not see does not exist: the same answer by the same path as for what never was, and both are on record.
/// </summary>
public sealed class Denials(Database database, IdFactory ids, TimeProvider clock)
{
    private const int LongestAsked = 64;

    /// <summary>Records the attempt and answers 404. If it can't be recorded the request fails.</summary>
    public async Task<ProblemHttpResult> NotFoundAsync(Caller caller, string asked, CancellationToken ct)
    {
        var seat = caller.Seat;
        var shown = new string([.. asked.Where(character => char.IsAsciiLetterOrDigit(character) || character == '-').Take(LongestAsked)]);
        var id = ids.NewEntry();
        await database.CommitAsync(
            new Act(id).Record(new JournalEntry
            {
                Id = id,
                Log = JournalEntry.ConsultationsOf(seat.Jurisdiction),
                Kind = "denied",
                Principal = seat.Principal,
                Seat = seat.Id,
                Agency = seat.Agency,
                At = clock.GetUtcNow(),
                Salt = IdFactory.NewSalt(),
                Payload = JsonSerializer.Serialize(new { asked = shown.ToUpperInvariant(), seat = seat.Name }, StoredJson.Options),
            }), ct);
        return Problem.Of(ProblemCatalogue.NotFound);
    }
}
