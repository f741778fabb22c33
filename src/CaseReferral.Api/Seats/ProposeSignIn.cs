using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>
/// Proposes that a sign-in lead to somebody whom the registry knows, for another coordinator to confirm: after a migration of tenants they
/// are who they were, with their seats and what they did.
/// </summary>
public sealed class ProposeSignIn(ActLoop acts, ReferenceData reference, Holders holders, IdFactory ids)
{
    /// <summary>PUT /v1/sign-in-proposals/{id}.</summary>
    public static Task<Results<Answered<SignInProposalView>, ProblemHttpResult>> HandleAsync(
        Guid id, SignInProposalRequest request, HttpContext http, Caller caller, ProposeSignIn use, CancellationToken ct) =>
        use.ProposeAsync(id, request, http, caller, ct);

    private async Task<Results<Answered<SignInProposalView>, ProblemHttpResult>> ProposeAsync(
        Guid id, SignInProposalRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        var named = new Named(request.Principal, request.Code, null, null);
        return await acts.ChangeAsync<ProposalDesk, SignInProposalView>(
            caller, id.ToString(), RequestKey.None,
            now => ProposalDesk.Load(caller, id, holders.Find(named, caller.Seat.Jurisdiction!, now)),
            (desk, now) => desk.Existing is { } existing
                ? AsItStands(existing, request, desk, http)
                : Decide(id, request, desk, known, http, caller.Seat, now),
            ct);
    }

    private static Planned<SignInProposalView> AsItStands(
        NamedProposal existing, SignInProposalRequest request, ProposalDesk desk, HttpContext http)
    {
        var proposal = existing.Proposal;
        var isSame = request.EndsOthers == proposal.EndsOthers && desk.Names(proposal.Principal, request.Principal, request.Code);
        return desk.AsItStands(http, isSame)
            ?? (Planned<SignInProposalView>)new Answered<SignInProposalView>(SignInProposalView.Of(existing), proposal.ETag());
    }

    private Planned<SignInProposalView> Decide(
        Guid id, SignInProposalRequest request, ProposalDesk desk, ReferenceSnapshot known, HttpContext http, Seat proposer,
        DateTimeOffset now)
    {
        if (Preconditions.RefusePut(http, null) is { } stale)
            return stale;
        if (desk.Found.Known is not { } holder)
            return Invalid("/principal", "Nobody with a seat in your jurisdiction, now or once, has this id.");
        if (holder.Principal == proposer.Principal)
            return Seating.Own;
        if (!SignInCode.TryParse(request.Code, out _))
            return Invalid("/code", SignInCodes.Expected);
        if (desk.Found.Code is not { UsedFor: null } code || !known.IsBound(code.SignIn.TenantId, proposer.Jurisdiction))
            return Problem.Of(ProblemCatalogue.SignInCodeUnknown);
        if (code.Known is not null)
            return Problem.Of(ProblemCatalogue.SignInKnown);
        if (code.IsPerson != holder.IsPerson)
            return Invalid("/code", "A person's sign-in leads to a person, and a system's to a system.");

        var proposal = new Proposal
        {
            Id = id,
            Kind = ProposalKind.SignIn,
            Jurisdiction = proposer.Jurisdiction!,
            Principal = holder.Principal,
            ProposedBy = proposer.Principal,
            ProposedAt = now,
            TenantId = code.SignIn.TenantId,
            ObjectId = code.SignIn.ObjectId,
            EndsOthers = request.EndsOthers!.Value,
        };
        var act = new Act(ids.NewEntry()).UseCode(code, holder.Principal, now).Propose(proposal)
            .RecordAdministration("sign-in-proposed", proposal.Jurisdiction, ForJournal(proposal, proposer), proposer, now);
        return Planned<SignInProposalView>.Commit(act, new(
            SignInProposalView.Of(proposal, null), proposal.ETag(), StatusCodes.Status201Created, $"/v1/sign-in-proposals/{id}"));
    }

    /// <summary>A proposal for the journal: ids and codes.</summary>
    internal static object ForJournal(Proposal proposal, Seat by) => new
    {
        proposal = proposal.Id,
        principal = proposal.Principal.Value,
        tenant = proposal.TenantId,
        proposal.EndsOthers,
        proposedBy = proposal.ProposedBy.Value,
        by = by.Name,
    };

    private static ProblemHttpResult Invalid(string pointer, string message) =>
        Problem.Of(ProblemCatalogue.ValidationFailed, faults: [new(pointer, message)]);
}
