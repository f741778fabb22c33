using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>A paging gateway on loopback that keeps what it is called with, and answers as it is told.</summary>
public sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<GatewayCall> calls = new();

    private Gateway(WebApplication app) => this.app = app;

    /// <summary>Where it is.</summary>
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>What it was called with.</summary>
    public IReadOnlyList<GatewayCall> Calls => [.. calls];

    /// <summary>The status that it answers with.</summary>
    public int Answers { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>Whether it takes calls and leaves them without an answer until whoever called has gone.</summary>
    public bool Hangs { get; set; }

    /// <summary>Starts it.</summary>
    public static async Task<Gateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var gateway = new Gateway(builder.Build());
        gateway.app.Run(gateway.TakeAsync);
        await gateway.app.StartAsync();
        return gateway;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        http.Response.StatusCode = Answers;
        http.Response.Headers.Location = "/elsewhere";
        calls.Enqueue(new(
            http.Request.Path, http.Request.Headers["webhook-id"].ToString(), http.Request.Headers["webhook-timestamp"].ToString(),
            http.Request.Headers["webhook-signature"].ToString(), body));
        if (Hangs)
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>A call of a gateway.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Id"><c>webhook-id</c>.</param>
/// <param name="Timestamp"><c>webhook-timestamp</c>.</param>
/// <param name="Signature"><c>webhook-signature</c>.</param>
/// <param name="Body">Its body, as it was sent.</param>
public sealed record GatewayCall(string Path, string Id, string Timestamp, string Signature, string Body);
