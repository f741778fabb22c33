using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.NeedToKnow;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>A member that doesn't say what it must, through every operation that takes it.</summary>
public sealed class A_wrong_member
{
    [TestCaseSource(nameof(FiledTables))]
    public Task Is_refused_in_a_filing(Table table) => Refusals.AssertAsync(table);

    [TestCaseSource(nameof(FiledTables))]
    public async Task Is_refused_in_an_item_of_a_queue(Table table)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var row in table.Rows)
                await AssertItemAsync(row);
        }
    }

    private static async Task AssertItemAsync(Row row)
    {
        var answer = await BadInputRegistry.SendAsync(
            Operations.Batch.Fitting.Saying($$"""{"items":[{{System.Text.Encoding.UTF8.GetString(row.Sent.Body!)}}]}"""));

        Assert.That((answer.Status, answer.Says("/items/0/status")), Is.EqualTo((200, $"{row.Refused.Status}")), answer.Text);
        var problem = answer.At("/items/0/problem");
        Refusals.AssertIs(
            new(row.Refused.Status, problem, problem!.ToJsonString(),
                new Dictionary<string, string> { ["Content-Type"] = "application/problem+json" }),
            row.Refused, $"{row}");
    }

    [TestCaseSource(nameof(AmendedTables))]
    public Task Is_refused_in_an_amendment(Table table) => Refusals.AssertAsync(table);

    [TestCaseSource(nameof(MovedTables))]
    public Task Is_refused_in_a_move(Table table) => Refusals.AssertAsync(table);

    private static Row Of(Operation operation, Wrong wrong, JsonObject body, string below = "", string? told = null) =>
        new($"{wrong}", operation.Fitting.Saying(wrong.In(body, below)),
            Refused.Invalid((told ?? below) + wrong.Told) with { Saying = wrong.Saying });

    private static IEnumerable<Table> FiledTables => Table.Of(Filed());

    private static IEnumerable<Row> Filed() =>
    [
        .. WrongMembers.OfIncident.Concat(WrongMembers.OfNewIncident).Select(wrong => Of(Operations.File, wrong, Filings.Whole)),
        .. WrongMembers.OfPerson.Select(wrong => Of(Operations.File, wrong, Filings.Whole, "/persons/0")),
        .. WrongMembers.OfObject.Select(wrong => Of(Operations.File, wrong, Filings.Whole, "/objects/1")),
        Filing("nothing", [], "/clientId", "/unitId", "/crimeHypothesis", "/awareAt", "/dangerToLife", "/personsPresentNow",
            "/personCounts", "/facts"),
        Filing("no counts", Filings.Whole.With("personCounts", new JsonObject()), "/personCounts/adult", "/personCounts/child",
            "/personCounts/unknownAge"),
        Filing("neither fact nor indicator", Filings.Whole.Without("facts").Without("indicators"), "/facts"),
        Filing("a dash for a fact", Filings.Whole.With("facts", "-").Without("indicators"), "/facts"),
        new("another unit", Operations.File.Fitting.Saying(Filings.Whole.With("unitId", "BA-BIJACA-LAND").ToJsonString()),
            new(403, "not-your-unit")),
    ];

    private static Row Filing(string what, JsonObject filing, params string[] pointers) =>
        new(what, Operations.File.Fitting.Saying(filing.ToJsonString()), Refused.Invalid(pointers));

    private static IEnumerable<Table> AmendedTables => Table.Of(Amended());

    private static IEnumerable<Row> Amended()
    {
        var (persons, person) = (
            Operations.Find("POST /v1/incidents/{id}/persons"), Operations.Find("PATCH /v1/incidents/{id}/persons/{personId:guid}"));
        var (objects, one) = (
            Operations.Find("POST /v1/incidents/{id}/objects"), Operations.Find("PATCH /v1/incidents/{id}/objects/{objectId:guid}"));
        return
        [
            .. WrongMembers.OfIncident.Select(wrong => Of(Operations.Amend, wrong, [])),
            .. WrongMembers.OfPerson.Select(wrong => Of(persons, wrong, Items(FullFiling.Victim()), "/items/0")),
            .. WrongMembers.OfPerson.Select(wrong => Of(person, wrong, [])),
            .. WrongMembers.OfObject.Select(wrong => Of(objects, wrong, Items(Filings.Whole.At("/objects/0")!), "/items/0")),
            .. WrongMembers.OfObject.Select(wrong => Of(one, wrong, [])),
            .. new[] { persons, objects }.SelectMany(Lists),
            .. new[] { "clientId", "unitId", "exercise", "persons", "objects" }.Select(Immutable),
            Sent("several that never change", Operations.Amend, """{"unitId":"ME-BAR-PCU","persons":[],"facts":7}""",
                new(400, "immutable-member", "/unitId", "/persons")),
            Sent("two of three persons", persons, """{"items":[{"role":"witness"},{"role":"King"},{}]}""",
                Refused.Invalid("/items/1/role", "/items/2/role")),
            Sent("a member twice below", Operations.Amend, """{"place":{"text":"a","text":"Quillback"}}""", Refused.Invalid("/place/text")),
            Sent("a member twice in a list", Operations.Amend, """{"externalReferences":[{"system":"x","value":"1","value":"2"}]}""",
                Refused.Invalid("/externalReferences/0/value")),
            Sent("a name of half a character below", Operations.Amend, """{"place":{"\ud800":1}}""", Refused.Invalid("/place")),
            Sent("null for a member that isn't there", Operations.Amend, """{"Facts":null}""", Refused.Invalid("/Facts")),
            Sent("null for one that isn't there below", Operations.Amend, """{"place":{"Text":null}}""", Refused.Invalid("/place/Text")),
            Sent("neither fact nor indicator", Operations.Amend, """{"facts":null,"indicators":null}""", Refused.Invalid("/facts")),
        ];
    }

    private static IEnumerable<Row> Lists(Operation operation)
    {
        var item = operation.Body.At("/items/0")!.ToJsonString();
        yield return Sent("no list", operation, "{}", Refused.Invalid("/items"));
        yield return Sent("null for a list", operation, """{"items":null}""", Refused.Invalid("/items"));
        yield return Sent("an empty list", operation, """{"items":[]}""", Refused.Invalid("/items"));
        yield return Sent("an object for a list", operation, $$"""{"items":{{item}}}""", Refused.Invalid("/items"));
        yield return Sent("null in a list", operation, $$"""{"items":[{{item}},null]}""", Refused.Invalid("/items/1"));
        yield return Sent("a text in a list", operation, """{"items":["Quillback"]}""", Refused.Invalid("/items/0"));
        yield return Sent(
            "201 at once", operation, $$"""{"items":[{{string.Join(',', Enumerable.Repeat(item, 201))}}]}""", Refused.Invalid("/items"));
        var more = Sent("more than an incident lists", operation, $$"""{"items":[{{item}}]}""", Refused.Invalid("/items"));
        yield return more with
        {
            Sent =
            more.Sent with { Address = more.Sent.Address.Replace("{incident}", "{full incident}", StringComparison.Ordinal) }
        };
    }

    private static Row Immutable(string member) =>
        Sent($"{member}, which never changes here", Operations.Amend, $$"""{"{{member}}":"Quillback"}""",
            new(400, "immutable-member", $"/{member}"));

    private static IEnumerable<Table> MovedTables => Table.Of(Moved());

    private static IEnumerable<Row> Moved()
    {
        (string Action, string Pointer)[] said =
        [
            ("conclude", "/feedback"), ("reject-conclusion", "/reason"), ("reject-decline", "/reason"), ("assign", "/reason"),
            ("transfer", "/reason"), ("withdraw", "/reason"), ("change-priority", "/reason"), ("record-age-decision", "/basis"),
            ("request-information", "/question"), ("answer", "/answer"), ("reopen", "/evidence"), ("messages", "/text"), ("notes", "/text"),
        ];
        var texts = said
            .Select(move => (Move: Operations.Find($"POST /v1/referrals/{{id:guid}}/{move.Item1}"), Pointer: move.Item2))
            .Append((Operations.Find("POST /v1/incidents/{id}/void"), "/reason"));
        foreach (var (move, pointer) in texts)
        {
            string[] wrong =
            [
                "null", "\"\"", "\" \\n \"", "7", "[]", "{\"text\":\"Quillback\"}", "\"\\ud83d\"", "\"\\udc00 Quillback\"",
                "\"Quill\\u0000back\"", "\"Quill\\u0007back\"", "\"\\ufdd0\"", $"\"{new string('q', 5_001)}\"",
            ];
            foreach (var json in wrong)
                yield return Of(move, new(pointer, json), move.Body!);
            yield return Sent("no text", move, move.Body!.Without(pointer[1..]).ToJsonString(), Refused.Invalid(pointer));
        }

        foreach (var write in new[] { "messages", "notes" }.Select(list => Operations.Find($"POST /v1/referrals/{{id:guid}}/{list}")))
        {
            foreach (var json in new[] { "7", "\"Quillback\"", "[]", $"\"{Guid.Empty}\"", $"\"{NeedToKnow.Door.Absent}\"",
                "\"{incident}\"" })
                yield return Of(write, new("/corrects", json), write.Body!);
        }

        var conclude = Operations.Find("POST /v1/referrals/{id:guid}/conclude");
        foreach (var json in new[] { "null", "\"Quillback\"", "\"Confirmed_tip\"", "\"\"", "1", "[\"confirmed_tip\"]", "\"\\ud800\"" })
            yield return Of(conclude, new("/outcome", json), conclude.Body!);
        yield return Of(conclude, new("/outcome", "\"unknown\"", List: "referralOutcome"), conclude.Body!);
        yield return Sent("neither outcome nor feedback", conclude, "{}", Refused.Invalid("/outcome", "/feedback"));

        foreach (var (action, pointer, list) in ((string, string, string)[])
            [
                ("decline", "/reason", "declineReason"), ("change-priority", "/priority", "priority"),
                ("record-age-decision", "/childStatus", "childStatus"),
            ])
        {
            var move = Operations.Find($"POST /v1/referrals/{{id:guid}}/{action}");
            foreach (var json in new[] { "null", "\"\"", "\"Quillback\"", "1", "[]", "\"\\ud800\"" })
                yield return Of(move, new(pointer, json), move.Body!);
            yield return Of(move, new(pointer, "\"unknown\"", List: list), move.Body!);
            yield return Sent($"no {pointer[1..]}", move, move.Body!.Without(pointer[1..]).ToJsonString(), Refused.Invalid(pointer));
        }

        foreach (var (action, pointer) in ((string, string)[])
            [("merge", "/into"), ("reassign", "/seat"), ("decline", "/duplicateOf"), ("record-age-decision", "/person")])
        {
            var move = Operations.Find($"POST /v1/referrals/{{id:guid}}/{action}");
            foreach (var json in new[] { "\"\"", "\"Quillback\"", "1", "[]", "{}", $"\"{{{Door.Absent}}}\"" })
                yield return Of(move, new(pointer, json), move.Body!);
            if (pointer is "/into" or "/seat")
                yield return Sent($"no {pointer[1..]}", move, "{}", Refused.Invalid(pointer));
        }

        var decline = Operations.Find("POST /v1/referrals/{id:guid}/decline");
        foreach (var json in new[] { "7", "\"Quill\\u0000back\"", $"\"{new string('q', 5_001)}\"" })
            yield return Of(decline, new("/explanation", json), decline.Body!);
        foreach (var action in new[] { "assign", "transfer" })
        {
            var move = Operations.Find($"POST /v1/referrals/{{id:guid}}/{action}");
            foreach (var json in new[] { "null", "\"\"", "1", "[]", $"\"{new string('Q', 41)}\"" })
                yield return Of(move, new("/taskForce", json), move.Body!);
        }
    }

    private static Row Sent(string what, Operation operation, string body, Refused refused) =>
        new(what, operation.Fitting.Saying(body), refused);

    private static JsonObject Items(JsonNode item) => new() { ["items"] = new JsonArray(item.DeepClone()) };
}

