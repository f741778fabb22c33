using System.Text;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.NeedToKnow;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>A row of the table: what is wrong with a request, the request, and the refusal that it gets.</summary>
public sealed record Row(string What, Sent Sent, Refused Refused)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Sent.Operation}: {What}";
}

/// <summary>
/// The rows of one operation, tried in one test: a test for each row would cost the runner more than the rows cost the registry.
/// </summary>
public sealed record Table(string Operation, IReadOnlyList<Row> Rows)
{
    public static IEnumerable<Table> Of(IEnumerable<Row> rows) =>
        rows.GroupBy(row => row.Sent.Operation).Select(operation => new Table(operation.Key, [.. operation]));

    /// <inheritdoc/>
    public override string ToString() => $"{Operation}: {Rows.Count} rows";
}

/// <summary>What a refused request is told.</summary>
/// <param name="Status">The status.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Pointers">The JSON Pointers of its errors, all of them.</param>
public sealed record Refused(int Status, string Code, params IReadOnlyList<string> Pointers)
{
    /// <summary>What its text says besides, for example where the body stops being JSON; empty for nothing in particular.</summary>
    public string Saying { get; init; } = "";

    public static Refused NotFound { get; } = new(404, "not-found");

    public static Refused TooLarge { get; } = new(413, "body-too-large");

    public static Refused OtherMediaType { get; } = new(415, "unsupported-media-type");

    public static Refused Invalid(params string[] pointers) => new(400, "validation-failed", pointers);

    public static Refused Malformed(string position) => new(400, "malformed-json") { Saying = position };

    public static Refused NoBody { get; } = new(400, "malformed-json", "");
}

/// <summary>
/// A request as it goes over the wire. <c>{incident}</c>, <c>{person}</c>, <c>{object}</c>, <c>{referral}</c> and the others that
/// <see cref="BadInputRegistry"/> knows stand for what it filed.
/// </summary>
public sealed record Sent(HttpMethod Method, string Address, string User)
{
    /// <summary>The operation, for the row's name.</summary>
    public string Operation { get; init; } = $"{Method} {Address.Split('?')[0]}";

    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body's media type; null for none.</summary>
    public string? MediaType { get; init; }

    /// <summary>Further headers, in the order they are sent.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public Sent Saying(string body) => this with { Body = Encoding.UTF8.GetBytes(body) };

    public Sent With(string header, string value) =>
        this with { Headers = [.. Headers.Where(known => known.Name != header), (header, value)] };

    public Sent Without(string header) => this with { Headers = [.. Headers.Where(known => known.Name != header)] };
}

/// <summary>An operation that takes a body, with one that fits it.</summary>
/// <param name="Route">Method and route as the program maps it.</param>
/// <param name="Fitting">A request that is right.</param>
/// <param name="Body">Its body; null where nothing need be said.</param>
public sealed record Operation(string Route, Sent Fitting, JsonObject? Body)
{
    /// <summary>Whether its body is a merge patch.</summary>
    public bool TakesPatch => Fitting.Method == HttpMethod.Patch;

    /// <summary>Whether it needs <c>If-Match</c>.</summary>
    public bool NeedsIfMatch => Fitting.Headers.Any(header => header.Name == "If-Match");

    /// <summary>Whether it takes an <c>Idempotency-Key</c>: whatever is posted to the registry itself.</summary>
    public bool TakesKey => HasSeat && Fitting.Method == HttpMethod.Post && Route.Contains("/v1/", StringComparison.Ordinal);

    /// <summary>Whether it is called under a seat: a code is for who has none.</summary>
    public bool HasSeat => Route is not ("POST /v1/me/code" or "POST /development/clock");

    /// <inheritdoc/>
    public override string ToString() => Route;
}

/// <summary>Every operation that takes a body.</summary>
public static class Operations
{
    public static Operation File { get; } = Of(HttpMethod.Post, "/v1/incidents", "officer@ME-BAR-PCU", Filings.Whole);

    public static Operation Batch { get; } =
        Of(HttpMethod.Post, "/v1/incidents/batch", "officer@ME-BAR-PCU", new() { ["items"] = new JsonArray(Filings.Whole.DeepClone()) });

    public static Operation Advance { get; } = Of(
        HttpMethod.Post, "/development/clock", "officer@ME-BAR-PCU", new() { ["advance"] = "PT1S" });

    public static Operation GiveSeat { get; } = Of(HttpMethod.Put, "/v1/seats/{id:guid}", NewId, "coordinator@ME", new()
    {
        ["code"] = "7K3F-9QDM",
        ["name"] = "Quillback",
        ["role"] = "officer",
        ["where"] = "ME-BAR-PCU",
        ["agency"] = "police",
    });

    public static Operation ProposeSeat { get; } = Of(HttpMethod.Put, "/v1/seat-proposals/{id:guid}", NewId, "admin@registry", new()
    {
        ["code"] = "7K3F-9QDM",
        ["name"] = "Quillback",
        ["jurisdiction"] = "ME",
        ["agency"] = "police",
    });

