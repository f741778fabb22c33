using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Notifications;

/// <summary>
/// A mail server behind TLS, and the program as a process of its own: whom it trusts is the machine's business, here the certificates that
/// OpenSSL is pointed to.
/// </summary>
[TestFixture, Category("Process")]
public sealed class Mail_to_a_secured_server
{
    private const string Officer = "officer@ME-BAR-PCU";

    private DataFolder data = null!;
    private X509Certificate2 certificate = null!;

    [SetUp]
    public void MakeCertificate()
    {
        data = new DataFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        // Not every platform serves with a key that was never in a file.
        certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(Trusted, certificate.ExportCertificatePem());
    }

    [TearDown]
    public void Clean()
    {
        certificate.Dispose();
        data.Dispose();
    }

    [TestCase("StartTls", false)]
    [TestCase("Tls", true)]
    public async Task Goes_through_TLS(string security, bool atOnce)
    {
        await using var mail = new MailServer(certificate, atOnce);
        await using var registry = await StartAsync(mail, security, trusts: true);

        var reference = await FileAsync(registry);

        var sent = await Eventually.SeesAsync(
            () => mail.Taken.Where(one => one.Body.Contains(reference, StringComparison.Ordinal)).ToList(), sent => sent.Count == 2);
        Assert.That(sent.Select(one => one.Secured), Is.All.True);
    }

    [TestCase("StartTls", false)]
    [TestCase("Tls", true)]
    public async Task Is_not_sent_when_the_machine_does_not_trust_it(string security, bool atOnce)
    {
        await using var mail = new MailServer(certificate, atOnce);
        await using var registry = await StartAsync(mail, security, trusts: false);

        var reference = await FileAsync(registry);

        await Eventually.SeesAsync(() => Failures(reference), failures => failures.Contains("smtp-tls"));
        Assert.That(mail.Taken, Is.Empty);
    }

    [Test]
    public async Task Is_not_sent_in_the_clear_when_the_server_offers_nothing_better()
    {
        await using var mail = new MailServer();
        await using var registry = await StartAsync(mail, "StartTls", trusts: true);

        var reference = await FileAsync(registry);

        await Eventually.SeesAsync(() => Failures(reference), failures => failures.Count > 0);
        Assert.That(mail.Taken, Is.Empty);
    }

    private string Trusted => Path.Combine(data.Path, "trusted.pem");

    private Task<RunningRegistry> StartAsync(MailServer mail, string security, bool trusts) => RunningRegistry.StartAsync(data.Launch with
    {
        Notifies = true,
        Arguments = Outside.Through(mail, gateway: null, security).AsArguments(),
        Variables = trusts ? new Dictionary<string, string> { ["SSL_CERT_FILE"] = Trusted } : [],
    });

    private static async Task<string> FileAsync(RunningRegistry registry)
    {
        var desk = new Desk(registry.Http, Officer, await registry.TokenAsync(Officer));
        return (await desk.FiledAsync(Scenarios.Fresh("01")))["reference"].ToString();
    }

    private IReadOnlyList<string> Failures(string reference) => data.Read(
        $"""
        SELECT p.Payload ->> '$.notification.result' FROM JournalEntry e JOIN JournalPayload p ON p.EntryId = e.Id
        WHERE e.Kind = 'notification-failed' AND p.Payload LIKE '%{reference}%'
        """,
        row => row.GetString(0));
}
