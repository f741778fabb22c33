using System.Security.Cryptography;
using System.Text;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.TaskForces;
using CaseReferral.Domain.Units;

namespace CaseReferral.Api.Development;

/// <summary>The demo sign-ins that follow from the reference data, one per seat that a registry needs to be tried.</summary>
public static class DemoPeople
{
    /// <summary>The tenant of the registry's own administrators, as <c>SignIn:RegistryTenants</c> of Development lists it.</summary>
    public static readonly Guid RegistryTenant = new("7e9157a2-0000-8000-8000-000000000001");

    private static readonly string[] PartnersOf = ["ME", "RS"];

    /// <summary>
    /// Officers, a second officer and a supervisor of each unit; duty, second and lead of each task force; coordinators and an
    /// auditor of each jurisdiction; the registry's administrators; two partners' systems. A jurisdiction without a tenant has
    /// nobody who could sign in, so it gets none.
    /// </summary>
    public static IReadOnlyList<DemoPerson> Of(
        IReadOnlyList<Jurisdiction> jurisdictions, IReadOnlyList<Unit> units, IReadOnlyList<TaskForce> taskForces)
    {
        var people = new List<DemoPerson>();
        foreach (var jurisdiction in jurisdictions)
        {
            if (jurisdiction.Tenants is not [var tenant, ..])
                continue;

            foreach (var unit in units.Where(unit => unit.Jurisdiction == jurisdiction.Code))
            {
                Add("officer", SeatRole.Officer, unit.Code, Agency.Police, $"Officer, {unit.Name}");
                Add("second-officer", SeatRole.Officer, unit.Code, Agency.Customs, $"Second officer, {unit.Name}");
                Add("supervisor", SeatRole.Supervisor, unit.Code, Agency.Police, $"Supervisor, {unit.Name}");
            }

            foreach (var taskForce in taskForces.Where(taskForce => taskForce.Jurisdiction == jurisdiction.Code))
            {
                var agency = AgencyOf(taskForce);
                Add("duty", SeatRole.Duty, taskForce.Code, agency, $"Duty officer, {taskForce.Name}");
                Add("second", SeatRole.Second, taskForce.Code, agency, $"Second officer, {taskForce.Name}");
                Add("lead", SeatRole.Lead, taskForce.Code, agency, $"Lead officer, {taskForce.Name}");
            }

            Add("coordinator", SeatRole.Coordinator, jurisdiction.Code, Agency.Police, $"National coordinator, {jurisdiction.Label}");
            Add("second-coordinator", SeatRole.Coordinator, jurisdiction.Code, Agency.Police, $"Second coordinator, {jurisdiction.Label}");
            Add("auditor", SeatRole.Auditor, jurisdiction.Code, Agency.Other, $"Auditor, {jurisdiction.Label}");
            if (PartnersOf.Contains(jurisdiction.Code))
                Add("partner", SeatRole.Partner, jurisdiction.Code, Agency.Other, $"Partner's system, {jurisdiction.Label}");

            void Add(string name, SeatRole role, string where, Agency agency, string title) =>
                people.Add(Make(name, tenant, role, where, jurisdiction.Code, agency, title));
        }

        people.Add(Make("admin", RegistryTenant, SeatRole.Admin, "registry", null, Agency.Other, "Administrator of the registry"));
        people.Add(
            Make("second-admin", RegistryTenant, SeatRole.Admin, "registry", null, Agency.Other, "Second administrator of the registry"));
        return people;
    }

    private static DemoPerson Make(
        string name, Guid tenant, SeatRole role, string where, string? jurisdiction, Agency agency, string title)
    {
        var user = $"{name}@{where}";
        return new(
            user, tenant, ObjectIdOf(user), role, where, jurisdiction, agency, AppRoles.NeededFor(role), role != SeatRole.Partner, title);
    }

    // The invented task forces carry what they are in their codes.
    private static Agency AgencyOf(TaskForce taskForce) =>
        taskForce.Code[(taskForce.Code.IndexOf('-', StringComparison.Ordinal) + 1)..] switch
        {
            "CHILD" or "SOCIAL" or "CPTV" => Agency.SocialServices,
            "ADVOCATE" => Agency.Ngo,
            "PROSECUTION" => Agency.Prosecution,
            "INTEGRITY" => Agency.Other,
            _ => Agency.Police,
        };

    /// <summary>A UUIDv8 (RFC 9562) from the user's name, so that seats survive a restart and sign-ins need no store.</summary>
    private static Guid ObjectIdOf(string user)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"case-referral demo sign-in {user}"))[..16];
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
