namespace CaseReferral.Api.AccessLog;

/// <summary>Registers the access log.</summary>
public static class AccessLogSetup
{
    /// <summary>Registers what writes it and what reads it.</summary>
    public static void AddAccessLog(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Searches>();
        builder.Services.AddSingleton<RefusedSignIns>();
        builder.Services.AddSingleton<ReadAccessLog>();
    }
}
