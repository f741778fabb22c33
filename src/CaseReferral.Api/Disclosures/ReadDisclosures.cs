using CaseReferral.Api.AccessLog;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Disclosures;

/// <summary>Lists the pointers that the caller's desk has: reference, priority, contact.</summary>
public static class ListPointers
{
    private const string Name = "pointers";
    private const int IdBytes = 16;

    /// <summary>GET /v1/pointers.</summary>
    public static async Task<Results<Answered<Page<PointerView>>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, Database database, ReferenceData reference, TimeProvider clock, CancellationToken ct)
    {
        var query = new ListQuery(http);
        var limit = query.Limit();
        var after = query.Cursor(Name, IdBytes);
        if (query.Refusal() is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        var now = clock.GetUtcNow();
        var pointed = await database.ReadAsync(
            DisclosureStore.ListPointers(caller.Scope, after is null ? null : new IncidentId(new Guid(after, bigEndian: true)), limit + 1),
            ct);
        return new Answered<Page<PointerView>>(Paging.Cut(
            http, pointed, limit,
            incident =>
            {
                var (desk, phone) = Domain.SopPacks.Contacts.For(
                    known.PackInForce(incident.Jurisdiction)!, incident.Jurisdiction, known.LocalTime(incident.Jurisdiction, now));
                return new PointerView(incident.Reference, incident.Priority.Code(), new(desk, phone));
            },
            incident => Cursors.Of(Name, incident.Id.Value.ToByteArray(bigEndian: true))));
    }
}

/// <summary>Lists the disclosure requests about an incident, oldest first: all for the owner, its own for a desk abroad.</summary>
public static class ListDisclosureRequests
{
    /// <summary>GET /v1/incidents/{id}/disclosure-requests.</summary>
    public static async Task<Results<Answered<Page<DisclosureRequestView>>, ProblemHttpResult>> HandleAsync(
        string id, Caller caller, Database database, Denials denials, TimeProvider clock, CancellationToken ct)
    {
        var key = IncidentKey.Parse(id);
        var (incident, requests) = await database.ReadAsync(
            RequestDisclosure.Subjects(caller.Scope, key).And(DisclosureStore.List(caller.Scope, caller.Seat, key)), ct);
        if (incident is null)
            return await denials.NotFoundAsync(caller, id, ct);
        var now = clock.GetUtcNow();
        return new Answered<Page<DisclosureRequestView>>(
            new([.. requests.Select(request => DisclosureRequestView.Of(request, incident, caller.Seat, now))], null));
    }
}

/// <summary>Lists the disclosure requests that the caller's desk knows of, whatever incident they are about, newest first.</summary>
public static class ListKnownRequests
{
    private const string Name = "disclosure-requests";
    private const int IdBytes = 16;

    /// <summary>GET /v1/disclosure-requests.</summary>
    public static async Task<Results<Answered<Page<DisclosureRequestView>>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, Database database, Searches searches, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var query = new ListQuery(http);
        var limit = query.Limit();
        var after = query.Cursor(Name, IdBytes);
        var overdue = query.Flag("overdue");
        var filter = new DisclosureFilter
        {
            Limit = limit + 1,
            OwnerIs = caller.Seat.Jurisdiction,
            Asker = caller.Seat.Where,
            BeforeId = after is null ? null : new DisclosureRequestId(new Guid(after, bigEndian: true)),
            State = query.Code("state", "disclosureState"),
            OverdueAt = overdue == true ? now : null,
            NotOverdueAt = overdue == false ? now : null,
        };
        if (query.Refusal() is { } refusal)
            return refusal;

        await searches.RecordAsync(caller, Name, query, ct);
        var (requests, incidents) = await database.ReadLaggingAsync(DisclosureStore.ListKnown(caller.Scope, filter), ct);
        return new Answered<Page<DisclosureRequestView>>(Paging.Cut(
            http, requests, limit,
            request => DisclosureRequestView.Of(request, incidents[request.Incident], caller.Seat, now),
            request => Cursors.Of(Name, request.Id.Value.ToByteArray(bigEndian: true))));
    }
}

/// <summary>Gets one disclosure request.</summary>
public static class GetDisclosureRequest
{
    /// <summary>GET /v1/disclosure-requests/{id}.</summary>
    public static async Task<Results<Answered<DisclosureRequestView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, Database database, Denials denials, TimeProvider clock, CancellationToken ct) =>
        await database.ReadAsync(KnownRequest.Of(caller, new(id)), ct) is var (request, incident)
            ? new Answered<DisclosureRequestView>(
                DisclosureRequestView.Of(request, incident, caller.Seat, clock.GetUtcNow()), ETags.Of(request.Revision))
            : await denials.NotFoundAsync(caller, id.ToString(), ct);
}

