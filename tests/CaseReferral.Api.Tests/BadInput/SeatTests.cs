using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>Seats, proposals and reference data that can't be as they are asked for.</summary>
public sealed class A_bad_request_about_seats
{
    [TestCaseSource(nameof(Tables))]
    public Task Is_refused(Table table) => Refusals.AssertAsync(table);

    private static IEnumerable<Table> Tables => Table.Of(Rows());

    private static IEnumerable<Row> Rows() =>
    [
        .. Members(Operations.GiveSeat,
            ("role", "boss", "/role"), ("role", null, "/role"), ("where", "", "/where"), ("where", new string('w', 81), "/where"),
            ("agency", "army", "/agency"),
            ("code", new string('7', 21), "/code"), ("code", "7K3F-9QDU", "/code"), ("code", "Quillback", "/code"),
            ("name", new string('n', 201), "/name"),
            ("name", "Quill\u0000back", "/name"), ("serviceNumber", new string('1', 41), "/serviceNumber"),
            ("validFrom", "yesterday", "/validFrom"),
            ("validTo", "2026-01-01", "/validTo"), ("principal", "7", "/principal"),
            ("principal", "00000000-0000-0000-0000-000000000000", "/principal"),
            ("where", 7, "/where"), ("code", new JsonArray(), "/code")),
        .. Members(Operations.ProposeSeat,
            ("jurisdiction", "FR", "/jurisdiction"), ("jurisdiction", null, "/jurisdiction"), ("agency", null, "/agency"),
            ("code", "U", "/code"), ("name", new string('n', 201), "/name"), ("validTo", true, "/validTo")),
        .. Members(Operations.ProposeSignIn,
            ("principal", null, "/principal"), ("principal", "me", "/principal"), ("code", null, "/code"),
            ("endsOthers", null, "/endsOthers"), ("endsOthers", "yes", "/endsOthers")),
        .. Members(Operations.PutJurisdiction,
            ("label", " ", "/label"), ("label", new string('l', 201), "/label"), ("timeZone", "Quillback", "/timeZone"),
            ("timeZone", null, "/timeZone"),
            ("tenants", null, "/tenants"), ("tenants", new JsonArray((JsonNode?)null), "/tenants/0"),
            ("tenants", new JsonArray(new JsonObject()), "/tenants/0/tenantId"), ("tenants", new JsonArray("7"), "/tenants/0"),
            ("tenants",
                new JsonArray(
                    [.. Enumerable.Range(1, 11)
                        .Select(at => new JsonObject { ["tenantId"] = $"019a0000-0000-7000-8000-0000000000{at:00}" })]), "/tenants")),
        .. Members(Operations.PutUnit,
            ("name", null, "/name"), ("unitType", "pcu", "/unitType"), ("siteFunction", "8", "/siteFunction"),
            ("siteCode", "ME BAR", "/siteCode"), ("siteCode", "ME010", "/siteCode"), ("siteCode", "ALDRZ", "/siteCode")),
        .. Members(Operations.PutTaskForce, ("name", null, "/name"), ("name", "", "/name"), ("name", "a\u0001b", "/name")),
        .. Addresses(
            "/v1/seats", "coordinator@ME", ("role=boss", "/role"), ("jurisdiction=QQ", "/jurisdiction"), ("principal=me", "/principal"),
            ("active=maybe", "/active"), ("limit=0", "/limit"), ("rol=duty", "/rol")),
        .. Addresses("/v1/seat-proposals", "admin@registry", ("state=undecided", "/state"), ("jurisdiction=me", "/jurisdiction")),
        .. Addresses("/v1/sign-in-proposals", "coordinator@ME", ("state=undecided", "/state")),
        .. Addresses("/v1/sign-ins", "auditor@ME", ("principal=7", "/principal"), ("place=ME", "/place")),
        .. Addresses("/v1/administrative-acts", "auditor@ME", ("limit=201", "/limit"), ("since=2026", "/since")),
        .. ((string[])["/v1/seats", "/v1/seat-proposals", "/v1/sign-in-proposals", "/v1/sign-ins", "/v1/administrative-acts"])
            .Select(list =>
                new Row("a cursor of another list",
                    new(HttpMethod.Get, $"{list}?cursor={{incidents cursor}}", list == "/v1/seat-proposals" ? "admin@registry"
                        : "coordinator@ME"), new(400, "malformed-cursor"))),
        .. ((string[])["/v1/seats/7", "/v1/seats/Quillback", "/v1/seats/019a0000-0000-7000-8000-0000000000aa",
            "/v1/sign-in-proposals/{seat proposal}"])
            .Select(address => new Row("nothing there", new(HttpMethod.Get, address, "coordinator@ME"), Refused.NotFound)),
        new("of another list", new(HttpMethod.Get, "/v1/seat-proposals/{sign-in proposal}", "admin@registry"), Refused.NotFound),
        new("no seat there", new Sent(HttpMethod.Delete, "/v1/seats/019a0000-0000-7000-8000-0000000000aa", "coordinator@ME").With(
            "If-Match", "\"1\""), Refused.NotFound),
        .. Conditions(Operations.GiveSeat), .. Conditions(Operations.ProposeSeat), .. Conditions(Operations.ProposeSignIn),
        .. Conditions(Operations.PutUnit), new("no longer good", Operations.GiveSeat.Fitting, new(409, "sign-in-code-unknown")),
        new("no longer good", Operations.ProposeSeat.Fitting, new(409, "sign-in-code-unknown")),
        new("held already", new(HttpMethod.Post, "/v1/me/code", "officer@ME-BAR-PCU"), new(409, "seat-held")),
    ];

    private static IEnumerable<Row> Members(Operation operation, params (string Member, JsonNode? Value, string Pointer)[] wrong) =>
        wrong.Select(row =>
        new Row($"{row.Member} {row.Value?.ToJsonString() ?? "missing"}", operation.Fitting.Saying(
            (row.Value is null ? operation.Body!.Without(row.Member)
                : operation.Body!.With(row.Member, row.Value.DeepClone())).ToJsonString()), Refused.Invalid(row.Pointer)));

    private static IEnumerable<Row> Addresses(string list, string user, params (string Query, string Pointer)[] wrong) =>
        wrong.Select(row => new Row(row.Query, new(HttpMethod.Get, $"{list}?{row.Query}", user), Refused.Invalid(row.Pointer)));

    private static IEnumerable<Row> Conditions(Operation operation) =>
    [
        new("If-Match where nothing is", operation.Fitting.With("If-Match", "\"1\""), new(412, "precondition-failed")),
        new("If-Match that is no tag", operation.Fitting.With("If-Match", "1"), new(400, "precondition-malformed")),
        new("any If-Match", operation.Fitting.With("If-Match", "*"), new(400, "precondition-malformed")),
        new("If-None-Match with a tag", operation.Fitting.With("If-None-Match", "\"1\""), new(400, "precondition-malformed")),
    ];
}
