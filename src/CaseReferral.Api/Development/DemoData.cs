using System.Text.Json;
using CaseReferral.Api.Incidents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Storage;
using CaseReferral.Storage.Reference;
using CaseReferral.Storage.Seats;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace CaseReferral.Api.Development;

/// <summary>
/// Fills an empty registry so that it can be tried: reference data, the example packs, the demo sign-ins with their seats, and the
/// sample filings, filed through the use case as their officers would.
/// </summary>
public sealed class DemoData(
    Database database, ReferenceData reference, FileIncident file, IdFactory ids, TimeProvider clock, IOptions<JsonOptions> json)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "DemoData");

    /// <summary>What the registry holds of the samples, filed now or at an earlier start.</summary>
    public async Task<IReadOnlyList<IncidentView>> SeedAsync(CancellationToken ct)
    {
        var samples = DemoReference.Read(DemoReference.File);
        var people = DemoPeople.Of(samples.Jurisdictions, samples.Units, samples.TaskForces);
        var known = (await reference.CurrentAsync(ct)).Rows;
        if (known.Jurisdictions.Count == 0)
            await IntroduceAsync(samples, people, known.Revision, ct);
        await reference.CurrentAsync(ct);

        // Filing is idempotent by clientId, so that a start that was cut short is made whole by the next.
        List<IncidentView> filed = [];
        foreach (var scenario in Directory.EnumerateFiles(Path.Combine(Folder, "scenarios"), "*.json").Order(StringComparer.Ordinal))
        {
            var filing = JsonSerializer.Deserialize<Filing>(await File.ReadAllTextAsync(scenario, ct), json.Value.SerializerOptions)!;
            if (await OfficerOfAsync(filing.UnitId!, people, ct) is not { } officer)
                continue;
            if ((await file.FileAsync(filing, officer, RequestKey.None, ct)).Result is Answered<IncidentView> answered)
                filed.Add(answered.Value!);
        }

        return filed;
    }

    private async Task IntroduceAsync(DemoReference samples, IReadOnlyList<DemoPerson> people, int revision, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var packs = Directory.EnumerateFiles(Path.Combine(Folder, "packs"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => SopPackJson.Parse(File.ReadAllText(path))).ToList();
        var homes = samples.TaskForces.ToDictionary(taskForce => taskForce.Code, taskForce => taskForce.Jurisdiction);
        foreach (var pack in packs)
        {
            if (PackChecks.Check(pack, homes.GetValueOrDefault) is [var fault, ..])
                throw new StartupRefusedException(
                    $"The example pack of {pack.Jurisdiction} can't be used: {fault.Pointer} {fault.Message}");
        }

        // One act: a registry is either empty or has all of it.
        var act = new Act(ids.NewEntry()).ChangeReference(revision);
        foreach (var jurisdiction in samples.Jurisdictions)
            act.Add(jurisdiction);
        foreach (var unit in samples.Units)
            act.Add(unit);
        foreach (var taskForce in samples.TaskForces)
            act.Add(taskForce);
        foreach (var pack in packs)
            act.Add(pack, now);
        act.Introduce(
            [.. people.Select(person => (person.User, new SignInKey(person.TenantId, person.ObjectId), SeatOf(person, now)))], now);
        act.RecordRegistryWide("demo-data-introduced", new { packs = packs.Select(pack => pack.Jurisdiction), people = people.Count }, now);
        await database.CommitAsync(act, ct);
    }

    private HeldSeat SeatOf(DemoPerson person, DateTimeOffset now) => new()
    {
        Seat = new(new(ids.New()), new(ids.New()), person.Role, person.Where, person.Jurisdiction, person.Agency, person.IsPerson),
        ValidFrom = now,
    };

    private async Task<Caller?> OfficerOfAsync(string unit, IReadOnlyList<DemoPerson> people, CancellationToken ct)
    {
        if (people.FirstOrDefault(person => person.Role == SeatRole.Officer && person.Where == unit) is not { } officer)
            return null;
        var now = clock.GetUtcNow();
        var known = await database.ReadAsync(SeatStore.FindPrincipal(officer.TenantId, officer.ObjectId, now), ct);
        return known?.Seats.FirstOrDefault(seat => seat.Role == SeatRole.Officer) is { } held ? new Caller(held) : null;
    }
}