    public static Operation ProposeSignIn { get; } = Of(HttpMethod.Put, "/v1/sign-in-proposals/{id:guid}", NewId, "coordinator@ME", new()
    {
        ["principal"] = NewId,
        ["code"] = "7K3F-9QDM",
        ["endsOthers"] = false,
    });

    public static Operation PutJurisdiction { get; } = Of(HttpMethod.Put, "/v1/jurisdictions/{code}", "IT", "admin@registry", new()
    {
        ["label"] = "Italy",
        ["timeZone"] = "Europe/Rome",
        ["tenants"] = new JsonArray(new JsonObject { ["tenantId"] = NewId }),
    });

    public static Operation PutUnit { get; } = Of(HttpMethod.Put, "/v1/units/{code}", "ME-QUILL-PCU", "admin@registry", new()
    {
        ["name"] = "A unit",
        ["unitType"] = "PCU",
        ["siteFunction"] = "sea",
        ["siteCode"] = "MEBAR",
    });

    public static Operation PutTaskForce { get; } =
        Of(HttpMethod.Put, "/v1/task-forces/{code}", "ME-QUILL", "admin@registry", new() { ["name"] = "A task force" });

    private const string NewId = "019a0000-0000-7000-8000-0000000000bb";

    private static IReadOnlyList<Operation> Seats { get; } =
    [
        GiveSeat, ProposeSeat, ProposeSignIn, PutJurisdiction, PutUnit, PutTaskForce,
        Decide("/v1/seat-proposals", "{seat proposal}", "confirm", "second-admin@registry"),
        Decide("/v1/seat-proposals", "{seat proposal}", "reject", "second-admin@registry"),
        Decide("/v1/sign-in-proposals", "{sign-in proposal}", "confirm", "second-coordinator@ME"),
        Decide("/v1/sign-in-proposals", "{sign-in proposal}", "reject", "second-coordinator@ME"),
        Of(HttpMethod.Post, "/v1/me/code", "officer@ME-BAR-PCU", null),
    ];

    /// <summary>All of them: a test compares them with the program's routes.</summary>
    public static IReadOnlyList<Operation> All { get; } =
        [
            File, Batch, Advance, .. Seats, .. Doors.All.Where(door => door.Method != HttpMethod.Get).Select(Of),
        ];

    public static Operation Amend => Find("PATCH /v1/incidents/{id}");

    public static Operation Find(string route) => All.Single(operation => operation.Route == route);

    private static Operation Of(Door door)
    {
        var address = door.Route
            .Replace("{id:guid}", Named(door), StringComparison.Ordinal).Replace("{id}", "{incident}", StringComparison.Ordinal)
            .Replace("{personId:guid}", "{person}", StringComparison.Ordinal)
            .Replace("{objectId:guid}", "{object}", StringComparison.Ordinal);
        var user = door.Roles switch
        {
            Roles.Filing => "officer@ME-BAR-PCU",
            _ when door.Route.EndsWith("/void", StringComparison.Ordinal) => "supervisor@ME-BAR-PCU",
            _ => "duty@ME-OPTEAM",
        };
        var made = Of(door.Method, address, user, door.Body as JsonObject);
        var etag = door.IsIncident ? "{etag}" : Named(door).Replace("}", "ETag}", StringComparison.Ordinal);
        var fitting = door.NeedsIfMatch ? made.Fitting.With("If-Match", etag) : made.Fitting;
        return made with { Route = door.ToString(), Fitting = fitting with { Operation = door.ToString() } };
    }

    private static Operation Of(HttpMethod method, string route, string segment, string user, JsonObject body)
    {
        var named = route[..(route.IndexOf('{', StringComparison.Ordinal))] + segment;
        return Named(Of(method, named, user, body), $"{method} {route}");
    }

    private static Operation Decide(string folder, string id, string decision, string user)
    {
        var made = Of(HttpMethod.Post, $"{folder}/{id}/{decision}", user, null);
        return Named(made with { Fitting = made.Fitting.With("If-Match", "\"1\"") }, $"POST {folder}/{{id:guid}}/{decision}");
    }

    private static Operation Named(Operation made, string route) =>
        made with { Route = route, Fitting = made.Fitting with { Operation = route } };

    /// <summary>What stands for the id in a door's address.</summary>
    public static string Named(Door door) => door.Resource switch
    {
        "incidents" => "{incident}",
        "disclosure-requests" => "{request}",
        _ => "{referral}",
    };

    private static Operation Of(HttpMethod method, string address, string user, JsonObject? body)
    {
        var sent = new Sent(method, address, user)
        {
            MediaType = method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json",
        };
        return new($"{method} {address}", body is null ? sent : sent.Saying(body.ToJsonString()), body);
    }
}
