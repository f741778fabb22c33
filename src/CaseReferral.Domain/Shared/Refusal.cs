namespace CaseReferral.Domain.Shared;

/// <summary>
/// An expected no, as a value. The code is stable and part of the contract (each has a page under <c>/problems/</c>); the
/// detail tells the caller what to do next and holds no content and no personal data.
/// </summary>
/// <param name="Code">Stable, kebab-case, for example <c>illegal-transition</c>.</param>
/// <param name="Detail">One or two sentences: what was wrong and what to do next.</param>
/// <param name="Faults">What exactly was wrong where, when the request's members are to blame.</param>
public sealed record Refusal(string Code, string Detail, IReadOnlyList<Fault>? Faults = null);

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) to the member; empty for the whole body.</param>
/// <param name="Message">What is wrong and what would be right. Never repeats a free text or a value that could name a person.</param>
public sealed record Fault(string Pointer, string Message);

/// <summary>A doubt about a filing that never blocks it: the wrong plate may be the evidence.</summary>
/// <param name="Code">Stable, snake_case, for example <c>check_digit_wrong</c>.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) to the member in doubt.</param>
/// <param name="Message">What looks odd. Never repeats the value itself: warnings appear in summaries, values are content.</param>
public sealed record Warning(string Code, string Pointer, string Message);
