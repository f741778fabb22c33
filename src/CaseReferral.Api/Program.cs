using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Telemetry;

return await RegistryProcess.RunAsync(async () =>
{
    var builder = RegistryProcess.CreateBuilder(args);

    builder.AddTelemetry();
    builder.AddClock();
    builder.AddJson();
    builder.AddProblems();
    builder.AddSignIn();
    builder.AddDevelopment();
    builder.AddHealth();
    builder.AddOpenApiDocuments();

    var app = builder.Build();

    app.UseProblems();
    app.UseSwaggerPage();
    app.UseSignIn();

    app.MapHealth();
    app.MapProblemPages();
    app.MapOpenApiDocuments();
    app.MapDevelopment();

    await app.RunAsync();
});
