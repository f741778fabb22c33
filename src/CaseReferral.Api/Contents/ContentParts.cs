using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Objects;
using CaseReferral.Storage.Contents;

namespace CaseReferral.Api.Contents;

/// <summary>
/// Splits an incident's content into its rows, one for each narrative, person and object, and joins them again. What one amendment
/// leaves alone keeps its row.
/// </summary>
public static class ContentParts
{
    /// <summary>How content is written into its rows.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new OffsetInstantConverter() },
    };

    /// <summary>The rows of <paramref name="content"/>, each with a fresh id and salt.</summary>
    public static IReadOnlyList<ContentPart> Split(IncidentContent content, IdFactory ids)
    {
        var filing = content.Filing;
        List<ContentPart> parts = [];
        Add(ContentKinds.Detail, null, filing with { Facts = null, Assessment = null, Callback = null, Place = null });
        if (filing.Facts is not null)
            Add(ContentKinds.Facts, null, new Filing { Facts = filing.Facts });
        if (filing.Assessment is not null)
            Add(ContentKinds.Assessment, null, new Filing { Assessment = filing.Assessment });
        if (filing.Callback is not null || filing.Place is not null)
            Add(ContentKinds.Callback, null, new Filing { Callback = filing.Callback, Place = filing.Place });
        foreach (var person in content.Persons)
            Add(ContentKinds.Person, person.Id.Value, person.Person);
        foreach (var item in content.Objects)
            Add(ContentKinds.Object, item.Id.Value, new StoredObject(item.Object, item.Normalised));
        return parts;

        void Add<T>(string kind, Guid? subject, T body) => parts.Add(new ContentPart
        {
            Id = ids.New(),
            Kind = kind,
            SubjectId = subject,
            Position = parts.Count,
            Salt = IdFactory.NewSalt(),
            Body = JsonSerializer.SerializeToUtf8Bytes(body, Json),
        });
    }

    /// <summary>A row for one text that belongs to a referral or an act.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="subject">The referral; null for the incident as a whole.</param>
    /// <param name="text">What it says.</param>
    /// <param name="ids">For its id.</param>
    /// <param name="action">The action it goes with, as its address spells it; null for what goes with none.</param>
    public static ContentPart Text(string kind, Guid? subject, string text, IdFactory ids, string? action = null) => new()
    {
        Id = ids.New(),
        Kind = kind,
        SubjectId = subject,
        Salt = IdFactory.NewSalt(),
        Body = JsonSerializer.SerializeToUtf8Bytes(new StoredText(action, text), Json),
    };

    /// <summary>The text in a row that <see cref="Text"/> made.</summary>
    public static StoredText ReadText(ContentPart part) => part.Body is [(byte)'"', ..]
        // As texts were written before they knew their action.
        ? new(null, JsonSerializer.Deserialize<string>(part.Body, Json)!)
        : JsonSerializer.Deserialize<StoredText>(part.Body, Json)!;

    /// <summary>The content that the rows hold.</summary>
    public static IncidentContent Join(IReadOnlyList<ContentPart> parts)
    {
        var detail = Filing(ContentKinds.Detail) ?? throw new InvalidOperationException("An incident without its detail row was read.");
        var callback = Filing(ContentKinds.Callback);
        var filing = detail with
        {
            Facts = Filing(ContentKinds.Facts)?.Facts,
            Assessment = Filing(ContentKinds.Assessment)?.Assessment,
            Callback = callback?.Callback,
            Place = callback?.Place,
        };
        return new(
            filing,
            [.. Listed(ContentKinds.Person)
                .Select(part => new ListedPerson(new(part.SubjectId!.Value), JsonSerializer.Deserialize<FiledPerson>(part.Body, Json)!))],
            [.. Listed(ContentKinds.Object)
                .Select(part => (part.SubjectId, Stored: JsonSerializer.Deserialize<StoredObject>(part.Body, Json)!))
                .Select(item => new ListedObject(new(item.SubjectId!.Value), item.Stored.Object, item.Stored.Normalised))]);

        // Their ids sort in the order in which they were listed, whatever was changed or removed since.
        IEnumerable<ContentPart> Listed(string kind) => parts.Where(part => part.Kind == kind).OrderBy(part => part.SubjectId);

        Filing? Filing(string kind) => parts.FirstOrDefault(part => part.Kind == kind) is { } part
            ? JsonSerializer.Deserialize<Filing>(part.Body, Json)
            : null;
    }

    /// <summary>Rows of <paramref name="before"/> that no longer hold, and rows of <paramref name="after"/> that are new.</summary>
    public static (IReadOnlyList<ContentPart> Ended, IReadOnlyList<ContentPart> Written) Compare(
        IReadOnlyList<ContentPart> before, IReadOnlyList<ContentPart> after)
    {
        var old = before.ToDictionary(part => (part.Kind, part.SubjectId));
        var kept = after
            .Where(part => old.TryGetValue((part.Kind, part.SubjectId), out var known) && known.Body.AsSpan().SequenceEqual(part.Body))
            .Select(part => (part.Kind, part.SubjectId))
            .ToHashSet();
        return (
            [.. before.Where(part => !kept.Contains((part.Kind, part.SubjectId)))],
            [.. after.Where(part => !kept.Contains((part.Kind, part.SubjectId)))]);
    }

    /// <summary>A text as it is kept.</summary>
    /// <param name="Action">The action it goes with; null where it goes with none, or that is not known any more.</param>
    /// <param name="Text">What it says.</param>
    public sealed record StoredText(string? Action, string Text);

    private sealed record StoredObject(FiledObject Object, NormalisedObject? Normalised);
}
