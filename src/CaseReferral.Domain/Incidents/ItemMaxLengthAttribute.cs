namespace CaseReferral.Domain.Incidents;

/// <summary>The most UTF-16 characters that each text of a list may have.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemMaxLengthAttribute(int length) : Attribute
{
    /// <summary>UTF-16 characters.</summary>
    public int Length { get; } = length;
}
