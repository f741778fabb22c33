using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>A key that the registry makes for itself when it first needs one.</summary>
[OnBothStores]
public sealed class A_key_of_the_registry(Store store)
{
    private Registry registry = null!;

    [OneTimeSetUp]
    public async Task Start() => registry = await Registry.StartAsync(store);

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (registry is not null)
            await registry.DisposeAsync();
    }

    [Test]
    public async Task Is_made_once_by_all_who_need_it_at_once()
    {
        var keys = registry.Services.GetRequiredService<RegistryKeys>();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => keys.NewestAsync("tested", CancellationToken.None)));

        Assert.That(made.Select(key => Convert.ToHexString(key.Value)).Distinct(), Has.Exactly(1).Items);
        Assert.That(made[0], Is.EqualTo(made[0] with { Version = 1 }));
        Assert.That(made[0].Value, Has.Length.EqualTo(32));
        Assert.That(registry.Count("SELECT COUNT(*) FROM RegistryKey WHERE Name = 'tested'"), Is.EqualTo(1));
    }
}
