using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Domain.CodeLists;

namespace CaseReferral.Api.Reference;

/// <summary>Registers reference data.</summary>
public static class ReferenceSetup
{
    /// <summary>Registers the snapshot, what it says of tenants, its cached answers, and the code lists that the document shows.</summary>
    public static void AddReference(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReferenceData>();
        builder.Services.AddSingleton<ReferenceChanges>();
        builder.Services.AddSingleton<TenantIsBound>(services =>
        {
            var reference = services.GetRequiredService<ReferenceData>();
            // A tenant that isn't bound may have been a moment ago; one that no longer is finds no seat that counts.
            return async (tenant, ct) => (await reference.GetAsync(ct)).IsBound(tenant)
                || (await reference.CurrentAsync(ct)).IsBound(tenant);
        });
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Cached>();
        builder.Services.AddSingleton<Func<string, IReadOnlyList<string>?>>(
            name => CodeLists.Find(name)?.Values.Select(value => value.Code).ToList());
    }
}
