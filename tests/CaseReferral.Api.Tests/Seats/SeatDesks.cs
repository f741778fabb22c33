using System.Text.Json.Nodes;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Seats;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Seats;

/// <summary>What coordinators and administrators do at their desks, and those whom they seat.</summary>
internal static class SeatDesks
{
    /// <summary>Somebody of a tenant whom the registry has never seen, with the app roles of a role.</summary>
    public static Desk Stranger(this Registry registry, Guid tenant, SeatRole role, bool isPerson = true, Guid? objectId = null) =>
        registry.As(new DemoPerson(
            $"stranger, {role}", tenant, objectId ?? Guid.Parse(Scenarios.NewClientId()), role, "", null, Agency.Police,
            AppRoles.NeededFor(role), isPerson, "Stranger"));

    /// <summary>Somebody of ME's tenant whom the registry has never seen.</summary>
    public static Desk Stranger(this Registry registry, SeatRole role, bool isPerson = true) =>
        registry.Stranger(registry.Person("officer@ME-BAR-PCU").TenantId, role, isPerson);

    /// <summary>Makes a code.</summary>
    public static async Task<string> CodeAsync(this Desk desk)
    {
        var made = await desk.SendAsync(HttpMethod.Post, "/v1/me/code");
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        return made.Says("/code")!;
    }

    /// <summary>What the registry's clock says.</summary>
    public static DateTimeOffset Now(this Registry registry) => registry.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Who the registry thinks they are.</summary>
    public static async Task<string?> PrincipalAsync(this Desk desk) => (await desk.GetAsync("/v1/me")).Says("/principalId");

    /// <summary>An address under an id of one's own.</summary>
    public static string Fresh(string folder) => $"/v1/{folder}/{Scenarios.NewClientId()}";

    /// <summary>A seat for whoever reads out this code.</summary>
    public static JsonObject ByCode(string code, string role = "officer", string where = "ME-BAR-PCU") => new()
    {
        ["code"] = code,
        ["name"] = "Officer Kaljević",
        ["role"] = role,
        ["where"] = where,
        ["agency"] = "police",
    };

    /// <summary>A seat for somebody known.</summary>
    public static JsonObject ById(string principal, string role = "officer", string where = "ME-BAR-PCU") =>
        ByCode("", role, where).Without("code").Without("name").With("principal", principal);

    /// <summary>An appointment of whoever reads out this code.</summary>
    public static JsonObject Appointing(string code, string jurisdiction = "ME") => new()
    {
        ["code"] = code,
        ["name"] = "Coordinator Vuković",
        ["jurisdiction"] = jurisdiction,
        ["agency"] = "police",
    };

    /// <summary>Puts something.</summary>
    public static Task<Answer> PutAsync(this Desk desk, string path, JsonNode body, string? ifMatch = null) =>
        desk.SendAsync(HttpMethod.Put, path, body, ifMatch);

    /// <summary>Puts something that wasn't there.</summary>
    public static async Task<Answer> MadeAsync(this Desk desk, string path, JsonNode body)
    {
        var made = await desk.PutAsync(path, body);
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        return made;
    }

    /// <summary>Puts something only if it isn't there.</summary>
    public static Task<Answer> PutNewAsync(this Desk desk, string path, JsonNode body)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Put, path)
        { Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        return desk.SendAsync(request);
    }

    /// <summary>Confirms or rejects a proposal as it was answered last.</summary>
    public static Task<Answer> DecideAsync(this Desk desk, string path, string decision, string etag = "\"1\"") =>
        desk.SendAsync(HttpMethod.Post, $"{path}/{decision}", ifMatch: etag);

    /// <summary>Whoever sits there in this role leaves: the coordinator ends their seats.</summary>
    public static async Task LeaveAsync(this Desk coordinator, string role, string place)
    {
        foreach (var id in (await coordinator.GetAsync($"/v1/seats?place={place}&role={role}&active=true")).Each("/items", "/id").ToList())
        {
            var seat = await coordinator.GetAsync($"/v1/seats/{id}");
            Assert.That((await coordinator.SendAsync(HttpMethod.Delete, $"/v1/seats/{id}", ifMatch: seat.ETag)).Status, Is.EqualTo(200));
        }
    }

    /// <summary>Asserts a refusal.</summary>
    public static void Expect(this Answer answer, int status, string problem, params string[] pointers)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((status, problem)), answer.Text);
            Assert.That(answer.Errors, Is.EquivalentTo(pointers), answer.Text);
            Assert.That(ProblemShape.Faults(answer), Is.Empty, answer.Text);
        }
    }
}
