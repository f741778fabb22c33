using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Matching;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Incidents;

/// <summary>Why an incident is voided.</summary>
public sealed record VoidIncidentRequest
{
    /// <summary>In plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>Voids an incident that was filed by mistake and that nobody has accepted; it stays as a tombstone.</summary>
public sealed class VoidIncident(ActLoop acts, ReferenceData reference, PossibleDuplicates duplicates, IdFactory ids)
{
    /// <summary>POST /v1/incidents/{id}/void.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> HandleAsync(
        string id, VoidIncidentRequest request, HttpContext http, Caller caller, VoidIncident use, CancellationToken ct) =>
        use.VoidAsync(id, request, http, caller, ct);

    private async Task<Results<Answered<IncidentView>, ProblemHttpResult>> VoidAsync(
        string id, VoidIncidentRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        var outcome = await acts.ChangeAsync<Voidable, IncidentView>(
            caller, id, RequestKey.Of(http, request),
            _ => Voidables(caller.Scope, IncidentKey.Parse(id)),
            (found, now) => Preconditions.Refuse(http, ETags.Of(found.Seen.Shown.Version)) is { } stale ? stale
                : found.Seen.Now.Version != found.Seen.Shown.Version ? GoneOn
                : Decide(found, request.Reason!, known, caller, now),
            ct);
        return await duplicates.FlagAsync(outcome, caller, ct);
    }

    private static Load<Voidable?> Voidables(AccessScope scope, IncidentKey key) => IncidentStore.See(scope, key).And(
        IncidentStore.CarriersOf(key), (seen, carriers) => seen is null ? null : new Voidable(seen, carriers));

    // Nobody voids what they don't see.
    private static Refusal GoneOn => new(
        "role-required", "Your referral has ended, and the incident has gone on since. Its unit, or the desk that leads now, voids it.");

    private Planned<IncidentView> Decide(Voidable found, string reason, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        if (!IncidentVoiding.Void(found.Seen.Now, found.Carriers, caller.Seat, now).Succeeded(out var voided, out var refusal))
            return refusal;

        var part = ContentParts.Text(ContentKinds.Reason, null, reason, ids, "void");
        var act = new Act(ids.NewEntry()).Voided(voided, caller.Seat, now)
            .Write(voided.After, part)
            .RecordVoided(voided, part, caller.Seat, ids, now);
        return Planned<IncidentView>.Commit(act, new(IncidentView.Of(voided.After, known, caller, now), ETags.Of(voided.After.Version)));
    }

    private sealed record Voidable(SeenIncident Seen, IReadOnlyList<Incident> Carriers);
}
