using System.Text.Json;
using System.Text.Json.Serialization;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Platform.Json;

/// <summary>Reads and writes an enum by its codes, exactly; never by number.</summary>
public sealed class CodeConverter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
{
    /// <inheritdoc />
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Codes<TEnum>.TryParse(reader.GetString(), out var member)
            ? member
            : throw new JsonException("This code isn't in the list.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code());
}

/// <summary>Gives every enum its <see cref="CodeConverter{TEnum}"/>, so that none goes over the wire as a number by accident.</summary>
public sealed class CodeConverters : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(CodeConverter<>).MakeGenericType(typeToConvert))!;
}
