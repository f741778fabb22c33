using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Routing;

/// <summary>What may leave the jurisdiction by a rule. Nothing does without an agreement with the recipient's jurisdiction.</summary>
internal static class Borders
{
    /// <summary>
    /// The jurisdiction in a task force's code (<c>ME</c> in <c>ME-OPTEAM</c>). Routing reads it from there and not from reference
    /// data, so that it stays a function of the pack and the facts; <see cref="PackChecks"/> holds codes to it.
    /// </summary>
    public static string JurisdictionOf(string taskForce) => taskForce.Split('-', 2)[0];

    /// <summary>Whether the recipient is in another jurisdiction than the pack.</summary>
    public static bool IsAbroad(SopPack pack, string taskForce) => JurisdictionOf(taskForce) != pack.Jurisdiction;

    /// <summary>Why a rule's leg may not cross the border for these facts; null when it may, or when there is no border.</summary>
    public static string? Objection(SopPack pack, RoutingRule rule, RoutingFacts facts)
    {
        if (rule.TaskForce is not { } recipient || !IsAbroad(pack, recipient))
            return null;

        if (rule.LegalBasis is not { } basis)
            return $"{recipient} is in another jurisdiction and the rule names no legal basis.";

        var agreement = pack.Agreements.FirstOrDefault(agreement => agreement.Id == basis);
        if (agreement is null || !agreement.Binds(pack.Jurisdiction, JurisdictionOf(recipient)))
            return $"The legal basis {basis} is no agreement with the jurisdiction of {recipient}.";

        if (!agreement.IsValidOn(facts.On))
            return $"The agreement {basis} is not valid on {facts.On:yyyy-MM-dd}.";

        return facts.Handling is HandlingCode.H0 or HandlingCode.H1
            ? null
            : $"The handling code {facts.Handling.Code()} keeps the record within the jurisdiction.";
    }
}
