using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;

namespace CaseReferral.Api.Seats;

/// <summary>
/// The registry's first administrators come from configuration, and only while it has none: whoever can change the configuration later
/// gains nothing by it. Two are needed, because two together appoint coordinators.
/// </summary>
public sealed class FirstAdministrators
{
    private const string Section = "SignIn:FirstAdministrators";

    private readonly IReadOnlyList<First> listed;

    private FirstAdministrators(IReadOnlyList<First> listed) => this.listed = listed;

    /// <summary>Reads <c>SignIn:FirstAdministrators</c>; refuses to start with one who could never sign in as such.</summary>
    public static FirstAdministrators Of(IConfiguration configuration)
    {
        var tenants = configuration.GetSection("SignIn:RegistryTenants").GetChildren().Select(tenant => tenant.Value)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new([.. configuration.GetSection(Section).GetChildren().Select(entry =>
        {
            if (!Guid.TryParseExact(entry["TenantId"], "D", out var tenant) || !Guid.TryParseExact(entry["ObjectId"], "D", out var person)
                || tenant == Guid.Empty || person == Guid.Empty)
                throw new StartupRefusedException(
                    $"{Section} must list people by TenantId and ObjectId (GUIDs), and what they are called by Name.");
            if (!tenants.Contains(tenant.ToString()))
                throw new StartupRefusedException(
                    $"{Section} lists somebody of a tenant that SignIn:RegistryTenants doesn't: they could never act.");
            return new First(new(tenant, person), string.IsNullOrWhiteSpace(entry["Name"]) ? null : entry["Name"]);
        }).DistinctBy(first => first.SignIn)]);
    }

    /// <summary>Gives them their seats, in one act, unless somebody holds one.</summary>
    public async Task SeatAsync(Database database, IdFactory ids, TimeProvider clock, CancellationToken ct)
    {
        if (listed.Count == 0)
            return;

        var now = clock.GetUtcNow();
        if (await database.ReadAsync(SeatStore.HasAny(SeatRole.Admin, now), ct))
            return;

        var act = new Act(ids.NewEntry());
        List<object> given = [];
        foreach (var first in listed)
        {
            var known = await database.ReadAsync(SignInStore.FindLead(first.SignIn), ct);
            var holder = new SeatHolder(known ?? new(ids.New()), IsPerson: true);
            if (known is null)
                act.Introduce(holder, first.SignIn, first.Name, null, now);
            var seat = new Seat(new(ids.New()), holder.Principal, SeatRole.Admin, "registry", null, Agency.Other, IsPerson: true);
            act.Give(new() { Seat = seat, ValidFrom = now });
            given.Add(new { seat = seat.Id.Value, principal = holder.Principal.Value });
        }

        // An instance that starts at the same time and is first has done it: the sign-ins lead to one principal each.
        await database.CommitAsync(act.RecordRegistryWide("administrators-from-configuration", new { given }, now), ct);
    }

    private sealed record First(SignInKey SignIn, string? Name);
}
