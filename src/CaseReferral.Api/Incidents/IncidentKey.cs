using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Api.Incidents;

/// <summary>What stands where an incident's id does in an address: its id, or its reference in any case.</summary>
/// <param name="Text">As it was given.</param>
public readonly record struct IncidentKey(string Text)
{
    /// <summary>The incident, as the scope sees it; null for what it doesn't see, what never was, and what is no key at all.</summary>
    public Incident? Find(Reader reader, AccessScope scope)
    {
        if (Guid.TryParse(Text, out var id))
            return IncidentStore.Get(reader, scope, new IncidentId(id));

        // A mistyped reference takes the same path as an unknown one.
        return IncidentStore.Get(reader, scope, IncidentReference.TryParse(Text, out var canonical) ? canonical : "?");
    }
}
