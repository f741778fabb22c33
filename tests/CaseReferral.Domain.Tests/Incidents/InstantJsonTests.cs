using System.Text.Json;

namespace CaseReferral.Domain.Tests.Incidents;

public sealed class An_instant_in_JSON
{
    private sealed record Holder(DateTimeOffset? At);

    private static Holder Read(string json) => JsonSerializer.Deserialize<Holder>($$"""{"at":{{json}}}""", Scenarios.Json)!;

    private static string Write(DateTimeOffset at) => JsonSerializer.SerializeToElement(at, Scenarios.Json).GetString()!;

    [TestCase("2026-03-18T04:45:00+01:00")]
    [TestCase("2026-03-18T04:45:00-09:30")]
    [TestCase("2026-03-18T04:45:00.25+01:00")]
    [TestCase("2026-03-18T04:45:00.123456Z")]
    [TestCase("2026-03-18T04:45:00Z")]
    public void Keeps_its_offset_and_its_digits(string instant) =>
        Assert.That(Write(Read($"\"{instant}\"").At!.Value), Is.EqualTo(instant));

    [TestCase("2026-03-18T04:45:00+00:00", "2026-03-18T04:45:00Z")]
    [TestCase("2026-03-18T04:45:00-00:00", "2026-03-18T04:45:00Z")]
    [TestCase("2026-03-18t04:45:00z", "2026-03-18T04:45:00Z")]
    [TestCase("2026-03-18T04:45:00.000+01:00", "2026-03-18T04:45:00+01:00")]
    [TestCase("2026-03-18T04:45:00.123456789Z", "2026-03-18T04:45:00.123456Z")]
    public void Is_written_in_one_way(string instant, string written) =>
        Assert.That(Write(Read($"\"{instant}\"").At!.Value), Is.EqualTo(written));

    [Test]
    public void May_be_absent() => Assert.That(Read("null").At, Is.Null);

    [TestCase("\"2026-03-18T04:45:00\"", TestName = "Without_an_offset_is_refused")]
    [TestCase("\"2026-03-18\"", TestName = "Without_a_time_is_refused")]
    [TestCase("\"2026-03-18T04:45+01:00\"", TestName = "Without_seconds_is_refused")]
    [TestCase("\"2026-03-18 04:45:00+01:00\"", TestName = "With_a_space_is_refused")]
    [TestCase("\"2026-03-18T04:45:00+0100\"", TestName = "With_a_basic_offset_is_refused")]
    [TestCase("\"2026-02-30T04:45:00Z\"", TestName = "On_no_day_is_refused")]
    [TestCase("\"2026-03-18T24:00:00Z\"", TestName = "At_no_time_is_refused")]
    [TestCase("\"2026-03-18T04:45:00+15:00\"", TestName = "With_no_known_offset_is_refused")]
    [TestCase("\"2026-03-18T04:45:00Z\\n\"", TestName = "With_something_behind_is_refused")]
    [TestCase("\"18 March\"", TestName = "In_words_is_refused")]
    [TestCase("1773805500", TestName = "As_a_number_is_refused")]
    public void Is_refused(string json) =>
        Assert.That(() => Read(json), Throws.InstanceOf<JsonException>()
            .With.Message.Contains("offset").And.Message.Not.Contains("18 March"));
}
