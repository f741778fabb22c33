using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Disclosures;

/// <summary>Asks the owner to let an incident go to a desk in another jurisdiction.</summary>
public sealed record RequestDisclosureRequest
{
    /// <summary>How soon the answer is needed; it sets the consent clock.</summary>
    [Required, FromList("disclosureUrgency")] public string? Urgency { get; init; }

    /// <summary>What it is needed for, in plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? WhatFor { get; init; }

    /// <summary>The task force it is to go to, when one of the owner's desks asks; a desk abroad asks for itself.</summary>
    [MaxLength(40)] public string? Recipient { get; init; }
}

/// <summary>
/// Asks for the owner's consent: a desk abroad that sees the incident or has a pointer to it, or a task force or coordinator of the
/// owner that wants to send it on.
/// </summary>
public sealed class RequestDisclosure(ActLoop acts, ReferenceData reference, WakeQueues wake, IdFactory ids)
{
    /// <summary>POST /v1/incidents/{id}/disclosure-requests.</summary>
    public static Task<Results<Answered<DisclosureRequestView>, ProblemHttpResult>> HandleAsync(
        string id, RequestDisclosureRequest request, HttpContext http, Caller caller, RequestDisclosure use, CancellationToken ct) =>
        use.AskAsync(id, request, http, caller, ct);

    private async Task<Results<Answered<DisclosureRequestView>, ProblemHttpResult>> AskAsync(
        string id, RequestDisclosureRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        if (request.Recipient is { } recipient
            && known.TaskForce(recipient) is null or { ClosedAt: not null }
            && known.Jurisdiction(recipient) is null)
        {
            return Platform.Problems.Problem.Of(new Refusal(
                "recipient-not-fit", "The registry knows no such desk, or it is closed.",
                [new("/recipient", "Give the code of an open one of GET /v1/task-forces.")]));
        }

        return await acts.ChangeAsync<Incident, DisclosureRequestView>(
            caller, id, RequestKey.Of(http, request),
            _ => Subjects(caller.Scope, IncidentKey.Parse(id)),
            (incident, now) => Decide(incident, request, known, caller, now),
            ct);
    }

    /// <summary>
    /// The incident that the scope sees, else the one that it has a pointer to, with its legs: they say who is woken, and nothing of them
    /// is shown.
    /// </summary>
    internal static Load<Incident?> Subjects(AccessScope scope, IncidentKey key) =>
        IncidentStore.GetToAct(scope, key).And(
            DisclosureStore.GetPointed(scope, key), IncidentStore.GetForRegistry(key),
            (seen, pointed, known) => seen ?? (pointed is null ? null : known));

    private Planned<DisclosureRequestView> Decide(
        Incident incident, RequestDisclosureRequest request, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        var urgency = Codes<DisclosureUrgency>.Parse(request.Urgency!);
        if (!DisclosureRequest.Ask(incident, caller.Seat, request.Recipient, urgency, new(ids.New()), now)
            .Succeeded(out var asked, out var refusal))
            return refusal;

        var text = ContentParts.Text(ContentKinds.Disclosure, asked.Id.Value, request.WhatFor!, ids);
        var act = new Act(ids.NewEntry()).Ask(incident, asked)
            .Write(incident with { Sequence = incident.Sequence + 1 }, text)
            .RecordDisclosure("disclosure-requested", incident, asked, text, caller.Seat, now);
        wake.Write(act, incident, [Waking.Of(asked, incident)], known, now);
        return Planned<DisclosureRequestView>.Commit(act, new(
            DisclosureRequestView.Of(asked, incident, caller.Seat, now), ETags.Of(asked.Revision), StatusCodes.Status201Created));
    }
}
