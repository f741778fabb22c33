using System.Text.Json;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>What a use case decided: an answer that changes nothing, or an act with the answer it deserves once it is committed.</summary>
/// <typeparam name="T">The representation.</typeparam>
public sealed record Planned<T>
{
    private Planned()
    {
    }

    /// <summary>What to commit; null when nothing changes.</summary>
    public Act? Act { get; private init; }

    /// <summary>The answer: with an act, once it is committed.</summary>
    public Answered<T>? Answer { get; private init; }

    /// <summary>Why not.</summary>
    public ProblemHttpResult? Problem { get; private init; }

    /// <summary>Commit this, then answer that.</summary>
    public static Planned<T> Commit(Act act, Answered<T> answer) => new() { Act = act, Answer = answer };

    /// <summary>Nothing changes; answer that.</summary>
    public static implicit operator Planned<T>(Answered<T> answer) => new() { Answer = answer };

    /// <summary>Refused.</summary>
    public static implicit operator Planned<T>(ProblemHttpResult problem) => new() { Problem = problem };

    /// <summary>Refused.</summary>
    public static implicit operator Planned<T>(Refusal refusal) => new() { Problem = Problems.Problem.Of(refusal) };
}

/// <summary>
/// The only place that knows the order of a change: find the subject through the caller's scope (else it doesn't exist), find a
/// recorded answer for the key, decide, commit; whatever loses starts again from the top.
/// </summary>
public sealed class ActLoop(Database database, TimeProvider clock, Denials denials, IOptions<JsonOptions> json)
{
    // Each round somebody else's act was committed, so a loser gets its turn; more rounds than this mean a crowd.
    private const int MostRounds = 25;

    private readonly JsonSerializerOptions jsonOptions = json.Value.SerializerOptions;

    /// <summary>Changes something that exists.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="asked">The id or reference that was asked for, for the access log.</param>
    /// <param name="key">The request's key.</param>
    /// <param name="load">Finds the subject through the caller's scope; null answers 404.</param>
    /// <param name="decide">A pure decision about the subject at an instant; makes the act.</param>
    /// <param name="ct">Counts until an act is queued.</param>
    public async Task<Results<Answered<T>, ProblemHttpResult>> ChangeAsync<TSubject, T>(
        Caller caller, string asked, RequestKey key, Func<DateTimeOffset, Load<TSubject?>> load,
        Func<TSubject, DateTimeOffset, Planned<T>> decide, CancellationToken ct)
        where TSubject : class
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var now = clock.GetUtcNow();
            var (subject, recorded) = await database.ReadAsync(load(now).And(Recorded(caller, key, now)), ct);
            if (subject is null)
                return await denials.NotFoundAsync(caller, asked, ct);
            if (key.Replay<T>(recorded) is { } replay)
                return replay;

            var planned = decide(subject, now);
            if (planned.Problem is { StatusCode: StatusCodes.Status403Forbidden } forbidden)
                return await denials.RefusedAsync(caller, asked, forbidden, ct);
            if (await TryAsync(caller, key, planned, now, ct) is { } answer)
                return answer;
        }

        return Busy();
    }

    /// <summary>
    /// Makes something new. Only when its unique keys lose is anything read: <paramref name="existing"/> then says what was first.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="key">The request's key.</param>
    /// <param name="decide">A pure decision at an instant; makes the act.</param>
    /// <param name="existing">What the caller gets when it was there already; null to decide again.</param>
    /// <param name="ct">Counts until an act is queued.</param>
    public async Task<Results<Answered<T>, ProblemHttpResult>> MakeAsync<T>(
        Caller caller, RequestKey key, Func<DateTimeOffset, Planned<T>> decide, Func<DateTimeOffset, Load<Planned<T>?>> existing,
        CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var now = clock.GetUtcNow();
            if (await TryAsync(caller, key, decide(now), now, ct) is { } answer)
                return answer;

            var (recorded, found) = await database.ReadAsync(Recorded(caller, key, now).And(existing(now)), ct);
            if (key.Replay<T>(recorded) is { } replay)
                return replay;
            if (found is not null && await TryAsync(caller, key, found, now, ct) is { } first)
                return first;
        }

        return Busy();
    }

    /// <summary>The recorded answer to the request's key; null when there is none, or no key.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="key">The request's key.</param>
    /// <param name="asSeenNow">
    /// Takes out of the answer what the caller no longer sees: here no subject was loaded through their scope.
    /// </param>
    /// <param name="ct">Counts until it is read.</param>
    public async Task<Results<Answered<T>, ProblemHttpResult>?> FindReplayAsync<T>(
        Caller caller, RequestKey key, Func<RecordedAnswer, Load<RecordedAnswer>> asSeenNow, CancellationToken ct)
    {
        if (key.Key is null || await database.ReadAsync(Recorded(caller, key, clock.GetUtcNow()), ct) is not { } first)
            return null;

        // Two loads: which incidents to ask for stands in the first one's answer.
        return key.Replay<T>(await database.ReadAsync(asSeenNow(first), ct));
    }

    /// <summary>Records the answer to a request whose parts are acts of their own, each idempotent by itself.</summary>
    public async Task<Results<Answered<T>, ProblemHttpResult>> RememberAsync<T>(
        Caller caller, RequestKey key, Act act, Answered<T> answer, Func<RecordedAnswer, Load<RecordedAnswer>> asSeenNow,
        CancellationToken ct)
    {
        var commit = await database.CommitAsync(key.Remember(act, caller.Seat, answer, jsonOptions, clock.GetUtcNow()), ct);
        return commit.Succeeded ? answer : await FindReplayAsync<T>(caller, key, asSeenNow, ct) ?? answer;
    }

    private async Task<Results<Answered<T>, ProblemHttpResult>?> TryAsync<T>(
        Caller caller, RequestKey key, Planned<T> planned, DateTimeOffset now, CancellationToken ct)
    {
        if (planned.Problem is { } problem)
            return problem;
        if (planned.Act is not { } act)
            return planned.Answer!;

        var commit = await database.CommitAsync(key.Remember(act, caller.Seat, planned.Answer!, jsonOptions, now), ct);
        if (commit.Succeeded)
            return planned.Answer!;
        return null;
    }

    private static Load<RecordedAnswer?> Recorded(Caller caller, RequestKey key, DateTimeOffset now) =>
        key.Key is null ? Load.Of<RecordedAnswer?>(null) : IdempotencyStore.Get(caller.Seat.Principal, key.Key, now);

    private static ProblemHttpResult Busy() => Problem.Of(ProblemCatalogue.Busy);
}
