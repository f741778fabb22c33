using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Workers;
using CaseReferral.Api.Reference;
using CaseReferral.Storage;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Referrals;

namespace CaseReferral.Api.Clocks;

/// <summary>
/// Fires every clock that is due, oldest first: those of legs, and those of disclosure requests. One load a tick finds them, however many
/// run; those of different cases are fired side by side, so that what waited through a downtime shares the store's commits.
/// </summary>
public sealed class FireClocks(
    Database database, ReferenceData reference, FireClock fire, FireConsentClock fireConsent, RegistryClock clock,
    [FromKeyedServices(ClocksSetup.Name)] WorkerState state,
    ILogger<FireClocks> log)
    : Worker(clock, state, log)
{
    /// <summary>The most that one tick takes.</summary>
    public const int Limit = 256;

    private const int SideBySide = 32;

    /// <inheritdoc/>
    protected override async Task<Tick> TickAsync(DateTimeOffset now, CancellationToken ct)
    {
        var (due, requests) = await database.ReadAsync(ClockStore.ListDue(now, Limit).And(DisclosureStore.ListDue(now, Limit)), ct);
        if (due.Count + requests.Count == 0)
            return default;

        // No request tells this instance what another one has changed.
        await reference.CurrentAsync(ct);
        var legs = due.Select(clock => clock.ReferralId).Distinct();
        var fired = await TryEachAsync(legs, SideBySide, fire.FireAsync, ct);
        fired += await TryEachAsync(requests.Select(request => request.Id), SideBySide, fireConsent.FireAsync, ct);
        var oldest = due.Select(clock => clock.FiresAt).Concat(requests.Select(request => request.FiresAt)).Min();
        return new(oldest, More: (due.Count == Limit || requests.Count == Limit) && fired > 0);
    }
}
