using System.Text.Json;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.Routing;
using CsCheck;

namespace CaseReferral.Domain.Tests.SopPacks;

public class A_pack_as_json
{
    private const string Minimal = """
        {
          "jurisdiction": "ME", "version": 1, "title": "T",
          "mandates": [{ "taskForce": "ME-A", "mandate": "som", "validFrom": "2020-01-01" }],
          "rules": [{ "rule": "a", "sentence": "A.", "kind": "action", "taskForce": "ME-A", "serves": "tip_and_som" }],
          "clocks": { "P1": { "acknowledge": "PT15M", "decide": "P1DT2H" } },
          "integrityRecipients": ["ME-I"],
          "contacts": [{ "queue": "ME", "desk": "D", "phones": [{ "number": "+382 1", "from": "22:00:00", "to": "06:00:00" }] }],
          "rescueNumbers": [{ "name": "sea", "number": "129", "transport": ["inland_port"] }],
          "agreements": [{ "id": "x", "title": "X", "parties": ["ME", "RS"], "validFrom": "2020-01-01", "maySend": ["summary"] }]
        }
        """;

    [Test]
    public void Reads_what_it_says()
    {
        var pack = SopPackJson.Parse(Minimal);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pack.Mandates.Single(), Is.EqualTo(new TaskForceMandate("ME-A", Mandate.Som, new(2020, 1, 1))));
            Assert.That(pack.Rules.Single().Kind, Is.EqualTo(LegKind.Action));
            Assert.That(pack.Rules.Single().Serves, Is.EqualTo(Mandate.TipAndSom));
            Assert.That(pack.Clocks[Priority.P1], Is.EqualTo(new ClockIntervals(TimeSpan.FromMinutes(15), TimeSpan.FromHours(26))));
            Assert.That(pack.Contacts.Single().Phones.Single(), Is.EqualTo(new ContactPhone("+382 1", new(22, 0), new(6, 0))));
            Assert.That(pack.RescueNumbers.Single().Transport, Is.EqualTo(new[] { SiteFunction.InlandPort }));
            Assert.That(pack.Agreements.Single().ValidTo, Is.Null);
        }
    }

    [TestCase("\"title\": \"T\"", "\"title\": \"T\", \"titel\": \"T\"", TestName = "{m}: an unknown member")]
    [TestCase("\"title\": \"T\"", "\"Title\": \"T\"", TestName = "{m}: a member in other letters")]
    [TestCase("\"title\": \"T\"", "\"title\": \"T\", \"title\": \"U\"", TestName = "{m}: a member twice")]
    [TestCase("\"title\": \"T\"", "\"title\": null", TestName = "{m}: null for what is required")]
    [TestCase("\"title\": \"T\",", "", TestName = "{m}: a missing member")]
    [TestCase("\"number\": \"+382 1\", ", "", TestName = "{m}: a missing member within")]
    [TestCase("\"version\": 1", "\"version\": \"1\"", TestName = "{m}: a number as text")]
    [TestCase("\"serves\": \"tip_and_som\"", "\"serves\": \"none\"", TestName = "{m}: the mandate none")]
    [TestCase("\"serves\": \"tip_and_som\"", "\"serves\": 3", TestName = "{m}: a code as number")]
    [TestCase("\"kind\": \"action\"", "\"kind\": \"Action\"", TestName = "{m}: a code in other letters")]
    [TestCase("\"kind\": \"action\"", "\"kind\": \"action\", \"when\": { \"modes\": [] }", TestName = "{m}: a misspelt condition")]
    [TestCase("\"kind\": \"action\"", "\"kind\": \"action\", \"when\": { \"mode\": [null] }", TestName = "{m}: null in a list")]
    [TestCase("[\"ME-I\"]", "[null]", TestName = "{m}: a null recipient")]
    [TestCase("\"P1\":", "\"P5\":", TestName = "{m}: a fifth priority")]
    [TestCase("{ \"acknowledge\": \"PT15M\", \"decide\": \"P1DT2H\" }", "null", TestName = "{m}: null clocks")]
    [TestCase("PT15M", "00:15:00", TestName = "{m}: a duration by the clock")]
    [TestCase("PT15M", "P1M", TestName = "{m}: a duration in months")]
    [TestCase("PT15M", "P9999999999D", TestName = "{m}: a duration beyond all bounds")]
    [TestCase("2020-01-01", "2020-02-30", TestName = "{m}: no date")]
    public void Refuses(string from, string to)
    {
        var changed = Minimal.Replace(from, to, StringComparison.Ordinal);
        Assert.That(changed, Is.Not.EqualTo(Minimal));
        Assert.That(() => SopPackJson.Parse(changed), Throws.InstanceOf<JsonException>());
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("")]
    [TestCase("{")]
    public void Refuses_what_is_no_pack(string json) =>
        Assert.That(() => SopPackJson.Parse(json), Throws.InstanceOf<JsonException>());

    [Test]
    public void Takes_null_for_what_may_be_absent() =>
        Assert.That(
            SopPackJson.Parse(Minimal.Replace("\"maySend\"", "\"validTo\": null, \"maySend\"", StringComparison.Ordinal)).Agreements,
            Has.One.Property(nameof(Agreement.ValidTo)).Null);

    [Test]
    public void Says_which_codes_there_are() =>
        Assert.That(
            () => SopPackJson.Parse(Minimal.Replace("tip_and_som", "both", StringComparison.Ordinal)),
            Throws.InstanceOf<JsonException>().With.Message.Contains("tip, som, tip_and_som"));

    [Test]
    public void Is_the_same_after_writing_and_reading([ValueSource(typeof(Demo), nameof(Demo.Jurisdictions))] string jurisdiction)
    {
        using var shipped = JsonDocument.Parse(Demo.Json(jurisdiction));
        using var written = JsonDocument.Parse(SopPackJson.Write(Demo.Pack(jurisdiction)));
        Assert.That(WithoutDefaults(written.RootElement), Is.EqualTo(WithoutDefaults(shipped.RootElement)));
    }

    [Test]
    public void Is_the_same_after_writing_and_reading_whatever_the_pack() =>
        Invented.Packs.Sample(pack =>
        {
            var json = SopPackJson.Write(pack);
            return SopPackJson.Write(SopPackJson.Parse(json)) == json;
        });

    // Members in order, without what means nothing: empty objects and lists, and false.
    private static string WithoutDefaults(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject()
            .Select(member => (member.Name, Value: WithoutDefaults(member.Value)))
            .Where(member => member.Value is not ("{}" or "[]" or "false"))
            .OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}:{member.Value}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(WithoutDefaults)) + "]",
        _ => element.ToString().ToLowerInvariant(),
    };
}
