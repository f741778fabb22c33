using System.Text.Json;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>An act on seats, sign-ins or reference data, as the journal holds it.</summary>
/// <param name="Id">Its journal entry.</param>
/// <param name="Kind">
/// What happened, for example <c>seat-given</c>, <c>seat-changed</c>, <c>seat-ended</c>, <c>seat-proposed</c>, <c>sign-in-bound</c>.
/// </param>
/// <param name="At">When.</param>
/// <param name="By">The principal who did it; null for the registry itself.</param>
/// <param name="ByName">Their name; null when none was given, or it was erased.</param>
/// <param name="Seat">The seat it was done under.</param>
/// <param name="Agency">The seat's agency at that moment.</param>
/// <param name="Details">What was changed: ids, codes and instants; null once retention deleted it.</param>
public sealed record AdministrativeActView(
    Guid Id, string Kind, DateTimeOffset At, Guid? By, string? ByName, Guid? Seat, [property: FromList("agency")] string? Agency,
    JsonElement Details);

/// <summary>
/// Tells auditors, and those whose acts they are, every change of who may do what: the jurisdiction's, or for administrators the
/// registry's own.
/// </summary>
public static class ListAdministrativeActs
{
    private const string Name = "administrative-acts";
    private const int IdBytes = 16;

    /// <summary>GET /v1/administrative-acts.</summary>
    public static async Task<Results<Answered<Page<AdministrativeActView>>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, Database database, CancellationToken ct)
    {
        var query = new ListQuery(http);
        var limit = query.Limit();
        var before = query.Cursor(Name, IdBytes);
        var kind = query.Text("kind");
        if (query.Refusal() is { } refusal)
            return refusal;

        var rows = await database.ReadAsync(
            JournalStore.ListActsWithoutIncident(
                caller.Scope, limit + 1, before is null ? null : new EntryId(new Guid(before, bigEndian: true)), kind), ct);
        return new Answered<Page<AdministrativeActView>>(Paging.Cut(
            http, rows, limit, View, row => Cursors.Of(Name, row.Id.Value.ToByteArray(bigEndian: true))));
    }

    private static AdministrativeActView View(ActRow row) => new(
        row.Id.Value, row.Kind, row.At, row.PrincipalId?.Value, row.Name, row.SeatId?.Value, row.Agency,
        JsonSerializer.Deserialize<JsonElement>(row.Payload ?? "null"));
}
