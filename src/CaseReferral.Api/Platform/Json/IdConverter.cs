using System.Text.Json;
using System.Text.Json.Serialization;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Platform.Json;

/// <summary>Reads and writes a typed id as the UUID it is.</summary>
public sealed class IdConverter<TId>(Func<Guid, TId> make, Func<TId, Guid> value) : JsonConverter<TId> where TId : struct
{
    /// <inheritdoc />
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id) ? make(id) : throw new JsonException("This is no UUID.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TId id, JsonSerializerOptions options) => writer.WriteStringValue(value(id));
}

/// <summary>The typed ids of the domain, which go over the wire as plain UUIDs.</summary>
public static class IdConverters
{
    /// <summary>One converter for each; a test compares them with the domain's ids.</summary>
    public static IReadOnlyList<JsonConverter> All { get; } =
    [
        new IdConverter<IncidentId>(id => new(id), id => id.Value),
        new IdConverter<ReferralId>(id => new(id), id => id.Value),
        new IdConverter<PersonId>(id => new(id), id => id.Value),
        new IdConverter<ObjectId>(id => new(id), id => id.Value),
        new IdConverter<MessageId>(id => new(id), id => id.Value),
        new IdConverter<NotificationId>(id => new(id), id => id.Value),
        new IdConverter<PrincipalId>(id => new(id), id => id.Value),
        new IdConverter<SeatId>(id => new(id), id => id.Value),
        new IdConverter<DisclosureRequestId>(id => new(id), id => id.Value),
        new IdConverter<EntryId>(id => new(id), id => id.Value),
    ];

    /// <summary>Whether <paramref name="type"/> is a typed id.</summary>
    public static bool Has(Type type) => All.Any(converter => converter.CanConvert(type));
}
