using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Reads proposals: administrators their appointments, a jurisdiction its sign-ins.</summary>
public static class ReadProposals
{
    private const int IdBytes = 16;

    /// <summary>GET /v1/seat-proposals.</summary>
    public static Task<Results<Answered<Page<SeatProposalView>>, ProblemHttpResult>> ListSeatsAsync(
        HttpContext http, Caller caller, Database database, CancellationToken ct) =>
        ListAsync("seat-proposals", SeatProposalView.Of, http, caller, database, ct);

    /// <summary>GET /v1/sign-in-proposals.</summary>
    public static Task<Results<Answered<Page<SignInProposalView>>, ProblemHttpResult>> ListSignInsAsync(
        HttpContext http, Caller caller, Database database, CancellationToken ct) =>
        ListAsync("sign-in-proposals", SignInProposalView.Of, http, caller, database, ct);

    /// <summary>GET /v1/seat-proposals/{id}.</summary>
    public static Task<Results<Answered<SeatProposalView>, ProblemHttpResult>> GetSeatAsync(
        Guid id, Caller caller, Database database, Denials denials, CancellationToken ct) =>
            GetAsync(id, SeatProposalView.Of, caller, database, denials, ct);

    /// <summary>GET /v1/sign-in-proposals/{id}.</summary>
    public static Task<Results<Answered<SignInProposalView>, ProblemHttpResult>> GetSignInAsync(
        Guid id, Caller caller, Database database, Denials denials, CancellationToken ct) =>
            GetAsync(id, SignInProposalView.Of, caller, database, denials, ct);

    private static async Task<Results<Answered<Page<T>>, ProblemHttpResult>> ListAsync<T>(
        string list, Func<NamedProposal, T> view, HttpContext http, Caller caller, Database database, CancellationToken ct)
    {
        var query = new ListQuery(http);
        var limit = query.Limit();
        var after = query.Cursor(list, IdBytes);
        var state = query.Code("state", "proposalState");
        var jurisdiction = query.Code("jurisdiction", "jurisdiction");
        if (query.Refusal() is { } refusal)
            return refusal;

        var rows = await database.ReadAsync(
            ProposalStore.ListProposals(
                caller.Scope, limit + 1, after is null ? null : new Guid(after, bigEndian: true), state, jurisdiction), ct);
        return new Answered<Page<T>>(Paging.Cut(
            http, rows, limit, view, row => Cursors.Of(list, row.Proposal.Id.ToByteArray(bigEndian: true))));
    }

    private static async Task<Results<Answered<T>, ProblemHttpResult>> GetAsync<T>(
        Guid id, Func<NamedProposal, T> view, Caller caller, Database database, Denials denials, CancellationToken ct) =>
        await database.ReadAsync(ProposalStore.Get(caller.Scope, id), ct) is { } found
            ? new Answered<T>(view(found), found.Proposal.ETag())
            : await denials.NotFoundAsync(caller, id.ToString(), ct);
}
