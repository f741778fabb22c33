using System.Net;
using CaseReferral.Api.Platform.Outbound;

namespace CaseReferral.Api.Tests.Platform;

public sealed class An_outbound_call
{
    private static readonly OutboundRules Strict = new([], allowLoopback: false);

    [TestCase("8.8.8.8")]
    [TestCase("2a00:1450:4001:80b::200e")]
    [TestCase("::ffff:8.8.8.8")]
    public void May_reach_the_public_Internet(string address) => Assert.That(Strict.MayReach(IPAddress.Parse(address)), Is.True);

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("10.1.2.3")]
    [TestCase("172.31.255.255")]
    [TestCase("192.168.1.1")]
    [TestCase("100.64.0.1")]
    [TestCase("169.254.169.254")]
    [TestCase("224.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("fe80::1")]
    [TestCase("fc00::1")]
    [TestCase("fd12:3456::1")]
    [TestCase("ff02::1")]
    [TestCase("::ffff:10.1.2.3")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::10.1.2.3")]
    [TestCase("64:ff9b::a01:203")]
    [TestCase("2002:a01:203::1")]
    public void Reaches_nothing_that_is_not_public(string address) => Assert.That(Strict.MayReach(IPAddress.Parse(address)), Is.False);

    [Test]
    public void May_reach_a_network_that_the_operator_names_and_no_other()
    {
        var rules = new OutboundRules([IPNetwork.Parse("10.20.0.0/16")], allowLoopback: false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rules.MayReach(IPAddress.Parse("10.20.3.4")), Is.True);
            Assert.That(rules.MayReach(IPAddress.Parse("::ffff:10.20.3.4")), Is.True);
            Assert.That(rules.MayReach(IPAddress.Parse("10.21.3.4")), Is.False);
        }
    }

    [TestCase("https://gateway.example/page", true)]
    [TestCase("http://gateway.example/page", false)]
    [TestCase("http://127.0.0.1/page", false)]
    [TestCase("https://user:password@gateway.example/page", false)]
    [TestCase("ftp://gateway.example/page", false)]
    [TestCase("file:///etc/passwd", false)]
    public void Goes_by_https_and_shows_nobody_s_password(string address, bool allowed) =>
        Assert.That(Strict.MayCall(new Uri(address)), Is.EqualTo(allowed));

    [Test]
    public void Is_refused_when_a_name_leads_into_this_machine()
    {
        using var http = new OutboundHttp(Strict);
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://localhost:1/page");

        var failure = Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, CancellationToken.None));
        Assert.That(failure!.InnerException, Is.TypeOf<AddressRefusedException>());
    }
}

public sealed class A_webhook_s_signature
{
    [Test]
    public void Is_one_for_each_valid_secret_beside_id_and_instant()
    {
        using var request = new HttpRequestMessage();
        WebhookSignature.Sign(
            request, Guid.Parse("01a20e20-969b-7001-ac7f-b26d3fcf798c"), DateTimeOffset.FromUnixTimeSeconds(1614265330),
            "{\"test\": 2432232314}"u8,
            [WebhookSignature.ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!, new byte[24]]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.Headers.GetValues("webhook-id"), Is.EqualTo(new[] { "msg_01a20e20969b7001ac7fb26d3fcf798c" }));
            Assert.That(request.Headers.GetValues("webhook-timestamp"), Is.EqualTo(new[] { "1614265330" }));
            Assert.That(
                request.Headers.GetValues("webhook-signature").Single().Split(' '),
                Has.Length.EqualTo(2).And.All.StartsWith("v1,"));
        }
    }

    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [TestCase("whsec_c2hvcnQ=", false)]
    [TestCase("whsec_%%%", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void Needs_a_secret_of_24_bytes_or_more(string? text, bool isOne) =>
        Assert.That(WebhookSignature.ParseSecret(text), isOne ? Is.Not.Null : Is.Null);
}
