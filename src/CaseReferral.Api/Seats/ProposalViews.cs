using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Seats;

namespace CaseReferral.Api.Seats;

/// <summary>The appointment of a coordinator; for one who is a coordinator there already, the new dates.</summary>
public sealed record SeatProposalRequest
{
    /// <summary>Who: somebody who has or had a seat in the jurisdiction. Either this or a code.</summary>
    public Guid? Principal { get; init; }

    /// <summary>Who, by the code of their <c>POST /v1/me/code</c>, as they read it out.</summary>
    [MaxLength(20)] public string? Code { get; init; }

    /// <summary>The name of somebody whom the registry doesn't know yet; needed with their code, and kept as one erasable row.</summary>
    [MaxLength(200)] public string? Name { get; init; }

    /// <summary>Their service number; erasable with the name.</summary>
    [MaxLength(40)] public string? ServiceNumber { get; init; }

    /// <summary>The jurisdiction to coordinate.</summary>
    [Required, FromList("jurisdiction")] public string? Jurisdiction { get; init; }

    /// <summary>The agency the seat belongs to.</summary>
    [Required, FromList("agency")] public string? Agency { get; init; }

    /// <summary>From when it is to count; from its confirmation on when left out.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when; no end when left out.</summary>
    public DateTimeOffset? ValidTo { get; init; }
}

/// <summary>A proposed appointment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Principal">Who is to be a coordinator.</param>
/// <param name="Holder">
/// Their name; null when none was given, or it was erased, and in the answer to a POST, which is kept for a day.
/// </param>
/// <param name="Jurisdiction">The jurisdiction to coordinate.</param>
/// <param name="Agency">The agency of the seat.</param>
/// <param name="ValidFrom">From when; null for from its confirmation on.</param>
/// <param name="ValidTo">Until when; null for no end.</param>
/// <param name="ProposedBy">The administrator who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="DecidedBy">The administrator who confirmed or rejected it; null while it is open.</param>
/// <param name="DecidedAt">When.</param>
public sealed record SeatProposalView(
    Guid Id, [property: FromList("proposalState")] string State, Guid Principal, string? Holder,
    [property: FromList("jurisdiction")] string Jurisdiction,
    [property: FromList("agency")] string Agency, DateTimeOffset? ValidFrom, DateTimeOffset? ValidTo, Guid ProposedBy,
    DateTimeOffset ProposedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt)
{
    /// <summary>A proposal as it stands.</summary>
    public static SeatProposalView Of(NamedProposal named) => Of(named.Proposal, named.Name);

    /// <summary>The same with another name, or none.</summary>
    public static SeatProposalView Of(Proposal proposal, string? name) => new(
        proposal.Id, proposal.State.Code(), proposal.Principal.Value, name, proposal.Jurisdiction, proposal.Agency.Code(),
        proposal.ValidFrom,
        proposal.ValidTo, proposal.ProposedBy.Value, proposal.ProposedAt, proposal.DecidedBy?.Value, proposal.DecidedAt);
}

/// <summary>A further sign-in of somebody whom the registry knows, as after a migration of tenants.</summary>
public sealed record SignInProposalRequest
{
    /// <summary>Whose it is: somebody who has or had a seat in the jurisdiction.</summary>
    [Required] public Guid? Principal { get; init; }

    /// <summary>The code of <c>POST /v1/me/code</c> under the new sign-in, as its bearer read it out.</summary>
    [Required, MaxLength(20)] public string? Code { get; init; }

    /// <summary>Whether the principal's other sign-ins end when it is confirmed.</summary>
    [Required] public bool? EndsOthers { get; init; }
}

/// <summary>A proposed sign-in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Principal">Whose it is to be.</param>
/// <param name="Holder">
/// Their name; null when none was given, or it was erased, and in the answer to a POST, which is kept for a day.
/// </param>
/// <param name="Jurisdiction">The jurisdiction whose coordinators decide.</param>
/// <param name="TenantId">The tenant of the new sign-in.</param>
/// <param name="ObjectId">The object id there.</param>
/// <param name="EndsOthers">Whether the principal's other sign-ins end.</param>
/// <param name="ProposedBy">The coordinator who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="DecidedBy">The coordinator who confirmed or rejected it; null while it is open.</param>
/// <param name="DecidedAt">When.</param>
public sealed record SignInProposalView(
    Guid Id, [property: FromList("proposalState")] string State, Guid Principal, string? Holder,
    [property: FromList("jurisdiction")] string Jurisdiction,
    Guid TenantId, Guid ObjectId, bool EndsOthers, Guid ProposedBy, DateTimeOffset ProposedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt)
{
    /// <summary>A proposal as it stands.</summary>
    public static SignInProposalView Of(NamedProposal named) => Of(named.Proposal, named.Name);

    /// <summary>The same with another name, or none.</summary>
    public static SignInProposalView Of(Proposal proposal, string? name) => new(
        proposal.Id, proposal.State.Code(), proposal.Principal.Value, name, proposal.Jurisdiction, proposal.TenantId, proposal.ObjectId,
        proposal.EndsOthers, proposal.ProposedBy.Value, proposal.ProposedAt, proposal.DecidedBy?.Value, proposal.DecidedAt);
}

/// <summary>Tags of proposals: one while open, another once decided.</summary>
public static class ProposalTags
{
    /// <summary>The tag, quotes included.</summary>
    public static string ETag(this Proposal proposal) => ETags.Of(proposal.State == ProposalState.Open ? 1 : 2);
}
