using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>Errors of the pipeline that no use case has a hand in.</summary>
public sealed class The_pipeline
{
    private static PlatformHost Host => SharedHost.Host;

    [TestCase("GET", "/nothing", "not-found")]
    [TestCase("GET", "/v1/nothing/here", "not-found")]
    [TestCase("GET", "/v1/open/numbers/7", "not-found")]
    [TestCase("GET", "/v1/open/ids/7", "not-found")]
    [TestCase("DELETE", "/v1/open/strict", "method-not-allowed")]
    [TestCase("GET", "/v1/tests/me", "not-signed-in")]
    [TestCase("GET", "/v1/open/query", "validation-failed")]
    [TestCase("GET", "/v1/open/query?limit=Ana", "validation-failed")]
    [TestCase("GET", "/v1/open/query?limit=99999999999", "validation-failed")]
    [TestCase("GET", "/v1/open/query?limit=1&limit=2", "validation-failed")]
    [TestCase("GET", "/v1/open/bug", "internal-error")]
    [TestCase("GET", "/v1/open/%ff%fe", "not-found")]
    [TestCase("GET", "/problems/none", "not-found")]
    public async Task Answers_with_a_problem(string method, string path, string code)
    {
        var problem = await ProblemAnswer.ReadAsync(await Host.SendAsync(new HttpMethod(method), path), code);
        Assert.That(problem.ToString(), Does.Not.Contain("Ana"), "Values may name persons.");
    }

    [Test]
    public async Task Says_which_parameter_or_header_can_t_be_read()
    {
        var problem = await ProblemAnswer.ReadAsync(await Host.SendAsync(HttpMethod.Get, "/v1/open/query?limit=x"), "validation-failed");
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("parameter limit"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/open/query?limit=1");
        request.Headers.Add("X-Count", "Ana");
        problem = await ProblemAnswer.ReadAsync(await Host.Client.SendAsync(request), "validation-failed");
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("header X-Count").And.Not.Contain("Ana"));
    }

    [Test]
    public async Task Says_which_methods_an_address_takes()
    {
        var response = await Host.SendAsync(HttpMethod.Delete, "/v1/open/strict");
        Assert.That(response.Content.Headers.Allow, Is.EqualTo((string[])["POST"]));
    }

    [Test]
    public async Task Tells_the_trace_that_the_caller_began()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing");
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");

        var problem = await ProblemAnswer.ReadAsync(await Host.Client.SendAsync(request), "not-found");

        Assert.That(problem.GetProperty("traceId").GetString(), Is.EqualTo(trace));
    }

    [Test]
    public async Task Maps_a_refusal_with_its_faults_and_further_members()
    {
        var problem = await ProblemAnswer.ReadAsync(await Host.SendAsync(HttpMethod.Get, "/v1/open/refused"), "illegal-transition");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo("Choose one of allowed."));
            Assert.That(
                problem.GetProperty("errors").GetProperty("/a~1b").EnumerateArray().Select(text => text.GetString()),
                Is.EqualTo((string[])["One.", "Two."]));
            Assert.That(problem.GetProperty("allowed")[0].GetString(), Is.EqualTo("conclude"));
        }
    }

    [Test]
    public void Refuses_a_code_that_the_contract_doesn_t_have() =>
        Assert.That(() => Problem.Of(new Refusal("made-up", "")), Throws.InvalidOperationException);

    [Test]
    public async Task Doesn_t_say_what_serves()
    {
        var response = await Host.SendAsync(HttpMethod.Get, "/nothing");
        Assert.That(response.Headers.Contains("Server"), Is.False);
    }

    [TestCase("/health/live", "healthy")]
    [TestCase("/health/ready", "healthy")]
    public async Task Tells_its_health(string path, string status)
    {
        var health = await Host.Client.GetFromJsonAsync<JsonElement>(path);
        Assert.That(health.GetProperty("status").GetString(), Is.EqualTo(status));
    }

    [Test]
    public void Has_a_converter_for_each_typed_id()
    {
        var ids = typeof(IncidentId).Assembly.GetTypes()
            .Where(type => type is { IsValueType: true, Namespace: "CaseReferral.Domain.Shared" }
            && type.GetProperties(BindingFlags.Public | BindingFlags.Instance) is [{ Name: "Value" } value]
            && value.PropertyType == typeof(Guid));
        Assert.That(ids.Where(id => !IdConverters.Has(id)), Is.Empty);
    }
}

/// <summary>The pages behind a problem's type.</summary>
public sealed class A_problem_page
{
    private static IEnumerable<string> Codes => ProblemCatalogue.All.Select(kind => kind.Code);

    [TestCaseSource(nameof(Codes))]
    public async Task Explains_in_each_form(string code)
    {
        var kind = ProblemCatalogue.Find(code)!;
        (string, string)[] forms =
        [
            ("text/html,*/*;q=0.8", "text/html"), ("text/markdown", "text/markdown"), ("application/json", "application/json"),
            ("*/*", "text/html"),
        ];
        foreach (var (accept, mediaType) in forms)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, kind.Type);
            request.Headers.Add("Accept", accept);
            using var page = await SharedHost.Host.Client.SendAsync(request);
            var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
            using (Assert.EnterMultipleScope())
            {
                Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
                Assert.That(page.Content.Headers.ContentType?.MediaType, Is.EqualTo(mediaType));
                Assert.That(text, Does.Contain(kind.Code).And.Contain(kind.Status.ToString(null, null)));
                Assert.That(mediaType == "application/json" || text.Contains(kind.WhatToDo, StringComparison.Ordinal));
            }
        }
    }

    [Test]
    public void Exists_once_for_each_code()
    {
        Assert.That(ProblemCatalogue.All.Select(kind => kind.Code), Is.Unique);
        Assert.That(
            ProblemCatalogue.All, Has.All.Matches<ProblemKind>(
                kind => kind.Status is >= 400 and < 600 && Encoding.ASCII.GetByteCount(kind.Code) == kind.Code.Length));
    }
}
