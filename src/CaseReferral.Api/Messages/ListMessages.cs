using System.Buffers.Binary;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Messages;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Messages;

/// <summary>
/// Lists what was written on a referral, oldest first. With a purpose it opens the words: the consultation, and that the desk has now read
/// up to there, are committed before a word is read out.
/// </summary>
public sealed class ListMessages(
    Database database, Consultations consultations, Denials denials, ReferenceData reference, TimeProvider clock)
{
    private const int SequenceBytes = sizeof(long);

    /// <summary>GET /v1/referrals/{id}/messages.</summary>
    public static Task<Results<Answered<Page<MessageView>>, ProblemHttpResult>> HandleAsync(
        Guid id, HttpContext http, Caller caller, ListMessages use, CancellationToken ct) =>
        use.ListAsync(MessageKind.Message, new(id), http, caller, ct);

    /// <summary>GET /v1/referrals/{id}/notes.</summary>
    public static Task<Results<Answered<Page<MessageView>>, ProblemHttpResult>> NotesAsync(
        Guid id, HttpContext http, Caller caller, ListMessages use, CancellationToken ct) =>
        use.ListAsync(MessageKind.Note, new(id), http, caller, ct);

    private async Task<Results<Answered<Page<MessageView>>, ProblemHttpResult>> ListAsync(
        MessageKind kind, ReferralId id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var list = $"{kind.Code()}/{id.Value:N}";
        var query = new ListQuery(http);
        var limit = query.Limit();
        long? after = query.Cursor(list, SequenceBytes) is { } place ? BinaryPrimitives.ReadInt64BigEndian(place) : null;
        if (query.Refusal() is { } refusal)
            return refusal;

        AccessPurpose? purpose = null;
        if (http.Request.Headers.TryGetValue(OpenContent.Header, out var stated))
        {
            if (!Codes<AccessPurpose>.TryParse(stated.ToString(), out var known))
                return Problem.Of(ProblemCatalogue.PurposeRequired);
            purpose = known;
        }

        var (seen, rows, consents) = await database.ReadAsync(
            IncidentStore.See(caller.Scope, id).And(
                MessageStore.List(caller.Scope, id, kind, after, limit + 1), DisclosureStore.ConsentsOf(caller.Scope, id),
                (found, written, given) => (found, written, given)),
            ct);
        if (seen?.Shown is not { } incident || incident.Leg(id) is not { } leg)
            return await denials.NotFoundAsync(caller, id.Value.ToString(), ct);
        if (Conversation.RefuseToRead(kind, incident, leg, caller.Seat) is { } refused)
            return await denials.RefusedAsync(caller, id.Value.ToString(), Problem.Of(refused), ct);
        // As if the leg were the only one: what else the desk works on opens nothing here.
        if (purpose is { } use && ContentRules.For(caller.Seat, incident with { Legs = [leg] }, use, []) is null)
            return await denials.RefusedAsync(caller, id.Value.ToString(), Problem.Of(ProblemCatalogue.PurposeNotYours), ct);
        if (purpose is not null && !MayCross(caller, seen.Now, consents, await reference.GetAsync(ct)))
            return await denials.RefusedAsync(caller, id.Value.ToString(), Problem.Of(ProblemCatalogue.DisclosureNeeded), ct);

        var shown = rows.Take(limit).ToList();
        var words = new Dictionary<Guid, string>();
        if (purpose is { } opened && shown.Count > 0)
        {
            if (!await consultations.RecordAsync(caller.Seat, act => Record(act, kind, incident, id, shown, opened, caller), ct))
                return Problem.Of(ProblemCatalogue.StorageUnavailable);
            foreach (var part in await database.ReadAsync(MessageStore.Read(caller.Scope, id, [.. shown.Select(row => row.Id)]), ct))
                words[part.Id] = ContentParts.ReadText(part).Text;
        }

        return new Answered<Page<MessageView>>(Paging.Cut(
            http, rows, limit,
            row => MessageView.Of(row, words.GetValueOrDefault(row.ContentId), caller.Seat),
            row => Cursors.Of(list, Place(row.Sequence))));
    }

    private bool MayCross(Caller caller, Incident incident, IReadOnlyList<ConsentInForce> consents, ReferenceSnapshot known) =>
        ContentRules.MayCross(
            caller.Seat, incident, version => known.Pack(incident.Jurisdiction, version), known.PackInForce(incident.Jurisdiction)!,
            consents,
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));

    private void Record(
        Act act, MessageKind kind, Incident incident, ReferralId leg, List<MessageRow> shown, AccessPurpose purpose, Caller caller)
    {
        act.RecordOpened(
            incident, purpose.Code(), incident.Version, kind.Code(),
            [.. shown.Select(row => new ContentPart { Id = row.ContentId, Kind = kind.Code() })], caller.Seat, clock.GetUtcNow());
        if (kind == MessageKind.Message)
            act.MarkRead(leg, caller.Scope.Audience, shown[^1].Sequence);
    }

    private static byte[] Place(long sequence)
    {
        var place = new byte[SequenceBytes];
        BinaryPrimitives.WriteInt64BigEndian(place, sequence);
        return place;
    }
}
