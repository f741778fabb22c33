using System.Buffers.Binary;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>A sign-in of somebody whom the registry knows.</summary>
/// <param name="Principal">Whose.</param>
/// <param name="TenantId">The Entra tenant.</param>
/// <param name="ObjectId">Their object id there.</param>
/// <param name="ValidFrom">From when it leads to them.</param>
/// <param name="ValidTo">Until when; null while it does.</param>
public sealed record SignInView(Guid Principal, Guid TenantId, Guid ObjectId, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo);

/// <summary>Lists the sign-ins of those who have or had a seat in the jurisdiction.</summary>
public static class ListSignIns
{
    private const string Name = "sign-ins";
    private const int IdBytes = 16;
    private const int PlaceBytes = 2 * IdBytes + sizeof(long);

    /// <summary>GET /v1/sign-ins.</summary>
    public static async Task<Results<Answered<Page<SignInView>>, ProblemHttpResult>> HandleAsync(
        HttpContext http, Caller caller, Database database, CancellationToken ct)
    {
        var query = new ListQuery(http);
        var limit = query.Limit();
        var after = query.Cursor(Name, PlaceBytes);
        var principal = query.Id("principal");
        if (query.Refusal() is { } refusal)
            return refusal;

        var rows = await database.ReadAsync(
            SignInStore.ListSignIns(
                caller.Scope, limit + 1, principal is { } id ? new PrincipalId(id) : null, after is null ? null : Read(after)), ct);
        return new Answered<Page<SignInView>>(Paging.Cut(
            http, rows, limit,
            row => new SignInView(row.PrincipalId.Value, row.TenantId, row.ObjectId, row.ValidFrom, row.ValidTo),
            row => Cursors.Of(Name, Write(row))));
    }

    private static byte[] Write(BoundSignIn row)
    {
        var place = new byte[PlaceBytes];
        row.TenantId.TryWriteBytes(place, bigEndian: true, out _);
        row.ObjectId.TryWriteBytes(place.AsSpan(IdBytes), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(place.AsSpan(2 * IdBytes), row.ValidFrom.UtcTicks);
        return place;
    }

    private static BoundSignIn Read(byte[] place) => new()
    {
        TenantId = new(place.AsSpan(0, IdBytes), bigEndian: true),
        ObjectId = new(place.AsSpan(IdBytes, IdBytes), bigEndian: true),
        ValidFrom = new(
            Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(place.AsSpan(2 * IdBytes)), 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero),
    };
}
