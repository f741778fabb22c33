namespace CaseReferral.Domain.Referrals;

/// <summary>How a leg ended that was concluded.</summary>
public enum Outcome
{
    /// <summary>Trafficking in persons was confirmed.</summary>
    ConfirmedTip,

    /// <summary>Smuggling of migrants was confirmed.</summary>
    ConfirmedSom,

    /// <summary>Both were confirmed.</summary>
    ConfirmedTipAndSom,

    /// <summary>Another offence.</summary>
    OtherOffence,

    /// <summary>Nothing in it.</summary>
    Unsubstantiated,

    /// <summary>Too little to go on.</summary>
    InsufficientEvidence,

    /// <summary>Only the victim was referred to support.</summary>
    VictimReferredOnly,

    /// <summary>Protection: support has started.</summary>
    SupportStarted,

    /// <summary>Protection: the person refused support.</summary>
    SupportRefused,

    /// <summary>Protection: handed over to another service.</summary>
    HandedOver,

    /// <summary>Protection: the person was not reached.</summary>
    NotReached,
}

/// <summary>Questions about outcomes that read as sentences.</summary>
public static class Outcomes
{
    /// <summary>Whether a protection leg, rather than an action leg, ends like this.</summary>
    public static bool IsOfProtection(this Outcome outcome) => outcome is
        Outcome.SupportStarted or Outcome.SupportRefused or Outcome.HandedOver or Outcome.NotReached;

    /// <summary>Whether a safeguarded leg needs a second officer to end like this.</summary>
    public static bool NeedsSecondOfficer(this Outcome outcome) => outcome is Outcome.Unsubstantiated or Outcome.InsufficientEvidence;
}
