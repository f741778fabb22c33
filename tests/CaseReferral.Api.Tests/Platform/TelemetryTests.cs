using System.Collections.Concurrent;
using CaseReferral.Api.Platform.Telemetry;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>What a request leaves in logs and traces.</summary>
public sealed class A_request
{
    [Test]
    public async Task Leaves_neither_values_nor_queries_in_the_log()
    {
        using var log = new Collected();
        await using var host = await PlatformHost.StartAsync(
            builder => builder.Logging.AddProvider(log), "--Logging:LogLevel:Default", "Information");

        await host.SendAsync(HttpMethod.Get, "/v1/open/bug");
        await host.SendAsync(HttpMethod.Get, "/v1/open/query?limit=Ana");
        await host.SendAsync(
            HttpMethod.Post, "/v1/open/strict", new StringContent("{\"name\":1,\"Ana\":\"Ana\"}", null, "application/json"));

        Assert.That(log.Lines, Has.Some.Contains("GET /v1/open/bug failed: System.InvalidOperationException"), "The bug itself is logged.");
        Assert.That(log.Lines, Has.None.Contains("Ana"));
    }


    [Test]
    public void Has_its_personal_data_erased_from_messages() =>
        Assert.That(
            SharedHost.Host.Services.GetRequiredService<IRedactorProvider>()
                .GetRedactor(new DataClassificationSet(PersonalAttribute.Personal)).Redact("Ana"),
            Is.Empty);

    private sealed class Collected : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = [];

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
