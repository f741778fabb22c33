using System.Text.Json.Nodes;
using CaseReferral.Domain.Incidents;

namespace CaseReferral.Domain.Tests.Incidents;

public sealed class A_merge_patch
{
    // RFC 7396, appendix A.
    [TestCase("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [TestCase("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [TestCase("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [TestCase("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [TestCase("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [TestCase("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [TestCase("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [TestCase("""{"a":"foo"}""", """null""", """null""")]
    [TestCase("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [TestCase("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [TestCase("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [TestCase("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Does_what_the_appendix_of_its_standard_says(string original, string patch, string result)
    {
        var (target, changes) = (JsonNode.Parse(original), JsonNode.Parse(patch));
        var patched = MergePatch.Apply(target, changes);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonNode.DeepEquals(patched, JsonNode.Parse(result)), patched?.ToJsonString());
            Assert.That(JsonNode.DeepEquals(target, JsonNode.Parse(original)), "the target was changed");
            Assert.That(JsonNode.DeepEquals(changes, JsonNode.Parse(patch)), "the patch was changed");
        }
    }
}
