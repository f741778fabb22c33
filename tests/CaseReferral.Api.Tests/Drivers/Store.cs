namespace CaseReferral.Api.Tests.Drivers;

/// <summary>Where a registry under test stores.</summary>
public enum Store
{
    /// <summary>A file of its own.</summary>
    Sqlite,

    /// <summary>A database of its own on the test server; skipped where none is configured.</summary>
    SqlServer,
}

/// <summary>Runs a fixture whose constructor takes a <see cref="Store"/> on each of them.</summary>
public sealed class OnBothStoresAttribute() : TestFixtureSourceAttribute(typeof(OnBothStoresAttribute), nameof(Both))
{
    /// <summary>The stores.</summary>
    public static IEnumerable<Store> Both => Enum.GetValues<Store>();
}
