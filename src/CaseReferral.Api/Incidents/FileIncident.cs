using System.Security.Cryptography;
using System.Text.Json;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Matching;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Units;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Matching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Incidents;

/// <summary>
/// Files an incident. The device's <c>clientId</c> makes it one, however often it arrives, and an edit under the same one is refused
/// rather than swallowed. Nothing is read first: the database's unique keys decide.
/// </summary>
public sealed class FileIncident(ActLoop acts, ReferenceData reference, MatchKeys marks, WakeQueues wake, IdFactory ids)
{
    /// <summary>POST /v1/incidents.</summary>
    public static async Task<Results<Answered<IncidentView>, ProblemHttpResult>> HandleAsync(
        Filing filing, HttpContext http, Caller caller, FileIncident use, PossibleDuplicates duplicates, CancellationToken ct) =>
        await duplicates.FlagAsync(await use.FileAsync(filing, caller, RequestKey.Of(http, filing), ct), caller, ct);

    /// <summary>
    /// Files for <paramref name="caller"/>: 201 with the incident, 200 when it was filed before. Possible duplicates aren't flagged yet.
    /// </summary>
    public async Task<Results<Answered<IncidentView>, ProblemHttpResult>> FileAsync(
        Filing filing, Caller caller, RequestKey key, CancellationToken ct)
    {
        var known = await reference.GetAsync(ct);
        var unit = filing.UnitId is { } code ? known.Unit(code) : null;
        if (unit is not null && !MayFileFor(caller.Seat, unit))
            return Problem.Of(new Refusal("not-your-unit", "You can file for your own unit only. Act under a seat in the unit you name."));

        return await acts.MakeAsync(
            caller, key,
            now => Decide(filing, unit, known, caller, now),
            now => IncidentStore.FindFiled(caller.Seat, filing.UnitId!, filing.ClientId!.Value)
                .Select(before => Existing(before, filing, known, caller, now)),
            ct);
    }

    private static bool MayFileFor(Seat seat, Unit unit) => seat.Role == SeatRole.Partner
        ? seat.Where == unit.Jurisdiction
        : seat.Where == unit.Code;

    private Planned<IncidentView> Decide(Filing filing, Unit? unit, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        var check = FilingChecks.Check(filing, new(unit, now, Platform.PhoneNumbers.ToE164));
        if (check.Faults.Count > 0)
            return new Refusal(
                "validation-failed", "Correct the members in errors and send the filing again under the same clientId.", check.Faults);
        if (IncidentFiling.WhyNot(unit!, filing.AwareAt!.Value) is { } closed)
            return closed;
        if (known.PackInForce(unit!.Jurisdiction) is not { } pack)
            return new Refusal(
                "no-pack-in-force", "This jurisdiction has no published SOP pack yet, so nobody would receive it. Call your coordinator.");

        var filed = IncidentFiling.File(
            filing, check, unit, pack, known.ClosedIn(pack), caller.Seat, NewReference(unit, now), ids.New, now);
        var parts = ContentParts.Split(filed.Content, ids);
        var salt = IdFactory.NewSalt();
        var act = new Act(ids.NewEntry()).File(filed, caller.Seat, salt, Digest(salt, filing));
        act.Write(filed.Incident, parts).Mark(filed.Incident, [], marks.Of(filed.Content, unit)).RecordFiled(
            filed.Incident, parts, caller.Seat);
        wake.Write(act, filed.Incident, filed.Incident.Legs, known, now);

        return Planned<IncidentView>.Commit(act, new(
            IncidentView.Of(filed.Incident, known, caller, now),
            ETags.Of(filed.Incident.Version),
            StatusCodes.Status201Created,
            IncidentEndpoints.AddressOf(filed.Incident.Id)));
    }

    private static Planned<IncidentView>? Existing(
        FiledBefore? before, Filing filing, ReferenceSnapshot known, Caller caller, DateTimeOffset now)
    {
        if (before is not var (incident, salt, digest))
            return null;
        if (CryptographicOperations.FixedTimeEquals(digest, Digest(salt, filing)))
            return new Answered<IncidentView>(IncidentView.Of(incident, known, caller, now), ETags.Of(incident.Version), replayed: true);

        return Problem.Of(
            new Refusal(
                "already-filed-differently",
                "This clientId was filed with another body. Send the difference as an amendment of that incident."),
            new Dictionary<string, object?>
            {
                ["incidentId"] = incident.Id.Value,
                ["reference"] = incident.Reference,
                ["etag"] = ETags.Of(incident.Version),
            });
    }

    /// <summary>What people will quote of an incident that is made now; should it be taken, the act is lost and decided again.</summary>
    internal static string NewReference(Unit unit, DateTimeOffset now) => IncidentReference.Compose(
        unit.Jurisdiction, now.UtcDateTime.Year, RandomNumberGenerator.GetInt32(IncidentReference.Capacity));

    // Salted, so that what was filed can't be guessed back from the store.
    internal static byte[] Digest(byte[] salt, Filing filing) =>
        SHA256.HashData([.. salt, .. JsonSerializer.SerializeToUtf8Bytes(filing, ContentParts.Json)]);
}