/// <summary>
/// Lists what was disclosed of an incident to whom, oldest first: with legs that crossed a border, and by consents. The owner's desks
/// see all; a recipient sees its own, and whether the incident was amended since.
/// </summary>
public static class ListDisclosures
{
    /// <summary>GET /v1/incidents/{id}/disclosures.</summary>
    public static async Task<Results<Answered<Page<DisclosureView>>, ProblemHttpResult>> HandleAsync(
        string id, Caller caller, Database database, Denials denials, CancellationToken ct)
    {
        var key = IncidentKey.Parse(id);
        var (seen, requests, legs) = await database.ReadAsync(
            IncidentStore.See(caller.Scope, key).And(
                DisclosureStore.List(caller.Scope, caller.Seat, key), DisclosureStore.LegsDisclosed(caller.Scope, key),
                (found, asked, crossed) => (found, asked, crossed)),
            ct);
        if (seen is null)
            return await denials.NotFoundAsync(caller, id, ct);

        // A recipient is told that there is something newer, also when its leg has ended. For the owner's own desks that is the end.
        var isOwner = caller.Seat.Jurisdiction == seen.Now.Jurisdiction;
        var current = (isOwner ? seen.Shown : seen.Now).Version;
        var made = legs.Select(leg => new DisclosureView(
                leg.Recipient, leg.LegalBasis, leg.DisclosedAt, leg.Version, leg.Version < current, Revoked: false))
            .Concat(requests.Where(request => request.Version is not null).Select(request => new DisclosureView(
                request.Recipient, request.LegalBasis!, request.DecidedAt!.Value, request.Version!.Value, request.Version < current,
                request.State == DisclosureState.Revoked)));
        return new Answered<Page<DisclosureView>>(new(
            [.. made.Where(disclosure => disclosure.Recipient == caller.Seat.Where
                    || isOwner && !(disclosure.DisclosedAt > seen.Shown.ShownAsOf))
                .OrderBy(disclosure => disclosure.DisclosedAt)],
            null));
    }
}

/// <summary>Opens the texts of a disclosure request, for a purpose that is put on record first.</summary>
public sealed class OpenDisclosureTexts(Database database, Denials denials, Consultations consultations, TimeProvider clock)
{
    /// <summary>GET /v1/disclosure-requests/{id}/content.</summary>
    public static Task<Results<Answered<DisclosureTextsView>, ProblemHttpResult>> HandleAsync(
        Guid id, HttpContext http, Caller caller, OpenDisclosureTexts use, CancellationToken ct) =>
        use.OpenAsync(id, http.Request.Headers[OpenContent.Header].ToString(), caller, ct);

    private async Task<Results<Answered<DisclosureTextsView>, ProblemHttpResult>> OpenAsync(
        Guid id, string stated, Caller caller, CancellationToken ct)
    {
        if (!Codes<AccessPurpose>.TryParse(stated, out var purpose))
            return Problem.Of(ProblemCatalogue.PurposeRequired);
        if (await database.ReadAsync(KnownRequest.Of(caller, new(id)), ct) is not var (request, incident))
            return await denials.NotFoundAsync(caller, id.ToString(), ct);
        if (!ContentRules.ForDisclosures(caller.Seat).Contains(purpose))
            return await denials.RefusedAsync(caller, id.ToString(), Problem.Of(ProblemCatalogue.PurposeNotYours), ct);

        var texts = await database.ReadAsync(DisclosureStore.ReadTexts(caller.Scope, caller.Seat, request.Id), ct);
        var recorded = await consultations.RecordAsync(
            caller.Seat, act => act.RecordAccess(
                AccessEntries.Make(act, "content-opened", incident.Jurisdiction, incident.Id, caller.Seat, clock.GetUtcNow(), new
                {
                    incident.Reference,
                    purpose = purpose.Code(),
                    version = incident.Version,
                    view = "disclosure_request",
                    request = request.Id.Value,
                    seat = caller.Seat.Name,
                    content = texts.Select(part => new { part.Id, part.Kind }),
                }),
                new(AccessKind.Consultation, incident.Jurisdiction, caller.Seat, purpose.Code(), [])),
            ct);
        return recorded && texts.Count > 0
            ? new Answered<DisclosureTextsView>(new(
                request.Id.Value, purpose.Code(), ContentParts.ReadText(texts[0]).Text,
                texts.Count > 1 ? ContentParts.ReadText(texts[^1]).Text : null))
            : Problem.Of(ProblemCatalogue.StorageUnavailable);
    }
}
