using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Referrals;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Contents;

/// <summary>
/// The one door to content. It demands a purpose, and the consultation is committed before a byte is read out: when that can't be
/// written, the read fails.
/// </summary>
public sealed class OpenContent(
    Database database, Denials denials, Consultations consultations, ReferenceData reference, TimeProvider clock)
{
    /// <summary>The header that states the purpose.</summary>
    public const string Header = "Access-Purpose";

    /// <summary>GET /v1/incidents/{id}/content.</summary>
    public static Task<Results<Answered<ContentView>, ProblemHttpResult>> HandleAsync(
        string id, int? version, HttpContext http, Caller caller, OpenContent use, CancellationToken ct) =>
        use.OpenAsync(id, version, http.Request.Headers[Header].ToString(), caller, ct);

    private async Task<Results<Answered<ContentView>, ProblemHttpResult>> OpenAsync(
        string id, int? asked, string stated, Caller caller, CancellationToken ct)
    {
        if (!Codes<AccessPurpose>.TryParse(stated, out var purpose))
            return Problem.Of(ProblemCatalogue.PurposeRequired);

        var key = IncidentKey.Parse(id);
        var (seen, newest, consents) = await database.ReadAsync(
            IncidentStore.See(caller.Scope, key).And(
                ContentStore.NewestSeen(caller.Scope, key), DisclosureStore.ConsentsOf(caller.Scope, key),
                (found, version, given) => (found, version, given)),
            ct);
        if (seen?.Shown is not { } incident || newest is not { } latest)
            return await denials.NotFoundAsync(caller, id, ct);

        if (ContentRules.For(caller.Seat, incident, purpose, consents) is not { } opening)
            return await denials.RefusedAsync(caller, id, Problem.Of(ProblemCatalogue.PurposeNotYours), ct);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var known = await reference.GetAsync(ct);
        // What is shown ends with a leg; the handling code that keeps it at home is the one that holds now.
        if (!ContentRules.MayCross(
                caller.Seat, seen.Now, of => known.Pack(incident.Jurisdiction, of), known.PackInForce(incident.Jurisdiction)!, consents,
                today))
            return await denials.RefusedAsync(caller, id, Problem.Of(ProblemCatalogue.DisclosureNeeded), ct);
        if (opening.Until is not null)
            latest = await database.ReadAsync(ContentStore.NewestSeen(caller.Scope, key, opening.Until), ct) ?? 0;
        if (asked is { } wanted && (wanted < 1 || wanted > latest))
            return Problem.Of(ProblemCatalogue.NotFound, "This incident has no such version. GET its versions to see which it has.");

        var version = asked ?? latest;
        var (parts, turns, alone) = await database.ReadAsync(
            ContentStore.Read(caller.Scope, incident.Id, version).And(
                ContentStore.ReadTurns(caller.Scope, incident.Id), LoadedLeg.StoodInFor(caller, now),
                (rows, acts, legs) => (rows, acts, legs)),
            ct);
        if (parts.Count == 0)
            return await denials.NotFoundAsync(caller, id, ct);

        var content = ContentParts.Join(parts);
        var everything = opening.Reach == ContentReach.Everything;
        if (!everything)
            content = ContentRules.ToProtect(content, today);
        var readable = new ActTexts(
            incident, turns, caller.Seat,
            leg => ReferralView.IsTold(leg, caller.Seat, LoadedLeg.Allowed(incident, leg, caller, known, !alone.Contains(leg.Id))), now);
        var texts = readable.Of(parts, everything).ToList();
        var feedback = everything ? readable.Feedback(parts).ToList() : [];
        var shown = Shown(parts, content, [.. texts, .. feedback], everything);
        if (!await consultations.RecordAsync(
                caller.Seat, act => act.RecordOpened(incident, purpose.Code(), version, opening.Reach.Code(), shown, caller.Seat, now), ct))
            return Problem.Of(ProblemCatalogue.StorageUnavailable);

        return new Answered<ContentView>(ContentView.Of(
            incident, version, purpose, content, everything,
            [.. feedback.Select(part => new FeedbackView(part.SubjectId!.Value, ContentParts.ReadText(part).Text))],
            [.. texts.Select(View)]));
    }

    // The rows that the answer is made from.
    private static IReadOnlyList<ContentPart> Shown(
        IReadOnlyList<ContentPart> parts, IncidentContent content, HashSet<ContentPart> texts, bool everything)
    {
        var persons = content.Persons.Select(listed => listed.Id.Value).ToHashSet();
        return
        [
            .. parts.Where(part => part.Kind switch
            {
                ContentKinds.Person => persons.Contains(part.SubjectId!.Value),
                ContentKinds.Callback => true,
                var kind when ContentKinds.IsText(kind) => texts.Contains(part),
                _ => everything,
            }),
        ];
    }

    private static ActTextView View(ContentPart part)
    {
        var (action, text) = ContentParts.ReadText(part);
        return new(part.SubjectId, action, part.Kind, text, part.WrittenAt);
    }
}
