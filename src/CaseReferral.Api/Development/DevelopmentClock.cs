using System.Xml;
using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Development;

/// <summary>Moves the registry's clock forward, so that a deadline of a day can be tried in seconds.</summary>
public static class DevelopmentClock
{
    /// <summary>What the registry takes for now.</summary>
    public static ClockAnswer Read(RegistryClock clock) => Now(clock);

    /// <summary>Advances it by an ISO 8601 duration in days, hours, minutes and seconds.</summary>
    public static Results<Ok<ClockAnswer>, ProblemHttpResult> Advance(ClockAdvance request, RegistryClock clock) =>
        IsoDuration.TryParse(request.Advance, out var by) && clock.TryAdvance(by)
            ? TypedResults.Ok(Now(clock))
            : Problem.Of(
                ProblemCatalogue.ClockNotMoved,
                faults:
                [
                    new("/advance", "A positive ISO 8601 duration in days, hours, minutes and seconds is needed, for example PT15M."),
                ]);

    private static ClockAnswer Now(RegistryClock clock) => new(clock.GetUtcNow(), XmlConvert.ToString(clock.Ahead));
}

/// <summary>By how much to advance the clock.</summary>
/// <param name="Advance">An ISO 8601 duration, for example <c>PT15M</c>.</param>
public sealed record ClockAdvance(string Advance);

/// <summary>What the registry takes for now.</summary>
/// <param name="Now">The registry's clock.</param>
/// <param name="Ahead">How far it is ahead of the system's, as an ISO 8601 duration.</param>
public sealed record ClockAnswer(DateTimeOffset Now, string Ahead);
