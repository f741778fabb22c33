using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CaseReferral.Api.Matching;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Idempotency;
using CaseReferral.Storage.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace CaseReferral.Api.Incidents;

/// <summary>An offline queue of filings.</summary>
public sealed record FileBatchRequest
{
    /// <summary>1 to 500 filings, each as <c>POST /v1/incidents</c> takes it. One that is wrong doesn't lose the rest.</summary>
    [Required, MinLength(1), MaxLength(FileBatch.Most), JsonConverter(typeof(ItemsAsTheyAre))]
    public IReadOnlyList<JsonElement>? Items { get; init; }
}

/// <summary>Reads each item as it stands, so that one that can't be read is that item's fault and not the whole queue's.</summary>
public sealed class ItemsAsTheyAre : JsonConverter<IReadOnlyList<JsonElement>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<JsonElement> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Give a list of filings.");
        List<JsonElement> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(JsonElement.ParseValue(ref reader));
        return items;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<JsonElement> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A queue of filings is only read.");
}

/// <summary>What became of each filing of a queue, in its order.</summary>
/// <param name="Items">One for each filing.</param>
public sealed record FileBatchView(IReadOnlyList<FiledItemView> Items);

/// <summary>What became of one filing.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="ClientId">Its <c>clientId</c>, when it could be read.</param>
/// <param name="Status">The status it would have got by itself: 201, 200 when it was filed before, else an error.</param>
/// <param name="Incident">The incident; null on an error.</param>
/// <param name="Problem">The problem; null when it was filed.</param>
public sealed record FiledItemView(int Index, Guid? ClientId, int Status, IncidentView? Incident, ProblemDetails? Problem);

/// <summary>Files what a device collected while it was offline: each item by itself, so that one bad item never loses the rest.</summary>
public sealed class FileBatch(FileIncident file, ActLoop acts, PossibleDuplicates duplicates, IdFactory ids, IOptions<JsonOptions> json)
{
    /// <summary>The most filings at once.</summary>
    public const int Most = 500;

    // Enough to fill the writer's groups, few enough to leave room for others.
    private const int AtOnce = 64;

    /// <summary>POST /v1/incidents/batch.</summary>
    public static Task<Results<Answered<FileBatchView>, ProblemHttpResult>> HandleAsync(
        FileBatchRequest request, HttpContext http, Caller caller, FileBatch use, CancellationToken ct) =>
        use.HandleAsync(request, caller, RequestKey.Of(http, request.Items?.Select(item => item.GetRawText())), ct);

    private async Task<Results<Answered<FileBatchView>, ProblemHttpResult>> HandleAsync(
        FileBatchRequest request, Caller caller, RequestKey key, CancellationToken ct)
    {
        var outcome = await FileAsync(request, caller, key, ct);
        if (outcome.Result is not Answered<FileBatchView> answered)
            return outcome;
        if (answered.Value is { } view)
        {
            var filed = await duplicates.FlagAsync([.. view.Items.Select(item => item.Incident).OfType<IncidentView>()], caller, ct);
            var known = filed.GroupBy(incident => incident.Id).ToDictionary(
                incident => incident.Key, incident => incident.First().PossibleDuplicates);
            return answered.With(new FileBatchView([.. view.Items.Select(item => item.Incident is { } incident
                ? item with { Incident = incident with { PossibleDuplicates = known[incident.Id] } }
                : item)]));
        }

        var body = JsonNode.Parse(answered.Recorded!)!;
        await duplicates.FlagAsync([.. body["items"]!.AsArray().Select(item => item!["incident"]).OfType<JsonObject>()], caller, ct);
        return answered.With(body.ToJsonString(json.Value.SerializerOptions));
    }

