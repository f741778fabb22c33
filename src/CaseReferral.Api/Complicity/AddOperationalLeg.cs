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
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Complicity;

/// <summary>Whom an integrity recipient brings in.</summary>
public sealed record AddOperationalLegRequest
{
    /// <summary>Code of a task force of the jurisdiction.</summary>
    [Required, MaxLength(40)] public string? TaskForce { get; init; }

    /// <summary>Why it may know, in plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>Brings a task force in on a suspicion of complicity, which stays one.</summary>
public sealed class AddOperationalLeg(ActLoop acts, ReferenceData reference, PossibleDuplicates duplicates, WakeQueues wake, IdFactory ids)
{
    /// <summary>POST /v1/incidents/{id}/operational-legs.</summary>
    public static Task<Results<Answered<IncidentView>, ProblemHttpResult>> HandleAsync(
        string id, AddOperationalLegRequest request, HttpContext http, Caller caller, AddOperationalLeg use, CancellationToken ct) =>
        use.AddAsync(id, request, http, caller, ct);

    private async Task<Results<Answered<IncidentView>, ProblemHttpResult>> AddAsync(
        string id, AddOperationalLegRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        var outcome = await acts.ChangeAsync<SeenIncident, IncidentView>(
            caller, id, RequestKey.Of(http, request),
            _ => IncidentStore.See(caller.Scope, IncidentKey.Parse(id)),
            (seen, now) => Preconditions.Refuse(http, ETags.Of(seen.Shown.Version)) is { } stale
                ? stale
                : Decide(seen.Now, request, known, caller, now),
            ct);
        return await duplicates.FlagAsync(outcome, caller, ct);
    }

    private Planned<IncidentView> Decide(
        Incident incident, AddOperationalLegRequest request, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        var decided = OperationalLeg.Add(
            incident, request.TaskForce!, caller.Seat, leg => known.Pack(leg.Jurisdiction, leg.PackVersion), known.TaskForce, ids.New, now);
        if (!decided.Succeeded(out var added, out var refusal))
            return refusal;

        var part = ContentParts.Text(ContentKinds.Reason, added.Leg.Id.Value, request.Reason!, ids, "operational-leg");
        var act = new Act(ids.NewEntry()).Added(added, now).Write(added.After, part).RecordAdded(added, part, caller.Seat, now);
        wake.Write(act, added.After, [added.Leg], known, now);
        return Planned<IncidentView>.Commit(act, new(IncidentView.Of(added.After, known, caller, now), ETags.Of(added.After.Version)));
    }
}
