using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Seats;
using CaseReferral.Storage;
using CaseReferral.Storage.Reference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Reference;

/// <summary>One kind of reference data, as it is put.</summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <typeparam name="TView">What is answered.</typeparam>
/// <param name="Noun">What journal entries call it, for example <c>unit</c>.</param>
/// <param name="Folder">Where it is found, for example <c>/v1/units</c>.</param>
/// <param name="Find">Finds what is kept under a code.</param>
/// <param name="View">How it is answered.</param>
/// <param name="Add">Adds it.</param>
/// <param name="Change">Changes it.</param>
public sealed record Kept<T, TView>(
    string Noun, string Folder, Func<ReferenceSnapshot, string, T?> Find, Func<T, TView> View, Func<Act, T, Act> Add,
    Func<Act, T, Act> Change)
    where T : class;

/// <summary>
/// Puts reference data. All of it has one revision, which every change guards and advances: what a decision rested on (the jurisdiction is
/// there, the tenant is nobody else's) still holds when it is committed.
/// </summary>
public sealed class ReferenceChanges(ActLoop acts, RegistryTenants registryTenants, IdFactory ids)
{
    private const int LongestCode = 40;

    /// <summary>Adds or changes what lies under <paramref name="code"/>.</summary>
    /// <param name="kept">Its kind.</param>
    /// <param name="code">Its code.</param>
    /// <param name="decide">What is to lie there, or why not, by the reference data as it is and the instant of the act.</param>
    /// <param name="http">For the preconditions.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cached">Makes the tag.</param>
    /// <param name="ct">Counts until the act is queued.</param>
    public Task<Results<Answered<TView>, ProblemHttpResult>> PutAsync<T, TView>(
        Kept<T, TView> kept, string code, Func<ReferenceSnapshot, DateTimeOffset, (T? Wanted, ProblemHttpResult? Problem)> decide,
        HttpContext http, Caller caller, Cached cached, CancellationToken ct)
        where T : class =>
        acts.ChangeAsync<ReferenceSnapshot, TView>(
            caller, code, RequestKey.None,
            _ => ReferenceStore.ReadAll().Select<ReferenceSnapshot?>(rows => new(rows, registryTenants)),
            (reference, now) => Decide(kept, code, decide(reference, now), reference, http, caller, cached, now),
            ct);

    /// <summary>Whether a code could be a unit's or a task force's: it begins with its jurisdiction's.</summary>
    public static bool IsCode(string code) =>
        code.Length is > 3 and <= LongestCode && code[2] == '-' && code[^1] != '-' && code[..2].All(char.IsAsciiLetterUpper)
        && code.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '-');

    /// <summary>Since when it is closed that a request wants closed or open: what is closed already stays so since then.</summary>
    public static DateTimeOffset? ClosedAt(bool? wanted, DateTimeOffset? before, DateTimeOffset now) =>
        wanted == true ? before ?? PutSeat.Kept(now) : null;

    /// <summary>404: nothing can lie under this code.</summary>
    public static ProblemHttpResult NoCode => Problem.Of(
        ProblemCatalogue.NotFound,
        "A code begins with that of a jurisdiction that is there, for example ME-BAR-PCU: upper-case letters, digits and hyphens, "
        + "at most 40.");

    private Planned<TView> Decide<T, TView>(
        Kept<T, TView> kept, string code, (T? Wanted, ProblemHttpResult? Problem) decided, ReferenceSnapshot reference, HttpContext http,
        Caller caller, Cached cached, DateTimeOffset now)
        where T : class
    {
        var before = kept.Find(reference, code);
        var current = before is null ? null : cached.TagOf(kept.View(before));
        var etag = decided.Wanted is null ? null : cached.TagOf(kept.View(decided.Wanted));
        if (Preconditions.RefusePut(http, current, current == etag) is { } stale)
            return stale;
        if (decided.Wanted is not { } wanted)
            return decided.Problem!;

        var view = kept.View(wanted);
        if (current == etag)
            return new Answered<TView>(view, etag);

        var act = new Act(ids.NewEntry()).ChangeReference(reference.Rows.Revision);
        (before is null ? kept.Add : kept.Change)(act, wanted);
        act.RecordAdministration(
            $"{kept.Noun}-{(before is null ? "added" : "changed")}", null, new { by = caller.Seat.Name, code, now = view }, caller.Seat,
            now);
        return Planned<TView>.Commit(act, before is null
            ? new(view, etag, StatusCodes.Status201Created, $"{kept.Folder}/{code}")
            : new(view, etag));
    }
}