    private async Task<Results<Answered<FileBatchView>, ProblemHttpResult>> FileAsync(
        FileBatchRequest request, Caller caller, RequestKey key, CancellationToken ct)
    {
        if (request.Items is not { Count: > 0 and <= Most } items)
            return Problem.Of(ProblemCatalogue.ValidationFailed, faults: [new("/items", $"Give 1 to {Most} filings.")]);
        if (await acts.FindReplayAsync<FileBatchView>(caller, key, AsSeenNow, ct) is { } replay)
            return replay;

        // Filings of one clientId go in their order; the others side by side, so that the writer commits them together.
        var results = new FiledItemView[items.Count];
        var read = items.Select(Read).ToList();
        var queues = read.GroupBy(item => item.Filing?.ClientId ?? Guid.Empty);
        await Parallel.ForEachAsync(
            queues, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (queue, stop) =>
            {
                foreach (var item in queue)
                    results[item.Index] = await FileOneAsync(item, caller, stop);
            });

        var answer = new Answered<FileBatchView>(new FileBatchView(results));
        return key.Key is null ? answer : await acts.RememberAsync(caller, key, new Act(ids.NewEntry()), answer, AsSeenNow, ct);

        Load<RecordedAnswer> AsSeenNow(RecordedAnswer first) => WithoutLost(caller.Scope, first);
    }

    // A recorded answer may tell of a colleague's filing that has been taken from the caller since: it doesn't exist for them any more.
    private Load<RecordedAnswer> WithoutLost(AccessScope scope, RecordedAnswer first)
    {
        var body = JsonNode.Parse(first.Body)!;
        // Of another operation's answer nothing is taken out: the request it belongs to is another one, and is told so.
        var named = (body["items"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(item => (Item: item, Id: (item["incident"]?["id"] ?? item["problem"]?["incidentId"])?.GetValue<Guid>()))
            .Where(known => known.Id is not null)
            .ToLookup(known => new IncidentId(known.Id!.Value), known => known.Item);
        return IncidentStore.Seeing(scope, [.. named.Select(items => items.Key)]).Select(seen =>
        {
            var lost = named.Where(items => !seen.Contains(items.Key)).SelectMany(items => items).ToList();
            foreach (var item in lost)
            {
                var problem = Problem.Of(ProblemCatalogue.NotFound);
                item["status"] = problem.StatusCode;
                item["incident"] = null;
                item["problem"] = JsonSerializer.SerializeToNode(problem.ProblemDetails, json.Value.SerializerOptions);
            }

            return lost.Count == 0 ? first : first with { Body = body.ToJsonString(json.Value.SerializerOptions) };
        });
    }

    private Item Read(JsonElement element, int index)
    {
        try
        {
            return element.Deserialize<Filing>(json.Value.SerializerOptions) is { } filing
                ? new(index, filing, null)
                : new(index, null, Problem.Of(ProblemCatalogue.ValidationFailed, faults: [new("", "A filing is a JSON object.")]));
        }
        catch (JsonException malformed)
        {
            return new(index, null, BadRequests.Answer(BadRequests.WithoutPosition(malformed)));
        }
    }

    private async Task<FiledItemView> FileOneAsync(Item item, Caller caller, CancellationToken ct)
    {
        if (item.Filing is null)
            return new(item.Index, null, item.Problem!.StatusCode, null, item.Problem.ProblemDetails);

        var result = await TryFileAsync(item.Filing, caller, ct);
        return result.Result switch
        {
            Answered<IncidentView> answered => new(item.Index, item.Filing.ClientId, answered.Status, answered.Value, null),
            ProblemHttpResult problem => new(item.Index, item.Filing.ClientId, problem.StatusCode, null, problem.ProblemDetails),
            _ => throw new InvalidOperationException("A filing was neither answered nor refused."),
        };
    }

    // An item that the store couldn't take now is that item's problem: those before it are filed, and are told so.
    private async Task<Results<Answered<IncidentView>, ProblemHttpResult>> TryFileAsync(Filing filing, Caller caller, CancellationToken ct)
    {
        try
        {
            return await file.FileAsync(filing, caller, RequestKey.None, ct);
        }
        catch (StorageUnavailableException)
        {
            return Problem.Of(ProblemCatalogue.StorageUnavailable);
        }
    }

    private sealed record Item(int Index, Filing? Filing, ProblemHttpResult? Problem);
}
