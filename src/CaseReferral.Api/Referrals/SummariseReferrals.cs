using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Referrals;

namespace CaseReferral.Api.Referrals;

/// <summary>How many open referrals the caller's seat has before it: in its queue, or as a unit or coordinator in all queues.</summary>
/// <param name="Open">All open ones.</param>
/// <param name="Overdue">Whose running deadline has passed.</param>
/// <param name="Escalated">That have escalated.</param>
/// <param name="Unclaimed">That nobody has claimed.</param>
/// <param name="Mine">That this seat has claimed.</param>
/// <param name="WaitingOnUs">That wait for this seat's side.</param>
/// <param name="WaitingOnThem">That wait for somebody else.</param>
/// <param name="States">How many in each open state, in the order of a referral's life.</param>
public sealed record ReferralCountsView(
    int Open, int Overdue, int Escalated, int Unclaimed, int Mine, int WaitingOnUs, int WaitingOnThem,
    IReadOnlyList<StateCountView> States);

/// <summary>How many open referrals are in one state.</summary>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
public sealed record StateCountView([property: FromList("referralState")] string State, int Count);

/// <summary>Counts what is open, in one query over open referrals only.</summary>
public static class SummariseReferrals
{
    /// <summary>GET /v1/referrals/summary.</summary>
    public static async Task<Answered<ReferralCountsView>> HandleAsync(
        Caller caller, Database database, TimeProvider clock, CancellationToken ct)
    {
        var (seat, now) = (caller.Seat, clock.GetUtcNow());
        var triages = SeatRequirements.Triage.Contains(seat.Role);
        var coordinates = seat.Role == SeatRole.Coordinator;
        var (counts, coordinators) = await database.ReadLaggingAsync(
            (triages
                ? ReferralStore.CountQueueOf(caller.Scope, seat.Id, now)
                : ReferralStore.CountSeenBy(caller.Scope, seat.Jurisdiction ?? "", seat.Id, now))
            .And(coordinates ? ReferralStore.CountWaitingForCoordinator(caller.Scope, seat.Jurisdiction!, now) : Load.Of(0)),
            ct);

        var open = counts.Sum(count => count.Total);
        var asked = CountOf(ReferralState.InfoRequested);
        var ours = triages ? open - asked : coordinates ? coordinators : asked;
        return new(new ReferralCountsView(
            open, counts.Sum(count => count.Overdue), counts.Sum(count => count.Escalated), counts.Sum(count => count.Unclaimed),
            counts.Sum(count => count.Mine), ours, open - ours,
            [.. Enum.GetValues<ReferralState>().Where(state => state.IsOpen())
                .Select(state => new StateCountView(state.Code(), CountOf(state)))]));

        int CountOf(ReferralState state) => counts.FirstOrDefault(count => count.State == state.Code())?.Total ?? 0;
    }
}
