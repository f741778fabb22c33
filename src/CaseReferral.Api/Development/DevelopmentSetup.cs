namespace CaseReferral.Api.Development;

/// <summary>What exists in Development only: sign-ins, tokens, the clock.</summary>
public static class DevelopmentSetup
{
    /// <summary>Registers it.</summary>
    public static void AddDevelopment(this WebApplicationBuilder builder) => _ = builder;

    /// <summary>Maps it.</summary>
    public static void MapDevelopment(this WebApplication app) => _ = app;
}
