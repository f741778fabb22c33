using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Incidents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Matching;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Complicity;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Matching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Complicity;

/// <summary>Why a suspicion is lowered, and what of the officer's words goes over: only what is restated here.</summary>
/// <remarks>
/// Codes, counts, instants, coordinates, persons and the values of objects go over; notes and references to other systems don't.
/// </remarks>
public sealed record LowerSuspicionRequest
{
    /// <summary>Why, in plain words; content of the restricted incident.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }

    /// <summary>What was seen, as everybody of the unit and of its task forces may read it.</summary>
    [Required, MaxLength(20_000)] public string? Facts { get; init; }

    /// <summary>What is thought of it; nothing goes over when absent.</summary>
    [MaxLength(20_000)] public string? Assessment { get; init; }

    /// <summary>What the unit has done; nothing goes over when absent.</summary>
    [MaxLength(100), ItemMaxLength(2_000)] public IReadOnlyList<string>? ActionsTaken { get; init; }

    /// <summary>How to reach the officer; nothing goes over when absent.</summary>
    [MaxLength(500)] public string? Callback { get; init; }

    /// <summary>Ids of listed persons who stay behind, for example the one who was suspected.</summary>
    [MaxLength(FilingChecks.MostListed)] public IReadOnlyList<Guid>? WithoutPersons { get; init; }

    /// <summary>Ids of listed objects that stay behind.</summary>
    [MaxLength(FilingChecks.MostListed)] public IReadOnlyList<Guid>? WithoutObjects { get; init; }
}

/// <summary>Lowers a suspicion of complicity: the case goes on as an ordinary incident that knows nothing of it.</summary>
public sealed class LowerSuspicion(
    ActLoop acts, ReferenceData reference, MatchKeys marks, PossibleDuplicates duplicates, WakeQueues wake, IdFactory ids)
{
    /// <summary>POST /v1/incidents/{id}/lower-complicity.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> HandleAsync(
        string id, LowerSuspicionRequest request, HttpContext http, Caller caller, LowerSuspicion use, CancellationToken ct) =>
        use.LowerAsync(id, request, http, caller, ct);

    private async Task<Results<Answered<IncidentView>, ProblemHttpResult>> LowerAsync(
        string id, LowerSuspicionRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        var outcome = await acts.ChangeAsync<Suspicion, IncidentView>(
            caller, id, RequestKey.Of(http, request),
            _ => Suspicions(caller.Scope, IncidentKey.Parse(id)),
            (suspicion, now) => Preconditions.Refuse(http, ETags.Of(suspicion.Seen.Shown.Version)) is { } stale
                ? stale
                : Decide(suspicion, request, known, caller, now),
            ct);
        return await duplicates.FlagAsync(outcome, caller, ct);
    }

    private static Load<Suspicion?> Suspicions(AccessScope scope, IncidentKey key) => IncidentStore.See(scope, key).And(
        ContentStore.ReadCurrent(scope, key), IncidentStore.GetFilerSeat(scope, key),
        (seen, parts, filer) => seen is null ? null : new Suspicion(seen, parts, filer));

    private Planned<IncidentView> Decide(
        Suspicion suspicion, LowerSuspicionRequest request, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        var incident = suspicion.Seen.Now;
        if (LoweredSuspicion.WhyNot(incident, caller.Seat) is { } refusal)
            return refusal;

        var restated = new Restated(
            request.Facts!, request.Assessment, request.ActionsTaken, request.Callback, request.WithoutPersons ?? [],
            request.WithoutObjects ?? []);
        // One of ours would tell that no device made it.
        var refiled = LoweredSuspicion.Refile(ContentParts.Join(suspicion.Parts), restated, IdFactory.NewLikeADevices());
        if (!refiled.Succeeded(out var filing, out refusal))
            return refusal;

        var unit = known.Unit(incident.UnitId)!;
        var check = FilingChecks.Check(filing, new(unit, now, Platform.PhoneNumbers.ToE164));
        if (check.Faults.Count > 0)
        {
            return new Refusal(
                "validation-failed", "As an ordinary filing it has the errors that are listed. Leave out what can't go over.",
                check.Faults);
        }

        var (pack, filer) = (known.PackInForce(incident.Jurisdiction)!, suspicion.Filer!);
        var lowered = LoweredSuspicion.Lower(
            incident, filing, check, unit, pack, known.ClosedIn(pack), filer, FileIncident.NewReference(unit, now), ids.New, now);
        return Commit(lowered, filing, request.Reason!, marks.Of(lowered.GoesOnAs.Content, unit), filer, known, caller, now);
    }

    private Planned<IncidentView> Commit(
        SuspicionLowered lowered, Filing filing, string reason, IReadOnlyList<ObjectMark> matches, Seat filer, ReferenceSnapshot known,
        Caller caller, DateTimeOffset now)
    {
        var filed = lowered.GoesOnAs;
        var part = ContentParts.Text(ContentKinds.Reason, null, reason, ids, "lower-complicity");
        var parts = ContentParts.Split(filed.Content, ids);
        var salt = IdFactory.NewSalt();
        var act = new Act(ids.NewEntry()).Lowered(lowered).Write(lowered.After, part)
            .File(filed, filer, salt, FileIncident.Digest(salt, filing)).Write(filed.Incident, parts).Mark(filed.Incident, [], matches)
            .RecordLowered(lowered, part, parts, filer, caller.Seat, ids, now);
        wake.Write(act, filed.Incident, filed.Incident.Legs, known, now);
        return Planned<IncidentView>.Commit(act, new(IncidentView.Of(lowered.After, known, caller, now), ETags.Of(lowered.After.Version)));
    }

    private sealed record Suspicion(SeenIncident Seen, IReadOnlyList<ContentPart> Parts, Seat? Filer);
}
