namespace CaseReferral.Domain.Objects;

/// <summary>Kinds of object that a filing names by a number or a name.</summary>
public enum ObjectKind
{
    /// <summary>A motor vehicle, by its plate.</summary>
    Vehicle,

    /// <summary>A trailer, by its plate.</summary>
    Trailer,

    /// <summary>A vessel, by its IMO number, its MMSI or its name.</summary>
    Vessel,

    /// <summary>A freight container, by its ISO 6346 number.</summary>
    Container,

    /// <summary>A flight, by its airline designator and number.</summary>
    Flight,

    /// <summary>A passport, identity card, visa or permit, by its number.</summary>
    TravelDocument,

    /// <summary>A phone, by its number.</summary>
    Phone,

    /// <summary>A bank account, wallet or user account.</summary>
    Account,

    /// <summary>Anything else.</summary>
    Other,
}
