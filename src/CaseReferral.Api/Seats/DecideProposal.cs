using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Confirms or rejects what another proposed. Once: whoever comes second learns that it is decided.</summary>
public sealed class DecideProposal(ActLoop acts, ReferenceData reference, IdFactory ids)
{
    /// <summary>POST /v1/seat-proposals/{id}/confirm.</summary>
    public static Task<Results<Answered<SeatProposalView>, ProblemHttpResult>> ConfirmSeatAsync(
        Guid id, NothingToSay? request, HttpContext http, Caller caller, DecideProposal use, CancellationToken ct) =>
            use.ConfirmSeatAsync(id, http, caller, ct);

    /// <summary>POST /v1/sign-in-proposals/{id}/confirm.</summary>
    public static Task<Results<Answered<SignInProposalView>, ProblemHttpResult>> ConfirmSignInAsync(
        Guid id, NothingToSay? request, HttpContext http, Caller caller, DecideProposal use, CancellationToken ct) =>
            use.ConfirmSignInAsync(id, http, caller, ct);

    /// <summary>POST /v1/seat-proposals/{id}/reject.</summary>
    public static Task<Results<Answered<SeatProposalView>, ProblemHttpResult>> RejectSeatAsync(
        Guid id, NothingToSay? request, HttpContext http, Caller caller, DecideProposal use, CancellationToken ct) =>
        use.RejectAsync(id, "seat-proposal-rejected", SeatProposalView.Of, ProposeSeat.ForJournal, http, caller, ct);

    /// <summary>POST /v1/sign-in-proposals/{id}/reject.</summary>
    public static Task<Results<Answered<SignInProposalView>, ProblemHttpResult>> RejectSignInAsync(
        Guid id, NothingToSay? request, HttpContext http, Caller caller, DecideProposal use, CancellationToken ct) =>
        use.RejectAsync(id, "sign-in-proposal-rejected", SignInProposalView.Of, ProposeSignIn.ForJournal, http, caller, ct);

    private Task<Results<Answered<SeatProposalView>, ProblemHttpResult>> ConfirmSeatAsync(
        Guid id, HttpContext http, Caller caller, CancellationToken ct) => acts.ChangeAsync<SeatDesk, SeatProposalView>(
        caller, id.ToString(), RequestKey.Of(http, null),
        _ => SeatDesk.Load(caller, id),
        (desk, now) => Refuse(desk.Named.Proposal, http) is { } stale ? stale : ConfirmSeat(desk, caller.Seat, now),
        ct);

    private async Task<Results<Answered<SignInProposalView>, ProblemHttpResult>> ConfirmSignInAsync(
        Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var known = await reference.GetAsync(ct);
        return await acts.ChangeAsync<SignInDesk, SignInProposalView>(
            caller, id.ToString(), RequestKey.Of(http, null),
            _ => SignInDesk.Load(caller, id),
            (desk, now) => Refuse(desk.Named.Proposal, http) is { } stale ? stale : ConfirmSignIn(desk, known, caller.Seat, now),
            ct);
    }

    private static ProblemHttpResult? Refuse(Proposal proposal, HttpContext http) => Preconditions.Refuse(http, proposal.ETag());

    private Planned<SeatProposalView> ConfirmSeat(SeatDesk desk, Seat by, DateTimeOffset now)
    {
        var (proposal, holder) = (desk.Named.Proposal, desk.Named.Holder);
        if (!Seating.Appoint(new(ids.New()), desk.Held, proposal, holder, by, now).Succeeded(out var seat, out var refusal))
            return refusal;

        var decided = proposal.Confirmed(by, now);
        var act = new Act(ids.NewEntry()).DecideProposal(decided);
        if (desk.Held is { } before)
            act.Change(before, seat);
        else
            act.Give(seat);
        act.RecordAdministration(desk.Held is null ? "seat-given" : "seat-changed", proposal.Jurisdiction, new
        {
            seat = seat.Seat.Id.Value,
            proposal = proposal.Id,
            principal = proposal.Principal.Value,
            role = seat.Seat.Role.Code(),
            seat.Seat.Where,
            agency = seat.Seat.Agency.Code(),
            seat.ValidFrom,
            seat.ValidTo,
            proposedBy = proposal.ProposedBy.Value,
            by = by.Name,
        }, by, now);
        return Planned<SeatProposalView>.Commit(act, new(SeatProposalView.Of(decided, null), decided.ETag()));
    }

    private Planned<SignInProposalView> ConfirmSignIn(SignInDesk desk, ReferenceSnapshot known, Seat by, DateTimeOffset now)
    {
        var proposal = desk.Named.Proposal;
        if (Proposal.WhyNotConfirm(proposal, by) is { } refusal)
            return refusal;
        if (!known.IsBound(proposal.TenantId, proposal.Jurisdiction))
            return Problem.Of(ProblemCatalogue.SignInCodeUnknown);
        if (desk.Lead is not null)
            return Problem.Of(ProblemCatalogue.SignInKnown);

        var decided = proposal.Confirmed(by, now);
        var act = new Act(ids.NewEntry()).DecideProposal(decided);
        if (proposal.EndsOthers)
            act.EndSignInsOf(proposal.Principal, now);
        act.Bind(proposal.Principal, new(proposal.TenantId, proposal.ObjectId), now)
            .RecordAdministration("sign-in-bound", proposal.Jurisdiction, ProposeSignIn.ForJournal(proposal, by), by, now);
        return Planned<SignInProposalView>.Commit(act, new(SignInProposalView.Of(decided, null), decided.ETag()));
    }

    private Task<Results<Answered<T>, ProblemHttpResult>> RejectAsync<T>(
        Guid id, string kind, Func<Proposal, string?, T> view, Func<Proposal, Seat, object> forJournal, HttpContext http, Caller caller,
        CancellationToken ct) =>
        acts.ChangeAsync<NamedProposal, T>(
            caller, id.ToString(), RequestKey.Of(http, null),
            _ => ProposalStore.Get(caller.Scope, id),
            (named, now) =>
            {
                if (Refuse(named.Proposal, http) is { } stale)
                    return stale;
                if (!named.Proposal.Reject(caller.Seat, now).Succeeded(out var rejected, out var refusal))
                    return refusal;
                var act = new Act(ids.NewEntry()).DecideProposal(rejected)
                    .RecordAdministration(kind, rejected.Jurisdiction, forJournal(rejected, caller.Seat), caller.Seat, now);
                return Planned<T>.Commit(act, new(view(rejected, null), rejected.ETag()));
            },
            ct);

    private sealed record SeatDesk(NamedProposal Named, HeldSeat? Held)
    {
        public static Load<SeatDesk?> Load(Caller caller, Guid id) => ProposalStore.Get(caller.Scope, id)
            .And(SeatStore.FindProposed(id), (named, held) => named is null ? null : new SeatDesk(named, held));
    }

    private sealed record SignInDesk(NamedProposal Named, PrincipalId? Lead)
    {
        public static Load<SignInDesk?> Load(Caller caller, Guid id) => ProposalStore.Get(caller.Scope, id)
            .And(ProposalStore.FindLead(id), (named, lead) => named is null ? null : new SignInDesk(named, lead));
    }
}
