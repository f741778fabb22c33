namespace CaseReferral.Domain.CodeLists;

/// <summary>
/// Names the code list that a string member's values (or a string list's items) come from. Checks refuse a request value outside
/// the list and name the list's address; the OpenAPI document lists the values.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FromListAttribute(string name) : Attribute
{
    /// <summary>The list's name in <c>GET /v1/code-lists/{name}</c>.</summary>
    public string Name { get; } = name;
}
