namespace CaseReferral.Api.Tests.Drivers;

/// <summary>The checkout that the tests were built from, for what lies beside the code.</summary>
public static class Checkout
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CaseReferral.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
