using CaseReferral.Api.AccessLog;
using CaseReferral.Api.Clocks;
using CaseReferral.Api.Development;
using CaseReferral.Api.Disclosures;
using CaseReferral.Api.Incidents;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Platform.Telemetry;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Referrals;
using CaseReferral.Api.Seats;

return await RegistryProcess.RunAsync(async () =>
{
    if (await Commands.TryRunAsync(args))
        return;

    var builder = RegistryProcess.CreateBuilder(args);

    builder.AddTelemetry();
    builder.AddClock();
    builder.AddJson();
    builder.AddProblems();
    builder.AddSignIn();
    builder.AddRateLimits();
    builder.AddDevelopment();
    builder.AddHealth();
    builder.AddOpenApiDocuments();
    builder.AddStorage();
    builder.AddActs();
    builder.AddReference();
    builder.AddSeats();
    builder.AddIncidents();
    builder.AddReferrals();
    builder.AddAccessLog();
    builder.AddDisclosures();
    builder.AddNotifications();
    builder.AddClocks();
    builder.AddDemoData();

    var app = builder.Build();

    app.UseSecurityHeaders();
    app.UseProblems();
    app.UseDeprecations();
    app.UseSwaggerPage();
    app.UseSignIn();
    app.UseMediaTypes();
    app.UseSeats();
    app.UseHeaderLengths();
    app.UseQueryNames();
    app.UseRunningKeys();

    app.MapHealth();
    app.MapProblemPages();
    app.MapOpenApiDocuments();
    app.MapDevelopment();
    app.MapMe();
    app.MapSeats();
    app.MapReference();
    app.MapIncidents();
    app.MapReferrals();
    app.MapAccessLog();
    app.MapDisclosures();

    await app.OpenStorageAsync();
    await app.OpenSeatsAsync();
    await app.OpenMatchingAsync();
    await app.SeedDemoDataAsync();
    await app.ServeAsync();
});
