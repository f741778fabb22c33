using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Startup;

namespace CaseReferral.Api.Development;

/// <summary>
/// What a registry has only on a developer's machine: people one can be, tokens for them, and a clock one can move. All of it hangs on
/// one flag, and the flag works in the environment Development only.
/// </summary>
public static class DevelopmentSetup
{
    private const string Flag = "DevelopmentSignIn:Enabled";

    /// <summary>Whether the development sign-in is on; refuses to start when it is configured outside Development.</summary>
    public static bool HasDevelopmentSignIn(this WebApplicationBuilder builder) =>
        IsOn(builder.Configuration, builder.Environment);

    /// <summary>
    /// Lets a <see cref="LocalIssuer"/> answer what the registry asks the issuer for. Nothing of the sign-in pipeline is replaced.
    /// </summary>
    public static void AddDevelopment(this WebApplicationBuilder builder)
    {
        if (builder.HasMailbox())
            builder.Services.AddSingleton<Mailbox>();
        if (!builder.HasDevelopmentSignIn())
            return;

        builder.Services.AddSingleton<LocalIssuer>();
        builder.Services.AddHttpClient(IssuerKeyRefresh.Client)
            .ConfigurePrimaryHttpMessageHandler(services => services.GetRequiredService<LocalIssuer>().Backchannel());

        builder.Services.AddSingleton<AuthorizationCodes>();
        builder.Services.AddSingleton<IReadOnlyList<DemoPerson>>(_ =>
        {
            var reference = DemoReference.Read(DemoReference.File);
            return DemoPeople.Of(reference.Jurisdictions, reference.Units, reference.TaskForces);
        });
    }

    /// <summary>Whether notifications are kept in a <see cref="Mailbox"/>; refuses to start with that outside Development.</summary>
    public static bool HasMailbox(this WebApplicationBuilder builder) => Mailbox.IsOn(builder.Configuration, builder.Environment);

    /// <summary>Maps <c>/development/…</c>, where <see cref="AddDevelopment"/> registered it.</summary>
    public static void MapDevelopment(this WebApplication app)
    {
        if (!IsOn(app.Configuration, app.Environment))
            return;

        var development = app.MapGroup("/development").AllowAnonymous().ExcludeFromDescription();
        development.MapGet("/sign-ins", ListSignIns.Handle);
        development.MapPost("/token", IssueToken.HandleAsync).DisableAntiforgery();
        development.MapGet("/authorize", AuthorizePage.Show);
        development.MapPost("/authorize", AuthorizePage.ChooseAsync).DisableAntiforgery();
        development.MapGet("/clock", DevelopmentClock.Read);
        development.MapPost("/clock", DevelopmentClock.Advance);
        if (Mailbox.IsOn(app.Configuration, app.Environment))
            development.MapGet("/notifications", Mailbox.Show);
    }

    private static bool IsOn(IConfiguration configuration, IHostEnvironment environment)
    {
        var configured = configuration[Flag];
        if (string.IsNullOrWhiteSpace(configured))
            return false;
        if (!bool.TryParse(configured, out var on))
            throw new StartupRefusedException($"{Flag} must be true or false.");
        if (on && !environment.IsDevelopment())
        {
            throw new StartupRefusedException(
                $"{Flag} is set in the environment {environment.EnvironmentName}, where anybody could be anyone: remove it, "
                + "or run in Development.");
        }

        return on;
    }
}
