using CaseReferral.Api.Platform.Storage;
using CaseReferral.Storage;

namespace CaseReferral.Api.Seats;

/// <summary>Registers the use cases of seats, sign-ins and proposals.</summary>
public static class SeatsSetup
{
    /// <summary>Registers them, and reads who the first administrators are.</summary>
    public static void AddSeats(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SignInCodes>();
        builder.Services.AddSingleton<Holders>();
        builder.Services.AddSingleton<SeatOperations>();
        builder.Services.AddSingleton<PutSeat>();
        builder.Services.AddSingleton<EndSeat>();
        builder.Services.AddSingleton<ProposeSeat>();
        builder.Services.AddSingleton<ProposeSignIn>();
        builder.Services.AddSingleton<DecideProposal>();
        builder.Services.AddSingleton(FirstAdministrators.Of(builder.Configuration));
    }

    /// <summary>Takes the registry's key for codes, and seats the first administrators while there are none.</summary>
    public static async Task OpenSeatsAsync(this WebApplication app)
    {
        var (services, stopping) = (app.Services, app.Lifetime.ApplicationStopping);
        var database = services.GetRequiredService<Database>();
        await services.GetRequiredService<SignInCodes>().OpenAsync(stopping);
        await services.GetRequiredService<FirstAdministrators>()
            .SeatAsync(database, services.GetRequiredService<IdFactory>(), services.GetRequiredService<TimeProvider>(), stopping);
    }
}
