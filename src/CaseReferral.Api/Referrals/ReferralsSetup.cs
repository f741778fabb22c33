using CaseReferral.Api.Messages;

namespace CaseReferral.Api.Referrals;

/// <summary>Registers what moves referrals.</summary>
public static class ReferralsSetup
{
    /// <summary>Registers it.</summary>
    public static void AddReferrals(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReferralMoves>();
        builder.Services.AddSingleton<SendMessage>();
        builder.Services.AddSingleton<ListMessages>();
    }
}
