using Microsoft.Extensions.Compliance.Classification;

namespace CaseReferral.Api.Platform.Telemetry;

/// <summary>
/// Marks a log parameter or member that may say something about a person. It is erased before it is written, unless a redactor for
/// <see cref="Personal"/> says otherwise.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PersonalAttribute() : DataClassificationAttribute(Personal)
{
    /// <summary>The classification of personal data in the registry.</summary>
    public static DataClassification Personal { get; } = new("CaseReferral", "Personal");
}
