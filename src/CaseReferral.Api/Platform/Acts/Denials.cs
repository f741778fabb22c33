using System.Diagnostics;
using CaseReferral.Api.AccessLog;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>
/// What a caller may not see does not exist: the same answer by the same path as for what never was. Both are on record with the caller's
/// own auditor, in the same words, and what is another jurisdiction's with its auditor too. If the attempt can't be recorded, the request
/// fails.
/// </summary>
public sealed class Denials(Database database, IdFactory ids, TimeProvider clock)
{
    /// <summary>
    /// "Not found" is answered a multiple of this after the request began, so that its time tells no more than its words.
    /// </summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(40);

    /// <summary>Records that something was asked for which the caller doesn't see, and answers 404.</summary>
    /// <param name="caller">Who asked.</param>
    /// <param name="asked">An incident's id or reference, or a referral's id, as it was given.</param>
    /// <param name="ct">Counts until the record is queued.</param>
    public async Task<ProblemHttpResult> NotFoundAsync(Caller caller, string asked, CancellationToken ct)
    {
        var refusal = Problem.Of(ProblemCatalogue.NotFound);
        await RecordAsync(caller, asked, refusal, isSeen: false, ct);
        // A timer counts whole milliseconds, from when it was set; what is left of them is waited for by itself.
        var leavesAt = NextBeat(Stopwatch.GetElapsedTime(caller.Began));
        while (leavesAt - Stopwatch.GetElapsedTime(caller.Began) is { Ticks: > 0 } left)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), ct);
        return refusal;
    }

    // Whose log it is found in, and of which incident, costs the store some microseconds that a patient caller could count.
    private static TimeSpan NextBeat(TimeSpan elapsed) => TimeSpan.FromTicks((elapsed.Ticks / Beat.Ticks + 1) * Beat.Ticks);

    /// <summary>Records that something the caller sees was refused to them, and answers the refusal.</summary>
    /// <param name="caller">Who asked.</param>
    /// <param name="asked">An incident's id or reference, or a referral's id, as it was given.</param>
    /// <param name="refusal">Why not.</param>
    /// <param name="ct">Counts until the record is queued.</param>
    public async Task<ProblemHttpResult> RefusedAsync(Caller caller, string asked, ProblemHttpResult refusal, CancellationToken ct)
    {
        await RecordAsync(caller, asked, refusal, isSeen: true, ct);
        return refusal;
    }

    private async Task RecordAsync(Caller caller, string asked, ProblemHttpResult refusal, bool isSeen, CancellationToken ct)
    {
        var found = await database.ReadAsync(AccessLogStore.FindAskedFor(asked), ct);
        // A suspicion of complicity never was, for whoever doesn't see it: its jurisdiction's auditor would learn of it here.
        var owned = found is null || found.Restricted && !isSeen ? null : found;
        var isOwn = owned?.Jurisdiction == caller.Seat.Jurisdiction;
        var act = new Act(ids.NewEntry());
        Record(act, act.Id, caller.Seat, asked, refusal, caller.Seat.Jurisdiction, isOwn ? owned?.Id : null);
        // The caller's auditor can't tell from an entry that there is such a case elsewhere; the owner's learns who tried.
        if (owned is not null && !isOwn)
            Record(act, ids.NewEntry(), caller.Seat, asked, refusal, owned.Jurisdiction, owned.Id);
        if (!(await database.CommitAsync(act, ct)).Succeeded)
            throw new StorageUnavailableException(StorageFault.Failing);
    }

    private void Record(
        Act act, EntryId entry, Seat seat, string asked, ProblemHttpResult refusal, string? jurisdiction, IncidentId? incident) =>
        act.RecordAccess(
            AccessEntries.Make(act, "denied", jurisdiction, incident, seat, clock.GetUtcNow(), new
            {
                asked = Shown(asked),
                seat = seat.Name,
                problem = refusal.ProblemDetails.Extensions["code"],
            }) with
            { Id = entry },
            new(AccessKind.Denied, jurisdiction, seat, null, []));

    // An id or a reference says nothing about persons. Anything else may be a name or the number of a document, and is not kept.
    private static string Shown(string asked) =>
        Guid.TryParseExact(asked, "D", out var id) ? id.ToString("D").ToUpperInvariant()
        : IncidentReference.TryParse(asked, out var reference) ? reference
        : "other";
}
