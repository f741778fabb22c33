using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Contents;

/// <summary>
/// The one door to content. It demands a purpose, and the consultation is committed before a byte is read out: when that can't be
/// written, the read fails.
/// </summary>
public sealed class OpenContent(Database database, Denials denials, Consultations consultations, TimeProvider clock)
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
        var (incident, newest) = await database.ReadAsync(
            IncidentStore.Get(caller.Scope, key).And(ContentStore.NewestSeen(caller.Scope, key)), ct);
        if (incident is null || newest is not { } latest)
            return await denials.NotFoundAsync(caller, id, ct);

        var (reach, purposes) = ContentRules.For(caller.Seat, incident);
        if (reach == ContentReach.Nothing || !purposes.Contains(purpose))
            return Problem.Of(ProblemCatalogue.PurposeNotYours);
        if (asked is { } wanted && (wanted < 1 || wanted > latest))
            return Problem.Of(ProblemCatalogue.NotFound, "This incident has no such version. GET its versions to see which it has.");

        var version = asked ?? latest;
        var now = clock.GetUtcNow();
        if (!await consultations.RecordAsync(
                caller.Seat, act => act.RecordOpened(incident, purpose.Code(), version, reach.Code(), caller.Seat, now), ct))
            return Problem.Of(ProblemCatalogue.StorageUnavailable);

        var parts = await database.ReadAsync(ContentStore.Read(caller.Scope, incident.Id, version), ct);
        if (parts.Count == 0)
            return await denials.NotFoundAsync(caller, id, ct);

        var content = ContentParts.Join(parts);
        var everything = reach == ContentReach.Everything;
        return new Answered<ContentView>(ContentView.Of(
            incident, version, purpose, everything ? content : ContentRules.ToProtect(content, DateOnly.FromDateTime(now.UtcDateTime)), everything,
            Feedback(incident, parts), [.. ActTexts.For(caller.Seat, incident, parts, everything).Select(View)]));
    }

    // What was proposed and not confirmed is nothing the officer was told; of what was, the last word counts.
    private static IReadOnlyList<FeedbackView> Feedback(Incident incident, IReadOnlyList<ContentPart> parts) =>
        [.. incident.Legs.Where(leg => leg.State == ReferralState.Concluded)
            .Select(leg => parts.LastOrDefault(part => part.Kind == ContentKinds.Feedback && part.SubjectId == leg.Id.Value))
            .OfType<ContentPart>()
            .Select(part => new FeedbackView(part.SubjectId!.Value, ContentParts.ReadText(part).Text))];

    private static ActTextView View(ContentPart part)
    {
        var (action, text) = ContentParts.ReadText(part);
        return new(part.SubjectId, action, part.Kind, text, part.WrittenAt);
    }
}
