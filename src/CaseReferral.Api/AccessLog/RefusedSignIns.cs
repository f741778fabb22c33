using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.AccessLog;

/// <summary>
/// Puts on record who came with a valid token and no seat for what they asked: with the auditor of the seat's jurisdiction, else of the
/// one whose tenant signed the token, else of the registry. If it can't be recorded the request fails.
/// </summary>
public sealed class RefusedSignIns(Database database, IdFactory ids, TimeProvider clock)
{
    /// <summary>Records it.</summary>
    /// <param name="identity">What the token says.</param>
    /// <param name="principal">The principal it belongs to; null when nobody knows it.</param>
    /// <param name="seat">The seat that was named or would be the only one; null for none.</param>
    /// <param name="refusal">Why not.</param>
    /// <param name="reference">For the tenant's jurisdiction.</param>
    /// <param name="ct">Counts until the record is queued.</param>
    public async Task RecordAsync(
        TokenIdentity identity, PrincipalId? principal, Seat? seat, ProblemHttpResult refusal, ReferenceSnapshot reference,
        CancellationToken ct)
    {
        var jurisdiction = seat?.Jurisdiction ?? reference.JurisdictionOf(identity.TenantId);
        var act = new Act(ids.NewEntry());
        var entry = AccessEntries.Make(act, "sign-in-refused", jurisdiction, null, seat, clock.GetUtcNow(), new
        {
            problem = refusal.ProblemDetails.Extensions["code"],
            tenant = identity.TenantId,
            // Whom nobody knows has no other name to be asked about.
            signIn = principal is null ? identity.ObjectId : (Guid?)null,
            seat = seat?.Name,
        });
        var commit = await database.CommitAsync(
            act.RecordAccess(entry with { Principal = principal }, new(AccessKind.SignInRefused, jurisdiction, seat, null, [])), ct);
        if (!commit.Succeeded)
            throw new StorageUnavailableException(StorageFault.Failing);
    }
}
