using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Objects;

/// <summary>
/// An object's number in the one spelling that two filings of it share. Only for matching: the value as read is kept beside it,
/// because the wrong plate may be the evidence.
/// </summary>
/// <param name="Scheme">What kind of number it is, with its issuer where numbers are unique per issuer: <c>plate:ME</c>.</param>
/// <param name="Value">The number. Personal data: it never leaves the registry and is only matched under a key.</param>
public sealed record NormalisedObject(string Scheme, string Value);

/// <summary>What reading an object's value gave.</summary>
/// <param name="Normalised">The spelling to match on; null where nothing says what makes two such values the same.</param>
/// <param name="Warnings">Doubts, which never block.</param>
public sealed record ObjectReading(NormalisedObject? Normalised, IReadOnlyList<Warning> Warnings);

/// <summary>Reads a phone number as written in a jurisdiction.</summary>
/// <param name="raw">As written, with or without a prefix.</param>
/// <param name="jurisdiction">Whose dialling rules a number without a prefix follows.</param>
/// <returns>The number in E.164, or null when it can't be read.</returns>
public delegate string? PhoneReader(string raw, string jurisdiction);
