namespace CaseReferral.Domain.Incidents;

/// <summary>A person's role in one report (Law Enforcement Directive Art. 6). It is no legal status and says nothing elsewhere.</summary>
public enum PersonRole
{
    /// <summary>Suspected of an offence. Nobody is one for having been smuggled (SOM Protocol Art. 5).</summary>
    Suspect,

    /// <summary>Convicted of an offence.</summary>
    Convicted,

    /// <summary>Victim, in the words of this report.</summary>
    Victim,

    /// <summary>Possibly a victim.</summary>
    PossibleVictim,

    /// <summary>A smuggled migrant.</summary>
    SmuggledMigrant,

    /// <summary>A witness; not counted among those the incident is about.</summary>
    Witness,

    /// <summary>A contact; not counted among those the incident is about.</summary>
    Contact,
}
