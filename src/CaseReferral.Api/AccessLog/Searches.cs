using System.Security.Cryptography;
using System.Text;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Journal;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;
using CaseReferral.Storage.Keys;

namespace CaseReferral.Api.AccessLog;

/// <summary>
/// Puts searches on record: who narrowed which list by which filters, and a keyed hash of the whole query, so that an auditor who has a
/// query in hand can tell whether it was asked, and the log doesn't say what people look for.
/// </summary>
public sealed class Searches(Database database, RegistryKeys keys, IdFactory ids, TimeProvider clock)
{
    private const string KeyName = "search";

    // The key never changes under its version; asking once is enough.
    private RegistryKey? key;

    /// <summary>
    /// Records <paramref name="query"/> when it narrows the list; a list as it is is no search. If it can't be recorded the request fails.
    /// </summary>
    /// <param name="caller">Who searches.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="ct">Counts until the record is queued.</param>
    public async Task RecordAsync(Caller caller, string list, ListQuery query, CancellationToken ct)
    {
        if (query.Filters is not { Count: > 0 } filters)
            return;

        var hashed = key ??= await keys.NewestAsync(KeyName, ct);
        var seat = caller.Seat;
        var act = new Act(ids.NewEntry());
        var commit = await database.CommitAsync(
            act.RecordAccess(
                AccessEntries.Make(act, "searched", seat.Jurisdiction, null, seat, clock.GetUtcNow(), new
                {
                    list,
                    filters = filters.Select(filter => filter.Key),
                    query = Hash(hashed.Value, list, filters),
                    key = hashed.Version,
                    seat = seat.Name,
                }),
                new(AccessKind.Search, seat.Jurisdiction, seat, null, [])),
            ct);
        if (!commit.Succeeded)
            throw new StorageUnavailableException(StorageFault.Failing);
    }

    /// <summary>HMAC-SHA256 over the list's name and its filters, one <c>name=value</c> a line, in hexadecimal.</summary>
    internal static string Hash(byte[] key, string list, IEnumerable<KeyValuePair<string, string>> filters) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(
            key, Encoding.UTF8.GetBytes(string.Join('\n', filters.Select(filter => $"{filter.Key}={filter.Value}").Prepend(list)))));
}
