using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.BadInput;

/// <summary>Bounds that the document declares: what just fits is taken, what is one longer is refused.</summary>
public sealed class A_declared_length
{
    private Registry registry;

    // Of its own: what fits is taken, and the table's registry stays as it is.
    [OneTimeSetUp]
    public void Start() => registry = Registry.Start();

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [TestCase("/v1/incidents", "unit", "officer@ME-BAR-PCU")]
    [TestCase("/v1/referrals", "taskForce", "duty@ME-OPTEAM")]
    [TestCase("/v1/seats", "place", "coordinator@ME")]
    public async Task Of_a_query_parameter_is_held(string list, string parameter, string user)
    {
        var desk = await registry.AsAsync(user);

        Assert.That((await desk.GetAsync($"{list}?{parameter}={new string('x', 2_000)}")).Status, Is.EqualTo(200));
        var refused = await desk.GetAsync($"{list}?{parameter}={new string('x', 2_001)}");
        Assert.That((refused.Status, refused.Problem), Is.EqualTo((400, "validation-failed")));
        Assert.That(refused.Errors, Is.EqualTo((string[])[$"/{parameter}"]));
    }

    [TestCase(2_000, 412, "precondition-failed")]
    [TestCase(2_001, 400, "precondition-malformed")]
    public async Task Of_an_If_Match_is_held(int length, int status, string code)
    {
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        var referral = (await duty.GetAsync("/v1/referrals?state=routed")).Items("/items")[0];
        var refused = await duty.MoveAsync(referral, "acknowledge", $"\"{new string('1', length - 2)}\"");

        Assert.That((refused.Status, refused.Problem), Is.EqualTo((status, code)));
    }

    [TestCase("x")]
    [TestCase("💥")]
    public async Task Of_a_text_counts_characters_and_not_the_places_they_take(string character)
    {
        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        JsonObject Filing(int length) => Scenarios.Fresh("01").With("facts", string.Concat(Enumerable.Repeat(character, length)));

        Assert.That((await officer.FileAsync(Filing(20_000))).Status, Is.EqualTo(201));
        var refused = await officer.FileAsync(Filing(20_001));
        Assert.That((refused.Status, string.Join(' ', refused.Errors)), Is.EqualTo((400, "/facts")));
    }

    [TestCase("9.0", 201)]
    [TestCase("9e0", 201)]
    [TestCase("9.5", 400)]
    [TestCase("1e10", 400)]
    public async Task Of_a_count_is_of_whole_numbers_however_JSON_spells_them(string adult, int status)
    {
        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        var filing = Scenarios.Fresh("01").With(
            "personCounts", JsonNode.Parse($$"""{ "adult": {{adult}}, "child": 0, "unknownAge": 0 }"""));

        Assert.That((await officer.FileAsync(filing)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Of_a_parameters_name_is_told_as_it_was_written()
    {
        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        Assert.That((await officer.GetAsync("/v1/incidents?a[b]=1")).Errors, Is.EqualTo((string[])["/a[b]"]));
    }
}
