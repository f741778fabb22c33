using System.Text.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.Incidents;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Matching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace CaseReferral.Api.Matching;

/// <summary>
/// Flags incidents that name the same object in what is about to be answered. It looks after the act is committed, so that of two filings
/// at once the later one sees the earlier; and in a replay again, so that a recorded answer tells of nothing that the caller has lost sight
/// of.
/// </summary>
public sealed class PossibleDuplicates(Database database, IOptions<JsonOptions> json)
{
    /// <summary>An answer with one incident.</summary>
    public async Task<Results<Answered<IncidentView>, ProblemHttpResult>> FlagAsync(
        Results<Answered<IncidentView>, ProblemHttpResult> outcome, Caller caller, CancellationToken ct)
    {
        if (outcome.Result is not Answered<IncidentView> answered)
            return outcome;
        if (answered.Value is { } view)
            return answered.With((await FlagAsync([view], caller, ct))[0]);

        var body = JsonNode.Parse(answered.Recorded!)!.AsObject();
        await FlagAsync([body], caller, ct);
        return answered.With(body.ToJsonString(json.Value.SerializerOptions));
    }

    /// <summary>Incidents in the order they came.</summary>
    public async Task<IReadOnlyList<IncidentView>> FlagAsync(IReadOnlyList<IncidentView> views, Caller caller, CancellationToken ct)
    {
        // What names nothing shares nothing, and costs nothing.
        var naming = views.Where(view => view.ObjectsListed + view.PersonsListed > 0).Select(view => new IncidentId(view.Id)).ToHashSet();
        var found = await FindAsync(naming, caller, ct);
        return [.. views.Select(view => view with { PossibleDuplicates = Of(found, new(view.Id)) })];
    }

    /// <summary>Incidents in recorded answers, in place.</summary>
    public async Task FlagAsync(IReadOnlyCollection<JsonObject> recorded, Caller caller, CancellationToken ct)
    {
        static IncidentId IdOf(JsonObject incident) => new(incident["id"]!.GetValue<Guid>());
        var found = await FindAsync([.. recorded.Select(IdOf)], caller, ct);
        foreach (var incident in recorded)
            incident["possibleDuplicates"] = JsonSerializer.SerializeToNode(Of(found, IdOf(incident)), json.Value.SerializerOptions);
    }

    // What was filed is filed: an answer is never lost because nothing could be looked up after it.
    private async Task<ILookup<IncidentId, MatchRow>?> FindAsync(IReadOnlyCollection<IncidentId> ids, Caller caller, CancellationToken ct)
    {
        if (ids.Count == 0)
            return Enumerable.Empty<MatchRow>().ToLookup(row => row.OwnId);
        try
        {
            return await database.ReadAsync(MatchStore.PossibleDuplicates(caller.Scope, ids), ct);
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
    }

    private static IReadOnlyList<PossibleDuplicateView>? Of(ILookup<IncidentId, MatchRow>? found, IncidentId id) =>
        found is null ? null : [.. found[id].Select(PossibleDuplicateView.Of)];
}
