using CaseReferral.Api.Platform.Storage;
using CaseReferral.Storage;
using CaseReferral.Storage.Idempotency;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>Registers how changes are made.</summary>
public static class ActsSetup
{
    /// <summary>Registers the loop that every change goes through, and the worker that forgets expired answers.</summary>
    public static void AddActs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ActLoop>();
        builder.Services.AddSingleton<Denials>();
        builder.Services.AddHostedService<ForgetAnswers>();
    }

    /// <summary>Comes after who calls is known: a key is a principal's.</summary>
    public static void UseRunningKeys(this WebApplication app) => app.UseMiddleware<RunningKeys>();
}

/// <summary>Deletes recorded answers that are older than their day, so that the table stays as large as one day's requests.</summary>
public sealed partial class ForgetAnswers(Database database, IdFactory ids, TimeProvider clock, ILogger<ForgetAnswers> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = clock.GetUtcNow();
                while (await database.ReadAsync(IdempotencyStore.HasExpired(now), stoppingToken))
                    await database.CommitAsync(new Act(ids.NewEntry()).ForgetExpired(now), stoppingToken);
            }
            catch (StorageUnavailableException unavailable)
            {
                // They are ignored once expired; deleting them can wait an hour.
                NotForgotten(unavailable.Fault.ToString());
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired answers were not deleted: {Fault}")]
    private partial void NotForgotten(string fault);
}
