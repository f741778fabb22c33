using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Routing;

/// <summary>What may leave the jurisdiction by a rule. Nothing does without an agreement with the recipient's jurisdiction.</summary>
public static class Borders
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

        return rule.LegalBasis is { } basis
            ? Objection(pack, basis, recipient, facts.Handling, facts.On, Consents.None)
            : $"{recipient} is in another jurisdiction and the rule names no legal basis.";
    }

    /// <summary>
    /// Whether anything may leave the jurisdiction for <paramref name="recipient"/> under this agreement: the one answer for rules,
    /// transfers and assignments, in words without content when it is no. The handling code narrows what the agreement allows, never
    /// widens it, and the owner's consent lifts the code, never the agreement.
    /// </summary>
    public static string? Objection(
        SopPack pack, string basis, string recipient, HandlingCode handling, DateOnly on, Consents consents)
    {
        var agreement = pack.Agreements.FirstOrDefault(agreement => agreement.Id == basis);
        if (agreement is null || !agreement.Binds(pack.Jurisdiction, JurisdictionOf(recipient)))
            return $"The legal basis {basis} is no agreement with the jurisdiction of {recipient}.";

        if (!agreement.IsValidOn(on))
            return $"The agreement {basis} is not valid on {on:yyyy-MM-dd}.";

        return handling is HandlingCode.H0 or HandlingCode.H1 || consents.Cover(recipient)
            ? null
            : $"The handling code {handling.Code()} keeps the record within the jurisdiction.";
    }

    /// <summary>
    /// How much of a record may go to, or be read by, a recipient now, and why no more: the one answer for every door that content or a
    /// summary leaves by, whatever its way. Without an agreement, and while a handling code holds it back, a pointer.
    /// </summary>
    /// <param name="pack">The owner's pack.</param>
    /// <param name="basis">The agreement it is to rest on; null for none.</param>
    /// <param name="recipient">Code of a task force, or of a jurisdiction for its coordinator.</param>
    /// <param name="handling">The record's handling code.</param>
    /// <param name="on">The day it must be allowed on.</param>
    /// <param name="consents">What the owner has consented to.</param>
    public static (Sending Most, string? Objection) MostUnder(
        SopPack pack, string? basis, string recipient, HandlingCode handling, DateOnly on, Consents consents)
    {
        if (!IsAbroad(pack, recipient))
            return (Sending.Content, null);
        if (basis is null)
            return (Sending.Pointer, $"{recipient} is in another jurisdiction and no legal basis is named.");
        if (Objection(pack, basis, recipient, handling, on, consents) is { } objection)
            return (Sending.Pointer, objection);

        var agreement = pack.Agreements.First(agreement => agreement.Id == basis);
        return agreement.Covers(LegKind.Action) ? (Sending.Content, null)
            : agreement.Covers(LegKind.Notice) ? (Sending.Summary, $"The agreement {basis} lets a summary go, and no content.")
            : (Sending.Pointer, $"The agreement {basis} lets nothing but a pointer go.");
    }

    /// <summary>
    /// The agreement that a leg of this kind may go to a named recipient under; null within the jurisdiction. When none lets it, why the
    /// last one that was tried doesn't.
    /// </summary>
    public static (string? Basis, string? Objection) Crossing(
        SopPack pack, string recipient, LegKind kind, HandlingCode handling, DateOnly on, Consents consents)
    {
        if (!IsAbroad(pack, recipient))
            return (null, null);

        string? objection = $"No agreement with the jurisdiction of {recipient} covers it.";
        foreach (var agreement in pack.Agreements.Where(agreement => agreement.Covers(kind)))
        {
            if (!agreement.Binds(pack.Jurisdiction, JurisdictionOf(recipient)))
                continue;
            objection = Objection(pack, agreement.Id, recipient, handling, on, consents);
            if (objection is null)
                return (agreement.Id, null);
        }

        return (null, objection);
    }
}

/// <summary>How much of a record leaves the jurisdiction.</summary>
public enum Sending
{
    /// <summary>Reference, priority and whom to call.</summary>
    Pointer,

    /// <summary>The closed list of the summary.</summary>
    Summary,

    /// <summary>What the recipient's leg, or the consent, opens.</summary>
    Content,
}

/// <summary>The recipients in other jurisdictions to whom the owner lets a record with a narrower handling code go.</summary>
/// <param name="Recipients">Codes of task forces.</param>
public sealed record Consents(IReadOnlyList<string> Recipients)
{
    /// <summary>No consent: nobody was asked, or nobody said yes.</summary>
    public static Consents None { get; } = new([]);

    /// <summary>Whether the owner consented to this recipient.</summary>
    public bool Cover(string recipient) => Recipients.Contains(recipient);
}