/// <summary>A queue that is wrong as a whole.</summary>
public sealed class A_bad_queue
{
    [TestCaseSource(nameof(Tables))]
    public Task Is_refused(Table table) => Refusals.AssertAsync(table);

    private static IEnumerable<Table> Tables => Table.Of(Rows());

    private static IEnumerable<Row> Rows()
    {
        Row Queue(string what, string items) =>
            new(what, Operations.Batch.Fitting.Saying($$"""{"items":{{items}}}"""), Refused.Invalid("/items"));
        return
        [
            Queue("null", "null"), Queue("an object", "{}"), Queue("a text", "\"Quillback\""), Queue("no items", "[]"),
            Queue("501 items", $"[{string.Join(',', Enumerable.Repeat("{}", 501))}]"),
            new("nothing", Operations.Batch.Fitting.Saying("{}"), Refused.Invalid("/items")),
            new("unfinished within an item", Operations.Batch.Fitting.Saying("{\"items\":[{},\n {\"facts\":\"Quillback"),
                Refused.Malformed("line 2")),
            new("too deep", Operations.Batch.Fitting.Saying($"{{\"items\":[{new string('[', 64)}"), Refused.Malformed("line 1")),
        ];
    }
}

/// <summary>Text that looks absurd and is text: it may be the evidence.</summary>
public sealed class An_odd_text
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["bidirectional overrides"] = "\u202etxt.exe\u202c \u2066x\u2069 \u200f",
        ["a pile of combining marks"] = "Z" + string.Concat(Enumerable.Repeat("\u0301\u0489\u035c", 500)),
        ["characters beyond the first plane"] = "😀 𝒳 𐍈 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        ["what the first versions of a form send"] = "'; DROP TABLE Incident; -- <script>alert(1)</script> {{7*7}} ${x} %00 \\u0000",
        ["private use and zero width"] = "\ue000\u200b\u200d\ufeff|",
        ["line breaks of all kinds"] = "a\nb\r\nc\td\u2028e\u2029f\u0085g",
    };

    [TestCaseSource(nameof(Names))]
    public async Task Is_kept_as_it_was_written(string name)
    {
        var officer = await BadInputRegistry.Registry.AsAsync("officer@ME-BAR-PCU");

        var filed = await officer.FiledAsync(FullFiling.Fresh().With("facts", Texts[name]));
        var content = await officer.OpenAsync(filed);

        Assert.That(content.Says("/facts"), Is.EqualTo(Texts[name]));
        BadInputRegistry.Store.Changes();
    }

    private static IEnumerable<string> Names => Texts.Keys;
}
