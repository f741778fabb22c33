namespace CaseReferral.Api.Tests.BadInput;

/// <summary>Headers that can't be used, on every operation that reads them.</summary>
public sealed class A_bad_header
{
    private const int Long = 8_000;

    private static readonly Refused BadIfMatch = new(400, "precondition-malformed");
    private static readonly Refused BadKey = new(400, "idempotency-key-malformed");
    private static readonly Refused NoPurpose = new(400, "purpose-required");
    private static readonly Refused NotYourSeat = new(403, "seat-unknown");

    [TestCaseSource(nameof(Tables))]
    public Task Is_refused(Table table) => Refusals.AssertAsync(table);

    private static IEnumerable<Table> Tables => Table.Of(Rows());

    private static IEnumerable<Row> Rows() => Operations.All.SelectMany(Of).Concat(Purposes()).Concat(Seats());

    private static IEnumerable<Row> Of(Operation operation)
    {
        Row With(string what, string header, string value, Refused refused) => new(what, operation.Fitting.With(header, value), refused);

        if (operation.NeedsIfMatch)
        {
            yield return new("no If-Match", operation.Fitting.Without("If-Match"), new(428, "precondition-required"));
            yield return With("a stale If-Match", "If-Match", "\"0\"", new(412, "precondition-failed") { Saying = "\"etag\"" });
            yield return With("a weak If-Match", "If-Match", "W/{etag}", new(412, "precondition-failed"));
            yield return With("several stale If-Match", "If-Match", "\"998\", W/\"1\", \"999\"", new(412, "precondition-failed"));
            foreach (var value in new[] { "", "1", "\"1", "'1'", "W/1", "\"1\" \"2\"", "\"1\", *", "\"Quill\"back\"",
                new string('1', Long) })
                yield return With($"If-Match {value[..Math.Min(20, value.Length)]}", "If-Match", value, BadIfMatch);
            if (!operation.Route.EndsWith("/acknowledge", StringComparison.Ordinal))
                yield return With("any If-Match", "If-Match", "*", BadIfMatch);
        }

        if (operation.TakesKey)
        {
            foreach (var value in new[] { "", "Quill back", "tab\tbed", new string('k', 256), new string('k', Long) })
                yield return With($"key {value[..Math.Min(20, value.Length)]}", "Idempotency-Key", value, BadKey);
            yield return new(
                "two keys",
                operation.Fitting with { Headers = [.. operation.Fitting.Headers, ("Idempotency-Key", "a"), ("Idempotency-Key", "b")] },
                BadKey);
            yield return With(
                "a key used for something else", "Idempotency-Key", BadInputRegistry.UsedKey, new(422, "idempotency-key-reused"));
        }

        if (operation.HasSeat)
        {
            foreach (var value in new[] { "Quillback", "duty@RS-TF", "019a0000-0000-7000-8000-0000000000aa", "a, b",
                new string('s', Long) })
                yield return With($"acting as {value[..Math.Min(36, value.Length)]}", "Acting-As", value, NotYourSeat);
        }
    }

    private static IEnumerable<Row> Purposes()
    {
        var content = new Sent(HttpMethod.Get, "/v1/incidents/{incident}/content", "officer@ME-BAR-PCU");
        yield return new("no purpose", content, NoPurpose);
        foreach (var value in new[] { "", "Quillback", "Filing", "filing, triage", "0", new string('p', Long) })
            yield return new($"purpose {value[..Math.Min(20, value.Length)]}", content.With("Access-Purpose", value), NoPurpose);
        yield return new(
            "two purposes", content with { Headers = [("Access-Purpose", "filing"), ("Access-Purpose", "filing")] }, NoPurpose);
        foreach (var (list, user) in new[] { ("messages", "officer@ME-BAR-PCU"), ("notes", "duty@ME-OPTEAM") })
        {
            var words = new Sent(HttpMethod.Get, $"/v1/referrals/{{referral}}/{list}", user);
            foreach (var value in new[] { "", "Quillback", "Filing", "filing, triage" })
                yield return new($"purpose {value} for {list}", words.With("Access-Purpose", value), NoPurpose);
            yield return new(
                $"a purpose of others for {list}", words.With("Access-Purpose", "victim_support"), new(403, "purpose-not-yours"));
        }

        yield return new("a purpose of others", content.With("Access-Purpose", "triage"), new(403, "purpose-not-yours"));
    }

    private static IEnumerable<Row> Seats() =>
        new[] { "/v1/incidents", "/v1/incidents/{incident}", "/v1/incidents/{incident}/versions", "/v1/incidents/{incident}/routing",
            "/v1/referrals" }
            .Select(address =>
                new Row("acting as somebody else", new Sent(HttpMethod.Get, address, "officer@ME-BAR-PCU").With("Acting-As", "Quillback"),
                    NotYourSeat));
}
