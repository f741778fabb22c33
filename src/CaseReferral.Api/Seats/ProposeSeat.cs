using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Proposes that somebody be a coordinator, for another administrator to confirm.</summary>
public sealed class ProposeSeat(ActLoop acts, ReferenceData reference, Holders holders, IdFactory ids)
{
    /// <summary>PUT /v1/seat-proposals/{id}.</summary>
    public static Task<Results<Answered<SeatProposalView>, ProblemHttpResult>> HandleAsync(
        Guid id, SeatProposalRequest request, HttpContext http, Caller caller, ProposeSeat use, CancellationToken ct) =>
        use.ProposeAsync(id, request, http, caller, ct);

    private async Task<Results<Answered<SeatProposalView>, ProblemHttpResult>> ProposeAsync(
        Guid id, SeatProposalRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        var known = await reference.GetAsync(ct);
        var named = new Named(request.Principal, request.Code, request.Name, request.ServiceNumber);
        return await acts.ChangeAsync<ProposalDesk, SeatProposalView>(
            caller, id.ToString(), RequestKey.None,
            now => ProposalDesk.Load(caller, id, holders.Find(named, request.Jurisdiction!, now)),
            (desk, now) => desk.Existing is { } existing
                ? AsItStands(existing, request, desk, http)
                : Decide(id, request, named, desk, known, http, caller.Seat, now),
            ct);
    }

    private static Planned<SeatProposalView> AsItStands(
        NamedProposal existing, SeatProposalRequest request, ProposalDesk desk, HttpContext http)
    {
        var proposal = existing.Proposal;
        var isSame = request.Jurisdiction == proposal.Jurisdiction && request.Agency == proposal.Agency.Code()
            && PutSeat.Kept(request.ValidFrom) == proposal.ValidFrom && PutSeat.Kept(request.ValidTo) == proposal.ValidTo
            && desk.Names(proposal.Principal, request.Principal, request.Code);
        return desk.AsItStands(http, isSame)
            ?? (Planned<SeatProposalView>)new Answered<SeatProposalView>(SeatProposalView.Of(existing), proposal.ETag());
    }

    private Planned<SeatProposalView> Decide(
        Guid id, SeatProposalRequest request, Named named, ProposalDesk desk, ReferenceSnapshot known, HttpContext http, Seat proposer,
        DateTimeOffset now)
    {
        if (Preconditions.RefusePut(http, null) is { } stale)
            return stale;
        if (known.Jurisdiction(request.Jurisdiction!) is null)
            return Problem.Of(
                ProblemCatalogue.ValidationFailed, faults: [new("/jurisdiction", "Give a jurisdiction of GET /v1/jurisdictions.")]);
        if (holders.Tell(named, desk.Found, request.Jurisdiction!, known) is var (holder, problem) && holder is null)
            return problem!;

        var proposal = new Proposal
        {
            Id = id,
            Kind = ProposalKind.Seat,
            Jurisdiction = request.Jurisdiction!,
            Principal = holder.Principal,
            ProposedBy = proposer.Principal,
            ProposedAt = now,
            Agency = Codes<Agency>.Parse(request.Agency!),
            ValidFrom = PutSeat.Kept(request.ValidFrom),
            ValidTo = PutSeat.Kept(request.ValidTo),
        };
        if (Seating.WhyNotPropose(holder, proposal.Terms, proposer, now) is { } refusal)
            return refusal;

        var act = Holders.Introduce(new Act(ids.NewEntry()), named, desk.Found, holder, now).Propose(proposal)
            .RecordAdministration("seat-proposed", proposal.Jurisdiction, ForJournal(proposal, proposer), proposer, now);
        return Planned<SeatProposalView>.Commit(act, new(
            SeatProposalView.Of(proposal, desk.Found.Code?.Known is null ? named.Name : null), proposal.ETag(),
            StatusCodes.Status201Created, $"/v1/seat-proposals/{id}"));
    }

    /// <summary>A proposal for the journal: ids, codes and instants.</summary>
    internal static object ForJournal(Proposal proposal, Seat by) => new
    {
        proposal = proposal.Id,
        principal = proposal.Principal.Value,
        role = SeatRole.Coordinator.Code(),
        where = proposal.Jurisdiction,
        agency = proposal.Agency.Code(),
        proposal.ValidFrom,
        proposal.ValidTo,
        proposedBy = proposal.ProposedBy.Value,
        by = by.Name,
    };
}

/// <summary>What a proposal rests on.</summary>
/// <param name="Existing">What was proposed under its id; null for nothing.</param>
/// <param name="Found">Whom the request names.</param>
internal sealed record ProposalDesk(NamedProposal? Existing, Found Found)
{
    /// <summary>Reads it. An id that is a proposal of others doesn't exist for the caller, and isn't theirs to use.</summary>
    public static Load<ProposalDesk?> Load(Caller caller, Guid id, Load<Found> found) => ProposalStore.Get(caller.Scope, id).And(
        ProposalStore.IsTaken(id), found, (existing, taken, named) => existing is null && taken ? null : new ProposalDesk(existing, named));

    /// <summary>Whether a request names the same principal as the proposal under its id.</summary>
    public bool Names(PrincipalId proposed, Guid? principal, string? code) =>
        (principal is null || principal == proposed.Value) && (code is null || Found.Code?.UsedFor == proposed);

    /// <summary>Why the proposal under this id isn't the answer; null when the request said the same.</summary>
    public ProblemHttpResult? AsItStands(HttpContext http, bool isSame) =>
        Preconditions.RefusePut(http, Existing!.Proposal.ETag(), isSame) ?? (isSame ? null : Problem.Of(ProblemCatalogue.ProposalClosed));
}
