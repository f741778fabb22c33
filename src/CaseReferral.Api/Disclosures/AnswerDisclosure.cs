using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
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

/// <summary>What a consent rests on.</summary>
public sealed record ConsentToDisclosureRequest
{
    /// <summary>The agreement of the owner's pack, by its id.</summary>
    [Required, MaxLength(100)] public string? LegalBasis { get; init; }
}

/// <summary>Why a disclosure is refused, or taken back.</summary>
public sealed record DeclineDisclosureRequest
{
    /// <summary>In plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Reason { get; init; }
}

/// <summary>
/// The owner's answer to a disclosure request: consent under a legal basis, refusal with a reason, or a consent taken back. What a
/// consent lets the recipient see ends with its revocation.
/// </summary>
public sealed class AnswerDisclosure(ActLoop acts, ReferenceData reference, WakeQueues wake, IdFactory ids)
{
    /// <summary>POST /v1/disclosure-requests/{id}/consent.</summary>
    public static Task<Results<Answered<DisclosureRequestView>, ProblemHttpResult>> ConsentAsync(
        Guid id, ConsentToDisclosureRequest request, HttpContext http, Caller caller, AnswerDisclosure use, CancellationToken ct) =>
        use.AnswerAsync(id, DisclosureAnswer.Consent, request, request.LegalBasis, null, http, caller, ct);

    /// <summary>POST /v1/disclosure-requests/{id}/refuse.</summary>
    public static Task<Results<Answered<DisclosureRequestView>, ProblemHttpResult>> RefuseAsync(
        Guid id, DeclineDisclosureRequest request, HttpContext http, Caller caller, AnswerDisclosure use, CancellationToken ct) =>
        use.AnswerAsync(id, DisclosureAnswer.Refuse, request, null, request.Reason, http, caller, ct);

    /// <summary>POST /v1/disclosure-requests/{id}/revoke.</summary>
    public static Task<Results<Answered<DisclosureRequestView>, ProblemHttpResult>> RevokeAsync(
        Guid id, DeclineDisclosureRequest request, HttpContext http, Caller caller, AnswerDisclosure use, CancellationToken ct) =>
        use.AnswerAsync(id, DisclosureAnswer.Revoke, request, null, request.Reason, http, caller, ct);

    private async Task<Results<Answered<DisclosureRequestView>, ProblemHttpResult>> AnswerAsync(
        Guid id, DisclosureAnswer answer, object request, string? legalBasis, string? reason, HttpContext http, Caller caller,
        CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        return await acts.ChangeAsync<KnownRequest, DisclosureRequestView>(
            caller, id.ToString(), RequestKey.Of(http, request),
            _ => KnownRequest.Of(caller, new(id)),
            (subject, now) => Preconditions.Refuse(http, ETags.Of(subject.Request.Revision)) is { } stale
                ? stale
                : Decide(subject, answer, legalBasis, reason, known, caller, now),
            ct);
    }

    private Planned<DisclosureRequestView> Decide(
        KnownRequest subject, DisclosureAnswer answer, string? legalBasis, string? reason, ReferenceSnapshot known, Caller caller,
        DateTimeOffset now)
    {
        var (request, incident) = subject;
        var pack = known.PackInForce(incident.Jurisdiction)!;
        if (!request.Answer(answer, legalBasis, caller.Seat, incident, pack, now).Succeeded(out var answered, out var refusal))
            return refusal;

        var text = reason is null ? null : ContentParts.Text(ContentKinds.Disclosure, request.Id.Value, reason, ids) with { Position = 1 };
        var act = new Act(ids.NewEntry()).Answer(incident, request, answered, now);
        if (text is not null)
            act.Write(incident with { Sequence = incident.Sequence + 1 }, text);
        act.RecordDisclosure($"disclosure-{answered.State.Code()}", incident, answered, text, caller.Seat, now);
        wake.Write(act, incident, Waking.OfAnswer(answered, incident), known, now);
        return Planned<DisclosureRequestView>.Commit(
            act, new(DisclosureRequestView.Of(answered, incident, caller.Seat, now), ETags.Of(answered.Revision)));
    }
}

/// <summary>A request that a caller knows of, with the incident it is about.</summary>
/// <param name="Request">The request.</param>
/// <param name="Incident">The incident: with its legs for who sees it, without them for who asked and doesn't.</param>
internal sealed record KnownRequest(DisclosureRequest Request, Incident Incident)
{
    /// <summary>The request with this id; null when the caller doesn't know of it.</summary>
    public static Load<KnownRequest?> Of(Caller caller, DisclosureRequestId id) =>
        DisclosureStore.Get(caller.Scope, caller.Seat, id).And(
            IncidentStore.GetToAct(caller.Scope, id), DisclosureStore.GetPointed(caller.Scope, id),
            (request, seen, pointed) => request is not null && (seen ?? pointed) is { } incident
                ? new KnownRequest(request, incident)
                : null);
}
